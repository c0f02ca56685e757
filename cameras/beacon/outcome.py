"""How a session ends: measured, with everything that follows from it, or waiting for a word."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from cameras.registry.clock import Known, Measured, keep_measured
from cameras.registry.vocabulary import OffsetMethod
from portal.files import vault
from portal.files.models import StoredObject

from . import queries
from .measure import Fit, drift_ppm
from .models import Beacon
from .vocabulary import Means, State, Told

MILLISECOND = timedelta(milliseconds=1)


@dataclass(frozen=True)
class Found:
    """`at` is the true instant for which the offset was found."""

    offset_ms: int
    error_ms: int
    told: Told
    at: datetime


def keep(row: Beacon, found: Found, *, actor: str, at: datetime) -> None:
    """Measured: the session, the camera's link and the record, in the caller's transaction.

    Raises Refused when the camera is gone or its link leads elsewhere by now.
    """
    assert transaction.get_connection().in_atomic_block
    drift = _drift(row, found)
    row.state, row.told, row.drift_ppm = State.MEASURED, found.told, drift
    row.offset_ms, row.error_ms, row.measured_at = found.offset_ms, found.error_ms, found.at
    row.token, row.lease_until, row.finished_at, row.reason = "", None, at, ""
    row.save()
    declared = found.told == Told.DECLARED
    measured = Measured(
        clock=Known(found.offset_ms, found.error_ms, found.at),
        method=OffsetMethod.DECLARED if declared else OffsetMethod.BEACON,
        drift_ppm=drift,
        controlled=row.means == Means.PULLED,
        recorder=row.recorder,
        facts={"means": str(row.means), "told": str(found.told), "readings": row.readings},
    )
    keep_measured(row.camera, measured, actor=actor, at=at)
    _forget_older_pictures(row, at)


def ask(row: Beacon, at: datetime) -> None:
    """The codes are read, but nobody knows what time the recorder gives them: a person says it."""
    row.state, row.token, row.lease_until, row.finished_at = State.ASKING, "", None, at
    row.save()


def keep_reading(row: Beacon, fit: Fit, picture: StoredObject | None) -> None:
    """What was read, and the picture of the view; not saved yet."""
    if picture is not None:
        picture.save()
    row.readings, row.codes, row.error_ms = fit.readings, fit.codes, fit.error_ms
    row.picture = picture


def _drift(row: Beacon, found: Found) -> float | None:
    now = (round(found.at.timestamp() * 1000), found.offset_ms)
    for earlier in queries.earlier_for_drift(row, found.told)[:10]:
        if earlier.measured_at is None or earlier.offset_ms is None:
            continue
        before = (round(earlier.measured_at.timestamp() * 1000), earlier.offset_ms)
        drift = drift_ppm(before, now)
        if drift is not None:
            return drift
    return None


def _forget_older_pictures(row: Beacon, at: datetime) -> None:
    """One picture of the view is kept, the latest."""
    if row.picture_id is None:
        return
    older = Beacon.objects.filter(
        camera=row.camera, picture__isnull=False, picture__destroyed_at=None
    ).exclude(pk=row.pk)
    for beacon in older.select_related("picture"):
        assert beacon.picture is not None
        vault.destroy(beacon.picture, at=at)
