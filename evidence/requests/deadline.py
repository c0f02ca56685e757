"""By when an owner must answer. Pure."""

from datetime import datetime, timedelta

ANSWER_WITHIN = {"normal": timedelta(hours=48), "urgent": timedelta(hours=6)}
MARGIN = timedelta(minutes=30)  # the pull itself needs time before the recorder overwrites
SHORTEST = timedelta(minutes=15)  # even dying footage leaves a person time to look at the phone


def answer_by(at: datetime, urgency: str, first_dies_at: datetime) -> datetime:
    """The earlier of the usual period and the moment that still leaves time to pull."""
    usual = at + ANSWER_WITHIN[urgency]
    return max(min(usual, first_dies_at - MARGIN), at + SHORTEST)
