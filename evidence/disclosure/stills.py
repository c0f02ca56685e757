"""Stills along a clip, each with the moment it shows."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from evidence.custody.models import Item
from evidence.custody.queries import thumbnails_of


@dataclass(frozen=True)
class Still:
    public_id: str
    at_ms: int  # from the clip's first frame
    at: datetime | None


def stills_of(item: Item) -> list[Still]:
    """In the order of their instants."""
    start = item.first_frame_at or item.window_start
    stills = []
    for thumbnail in thumbnails_of(item):
        at_ms = int(thumbnail.recipe.get("at_ms", 0))
        at = start + timedelta(milliseconds=at_ms) if start else None
        stills.append(Still(thumbnail.public_id, at_ms, at))
    return stills
