"""Stills along a clip, each with the moment it shows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from cameras.registry.models import Mask
from evidence.custody.covers import covered_thumbnails
from evidence.custody.models import Item


@dataclass(frozen=True)
class Still:
    public_id: str
    at_ms: int  # from the clip's first frame
    at: datetime | None
    size: tuple[int, int] | None  # in pixels; its sides stand to each other as the clip's


def stills_of(item: Item, masks: Sequence[Mask]) -> list[Still]:
    """In the order of their instants, only such as cover these masks."""
    start = item.first_frame_at or item.window_start
    stills = []
    for thumbnail in covered_thumbnails(item, masks):
        at_ms = int(thumbnail.recipe.get("at_ms", 0))
        at = start + timedelta(milliseconds=at_ms) if start else None
        width, height = thumbnail.notes.get("width"), thumbnail.notes.get("height")
        size = (width, height) if width and height else None
        stills.append(Still(thumbnail.public_id, at_ms, at, size))
    return stills
