"""By when, by the decree's own words and the calendar of Việt Nam."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from portal.duties.clocks import State, answered_by, finished_by, state_of, warned_from
from portal.lib.clock import VIETNAM

FRIDAY = datetime(2026, 11, 20, 16, 30, tzinfo=VIETNAM)
INSTANTS = st.datetimes(datetime(2026, 1, 1), datetime(2029, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 -- bounds are naive


def test_two_working_days_after_friday_afternoon_is_tuesday_afternoon() -> None:
    assert answered_by(FRIDAY, 2) == datetime(2026, 11, 24, 16, 30, tzinfo=VIETNAM)


def test_two_working_days_before_tet_end_after_it() -> None:
    before = datetime(2027, 2, 4, 9, 0, tzinfo=VIETNAM)  # the eve's day before, a Thursday
    assert answered_by(before, 2) > datetime(2027, 2, 9, tzinfo=VIETNAM)


def test_late_evening_in_viet_nam_is_that_day_although_the_store_says_another() -> None:
    evening = datetime(2026, 11, 20, 17, 30, tzinfo=UTC)  # Saturday 00:30 in Việt Nam
    assert answered_by(evening, 1) == datetime(2026, 11, 22, 17, 30, tzinfo=UTC)  # Monday 00:30


@given(INSTANTS, st.integers(1, 20))
def test_fifteen_days_are_days_of_the_calendar_at_the_same_time_of_day(
    start: datetime, days: int
) -> None:
    due = finished_by(start, days)
    local, then = start.astimezone(VIETNAM), due.astimezone(VIETNAM)
    assert (then.date() - local.date()).days == days
    assert then.time() == local.time()


@given(INSTANTS, st.timedeltas(timedelta(minutes=1), timedelta(days=40)))
def test_the_reminder_comes_between_the_beginning_and_the_end(
    start: datetime, length: timedelta
) -> None:
    assert start < warned_from(start, start + length) < start + length


def test_due_means_done_before_that_instant() -> None:
    due, moment = FRIDAY, timedelta(microseconds=1)
    assert state_of(due, None, due - moment, extended=False) is State.OPEN
    assert state_of(due, None, due - moment, extended=True) is State.EXTENDED
    assert state_of(due, None, due, extended=True) is State.OVERDUE
    assert state_of(due, due - moment, due, extended=False) is State.DONE
    assert state_of(due, due, due, extended=False) is State.DONE_LATE
