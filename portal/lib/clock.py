"""Instants: read once at the door, passed in everywhere below."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")


def now() -> datetime:
    """The present instant, aware, in UTC. Read once per decision and handed down."""
    return datetime.now(UTC)


def to_text(instant: datetime) -> str:
    """RFC 3339 in UTC with microseconds: ``2026-11-21T00:30:00.000000Z``.

    Raises ValueError for a naive datetime: it has no meaning here.
    """
    if instant.tzinfo is None:
        raise ValueError(f"got naive datetime {instant}, want an aware one")
    return instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def from_text(text: str) -> datetime:
    """The inverse of `to_text`; raises ValueError for anything else."""
    return datetime.strptime(text, "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=UTC)


def corrected(instant: datetime, offset: timedelta) -> datetime:
    """What a clock that runs `offset` ahead of true time shows at `instant`."""
    return instant + offset
