"""What is known of held minutes, kept as JSON until they become an item, and back. Pure."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from portal.lib import clock

from .services import Footage

_INSTANTS = ("window_start", "window_stop", "first_frame_at", "last_frame_at")
_PLAIN = ("media_type", "frames", "clock_offset_ms", "partial")


def as_json(footage: Footage) -> dict[str, object]:
    """Every field; instants as texts, true time."""
    told: dict[str, object] = {name: getattr(footage, name) for name in _PLAIN}
    for name in _INSTANTS:
        instant: datetime | None = getattr(footage, name)
        told[name] = clock.to_text(instant) if instant else None
    return {**told, "notes": dict(footage.notes)}


def from_json(kept: Mapping[str, Any]) -> Footage:
    """The inverse of `as_json`; KeyError or ValueError for anything else."""
    instants = {name: clock.from_text(kept[name]) if kept[name] else None for name in _INSTANTS}
    plain = {name: kept[name] for name in _PLAIN}
    return Footage(**plain, **instants, notes=kept["notes"])  # type: ignore[arg-type]
