"""What may become of a complaint, and by when it is answered."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cameras.complaints.states import MAY, MOVES, Side, State, due_by, move
from portal.lib.clock import VIETNAM
from portal.lib.errors import Refused

FRIDAY = datetime(2026, 11, 20, 9, tzinfo=UTC)
instants = st.datetimes(datetime(2026, 1, 1), datetime(2030, 1, 1)).map(  # noqa: DTZ001
    lambda at: at.replace(tzinfo=UTC)
)


def test_two_working_days_from_a_friday_are_tuesday() -> None:
    assert due_by(FRIDAY, 2) == FRIDAY + timedelta(days=4)
    assert due_by(FRIDAY + timedelta(days=3), 2) == FRIDAY + timedelta(days=5)


def test_the_day_is_vietnam_s() -> None:
    """Sunday 20:00 UTC is already Monday there."""
    sunday = datetime(2026, 11, 22, 20, tzinfo=UTC)
    assert due_by(sunday, 1) == sunday + timedelta(days=1)


@given(instants, st.integers(1, 15))
def test_it_is_always_due_on_a_working_day_and_never_too_late(at: datetime, days: int) -> None:
    due = due_by(at, days)
    assert due.astimezone(VIETNAM).weekday() < 5
    assert timedelta(days=days) <= due - at <= timedelta(days=days + 2 * (days // 5 + 1))


@pytest.mark.parametrize("side", Side)
@pytest.mark.parametrize("now", State)
@pytest.mark.parametrize("then", State)
def test_nothing_but_the_table_is_let_through(now: State, then: State, side: Side) -> None:
    if then in MOVES[now] and then in MAY[side]:
        assert move(now, then, side) is then
    else:
        with pytest.raises(Refused):
            move(now, then, side)


def test_an_owner_never_closes_a_complaint_about_their_own_camera() -> None:
    assert State.CLOSED not in MAY[Side.OWNER]
    assert not MOVES[State.CLOSED]
