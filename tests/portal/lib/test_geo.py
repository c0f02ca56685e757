import itertools
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from vietnamadminunits.database import get_data

from portal.lib import geo

lats = st.floats(8.0, 23.5)
lngs = st.floats(102.0, 110.0)


def test_a_known_distance_follows_the_ellipsoid() -> None:
    # One degree of longitude on the equator: 2 pi x 6,378,137 m / 360.
    assert geo.distance_m(0, 106, 0, 107) == pytest.approx(111_319.49, abs=0.01)
    assert geo.bearing_deg(0, 106, 0, 107) == pytest.approx(90)


@given(lats, lngs, st.floats(0, 359.99), st.floats(1, 50_000))
def test_destination_is_the_inverse_of_distance_and_bearing(
    lat: float, lng: float, bearing: float, distance: float
) -> None:
    to_lat, to_lng = geo.destination(lat, lng, bearing, distance)
    assert geo.distance_m(lat, lng, to_lat, to_lng) == pytest.approx(distance, abs=1e-3)
    turn = (geo.bearing_deg(lat, lng, to_lat, to_lng) - bearing + 180) % 360 - 180
    assert math.radians(abs(turn)) * distance < 0.01


@given(st.lists(st.tuples(lats, lngs), min_size=1, max_size=20))
def test_many_distances_equal_the_single_ones(places: list[tuple[float, float]]) -> None:
    many = geo.distances_m(10.35, 107.08, [lat for lat, _ in places], [lng for _, lng in places])
    for got, (lat, lng) in zip(many, places, strict=True):
        assert got == pytest.approx(geo.distance_m(10.35, 107.08, lat, lng), abs=1e-6)


@given(lats, lngs, st.integers(0, geo.LEVELS))
def test_a_place_lies_in_the_range_of_its_tile_at_every_zoom(
    lat: float, lng: float, zoom: int
) -> None:
    x = int((lng / 360 + 0.5) * (1 << zoom))
    y = int((0.5 - math.asinh(math.tan(math.radians(lat))) / (2 * math.pi)) * (1 << zoom))
    lo, hi = geo.qk_range(zoom, x, y)
    assert lo <= geo.qk(lat, lng) <= hi
    assert hi - lo + 1 == 4 ** (geo.LEVELS - zoom)


@given(st.floats(-90, 90), st.floats(-180, 180))
def test_every_place_on_earth_has_a_key_of_52_bits(lat: float, lng: float) -> None:
    assert 0 <= geo.qk(lat, lng) < 1 << 52


@given(st.integers(0, geo.LEVELS - 1), st.data())
def test_the_four_children_of_a_tile_share_its_range(zoom: int, data: st.DataObject) -> None:
    x = data.draw(st.integers(0, (1 << zoom) - 1))
    y = data.draw(st.integers(0, (1 << zoom) - 1))
    lo, hi = geo.qk_range(zoom, x, y)
    children = sorted(
        geo.qk_range(zoom + 1, 2 * x + right, 2 * y + down) for right in (0, 1) for down in (0, 1)
    )
    assert children[0][0] == lo
    assert children[-1][1] == hi
    assert all(left[1] + 1 == right[0] for left, right in itertools.pairwise(children))


@pytest.mark.parametrize("tile", [(-1, 0, 0), (27, 0, 0), (3, 8, 0), (3, 0, -1)])
def test_a_tile_that_does_not_exist_is_refused(tile: tuple[int, int, int]) -> None:
    with pytest.raises(ValueError, match="tile"):
        geo.qk_range(*tile)


@given(lats, lngs, st.floats(1, 20_000), st.floats(0, 360), st.floats(0, 1), st.integers(1, 12))
def test_a_circle_lies_in_the_few_ranges_of_its_box(
    lat: float, lng: float, radius: float, bearing: float, share: float, most: int
) -> None:
    ranges = geo.qk_ranges(geo.box_around(lat, lng, radius), most)
    key = geo.qk(*geo.destination(lat, lng, bearing, radius * share))
    assert any(lo <= key <= hi for lo, hi in ranges)
    assert len(ranges) <= most
    assert all(left[1] + 1 < right[0] for left, right in itertools.pairwise(ranges))


@given(lats, lngs, st.floats(1, 20_000), st.integers(0, 5))
def test_gaps_are_closed_only_as_far_as_there_is_something_to_spare(
    lat: float, lng: float, radius: float, spare: int
) -> None:
    box = geo.box_around(lat, lng, radius)
    paved = geo.qk_ranges(box, most=1000)
    joined = geo.qk_ranges(box, most=1000, spare=spare)
    assert _keys(joined) <= (spare + 1) * _keys(paved)
    assert len(joined) <= len(paved)
    assert all(any(lo <= low and high <= hi for lo, hi in joined) for low, high in paved)


def _keys(ranges: list[tuple[int, int]]) -> int:
    return sum(hi - lo + 1 for lo, hi in ranges)


@given(lats, lngs)
def test_the_ranges_are_not_much_larger_than_the_box(lat: float, lng: float) -> None:
    box = geo.box_around(lat, lng, 300)
    (x0, x1), (y0, y1) = ((v / 360 for v in (box.west, box.east)), (box.south, box.north))
    true_keys = (x1 - x0) * 2**26 * (y1 - y0) / 360 * 2**26 / math.cos(math.radians(lat))
    covered = sum(hi - lo + 1 for lo, hi in geo.qk_ranges(box, most=1000))
    assert covered < 2.5 * true_keys


def test_every_ward_of_the_official_list_lies_in_vietnam() -> None:
    wards = [
        (float(row["wardLat"]), float(row["wardLon"]))
        for row in get_data(fields=["wardLat", "wardLon"], table="admin_units")
        if row["wardLat"] and row["wardLon"]
    ]
    assert len(wards) > 3000
    outside = [place for place in wards if not geo.in_vietnam(*place)]
    assert outside == []


@pytest.mark.parametrize(
    "place",
    [(13.75, 100.5), (11.56, 104.92), (17.97, 102.63), (22.82, 108.32), (0, 0), (20.0, 110.35)],
)
def test_neighbouring_capitals_and_null_island_are_not_in_vietnam(
    place: tuple[float, float],
) -> None:
    assert not geo.in_vietnam(*place)


def test_swapped_numbers_are_recognised() -> None:
    assert geo.looks_swapped(107.08, 10.35)
    assert not geo.looks_swapped(10.35, 107.08)
    assert not geo.looks_swapped(52.5, 13.4)


def test_keys_of_many_equal_keys_of_one() -> None:
    places = np.array([[10.35, 107.08], [21.03, 105.85], [8.69, 106.6]])
    assert geo.qks(places[:, 0], places[:, 1]).tolist() == [geo.qk(*place) for place in places]
