"""Whose a photo is, who may verify, and how many cameras an organisation has."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import Count

from portal.organisations.holdings import counts_cameras
from portal.people.models import User
from portal.people.rights import organisation_of, relation, unit_of

from .models import Camera, Photo
from .vocabulary import PhotoKind, Status, Verification


@organisation_of("photo")
def _of_photo(thing: Photo) -> int | None:
    return thing.camera.owner_id


@unit_of("photo")
def _place_of_photo(thing: Photo) -> int | None:
    return thing.camera.unit_id


@relation("photo", "waiting")
def _its_camera_waits(person: User, thing: Photo, at: datetime) -> bool:
    """Never what the camera sees: a board has no business in that."""
    del person, at
    return waits(thing.camera) and thing.kind != PhotoKind.VIEW


def waits(camera: Camera) -> bool:
    """For somebody to look at it on the ground."""
    return camera.is_active and camera.verification == Verification.WAITING


@counts_cameras
def cameras_in_use(organisations: Collection[int]) -> dict[int, int]:
    """How many cameras in use each has; one without any is left out."""
    rows = Camera.objects.filter(owner_id__in=organisations, status=Status.ACTIVE)
    return dict(rows.values_list("owner").annotate(number=Count("pk")).order_by())
