"""By when an owner must answer. Pure."""

from datetime import datetime, timedelta

MARGIN = timedelta(minutes=30)  # the pull itself needs time before the recorder overwrites
SHORTEST = timedelta(minutes=15)  # even dying footage leaves a person time to look at the phone


def answer_by(at: datetime, within: timedelta, first_dies_at: datetime) -> datetime:
    """The earlier of the unit's period `within` and the moment that still leaves time to pull."""
    return max(min(at + within, first_dies_at - MARGIN), at + SHORTEST)
