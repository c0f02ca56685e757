"""How wrong a recorder's clock is, as it was measured in its footage: kept, and on the record."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from portal.ledger import write
from portal.ledger.kinds import Kind
from portal.lib.errors import Refused

from .models import Camera, Link
from .vocabulary import OffsetMethod

AGREES_MS = 1_000  # two honest measurements of one clock, beyond what each says of itself
MILLION = 1_000_000


@dataclass(frozen=True)
class Known:
    """An offset in milliseconds (recorder minus true time), how sure, and of which true instant."""

    offset_ms: int
    error_ms: int
    at: datetime


@dataclass(frozen=True, kw_only=True)
class Measured:
    """`recorder` is the address and channel that were measured; None without a link.
    `facts` go on the record beside the figures.
    """

    clock: Known
    method: str
    drift_ppm: float | None = None
    controlled: bool = False  # the footage came over the link
    recorder: tuple[str, int] | None = None
    facts: Mapping[str, object] = field(default_factory=dict)


def keep_measured(camera: Camera, measured: Measured, *, actor: str, at: datetime) -> Link | None:
    """Set the link's clock, if there is a link, and write it down either way.

    Raises Refused when the camera is gone or its link leads to another recorder by now.
    """
    clock = measured.clock
    with transaction.atomic():
        if not Camera.objects.select_for_update().get(pk=camera.pk).is_active:
            raise Refused("registry.camera_removed")
        link = Link.objects.select_for_update().filter(camera=camera).first()
        if (link and (link.url, link.channel)) != measured.recorder:
            raise Refused("registry.recorder_changed")
        applied = link is not None and not _is_weaker(measured.method, link)
        if link is not None and applied:
            link.clock_offset_ms, link.offset_measured_at = clock.offset_ms, clock.at
            link.offset_uncertainty_ms = clock.error_ms
            link.offset_method, link.clock_drift_ppm = measured.method, measured.drift_ppm
            link.controlled_at = at if measured.controlled else link.controlled_at
            link.save()
        facts = {
            "method": str(measured.method),
            "offset_ms": clock.offset_ms,
            "error_ms": clock.error_ms,
            "drift_ppm": None if measured.drift_ppm is None else round(measured.drift_ppm),
            "applied": applied,
            **measured.facts,
        }
        draft = write.Draft(
            Kind.CAMERA_CLOCK_MEASURED, (camera.subject, camera.unit.subject), facts
        )
        write.append(draft, actor=actor, at=at)
    return link


def _is_weaker(method: str, link: Link) -> bool:
    """What a person read off a screen does not replace what was measured."""
    measured = (OffsetMethod.BEACON, OffsetMethod.RECORDER_CLOCK)
    return method == OffsetMethod.DECLARED and link.offset_method in measured


def still_holds(link: Link, fresh: Known) -> bool:
    """Whether a beacon's measurement agrees with what the recorder says of itself now."""
    if link.offset_method != OffsetMethod.BEACON:
        return False
    assert link.clock_offset_ms is not None
    assert link.offset_measured_at is not None
    kept = Known(link.clock_offset_ms, link.offset_uncertainty_ms, link.offset_measured_at)
    return agree(kept, fresh, link.clock_drift_ppm)


def agree(kept: Known, fresh: Known, drift_ppm: float | None) -> bool:
    """Two offsets of one clock, the earlier one carried on by the drift, if that is known."""
    gained = (fresh.at - kept.at).total_seconds() * 1000 * (drift_ppm or 0) / MILLION
    apart = abs(kept.offset_ms + gained - fresh.offset_ms)
    return apart <= kept.error_ms + fresh.error_ms + AGREES_MS
