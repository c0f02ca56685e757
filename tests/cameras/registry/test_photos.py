"""Photos of a camera: without position, for its people and the board that verifies, nobody else."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from cameras.registry import photos
from cameras.registry.models import Camera, Photo
from cameras.registry.vocabulary import PhotoKind, Verification
from portal.files import vault
from portal.ledger.kinds import Kind
from portal.ledger.models import entries_about
from portal.lib.errors import Refused
from portal.media.stills import MAX_BYTES, Still
from portal.people.models import User
from tests.cast import Cast
from tests.portal.media.test_stills import picture, with_position

Enter = Callable[[User], Client]
NOW = datetime(2026, 11, 21, 1, tzinfo=UTC)
STILL = Still(320, 200, b"\xff\xd8\xff a picture")


def put(cast: Cast, camera: Camera, kind: PhotoKind = PhotoKind.PLACE) -> Photo:
    return photos.add(camera, STILL, kind=kind, actor=cast.owner, at=NOW)


def send(client: Client, camera: Camera, data: bytes, kind: str = "place") -> object:
    file = SimpleUploadedFile("IMG_0001.jpg", data, "image/jpeg")
    return client.post(f"/cameras/{camera.public_id}/photos/", {"photo": file, "kind": kind})


def test_a_photo_from_a_telephone_is_kept_without_its_position(
    cast: Cast, as_person: Enter
) -> None:
    camera = cast.camera()
    client = as_person(cast.owner)
    send(client, camera, with_position(picture()))
    photo = Photo.objects.get()
    kept = b"".join(vault.read(photo.stored))
    assert kept[:3] == b"\xff\xd8\xff"
    assert b"GPS" not in kept
    shown = client.get(f"/cameras/{camera.public_id}/photos/{photo.public_id}/")
    assert shown.content == kept
    assert shown["Content-Type"] == "image/jpeg"
    assert "no-store" in shown["Cache-Control"]
    assert entries_about(camera.subject, [Kind.PHOTO_ADDED]).count() == 1


@pytest.mark.parametrize(
    ("data", "words"),
    [(b"GIF89a not a photo", "Không mở được ảnh này"), (b"", "Hãy chọn một tấm ảnh")],
)
def test_what_is_no_photo_is_explained(
    cast: Cast, as_person: Enter, data: bytes, words: str
) -> None:
    answer = send(as_person(cast.owner), cast.camera(), data)
    assert answer.status_code == 422  # type: ignore[attr-defined]
    assert words in answer.content.decode()  # type: ignore[attr-defined]
    assert not Photo.objects.exists()


def test_a_photo_beyond_the_limit_is_not_read_at_all() -> None:
    file = SimpleUploadedFile("big.jpg", b"x", "image/jpeg")
    file.size = MAX_BYTES + 1
    with pytest.raises(Refused, match=r"registry\.photo_too_large"):
        photos.read_upload(file)


def test_the_fourth_photo_is_refused_and_a_new_view_replaces_the_old_one(cast: Cast) -> None:
    camera = cast.camera()
    for _ in range(3):
        put(cast, camera)
    with pytest.raises(Refused, match=r"registry\.photos_enough"):
        put(cast, camera)
    old = put(cast, camera, PhotoKind.VIEW)
    new = put(cast, camera, PhotoKind.VIEW)
    assert photos.view_of(camera) == new
    old.refresh_from_db()
    assert old.removed_at == NOW
    with pytest.raises(vault.Destroyed):
        list(photos.read(old))


def test_a_removed_photo_can_be_read_by_nobody(cast: Cast, as_person: Enter) -> None:
    photo = put(cast, cast.camera())
    client = as_person(cast.owner)
    address = f"/cameras/{photo.camera.public_id}/photos/{photo.public_id}/"
    client.post(f"{address}remove/")
    assert client.get(address).status_code == 404
    with pytest.raises(vault.Destroyed):
        list(photos.read(Photo.objects.select_related("stored").get()))
    with pytest.raises(Refused, match=r"registry\.photo_gone"):
        photos.remove(photo, actor=cast.owner, at=NOW)


@pytest.mark.parametrize(
    ("who", "status"),
    [("owner", 200), ("co_owner", 200), ("board", 200), ("officer", 403), ("committee", 403)],
)
def test_its_people_and_the_verifying_board_see_it(
    cast: Cast, as_person: Enter, who: str, status: int
) -> None:
    photo = put(cast, cast.camera())
    address = f"/cameras/{photo.camera.public_id}/photos/{photo.public_id}/"
    assert as_person(getattr(cast, who)).get(address).status_code == status


def test_the_board_never_sees_what_the_camera_sees(cast: Cast, as_person: Enter) -> None:
    photo = put(cast, cast.camera(), PhotoKind.VIEW)
    address = f"/cameras/{photo.camera.public_id}/photos/{photo.public_id}/"
    board = as_person(cast.board)
    assert board.get(address).status_code == 404
    assert address not in board.get(f"/upkeep/{photo.camera.public_id}/").content.decode()
    assert as_person(cast.owner).get(address).status_code == 200


def test_the_board_sees_it_only_while_it_waits(cast: Cast, as_person: Enter) -> None:
    photo = put(cast, cast.camera())
    Camera.objects.update(verification=Verification.CONFIRMED)
    address = f"/cameras/{photo.camera.public_id}/photos/{photo.public_id}/"
    assert as_person(cast.board).get(address).status_code == 404
