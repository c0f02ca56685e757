"""The smallest request: what it proposes first, and that widening only ever adds."""

import random
from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from evidence.requests.planner import AFTER, BEFORE, GROUP, Ask, Ground, Option, next_ask, plan
from evidence.requests.scope import Window
from evidence.requests.windows import Windows, lie_within, shared, total

from .timelines import AT, timelines

WEEK = timedelta(days=7)
SPOTS = 12
# A busy machine draws slowly; what is drawn stays the same.
UNHURRIED = settings(suppress_health_check=[HealthCheck.too_slow])
FLAT = Ground((1 / SPOTS,) * SPOTS)


def minutes(start: float, stop: float) -> Window:
    return Window(AT - timedelta(minutes=start), AT - timedelta(minutes=stop))


def option(key: str, *sees: int, chance: float = 0.9, keeps: timedelta = WEEK) -> Option:
    return Option(key, frozenset(sees), chance, keeps)


def made(
    options: list[Option], windows: Window | Windows, happened_at: datetime | None = None
) -> list[Ask]:
    spans = (windows,) if isinstance(windows, Window) else windows
    found = plan(options, FLAT, spans, happened_at=happened_at, asks_owners=True, at=AT)
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


windows = timelines()
part_of_window = st.tuples(st.integers(0, 4), st.integers(-2, 12))


def instant(windows: Windows, part: tuple[int, int]) -> datetime:
    """Within one of them, or a little before or after it."""
    window = windows[part[0] % len(windows)]
    return window.start + window.length * (part[1] / 10)


@UNHURRIED
@given(options, windows, part_of_window)
def test_it_never_asks_more_than_everyone_for_everything(
    cameras: list[Option], spans: Windows, part: tuple[int, int]
) -> None:
    found = plan(cameras, FLAT, spans, happened_at=instant(spans, part), asks_owners=True, at=AT)
    assert sum((ask.footage for ask in found.asks), timedelta()) <= found.everyone
    for ask in found.asks:
        assert 1 <= len(ask.cameras) <= GROUP
        assert lie_within(ask.windows, spans)


@UNHURRIED
@given(options, windows, part_of_window)
def test_no_camera_is_asked_for_a_minute_twice(
    cameras: list[Option], spans: Windows, part: tuple[int, int]
) -> None:
    asks = made(cameras, spans, instant(spans, part))
    pairs = [pair for ask in asks for pair in ask.pairs]
    for number, (key, span) in enumerate(pairs):
        for other, later in pairs[number + 1 :]:
            assert key != other or not span.overlap(later)


@UNHURRIED
@given(options, windows, part_of_window, st.integers(0, 1000))
def test_the_order_of_the_cameras_changes_nothing(
    cameras: list[Option], spans: Windows, part: tuple[int, int], seed: int
) -> None:
    shuffled = cameras.copy()
    random.Random(seed).shuffle(shuffled)
    happened_at = instant(spans, part)
    assert made(cameras, spans, happened_at) == made(shuffled, spans, happened_at)


@UNHURRIED
@given(options, windows, part_of_window)
def test_each_step_adds_and_the_last_has_asked_all_that_can_have_seen(
    cameras: list[Option], spans: Windows, part: tuple[int, int]
) -> None:
    found = plan(cameras, FLAT, spans, happened_at=instant(spans, part), asks_owners=True, at=AT)
    asked: list[tuple[str, Window]] = []
    steps = 0
    while step := next_ask(found, asked):
        assert not set(step.pairs) & set(asked)
        asked += step.pairs
        steps += 1
        assert steps <= len(found.asks)
    for one in cameras:
        kept = [window for window in spans if window.start + one.keeps > AT]
        mine = [window for key, window in asked if key == one.key]
        if one.chance > 0 and one.sees:
            assert all(total(mine) >= window.length for window in kept)
            assert shared(mine, kept) == total(kept)  # every minute of every window still there
        else:
            assert not mine


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
    assert [ask.windows for ask in asks] == [
        (core,),
        (Window(core.stop, AT - timedelta(minutes=10)),),
        (Window(AT - timedelta(minutes=240), core.start),),
    ]


def test_a_camera_that_lost_the_first_minutes_is_still_asked_for_the_later_ones() -> None:
    happened_at = AT - timedelta(minutes=120)
    short = option("short", 1, keeps=timedelta(minutes=110))
    asks = made([short], minutes(240, 10), happened_at)
    assert [ask.windows[0].start for ask in asks] == [happened_at + AFTER]


@pytest.mark.parametrize("happened_at", [None, AT, AT - timedelta(days=1)])
def test_without_a_time_inside_the_window_all_of_it_is_asked(happened_at: datetime | None) -> None:
    assert made([option("one", 1)], minutes(240, 10), happened_at)[0].windows == (minutes(240, 10),)


def test_a_short_window_is_not_cut() -> None:
    asks = made([option("one", 1)], minutes(30, 5), AT - timedelta(minutes=20))
    assert [ask.windows for ask in asks] == [(minutes(30, 5),)]


def test_the_next_step_leaves_out_who_was_asked_by_hand_before() -> None:
    cameras = [option(f"{n}", n) for n in range(5)]
    found = plan(cameras, FLAT, [minutes(20, 5)], happened_at=None, asks_owners=False, at=AT)
    first = found.asks[0]
    step = next_ask(found, [(first.cameras[0], minutes(10, 8))])
    assert step is not None
    assert step.cameras == first.cameras[1:]
    everyone = [(f"{n}", minutes(20, 5)) for n in range(5)]
    assert next_ask(found, everyone) is None


def test_windows_without_the_event_are_asked_whole_and_at_once_with_the_minutes_around_it() -> None:
    happened_at = AT - timedelta(minutes=120)
    early, long, late = minutes(500, 440), minutes(240, 60), minutes(30, 10)
    asks = made([option("one", 1)], (early, long, late), happened_at)
    core = Window(happened_at - BEFORE, happened_at + AFTER)
    assert asks[0].windows == (early, core, late)
    assert [ask.windows for ask in asks[1:]] == [
        (Window(core.stop, long.stop),),
        (Window(long.start, core.start),),
    ]
    assert asks[0].length == timedelta(minutes=60 + 20 + 20)


def test_a_camera_is_asked_for_those_windows_that_its_recorder_still_has() -> None:
    early, late = minutes(500, 490), minutes(30, 20)
    short = option("short", 1, 2, keeps=timedelta(minutes=100))
    (ask,) = made([short, option("long", 1, 2, 3)], (early, late))
    assert set(ask.pairs) == {("short", late), ("long", early), ("long", late)}
    assert ask.footage == timedelta(minutes=30)
