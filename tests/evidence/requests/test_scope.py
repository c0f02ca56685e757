from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.requests.deadline import SHORTEST, answer_by
from evidence.requests.scope import Limits, Window, check_alive, check_cameras, check_window
from evidence.requests.states import (
    REQUEST_MOVES,
    TARGET_MOVES,
    RequestState,
    TargetState,
    move_request,
    move_target,
)
from portal.lib.errors import Refused

AT = datetime(2026, 11, 21, 0, 0, tzinfo=UTC)
LIMITS = Limits(max_minutes=60, max_cameras=3, max_radius_m=300)


def window(start_minutes: float, stop_minutes: float) -> Window:
    return Window(AT + timedelta(minutes=start_minutes), AT + timedelta(minutes=stop_minutes))


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        (window(-5, -10), "requests.window_backwards"),
        (window(-5, -5), "requests.window_backwards"),
        (window(-5, 1), "requests.window_in_future"),
        (window(5, 10), "requests.window_in_future"),
        (window(-5, -4.9), "requests.window_too_short"),
        (window(-100, -30), "requests.window_too_long"),
    ],
)
def test_it_refuses_a_window_that_makes_no_sense(asked: Window, code: str) -> None:
    with pytest.raises(Refused) as refused:
        check_window(asked, LIMITS, AT)
    assert refused.value.code == code


@given(st.floats(1, 10_000), st.floats(0.2, 60))
def test_it_accepts_every_past_window_within_the_limits(ago: float, length: float) -> None:
    start = AT - timedelta(minutes=ago + length)
    check_window(Window(start, start + timedelta(minutes=length)), LIMITS, AT)


def test_it_refuses_no_camera_and_too_many() -> None:
    for count, code in ((0, "requests.no_camera_chosen"), (4, "requests.too_many_cameras")):
        with pytest.raises(Refused) as refused:
            check_cameras(count, LIMITS)
        assert refused.value.code == code
    check_cameras(3, LIMITS)


def test_it_refuses_only_when_no_recorder_still_has_the_window() -> None:
    check_alive([AT - timedelta(hours=1), AT + timedelta(hours=1)], AT)
    with pytest.raises(Refused):
        check_alive([AT - timedelta(hours=1), AT], AT)


@given(st.integers(-1000, 10_000), st.integers(1, 240))
def test_the_deadline_leaves_time_to_look_at_the_phone_and_never_outlives_the_usual(
    minutes: int, hours: int
) -> None:
    deadline = answer_by(AT, timedelta(hours=hours), AT + timedelta(minutes=minutes))
    assert AT + SHORTEST <= deadline <= AT + timedelta(hours=hours)


def test_every_move_that_the_tables_do_not_list_is_refused() -> None:
    for now in RequestState:
        for then in RequestState:
            if then not in REQUEST_MOVES[now]:
                with pytest.raises(Refused):
                    move_request(now, then)
            else:
                assert move_request(now, then) == then
    for state in TargetState:
        for goal in TargetState:
            if goal not in TARGET_MOVES[state]:
                with pytest.raises(Refused):
                    move_target(state, goal)
            else:
                assert move_target(state, goal) == goal
