from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from math import radians, sin

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from cameras.coverage.area import Drawn, Place, Plane, Route, area_of
from cameras.coverage.bands import bands, outline
from cameras.coverage.density import EDITIONS, px_per_m
from cameras.coverage.sight import ASSUMED_INFRARED_M, Sight, View, after_dark, meet
from portal.lib.geo import destination

LAT, LNG = 10.36, 107.085
LENSES = st.floats(5, 359)
ANGLES = st.floats(0, 359.9)


def view(bearing: float | None = 0, fov: float = 90, range_m: float = 60) -> View:
    return View(LAT, LNG, bearing, fov, range_m, 1920)


def met(one: View, bearing: float, distance: float, radius: float = 2) -> Sight:
    place = Place(*destination(LAT, LNG, bearing, distance), radius)
    return meet([one], area_of(place))[0]


@given(ANGLES, st.floats(10, 350), st.floats(-0.48, 0.48), st.floats(2, 55))
def test_every_spot_inside_the_wedge_is_seen(
    bearing: float, fov: float, share: float, distance: float
) -> None:
    sight = met(view(bearing, fov), bearing + fov * share, distance)
    assert sight.spot
    assert sight.share > 0
    assert sight.px_per_m == pytest.approx(px_per_m(1920, fov, distance), rel=0.01)


@given(ANGLES, st.floats(10, 170), st.floats(0.1, 1), st.floats(5, 55))
def test_no_spot_beside_the_wedge_is_seen(
    bearing: float, fov: float, share: float, distance: float
) -> None:
    aside = fov / 2 + share * (180 - fov / 2)
    assert not met(view(bearing, fov), bearing + aside, distance).spot


def test_beyond_its_range_a_camera_sees_nothing_and_all_round_when_nobody_said_where() -> None:
    assert met(view(None), 0, 63).share == 0
    assert all(met(view(None), bearing, 30).spot for bearing in range(0, 360, 30))
    blind = met(view(range_m=0), 0, 5)
    assert (blind.spot, blind.share, blind.px_per_m) == (False, 0, 0)
    assert blind.distance_m == pytest.approx(5, abs=0.01)


def test_a_place_behind_the_camera_is_not_seen_and_one_in_front_is() -> None:
    assert met(view(), 0, 25, 10).share == pytest.approx(1, abs=0.01)
    assert met(view(), 180, 25, 10).share == 0


def test_views_are_met_each_by_itself_and_in_order() -> None:
    area = area_of(Place(*destination(LAT, LNG, 0, 25), 10))
    views = [view(), view(180), view(None), view(range_m=0), view(fov=360)]
    assert meet(views, area) == [meet([one], area)[0] for one in views]
    assert meet([], area) == []


@given(ANGLES, LENSES, st.floats(1, 300))
def test_what_lies_in_the_view_is_what_a_drawing_of_it_covers(
    bearing: float, fov: float, range_m: float
) -> None:
    """The wedge of the search and the wedge on the map are the same ground."""
    one = view(bearing, fov, range_m)
    corners = tuple(destination(LAT, LNG, turn, 250) for turn in (45, 135, 225, 315))
    area = area_of(Drawn(corners))
    plane = Plane(LAT, LNG)
    drawn = shapely.unary_union([_laid(plane, outline(one, band)) for band in bands(one)])
    expected = shapely.area(shapely.intersection(drawn, area.shape)) / area.square_m
    assert meet([one], area)[0].share == pytest.approx(expected, rel=0.03, abs=2e-5)


def _laid(plane: Plane, rings: Sequence[Sequence[Sequence[float]]]) -> shapely.Geometry:
    shell, *holes = (
        np.column_stack(plane.to_metres([c[1] for c in ring], [c[0] for c in ring]))
        for ring in rings
    )
    return shapely.make_valid(shapely.Polygon(shell, holes))


@given(st.integers(320, 7680), LENSES, st.floats(0.5, 300))
def test_bands_follow_each_other_to_the_end_of_the_range(
    width: int, fov: float, range_m: float
) -> None:
    one = View(LAT, LNG, 0, fov, range_m, width)
    for edition in EDITIONS:
        cut = bands(one, edition)
        assert cut[0].near_m == 0
        assert cut[-1].far_m == range_m
        for before, after in pairwise(cut):
            assert before.far_m == after.near_m
            assert before.least > after.least
        assert bands(replace(one, range_m=0), edition) == []


def test_a_band_is_drawn_as_a_closed_ring_and_a_round_one_with_its_hole() -> None:
    for one, holes in ((view(), 0), (view(None), 1), (view(fov=360), 1)):
        far = outline(one, bands(one)[-1])
        assert len(far) == 1 + holes
        assert all(ring[0] == ring[-1] for ring in far)


def test_after_dark_a_view_ends_where_its_lamps_do() -> None:
    whole = replace(view(), infrared_m=15, night_vision=True)
    lit = after_dark(whole)
    assert lit is not None
    assert lit.range_m == 15
    assert after_dark(replace(whole, infrared_m=100)) == replace(whole, infrared_m=100)
    assert after_dark(replace(whole, night_vision=False)) is None
    for said in (True, None):  # said to see, or nothing said: as far as lamps usually reach
        guessed = after_dark(replace(whole, infrared_m=0, night_vision=said))
        assert guessed is not None
        assert guessed.range_m == ASSUMED_INFRARED_M


def test_who_stands_in_an_area_and_looks_past_its_spot_is_not_called_sharp_for_its_doorstep() -> (
    None
):
    spot = destination(LAT, LNG, 0, 40)
    away = view(bearing=180, fov=60, range_m=30)
    (sight,) = meet([away], area_of(Place(*spot, 100)))
    assert not sight.spot
    # The middle of a wedge of 60 degrees lies at 4 sin(30 degrees) / (3 * 60 degrees) of its range.
    middle = 30 * 4 * sin(radians(30)) / (3 * radians(60))
    assert sight.px_per_m == pytest.approx(px_per_m(1920, 60, middle), rel=0.02)


def test_a_route_is_judged_in_the_middle_of_what_is_seen_of_it() -> None:
    """A way that passes 10 m in front of the camera and goes on for 300 m: straight ahead,
    a little behind its middle, since a wedge is wider there.
    """
    start = destination(*destination(LAT, LNG, 0, 10), 270, 150)
    route = Route((start, destination(*start, 90, 300)), 5)
    (sight,) = meet([view()], area_of(route))
    assert sight.spot
    assert 0 < sight.share < 0.5
    assert sight.px_per_m == pytest.approx(px_per_m(1920, 90, 11), rel=0.05)
    assert sight.distance_m == pytest.approx(5, abs=0.1)
