"""A measurement in plain words."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from portal.look.templatetags.words import duration

from .models import Beacon
from .vocabulary import Means, Told

RIGHT_MS = 1_000
SECONDS_A_DAY = 86_400
MILLION = 1_000_000


@dataclass(frozen=True)
class Measured:
    public_id: str
    at: datetime
    clock: str  # Đồng hồ đầu ghi nhanh 3 phút 20 giây (± 0,4 giây)
    told: str
    means: str
    drift: str
    pulled: bool
    uploaded: bool
    declared: bool


def measured(row: Beacon) -> Measured:
    assert row.offset_ms is not None
    assert row.error_ms is not None
    assert row.measured_at is not None
    return Measured(
        public_id=row.public_id,
        at=row.measured_at,
        clock=clock_words(row.offset_ms, row.error_ms),
        told=str(Told(row.told).label),
        means=str(Means(row.means).label),
        drift=_drift_words(row.drift_ppm),
        pulled=row.means == Means.PULLED,
        uploaded=row.means == Means.UPLOADED,
        declared=row.told == Told.DECLARED,
    )


def clock_words(offset_ms: int, error_ms: int) -> str:
    """What the clock does, and how sure that is."""
    error = number_format(max(0.1, round(error_ms / 1000, 1)), decimal_pos=1)
    facts = {"time": duration(timedelta(milliseconds=abs(offset_ms))), "error": error}
    if abs(offset_ms) < RIGHT_MS:
        return _("Đồng hồ đầu ghi đúng giờ (± %(error)s giây)") % facts
    if offset_ms > 0:
        return _("Đồng hồ đầu ghi nhanh %(time)s (± %(error)s giây)") % facts
    return _("Đồng hồ đầu ghi chậm %(time)s (± %(error)s giây)") % facts


def _drift_words(ppm: float | None) -> str:
    if ppm is None:
        return ""
    seconds = number_format(abs(round(ppm * SECONDS_A_DAY / MILLION, 1)), decimal_pos=1)
    words = _("Mỗi ngày nhanh thêm %(s)s giây") if ppm > 0 else _("Mỗi ngày chậm thêm %(s)s giây")
    return words % {"s": seconds}
