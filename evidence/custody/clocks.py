"""By which measurement of the recorder's clock an item's times were found, in plain words."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from cameras.registry.vocabulary import OffsetMethod
from portal.lib import clock

from .models import Item


@dataclass(frozen=True)
class ClockBasis:
    how: str
    measured_at: datetime
    age: timedelta  # between the measurement and the footage, either way
    uncertainty: timedelta
    in_footage: bool
    declared: bool


def basis_of(item: Item) -> ClockBasis | None:
    """None where no clock is known, or the note is older than this version."""
    notes: Mapping[str, Any] = item.notes.get("clock") or {}
    try:
        method = OffsetMethod(notes["method"])
        measured_at = clock.from_text(notes["measured_at"])
        uncertainty = timedelta(milliseconds=int(notes["uncertainty_ms"]))
    except (KeyError, ValueError, TypeError):
        return None
    footage_at = item.first_frame_at or item.window_start or item.created_at
    return ClockBasis(
        how=str(method.label),
        measured_at=measured_at,
        age=abs(footage_at - measured_at),
        uncertainty=uncertainty,
        in_footage=bool(notes.get("read_in_footage")),
        declared=method == OffsetMethod.DECLARED,
    )
