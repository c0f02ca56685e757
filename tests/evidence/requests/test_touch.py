"""How much a question touches, and which spots of the place each camera sees."""

import re
from datetime import UTC, datetime, timedelta
from math import hypot

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cameras.coverage.area import Place, Route, area_of
from evidence.requests.drafting import search
from evidence.requests.expiry import overwritten_in, tone
from evidence.requests.place import drawn_route, spot
from evidence.requests.scope import Window
from evidence.requests.seeing import options_of, spots_of
from evidence.requests.sketch import SIDE, sketch_of
from evidence.requests.touch import bars_of, touch_of, usual_of
from tests.cast import AT, PLACE, Cast

from .scenario import HOUR, a_case, candidates_of, submitted

LAT, LNG = PLACE
WINDOW = Window(AT - HOUR, AT - HOUR + timedelta(minutes=20))


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(1, 2000))
def test_the_spots_lie_in_the_place_and_the_very_spot_comes_first(radius: int) -> None:
    points = spots_of(area_of(Place(LAT, LNG, radius)))
    assert points[0].tolist() == [0, 0]
    assert all(hypot(x, y) <= radius for x, y in points)
    assert 50 < len(points) < 200


def test_a_long_thin_route_has_spots_along_all_of_it() -> None:
    area = area_of(Route(((LAT, LNG), (LAT + 0.03, LNG + 0.02)), 5))
    points = spots_of(area)
    assert 30 < len(points) < 500
    assert max(points[:, 1]) - min(points[:, 1]) > 3000


def test_a_camera_sees_what_lies_before_it_and_not_what_lies_behind(cast: Cast) -> None:
    cast.camera()  # 20 m south, looks north, 60 m far
    cast.camera(bearing_deg=180, retention_hours=500)
    cast.camera(bearing_deg=None, retention_hours=400)
    place = spot(LAT, LNG, 50)
    found = search(place, (WINDOW,), cast.ward.pk, basis="consent", at=AT)
    options, ground = options_of(found, place.area)
    by_keep = {option.keeps: option for option in options}
    ahead, behind, unsure = (by_keep[timedelta(hours=h)] for h in (360, 500, 400))
    assert 0 in ahead.sees
    assert 0 not in behind.sees
    assert ahead.chance > unsure.chance > 0
    assert sum(ground.weights) == pytest.approx(1)
    assert ground.share([ahead]) > 0.5
    assert ground.share([ahead, behind]) >= ground.share([ahead])


def test_it_says_what_everyone_would_cost_and_what_to_begin_with(cast: Cast) -> None:
    for n in range(5):
        cast.camera(lng=LNG + n * 1e-5, ownership="home" if n else "business")
    cast.camera(retention_hours=1)  # overwritten from the first minute on, 20 minutes of it not
    case = a_case(cast, AT)
    place = spot(LAT, LNG, 60)
    found = search(place, (WINDOW,), cast.ward.pk, basis="consent", at=AT)
    touch = touch_of(found, place, (WINDOW,), case=case, basis="consent", urgency="normal", at=AT)
    assert (touch.cameras, touch.homes) == (6, 5)
    assert touch.everyone == 6 * WINDOW.length
    assert touch.first is not None
    assert touch.first.footage < touch.everyone / 1.9
    assert 50 < touch.first_share <= 100
    assert (touch.usual, touch.beyond) == (None, ())


def test_the_usual_is_the_middle_one_of_the_unit_s_latest_requests(cast: Cast) -> None:
    cameras = [cast.camera(lng=LNG + n * 1e-5) for n in range(3)]
    assert usual_of(cast.ward) is None
    for minutes, asked in ((10, 1), (5, 2), (60, 3)):
        window = Window(AT - HOUR, AT - HOUR + timedelta(minutes=minutes))
        submitted(cast, AT, *cameras[:asked], window=window)
    usual = usual_of(cast.ward)
    assert usual is not None
    assert (usual.requests, usual.footage) == (3, timedelta(minutes=10))
    assert usual_of(cast.other_ward) is None
    assert len(candidates_of(submitted(cast, AT, *cameras[:1]), AT)) == 3


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(-900, 900), st.integers(-900, 900), st.integers(1, 500))
def test_the_sketch_holds_the_place_and_the_camera_in_whole_numbers(
    north: int, east: int, radius: int
) -> None:
    drawn = sketch_of(spot(LAT, LNG, radius), LAT + north * 1e-5, LNG + east * 1e-5)
    numbers = [int(n) for n in re.findall(r"-?[0-9]+", drawn.place)]
    assert all(0 <= n <= SIDE for n in (*numbers, drawn.x, drawn.y, drawn.end))
    assert not re.search(r"[.,]", drawn.place)


def test_a_route_that_goes_round_a_block_is_drawn_with_its_hole() -> None:
    ring = "; ".join(
        f"{LAT + n}, {LNG + e}" for n, e in [(0, 0), (1e-3, 0), (1e-3, 1e-3), (0, 1e-3), (0, 0)]
    )
    drawn = sketch_of(drawn_route(ring, 10), LAT, LNG)
    assert drawn.place.count("M") == 2
    assert drawn.line.count("L") == 4


def test_the_longest_bar_is_full_and_none_is_nothing() -> None:
    lines = [("first", timedelta(minutes=1)), ("everyone", timedelta(days=3))]
    assert [width for _name, _footage, width in bars_of(lines)] == [1, 100]
    assert bars_of([]) == []


@pytest.mark.parametrize(
    ("left", "words", "colour"),
    [
        (timedelta(seconds=-1), "đã bị ghi đè", "bad"),
        (timedelta(), "đã bị ghi đè", "bad"),
        (timedelta(seconds=20), "bị ghi đè sau 1 phút", "warn"),
        (timedelta(minutes=59, seconds=59), "bị ghi đè sau 59 phút", "warn"),
        (timedelta(hours=1), "bị ghi đè sau 1 giờ", "warn"),
        (timedelta(hours=31, minutes=50), "bị ghi đè sau 31 giờ", "plain"),
        (timedelta(hours=71, minutes=59), "bị ghi đè sau 71 giờ", "plain"),
        (timedelta(days=15, hours=3), "bị ghi đè sau 15 ngày", "plain"),
    ],
)
def test_when_footage_dies_is_said_in_hours_and_never_too_late(
    left: timedelta, words: str, colour: str
) -> None:
    at = datetime(2026, 11, 21, tzinfo=UTC)
    assert (overwritten_in(at + left, at), tone(at + left, at)) == (words, colour)
