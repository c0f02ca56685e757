"""Verifying on the ground, correcting, and the yearly answer."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import h3
from django.db import transaction
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cameras.registry import counts, photos
from cameras.registry.models import Camera
from cameras.registry.rights import waits
from cameras.registry.services import CELL_LEVEL, remove_camera
from cameras.registry.vocabulary import PhotoKind, Verification
from cameras.registry.whereabouts import check_pin
from portal.ledger import write
from portal.ledger.kinds import Kind
from portal.lib import geo
from portal.lib.errors import Refused
from portal.lib.words import clean
from portal.media.stills import Still
from portal.notices.services import NewNotice, notify_many
from portal.people.models import User
from portal.people.roles import MEMBER_ROLES

from .models import Visit
from .queries import people_of, people_of_many
from .rights import is_not_own
from .vocabulary import Answer, Verdict

CONFIRMED = _("Khu phố đã xác minh camera của bạn")
SHORTEST = 5
SLACK_M = 1_000  # outlines are circles until an official one is loaded


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What an owner may correct. The unit stays: a camera that moved away is another camera."""

    name: str
    address: str
    place_kind: str
    lat: float
    lng: float
    bearing_deg: int | None


def confirm(camera: Camera, *, still: Still | None, actor: User, at: datetime) -> None:
    """Somebody stood before it. The photo is one more of the camera's, seen by its people."""
    photo = None
    if still is not None:
        photo = photos.add(camera, still, kind=PhotoKind.VISIT, actor=actor, at=at)
    with transaction.atomic():
        row = _waiting(camera, actor, at)
        _keep(row, Verification.CONFIRMED)
        Visit.objects.create(
            camera=row, verdict=Verdict.CONFIRMED, photo=photo, actor=actor.subject, at=at
        )
        _record(Kind.CAMERA_CONFIRMED, row, {"photo": photo is not None}, actor, at)
        _tell(row, CONFIRMED, row.name, Kind.CAMERA_CONFIRMED, at)


def confirm_many(cameras: Iterable[Camera], *, actor: User, at: datetime) -> int:
    """As `confirm`, of a list that was walked through with no photo taken: all of them or none."""
    keys = [camera.pk for camera in cameras]
    with transaction.atomic():
        rows = list(
            Camera.objects.select_for_update(of=("self",)).filter(pk__in=keys).order_by("pk")
        )
        own = actor.organisations_with(MEMBER_ROLES, at)
        for row in rows:
            if not waits(row):
                raise Refused("upkeep.not_waiting")
            if row.owner_id in own:
                raise Refused("upkeep.own_camera")
        Camera.objects.filter(pk__in=keys).update(verification=Verification.CONFIRMED)
        Visit.objects.bulk_create(
            Visit(camera=row, verdict=Verdict.CONFIRMED, actor=actor.subject, at=at) for row in rows
        )
        facts = {"photo": False}
        write.append_many(
            [write.Draft(Kind.CAMERA_CONFIRMED, (row.subject,), facts) for row in rows],
            actor=actor.subject,
            at=at,
        )
        people = people_of_many({row.owner_id for row in rows}, at)
        notify_many(
            [
                _notice(row, person, CONFIRMED, row.name, Kind.CAMERA_CONFIRMED)
                for row in rows
                for person in people[row.owner_id]
            ],
            at=at,
        )
    return len(rows)


def send_back(camera: Camera, *, reason: str, actor: User, at: datetime) -> None:
    """Something is not right; its people are told what, correct it, and send it again."""
    reason = clean(reason)
    if len(reason) < SHORTEST:
        raise Refused("upkeep.reason_missing", field="reason")
    with transaction.atomic():
        row = _waiting(camera, actor, at)
        _keep(row, Verification.RETURNED)
        Visit.objects.create(
            camera=row, verdict=Verdict.RETURNED, reason=reason, actor=actor.subject, at=at
        )
        _record(Kind.CAMERA_RETURNED, row, {}, actor, at, private={"reason": reason})
        _tell(row, _("Camera của bạn cần sửa lại thông tin"), reason, Kind.CAMERA_RETURNED, at)


def submit_again(camera: Camera, *, actor: User, at: datetime) -> None:
    """After correcting, or because all was right already."""
    with transaction.atomic():
        row = _active(camera)
        if row.verification != Verification.RETURNED:
            raise Refused("upkeep.not_returned")
        _wait_again(row, actor, at)


def correct(camera: Camera, facts: Facts, *, actor: User, at: datetime) -> Camera:
    """New facts from its people. A moved or turned camera waits to be verified anew."""
    if not clean(facts.name):
        raise Refused("upkeep.name_missing", field="name")
    if check_pin(facts.lat, facts.lng) is not None:
        raise Refused("upkeep.swapped", field="lat")
    with transaction.atomic():
        row = _active(camera)
        distance = row.unit.distance_m(facts.lat, facts.lng)
        moved = (row.lat, row.lng, row.bearing_deg) != (facts.lat, facts.lng, facts.bearing_deg)
        if moved and distance is not None and distance > SLACK_M:
            raise Refused("upkeep.other_unit", field="lat", unit=row.unit.full_name)
        before = counts.spot(row)
        row.name, row.address = clean(facts.name), clean(facts.address)
        row.place_kind, row.bearing_deg = facts.place_kind, facts.bearing_deg
        row.lat, row.lng = facts.lat, facts.lng
        row.qk = geo.qk(row.lat, row.lng)
        row.cell = h3.latlng_to_cell(row.lat, row.lng, CELL_LEVEL)
        row.save()
        counts.shift([before], [counts.spot(row)])
        position = {"position": f"{row.lat:.6f},{row.lng:.6f}"} if moved else {}
        _record(Kind.CAMERA_CHANGED, row, {"moved": moved}, actor, at, private=position)
        if moved and row.verification != Verification.WAITING:
            _wait_again(row, actor, at)
    return row


def affirm(camera: Camera, *, said: Answer, actor: User, at: datetime) -> None:
    """The yearly answer. Gone takes it off the list; changed makes it wait for a visit."""
    with transaction.atomic():
        row = _active(camera)
        _record(Kind.CAMERA_AFFIRMED, row, {"answer": str(said)}, actor, at)
        row.affirmed_at, row.asked_again_at = at, None
        row.save(update_fields=["affirmed_at", "asked_again_at"])
        if said == Answer.CHANGED and row.verification != Verification.WAITING:
            _wait_again(row, actor, at)
        if said == Answer.GONE:
            remove_camera(row, actor=actor, at=at)


def _active(camera: Camera) -> Camera:
    row = Camera.objects.select_for_update(of=("self",)).select_related("unit").get(pk=camera.pk)
    if not row.is_active:
        raise Refused("upkeep.camera_removed")
    return row


def _waiting(camera: Camera, actor: User, at: datetime) -> Camera:
    row = _active(camera)
    if not waits(row):
        raise Refused("upkeep.not_waiting")
    if not is_not_own(actor, row, at):
        raise Refused("upkeep.own_camera")
    return row


def _wait_again(row: Camera, actor: User, at: datetime) -> None:
    _keep(row, Verification.WAITING)
    Visit.objects.create(camera=row, verdict=Verdict.SUBMITTED, actor=actor.subject, at=at)
    _record(Kind.CAMERA_SUBMITTED, row, {}, actor, at)


def _keep(row: Camera, state: Verification) -> None:
    row.verification = state
    row.save(update_fields=["verification"])


def _record(
    kind: Kind,
    row: Camera,
    facts: dict[str, object],
    actor: User,
    at: datetime,
    private: dict[str, str] | None = None,
) -> None:
    draft = write.Draft(kind, (row.subject,), facts, private or {})
    write.append(draft, actor=actor.subject, at=at)


def _tell(row: Camera, title: str | Promise, body: str, kind: Kind, at: datetime) -> None:
    told = [_notice(row, person, title, body, kind) for person in people_of(row.owner_id, at)]
    notify_many(told, at=at)


def _notice(row: Camera, person: User, title: str | Promise, body: str, kind: Kind) -> NewNotice:
    link = reverse("registry:camera", args=[row.public_id])
    return NewNotice(
        person=person, kind=kind, title=title, body=body, link=link, subject=row.subject
    )
