"""One to five windows, in order and apart: what is refused, and that their minutes add up."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from evidence.requests.deadline import first_to_die
from evidence.requests.limits import bounds_for
from evidence.requests.place import spot
from evidence.requests.scope import Excess, Limits, Window, excess
from evidence.requests.windows import (
    MOST,
    Windows,
    check,
    hull,
    lie_within,
    mostly_same,
    named,
    problems,
    shared,
    total,
)
from portal.lib.clock import VIETNAM
from portal.lib.errors import Refused
from tests.cast import PLACE

from .timelines import AT, laid, timelines

WIDE = Limits(max_minutes=10**6, max_cameras=3, max_radius_m=300, max_days=365)
SECOND, MINUTE, DAY = timedelta(seconds=1), timedelta(minutes=1), timedelta(days=1)


def minutes(start: float, stop: float) -> Window:
    """So many minutes before AT."""
    return Window(AT - start * MINUTE, AT - stop * MINUTE)


def every_second(windows: Windows) -> set[int]:
    """Counted one by one, as nobody would do it."""
    first = hull(windows).start
    return {
        second
        for window in windows
        for second in range(
            int((window.start - first) / SECOND), int((window.stop - first) / SECOND)
        )
    }


@given(timelines(longest=600))
def test_the_minutes_of_several_windows_are_those_of_their_union(windows: Windows) -> None:
    assert total(windows) == len(every_second(windows)) * SECOND
    assert total(windows) <= hull(windows).length
    assert shared(windows, windows) == total(windows)


@given(timelines(longest=600), timelines(longest=600))
def test_what_two_requests_share_is_the_same_from_both_sides_and_never_more_than_either(
    some: Windows, others: Windows
) -> None:
    assert shared(some, others) == shared(others, some)
    assert shared(some, others) <= min(total(some), total(others))
    assert mostly_same(some, others) == mostly_same(others, some)
    if lie_within(some, others):
        assert shared(some, others) == total(some)
        assert mostly_same(some, others)


@given(timelines())
def test_windows_in_order_and_apart_are_accepted(windows: Windows) -> None:
    assert check(windows, WIDE, AT) == windows


@given(timelines(), st.integers(0, MOST - 1), st.integers(1, 10_000))
def test_no_overlap_is_ever_accepted(windows: Windows, which: int, seconds: int) -> None:
    """One of them is begun earlier, into the one before it."""
    assume(len(windows) > 1)
    number = 1 + which % (len(windows) - 1)
    moved = Window(windows[number - 1].stop - seconds * SECOND, windows[number].stop)
    changed = (*windows[:number], moved, *windows[number + 1 :])
    found = [problem.code for problem in problems(changed, WIDE, AT)]
    into_order = moved.start >= windows[number - 1].start
    expected = "requests.windows_overlap" if into_order else "requests.windows_unordered"
    assert found == [expected]


@given(timelines(), st.randoms())
def test_only_the_order_of_time_is_accepted(windows: Windows, chance: object) -> None:
    shuffled = list(windows)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assume(tuple(shuffled) != windows)
    with pytest.raises(Refused):
        check(shuffled, WIDE, AT)


@given(timelines())
def test_several_windows_are_no_way_around_the_usual_minutes(windows: Windows) -> None:
    limits = Limits(max_minutes=60, max_cameras=9, max_radius_m=99, max_days=365)
    beyond = excess(windows, spot(*PLACE, 50), 1, limits)
    assert (Excess.MINUTES in beyond) == (total(windows) > 60 * MINUTE)


@pytest.mark.parametrize(
    ("windows", "found"),
    [
        ((), [("windows_too_many", "start")]),
        (laid([(60, 60)] * 6), [("windows_too_many", "start5")]),
        ((minutes(90, 80), minutes(85, 70)), [("windows_overlap", "start2")]),
        ((minutes(90, 80), minutes(90, 80)), [("windows_overlap", "start2")]),
        ((minutes(40, 30), minutes(90, 80)), [("windows_unordered", "start2")]),
        ((minutes(90, 80), minutes(10, -5)), [("window_in_future", "stop2")]),
        ((minutes(90, 80), minutes(60, 60)), [("window_backwards", "stop2")]),
        (
            (minutes(80, 90), minutes(60, 59.9), minutes(5, -5)),
            [
                ("window_backwards", "stop"),
                ("window_too_short", "stop2"),
                ("window_in_future", "stop3"),
            ],
        ),
        ((Window(AT - 40 * DAY, AT),), [("window_too_long", "stop")]),
        ((minutes(2000, 1200), minutes(900, 100)), [("windows_too_long", "stop2")]),
        (
            (Window(AT - 40 * DAY, AT - 40 * DAY + MINUTE), minutes(2, 1)),
            [("windows_too_far", "stop2")],
        ),
        ((minutes(90, 80), minutes(80, 70)), []),
    ],
)
def test_each_problem_stands_at_its_window(windows: Windows, found: list[tuple[str, str]]) -> None:
    said = [(one.code, one.field) for one in problems(windows, bounds_for("normal"), AT)]
    assert said == [(f"requests.{code}", field) for code, field in found]


def test_a_window_over_midnight_in_vietnam_and_one_right_after_it_are_two() -> None:
    late = datetime(2026, 11, 20, 23, 55, tzinfo=VIETNAM)
    night = Window(late, late + 10 * MINUTE)
    morning = Window(datetime(2026, 11, 20, 17, 5, tzinfo=UTC), late + 20 * MINUTE)
    assert check((night, morning), bounds_for("normal"), AT) == (night, morning)
    assert total((night, morning)) == 20 * MINUTE


def test_the_first_window_keeps_the_field_names_that_a_form_of_one_has() -> None:
    assert [named("start", n) for n in (1, 2, 5)] == ["start", "start2", "start5"]


def test_what_is_overwritten_already_hurries_nobody() -> None:
    dead, soon, late = AT - DAY, AT + MINUTE, AT + DAY
    assert first_to_die([late, dead, soon], AT) == soon
    assert first_to_die([dead], AT) == dead
