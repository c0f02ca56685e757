"""What is known of a camera's clock from before: kept with its link, and read from beacons."""

from datetime import timedelta

from cameras.beacon.models import Beacon
from cameras.beacon.queries import measured_of
from cameras.beacon.vocabulary import Told
from cameras.registry.models import Camera, Link
from cameras.registry.vocabulary import OffsetMethod

from .clock import Measurement
from .notes import MILLISECOND

MOST_BEACONS = 5  # the latest


def of_link(link: Link) -> list[Measurement]:
    """Measured ones: what a person read off a screen is nothing beside a recorder's answer."""
    found = [_of_beacon(row) for row in _beacons(link.camera) if row.told != Told.DECLARED]
    kept = _of_link(link)
    if kept is not None and kept.method != OffsetMethod.DECLARED:
        found.append(kept)
    return found


def of_camera(camera: Camera) -> Measurement | None:
    """The latest word about the clock, for footage that a person brings."""
    rows = _beacons(camera)
    kept = _of_link(camera.link) if hasattr(camera, "link") else None
    if kept is not None:
        return kept
    return _of_beacon(rows[0]) if rows else None


def _beacons(camera: Camera) -> list[Beacon]:
    return list(measured_of(camera)[:MOST_BEACONS])


def _of_link(link: Link) -> Measurement | None:
    if link.clock_offset_ms is None or link.offset_measured_at is None:
        return None
    return Measurement(
        offset=link.clock_offset_ms * MILLISECOND,
        measured_at=link.offset_measured_at,
        method=link.offset_method,
        uncertainty=timedelta(milliseconds=link.offset_uncertainty_ms),
        in_footage=link.offset_method == OffsetMethod.BEACON,
        drift_ppm=link.clock_drift_ppm or 0.0,
    )


def _of_beacon(row: Beacon) -> Measurement:
    assert row.offset_ms is not None
    assert row.error_ms is not None
    assert row.measured_at is not None
    declared = row.told == Told.DECLARED
    return Measurement(
        offset=row.offset_ms * MILLISECOND,
        measured_at=row.measured_at,
        method=OffsetMethod.DECLARED if declared else OffsetMethod.BEACON,
        uncertainty=timedelta(milliseconds=row.error_ms),
        in_footage=not declared,
        drift_ppm=row.drift_ppm or 0.0,
    )
