"""The smallest request: what it proposes first, and that widening only ever adds."""

import random
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from evidence.requests.planner import AFTER, BEFORE, GROUP, Ask, Ground, Option, next_ask, plan
from evidence.requests.scope import Window

AT = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)
WEEK = timedelta(days=7)
SPOTS = 12
# A busy machine draws slowly; what is drawn stays the same.
UNHURRIED = settings(suppress_health_check=[HealthCheck.too_slow])
FLAT = Ground((1 / SPOTS,) * SPOTS)


def minutes(start: float, stop: float) -> Window:
    return Window(AT - timedelta(minutes=start), AT - timedelta(minutes=stop))


def option(key: str, *sees: int, chance: float = 0.9, keeps: timedelta = WEEK) -> Option:
    return Option(key, frozenset(sees), chance, keeps)


def made(options: list[Option], window: Window, happened_at: datetime | None = None) -> list[Ask]:
    found = plan(options, FLAT, window, happened_at=happened_at, asks_owners=True, at=AT)
    return list(found.asks)


# One whole number each: lists of cameras are drawn a hundred times for each property.
options = st.lists(st.integers(0, 2**24), max_size=12).map(
    lambda drawn: [one_of(number, facts) for number, facts in enumerate(drawn)]
)


def one_of(number: int, facts: int) -> Option:
    """A camera out of the digits of one number: what it sees, how well, how long it keeps."""
    spots = {facts % SPOTS, facts // SPOTS % SPOTS, facts // SPOTS**2 % (2 * SPOTS)}
    sees = [spot for spot in spots if spot < SPOTS]
    chance, hours = facts // 4000 % 11 / 10, 1 + facts // 50_000 % 300
    return option(f"camera-{number}", *sees, chance=chance, keeps=timedelta(hours=hours))


windows = st.builds(
    lambda ago, length: minutes(ago + length, ago), st.integers(1, 2000), st.integers(1, 700)
)
part_of_window = st.integers(-2, 12)


def instant(window: Window, part: int) -> datetime:
    return window.start + window.length * (part / 10)


@UNHURRIED
@given(options, windows, part_of_window)
def test_it_never_asks_more_than_everyone_for_everything(
    cameras: list[Option], window: Window, part: int
) -> None:
    found = plan(cameras, FLAT, window, happened_at=instant(window, part), asks_owners=True, at=AT)
    assert sum((ask.footage for ask in found.asks), timedelta()) <= found.everyone
    for ask in found.asks:
        assert 1 <= len(ask.cameras) <= GROUP
        assert window.start <= ask.window.start < ask.window.stop <= window.stop


@UNHURRIED
@given(options, windows, part_of_window)
def test_no_camera_is_asked_for_a_minute_twice(
    cameras: list[Option], window: Window, part: int
) -> None:
    asks = made(cameras, window, instant(window, part))
    pairs = [(key, ask.window) for ask in asks for key in ask.cameras]
    for number, (key, span) in enumerate(pairs):
        for other, later in pairs[number + 1 :]:
            assert key != other or not span.overlap(later)


@UNHURRIED
@given(options, windows, part_of_window, st.integers(0, 1000))
def test_the_order_of_the_cameras_changes_nothing(
    cameras: list[Option], window: Window, part: int, seed: int
) -> None:
    shuffled = cameras.copy()
    random.Random(seed).shuffle(shuffled)
    happened_at = instant(window, part)
    assert made(cameras, window, happened_at) == made(shuffled, window, happened_at)


@UNHURRIED
@given(options, windows, part_of_window)
def test_each_step_adds_and_the_last_has_asked_all_that_can_have_seen(
    cameras: list[Option], window: Window, part: int
) -> None:
    found = plan(cameras, FLAT, window, happened_at=instant(window, part), asks_owners=True, at=AT)
    asked: list[tuple[str, Window]] = []
    steps = 0
    while step := next_ask(found, asked):
        new = [(key, step.window) for key in step.cameras]
        assert not set(new) & set(asked)
        asked += new
        steps += 1
        assert steps <= len(found.asks)
    useful = {one.key for one in cameras if one.chance > 0 and window.stop + one.keeps > AT}
    assert {key for key, _window in asked} <= useful | {one.key for one in cameras}
    alive = {one.key for one in cameras if one.chance > 0 and window.start + one.keeps > AT}
    assert alive <= {key for key, _window in asked}


def test_one_camera_that_sees_all_and_a_second_in_case_come_before_ten_that_see_a_corner() -> None:
    whole = [option(f"whole-{n}", *range(SPOTS), chance=1.0) for n in range(2)]
    corners = [option(f"corner-{n}", n) for n in range(10)]
    first = made([*corners, *whole], minutes(20, 5))[0]
    assert first.cameras == ("whole-0", "whole-1")


def test_two_that_see_different_halves_come_before_two_that_see_the_same() -> None:
    left, right = range(SPOTS // 2), range(SPOTS // 2, SPOTS)
    cameras = [
        option("left", *left),
        option("left again", *left, chance=0.8),
        option("right", *right, chance=0.7),
    ]
    assert made(cameras, minutes(20, 5))[0].cameras[:2] == ("left", "right")


def test_what_was_overwritten_and_what_sees_nothing_is_never_proposed() -> None:
    cameras = [
        option("gone", 1, keeps=timedelta(minutes=10)),
        option("blind"),
        option("faint", 2, chance=0),
        option("good", 3),
    ]
    assert [ask.cameras for ask in made(cameras, minutes(20, 5))] == [("good",)]
    assert made([], minutes(20, 5)) == []


def test_of_a_long_window_the_minutes_around_the_event_come_first_then_after_then_before() -> None:
    happened_at = AT - timedelta(minutes=120)
    asks = made([option("one", 1)], minutes(240, 10), happened_at)
    core = Window(happened_at - BEFORE, happened_at + AFTER)
    assert [ask.window for ask in asks] == [
        core,
        Window(core.stop, AT - timedelta(minutes=10)),
        Window(AT - timedelta(minutes=240), core.start),
    ]


def test_a_camera_that_lost_the_first_minutes_is_still_asked_for_the_later_ones() -> None:
    happened_at = AT - timedelta(minutes=120)
    short = option("short", 1, keeps=timedelta(minutes=110))
    asks = made([short], minutes(240, 10), happened_at)
    assert [ask.window.start for ask in asks] == [happened_at + AFTER]


@pytest.mark.parametrize("happened_at", [None, AT, AT - timedelta(days=1)])
def test_without_a_time_inside_the_window_all_of_it_is_asked(happened_at: datetime | None) -> None:
    assert made([option("one", 1)], minutes(240, 10), happened_at)[0].window == minutes(240, 10)


def test_a_short_window_is_not_cut() -> None:
    asks = made([option("one", 1)], minutes(30, 5), AT - timedelta(minutes=20))
    assert [ask.window for ask in asks] == [minutes(30, 5)]


def test_the_next_step_leaves_out_who_was_asked_by_hand_before() -> None:
    cameras = [option(f"{n}", n) for n in range(5)]
    found = plan(cameras, FLAT, minutes(20, 5), happened_at=None, asks_owners=False, at=AT)
    first = found.asks[0]
    step = next_ask(found, [(first.cameras[0], minutes(10, 8))])
    assert step is not None
    assert step.cameras == first.cameras[1:]
    everyone = [(f"{n}", minutes(20, 5)) for n in range(5)]
    assert next_ask(found, everyone) is None
