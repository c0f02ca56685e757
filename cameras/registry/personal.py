"""A person's own data in this package: what is held, and what goes when the account goes."""

from datetime import datetime

import h3
from django.db.models import Prefetch

from portal.ledger.kinds import Kind
from portal.ledger.personal import details_of
from portal.ledger.services import erase_private
from portal.lib import geo
from portal.lib.clock import to_text
from portal.people.models import User

from . import photos
from .models import Camera, Draft, Link
from .queries import visible_to
from .services import CELL_LEVEL

Rows = list[dict[str, object]]

DISTRICT = 2  # decimals of a degree: about a kilometre


def held(person: User, at: datetime) -> dict[str, Rows]:
    pictures = Prefetch("photos", photos.kept())
    seen = visible_to(person, at).select_related("owner", "unit", "link")
    cameras = seen.prefetch_related(pictures)
    return {
        "cameras": [_camera(row) for row in cameras],
        "camera_drafts": [
            {"started_at": to_text(row.created_at), "answers": _answers(row)}
            for row in Draft.objects.filter(person=person)
        ],
    }


def _camera(row: Camera) -> dict[str, object]:
    link = getattr(row, "link", None)
    return {
        "id": row.public_id,
        "organisation": row.owner.public_id,
        "name": row.name,
        "address": row.address,
        "lat": row.lat,
        "lng": row.lng,
        "unit": row.unit.name,
        "kind_of_place": row.place_kind,
        "bearing_deg": row.bearing_deg,
        "retention_hours": row.retention_hours,
        "status": row.status,
        "photos": [photo.public_id for photo in row.photos.all()],
        "registered_at": to_text(row.created_at),
        "removed_at": to_text(row.removed_at) if row.removed_at else None,
        "recorder": {"url": link.url, "channel": link.channel, "user": link.username}
        if link
        else None,
    }


def _answers(row: Draft) -> dict[str, object]:
    """As they were given, without the recorder's sealed password: it leaves to no page."""
    answers: dict[str, object] = dict(row.answers)
    owner = answers.get("owner")
    if isinstance(owner, dict) and owner.get("link"):
        link = {k: v for k, v in owner["link"].items() if k != "password_sealed"}
        answers["owner"] = {**owner, "link": link}
    return answers


def erase_drafts(person: User) -> None:
    Draft.objects.filter(person=person).delete()


def forget_recorder(camera: Camera) -> int:
    """The way to the recorder, and the registration's answers. Returns texts of the record gone."""
    Link.objects.filter(camera=camera).delete()
    Draft.objects.filter(camera=camera).delete()
    return _erase_text(camera, Kind.CAMERA_LINKED, "recorder")


def forget_photos(camera: Camera, at: datetime) -> None:
    photos.forget(camera, at=at)


def forget_place(camera: Camera) -> int:
    """A removed camera says no longer what it was called or where it hung; its row stays for those
    that name it, its place is known to a kilometre. Returns texts of the record gone.
    """
    if camera.is_active:
        raise ValueError(f"camera {camera.public_id} is in use; remove it first")
    camera.name, camera.address = camera.public_id, ""
    camera.lat, camera.lng = round(camera.lat, DISTRICT), round(camera.lng, DISTRICT)
    camera.qk = geo.qk(camera.lat, camera.lng)
    camera.cell = h3.latlng_to_cell(camera.lat, camera.lng, CELL_LEVEL)
    camera.bearing_deg = None
    fields = ["name", "address", "lat", "lng", "qk", "cell", "bearing_deg"]
    camera.save(update_fields=fields)
    return _erase_text(camera, Kind.CAMERA_REGISTERED, "position")


def _erase_text(camera: Camera, kind: Kind, name: str) -> int:
    names = frozenset({name})
    return erase_private(details_of(kind=kind, names=names, about=camera.subject), names=names)
