"""By when an owner must answer. Pure."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Protocol

MARGIN = timedelta(minutes=30)  # the pull itself needs time before the recorder overwrites
NEVER = datetime(9000, 1, 1, tzinfo=UTC)
SHORTEST = timedelta(minutes=15)  # even dying footage leaves a person time to look at the phone


def answer_by(at: datetime, within: timedelta, first_dies_at: datetime) -> datetime:
    """The earlier of the unit's period `within` and the moment that still leaves time to pull."""
    return max(min(at + within, first_dies_at - MARGIN), at + SHORTEST)


def first_to_die(lives: Sequence[datetime], at: datetime) -> datetime:
    """When the first of what is still there is gone: what is gone already hurries nobody."""
    return min((when for when in lives if when > at), default=min(lives))


class Dying(Protocol):
    """A target, with the hold that the room above may have hung on it."""

    dies_at: datetime


def lives_until(target: Dying) -> datetime:
    """When the footage is gone. One that was asked to be held has its time, whether or not there
    was anything to hold: a deadline must not tell which.
    """
    return NEVER if getattr(target, "hold", None) is not None else target.dies_at
