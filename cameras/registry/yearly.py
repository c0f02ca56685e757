"""When an owner is asked whether the camera still hangs there. Pure."""

from datetime import datetime, timedelta

YEAR = timedelta(days=365)
PATIENCE = timedelta(days=60)


def due_at(registered_at: datetime, affirmed_at: datetime | None) -> datetime:
    """A year after somebody last said so."""
    return (affirmed_at or registered_at) + YEAR


def is_unanswered(asked_at: datetime | None, at: datetime) -> bool:
    """Asked, and silent for longer than one waits: shown as not confirmed again."""
    return asked_at is not None and at - asked_at >= PATIENCE
