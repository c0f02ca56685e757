"""Does a recorder keep as long as its people said? Pure."""

from datetime import datetime, timedelta

# A recorder deletes whole files, of up to some hours, and by night fewer of them are full.
TOLERANCE = timedelta(hours=12)


def kept_less(
    declared: timedelta, oldest: datetime | None, seen_at: datetime | None, known_since: datetime
) -> timedelta | None:
    """How long it really keeps, where that is proved to be less than `declared`; else None.

    `oldest` is the oldest footage the recorder had when it was asked at `seen_at`. That proves
    something only about a recorder which has been running for as long as it is said to keep: a new
    one, or one that was just linked, has nothing older yet.
    """
    if oldest is None or seen_at is None or seen_at - known_since < declared:
        return None
    held = seen_at - oldest
    return held if held < declared - TOLERANCE else None
