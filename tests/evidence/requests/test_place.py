"""The place: a circle, a drawn area, a drawn route, one camera."""

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from evidence.requests.place import (
    Mark,
    drawn_area,
    drawn_route,
    from_json,
    mostly_same,
    one_camera,
    spot,
)
from evidence.requests.scope import Excess, Limits, Window, check_ground, excess
from portal.lib.errors import Refused
from portal.lib.geo import distance_m
from tests.cast import AT, PLACE

from .scenario import HOUR

LAT, LNG = PLACE
SQUARE = [(-0.001, -0.001), (-0.001, 0.001), (0.001, 0.001), (0.001, -0.001)]
LIMITS = Limits(max_minutes=60, max_cameras=3, max_radius_m=100, max_route_m=250)


def corners(*steps: tuple[float, float]) -> str:
    return "; ".join(f"{LAT + north}, {LNG + east}" for north, east in steps)


steps = st.lists(st.tuples(st.integers(-12, 12), st.integers(-12, 12)), min_size=2, max_size=8)


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(steps, st.integers(1, 100))
def test_the_circle_that_is_kept_holds_all_that_was_drawn_and_nothing_is_lost_on_the_way(
    drawn: list[tuple[int, int]], width: int
) -> None:
    text = corners(*((north * 1e-4, east * 1e-4) for north, east in drawn))
    assume(len(set(drawn)) > 1)
    place = drawn_route(text, width)
    for corner in place.corners:
        assert distance_m(place.lat, place.lng, *corner) <= place.radius_m
    again = from_json(place.lat, place.lng, place.radius_m, place.to_json())
    assert again == place


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "coverage.few_corners"),
        ("10.36, 107.08; 10.36, 107.08; 10.36, 107.08", "coverage.few_corners"),
        ("mười, một trăm", "coverage.shape_unreadable"),
        ("10.36, 107.08; nan, nan; inf, 3", "coverage.shape_unreadable"),
        (corners((0, 0), (0.001, 0.001), (0.001, 0), (0, 0.001)), "coverage.crossed_lines"),
        ("48.85, 2.35; 48.86, 2.35; 48.86, 2.36", "coverage.outside_vietnam"),
        ("10.2, 107; 10.2, 107.3; 10.5, 107.3; 10.5, 107", "coverage.area_too_large"),
        ("; ".join(["10.36, 107.08"] * 3000), "coverage.many_corners"),
    ],
)
def test_what_is_no_area_gets_a_sentence_beside_its_field(text: str, code: str) -> None:
    with pytest.raises(Refused) as refused:
        drawn_area(text)
    assert (refused.value.code, refused.value.field) == (code, "corners")


def test_a_drawn_area_may_be_as_large_as_a_circle_and_a_route_as_long_as_the_rule() -> None:
    small, large = (
        drawn_area(corners(*[(n / 2, e / 2) for n, e in SQUARE])),
        drawn_area(corners(*SQUARE)),
    )
    check_ground(small, LIMITS)
    with pytest.raises(Refused, match="drawn_too_large"):
        check_ground(large, LIMITS)
    short, long = (drawn_route(corners((0, 0), (n, 0)), 20) for n in (0.002, 0.003))
    check_ground(short, LIMITS)
    with pytest.raises(Refused, match="route_too_long"):
        check_ground(long, LIMITS)
    for radius, is_fine in ((0, False), (1, True), (100, True), (101, False)):
        if is_fine:
            check_ground(spot(LAT, LNG, radius), LIMITS)
        else:
            with pytest.raises(Refused, match="area_too_wide"):
                check_ground(spot(LAT, LNG, radius), LIMITS)


def test_what_goes_beyond_is_named() -> None:
    short = [Window(AT - HOUR, AT)]
    long = [Window(AT - 360 * HOUR, AT - 360 * HOUR + HOUR), *short]
    assert excess(short, spot(LAT, LNG, 100), 3, LIMITS) == ()
    assert excess(long, drawn_area(corners(*SQUARE)), 4, LIMITS) == tuple(Excess)
    assert excess(short, drawn_route(corners((0, 0), (0.003, 0)), 20), 0, LIMITS) == ("ground",)


def test_the_same_place_is_known_again_whichever_way_it_was_marked() -> None:
    here = spot(LAT, LNG, 100)
    assert mostly_same(here, spot(LAT + 0.0002, LNG, 100))
    assert mostly_same(here, drawn_area(corners(*SQUARE)))
    assert mostly_same(here, one_camera("x" * 16, LAT, LNG))
    assert not mostly_same(here, spot(LAT + 0.0017, LNG, 100))
    assert not mostly_same(spot(LAT, LNG, 100), drawn_route(corners((0.01, 0), (0.01, 0.001)), 20))


def test_old_rows_without_a_shape_are_circles() -> None:
    assert from_json(LAT, LNG, 60, None).mark is Mark.SPOT
