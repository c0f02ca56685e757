"""What changes the registry. Each verb: one transaction, its rows, its entries on the record."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import h3
from django.db import transaction

from portal.ledger import write
from portal.ledger.kinds import Kind
from portal.ledger.ready import Ready
from portal.lib import geo
from portal.lib.errors import Refused
from portal.lib.words import clean
from portal.people.models import Organisation, User
from portal.places.models import Neighbourhood, Unit

from . import counts, words
from .models import (
    ASSUMED_FOV_DEG,
    ASSUMED_RANGE_M,
    ASSUMED_RETENTION_HOURS,
    DAY_HOURS,
    Camera,
)
from .vocabulary import Recording, Source, Status

__all__ = ["NewCamera", "register_cameras", "remove_camera", "words"]

CELL_LEVEL = 9  # of H3: the one level of public figures
LONGEST_RETENTION_HOURS = 365 * DAY_HOURS


@dataclass(frozen=True, kw_only=True)
class NewCamera:
    """What is known of a camera when it comes in. `None` and ASSUMED say what nobody said."""

    owner: Organisation
    ownership: str
    name: str
    place_kind: str
    lat: float
    lng: float
    unit: Unit
    address: str = ""
    neighbourhood: Neighbourhood | None = None
    bearing_deg: int | None = None
    fov_deg: int = ASSUMED_FOV_DEG
    range_m: int = ASSUMED_RANGE_M
    width_px: int = 1920
    height_px: int = 1080
    fov_source: str = Source.ASSUMED
    resolution_source: str = Source.ASSUMED
    indoor: bool = False
    indoor_source: str = Source.ASSUMED
    connection: str = ""
    preset: str = ""
    night_vision: bool | None = None
    infrared_m: int = 0
    recording: str = Recording.CONTINUOUS
    recording_source: str = Source.ASSUMED
    retention_hours: int = ASSUMED_RETENTION_HOURS
    retention_source: str = Source.ASSUMED
    is_demo: bool = False


def register_cameras(specs: Sequence[NewCamera], *, actor: User, at: datetime) -> list[Camera]:
    """All of them or none, in the order given; a single registration is a list of one."""
    ready = prepare_cameras(specs, actor=actor, at=at)
    with transaction.atomic():
        return ready.save()


@dataclass(frozen=True)
class ReadyCameras:
    rows: Ready[Camera]
    counts: Sequence[counts.Change]
    entries: write.Prepared

    def save(self) -> list[Camera]:
        """Inside the caller's transaction, after owners that were new are saved themselves."""
        self.rows.save()
        counts.apply(self.counts)
        write.append_prepared(self.entries)
        return list(self.rows.rows)


def prepare_cameras(specs: Sequence[NewCamera], *, actor: User, at: datetime) -> ReadyCameras:
    """Everything about new cameras that needs no transaction; raises Refused for a wrong one."""
    for spec in specs:
        _check(spec, at)
    keys = geo.qks([spec.lat for spec in specs], [spec.lng for spec in specs])
    cameras = [_camera(spec, int(key), at) for spec, key in zip(specs, keys.tolist(), strict=True)]
    return ReadyCameras(
        Ready(Camera, cameras, late=("owner",), keyed=True),
        counts.reckon((), map(counts.spot, cameras)),
        write.prepare(map(_registered, cameras), actor=actor.subject, at=at),
    )


def remove_camera(camera: Camera, *, actor: User, at: datetime) -> None:
    """Take it off the list. Its history stays; removing it twice is once."""
    with transaction.atomic():
        row = Camera.objects.select_for_update().get(pk=camera.pk)
        if row.is_active:
            counts.shift([counts.spot(row)], ())
            row.status, row.removed_at = Status.REMOVED, at
            row.save(update_fields=["status", "removed_at"])
            draft = write.Draft(Kind.CAMERA_REMOVED, (row.subject, row.unit.subject))
            write.append(draft, actor=actor.subject, at=at)
    camera.status, camera.removed_at = row.status, row.removed_at


def _check(spec: NewCamera, at: datetime) -> None:
    """The rules of a single camera; the same for a person's form and for a list of thousands."""
    if not clean(spec.name):
        raise Refused("registry.name_missing", field="name")
    if not geo.in_vietnam(spec.lat, spec.lng):
        raise Refused("registry.outside_vietnam", field="lat")
    if not spec.unit.is_current(at):
        raise Refused("registry.unit_ended", field="unit")
    if spec.bearing_deg is not None and not 0 <= spec.bearing_deg < 360:  # noqa: PLR2004 -- degrees
        raise Refused("registry.bearing_out_of_range", field="bearing")
    if not 1 <= spec.retention_hours <= LONGEST_RETENTION_HOURS:
        raise Refused("registry.retention_out_of_range", field="days")


def _camera(spec: NewCamera, qk: int, at: datetime) -> Camera:
    known = {name: getattr(spec, name) for name in spec.__dataclass_fields__}
    known |= {"name": clean(spec.name), "address": clean(spec.address)}
    cell = h3.latlng_to_cell(spec.lat, spec.lng, CELL_LEVEL)
    return Camera(**known, qk=qk, cell=cell, created_at=at)


def _registered(camera: Camera) -> write.Draft:
    """On the record for ever, so only what may be known; the place is a commitment."""
    return write.Draft(
        Kind.CAMERA_REGISTERED,
        (camera.subject, camera.owner.subject, camera.unit.subject),
        facts={
            "unit": camera.unit.code,
            "ownership": str(camera.ownership),
            "place_kind": str(camera.place_kind),
            "demo": camera.is_demo,
        },
        private={"position": f"{camera.lat:.6f},{camera.lng:.6f}"},
    )
