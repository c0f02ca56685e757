"""Photos of a camera: drawn anew, encrypted in the vault, for its people and who verifies it."""

from collections.abc import Iterator
from datetime import datetime

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import QuerySet

from portal.files import vault
from portal.files.models import StoredObject
from portal.ledger import write
from portal.ledger.kinds import Kind
from portal.lib.errors import Refused
from portal.media import stills
from portal.media.errors import MediaError
from portal.media.stills import Still
from portal.people.models import User

from .models import Camera, Photo
from .vocabulary import PhotoKind

MOST = {PhotoKind.PLACE: 3, PhotoKind.VIEW: 1, PhotoKind.VISIT: 3}
REPLACED = {PhotoKind.VIEW}  # a new one takes the place of the old one
PIECE = 1 << 20
_MEGABYTE = 1_000_000


def read_upload(upload: "UploadedFile[bytes] | None", *, field: str = "photo") -> Still:
    """The picture in an upload, drawn anew. Outside of any transaction: it takes a moment."""
    if upload is None:
        raise Refused("registry.photo_missing", field=field)
    if upload.size is None or upload.size > stills.MAX_BYTES:
        limit = stills.MAX_BYTES // _MEGABYTE
        raise Refused("registry.photo_too_large", field=field, limit_mb=limit)
    try:
        return stills.redrawn(upload.chunks(chunk_size=PIECE))
    except MediaError as error:
        raise Refused("registry.photo_unreadable", field=field) from error


def add(camera: Camera, still: Still, *, kind: PhotoKind, actor: User, at: datetime) -> Photo:
    """Keep a picture of the camera. Refused beyond the number of its kind, unless it replaces."""
    stored = _sealed(still.jpeg)
    with transaction.atomic():
        if not Camera.objects.select_for_update().get(pk=camera.pk).is_active:
            raise Refused("registry.camera_removed")
        before = list(Photo.objects.filter(camera=camera, kind=kind, removed_at=None))
        if kind in REPLACED:
            for old in before:
                _destroy(old, at)
        elif len(before) >= MOST[kind]:
            raise Refused("registry.photos_enough", field="photo", most=MOST[kind])
        return _keep(camera, still, stored, kind=kind, actor=actor.subject, at=at)


def take_view(camera: Camera, still: Still, *, actor: str, at: datetime) -> Photo | None:
    """Keep what a machine saw through the camera, instead of what it saw before. None where a
    person has given a view of their own: that one stays until a person removes it.
    """
    with transaction.atomic():
        if not Camera.objects.select_for_update().get(pk=camera.pk).is_active:
            raise Refused("registry.camera_removed")
        before = list(Photo.objects.filter(camera=camera, kind=PhotoKind.VIEW, removed_at=None))
        if any(old.added_by != actor for old in before):
            return None
        for old in before:
            _destroy(old, at)
        stored = _sealed(still.jpeg)
        return _keep(camera, still, stored, kind=PhotoKind.VIEW, actor=actor, at=at)


def _keep(
    camera: Camera,
    still: Still,
    stored: StoredObject,
    *,
    kind: PhotoKind,
    actor: str,
    at: datetime,
) -> Photo:
    """Its rows and its entry. Inside the caller's transaction."""
    stored.save()
    row = Photo.objects.create(
        camera=camera,
        kind=kind,
        stored=stored,
        width=still.width,
        height=still.height,
        added_by=actor,
        created_at=at,
    )
    facts = {"kind": str(kind), "sha256": stored.sha256}
    write.append(write.Draft(Kind.PHOTO_ADDED, (camera.subject,), facts), actor=actor, at=at)
    return row


def remove(photo: Photo, *, actor: User, at: datetime) -> None:
    """Its bytes can be read by nobody from now on."""
    with transaction.atomic():
        row = Photo.objects.select_for_update().select_related("camera", "stored").get(pk=photo.pk)
        if row.removed_at is not None:
            raise Refused("registry.photo_gone")
        _destroy(row, at)
        facts = {"kind": row.kind, "sha256": row.stored.sha256}
        write.append(
            write.Draft(Kind.PHOTO_REMOVED, (row.camera.subject,), facts),
            actor=actor.subject,
            at=at,
        )


def forget(camera: Camera, *, at: datetime) -> None:
    """Every photo of a camera whose people are erased. Inside the caller's transaction."""
    for row in Photo.objects.filter(camera=camera, removed_at=None).select_related("stored"):
        _destroy(row, at)


def kept() -> QuerySet[Photo]:
    """Those whose bytes are still there, in the order of a page."""
    return Photo.objects.filter(removed_at=None).order_by("kind", "pk")


def of_camera(camera: Camera) -> list[Photo]:
    return list(kept().filter(camera=camera))


def of_place(camera: Camera) -> list[Photo]:
    """What a board may see that looks for the camera on its wall."""
    return [photo for photo in of_camera(camera) if photo.kind != PhotoKind.VIEW]


def view_of(camera: Camera) -> Photo | None:
    """The picture on which masks are drawn."""
    kept = Photo.objects.filter(camera=camera, kind=PhotoKind.VIEW, removed_at=None)
    return kept.select_related("stored").order_by("-pk").first()


def read(photo: Photo) -> Iterator[bytes]:
    return vault.read(photo.stored)


def _destroy(photo: Photo, at: datetime) -> None:
    vault.destroy(photo.stored, at=at)
    Photo.objects.filter(pk=photo.pk).update(removed_at=at)


def _sealed(jpeg: bytes) -> StoredObject:
    with vault.create() as writer:
        writer.write(jpeg)
        return writer.seal()
