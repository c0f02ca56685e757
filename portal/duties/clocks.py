"""Statutory clocks: by when, and when to be reminded. Pure: no Django.

Decree 356/2025/NĐ-CP: a person is answered in 2 working days; a withdrawal is finished in 15 days,
20 where a third party must stop; one extension of up to 15 days. The figures come from the rules.
"""

from datetime import datetime, timedelta
from enum import StrEnum

from portal.lib.workdays import working_days_after

LEFT_AT_WARNING = 4  # the first alarm goes off when a quarter of the time is left


class State(StrEnum):
    OPEN = "open"
    EXTENDED = "extended"
    OVERDUE = "overdue"
    DONE = "done"
    DONE_LATE = "done_late"


def answered_by(opened_at: datetime, working_days: int) -> datetime:
    """The same time of day so many working days later."""
    return working_days_after(opened_at, working_days)


def finished_by(opened_at: datetime, days: int) -> datetime:
    """The same time of day so many days later; there is no summer time here."""
    return opened_at + timedelta(days=days)


def warned_from(opened_at: datetime, due_at: datetime) -> datetime:
    """When whoever must act is reminded. Always before it is due."""
    return due_at - (due_at - opened_at) / LEFT_AT_WARNING


def state_of(due_at: datetime, done_at: datetime | None, at: datetime, *, extended: bool) -> State:
    """How it stands at `at`. Due means: done before that instant."""
    if done_at is not None:
        return State.DONE if done_at < due_at else State.DONE_LATE
    if at >= due_at:
        return State.OVERDUE
    return State.EXTENDED if extended else State.OPEN
