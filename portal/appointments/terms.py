"""From days, as people write them, to the instants between which an office is held. Pure."""

from datetime import date, datetime, time, timedelta

from portal.lib.clock import VIETNAM

FARTHEST_START = timedelta(days=366)
LONGEST_TERM = timedelta(days=3660)  # ten years, with the leap days


def today(at: datetime) -> date:
    return at.astimezone(VIETNAM).date()


def begins(day: date, at: datetime) -> datetime:
    """Today means at once; a later day means its first instant in Việt Nam."""
    return at if day == today(at) else _midnight(day)


def ends(day: date) -> datetime:
    """The day is part of the term: the end is the first instant that no longer is."""
    return _midnight(day + timedelta(days=1))


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=VIETNAM)
