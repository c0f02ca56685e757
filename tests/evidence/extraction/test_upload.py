"""An owner's own file: sealed as it came, or refused with nothing kept."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from evidence.custody import queries
from evidence.custody.models import Item
from evidence.extraction import services
from evidence.extraction.models import Job
from evidence.extraction.words import JobState
from evidence.findings import services as findings
from evidence.findings.models import Analysis
from evidence.requests.models import Target
from portal.files import vault
from portal.files.models import StoredObject
from portal.lib import clock
from portal.lib.errors import Refused
from portal.lib.words import sentence
from portal.notices.models import Notice
from tests.cast import Cast
from tests.evidence.requests.scenario import approved
from tests.portal.media import clips


@pytest.fixture
def target(cast: Cast) -> Target:
    return approved(cast, clock.now()).targets.get()


@pytest.fixture
def token(cast: Cast, target: Target) -> str:
    notice = Notice.objects.get(person=cast.owner, kind="target:notified")
    return notice.link.rstrip("/").rpartition("/")[2]


def hand_over(cast: Cast, target: Target, path: Path) -> Item:
    file = SimpleUploadedFile(path.name, path.read_bytes(), "video/mp4")
    return services.seal_upload(
        target=target, file=file, person=cast.owner, means="link", at=clock.now()
    )


def played(item: Item, folder: Path) -> list[int]:
    """What the player of the officer's page shows."""
    parts = queries.playable_parts(item)
    path = folder / "played.mp4"
    path.write_bytes(b"".join(b"".join(vault.read(part.stored)) for part in parts))
    return clips.numbers(path)


def test_an_mp4_is_sealed_as_it_came_and_plays(
    cast: Cast, target: Target, recordings: list[Path], tmp_path: Path
) -> None:
    item = hand_over(cast, target, recordings[0])
    assert b"".join(vault.read(item.stored)) == recordings[0].read_bytes()
    assert (item.role, item.kind, item.frames) == ("upload", "original", 100)
    assert item.sealed_by == cast.owner.subject
    assert Target.objects.get(pk=target.pk).state == "fulfilled"
    job = Job.objects.get(target=target)
    assert services.run_job(job.public_id, at=clock.now())
    assert played(item, tmp_path) == list(range(100))
    assert len(queries.thumbnails_of(item)) == 5
    assert Job.objects.get(target=target).state == JobState.SEALED


@pytest.mark.parametrize(("suffix", "codec"), [("avi", "mpeg4"), ("mkv", "libx264")])
def test_other_formats_get_a_working_copy(
    cast: Cast, target: Target, tmp_path: Path, suffix: str, codec: str
) -> None:
    [path] = clips.record(tmp_path / "other", seconds=10, suffix=suffix, codec=codec)
    item = hand_over(cast, target, path)
    services.run_job(Job.objects.get(target=target).public_id, at=clock.now())
    [copy] = Item.objects.filter(parent=item, role="footage")
    assert copy.recipe["make"] == "working copy"
    assert len(played(item, tmp_path)) == 100
    assert len(queries.thumbnails_of(item)) >= 1


@pytest.mark.slow
@pytest.mark.parametrize(("suffix", "codec"), [("mp4", "libx264"), ("avi", "mpeg4")])
def test_an_upload_is_looked_at_once_it_plays(
    cast: Cast, target: Target, tmp_path: Path, suffix: str, codec: str
) -> None:
    [path] = clips.record(tmp_path / "came", seconds=10, suffix=suffix, codec=codec)
    item = hand_over(cast, target, path)
    findings.sweep(at=clock.now())
    assert not Analysis.objects.exists()  # nothing to decode from yet
    services.run_job(Job.objects.get(target=target).public_id, at=clock.now())
    findings.sweep(at=clock.now())
    analysis = Analysis.objects.get(item=item)
    findings.run(public_id=analysis.public_id)
    analysis.refresh_from_db()
    assert (analysis.state, analysis.reason) == ("done", "")


@pytest.mark.parametrize("content", [b"hello", b"%PDF-1.7", b"\x89PNG\r\n\x1a\n" + bytes(999)])
def test_what_is_no_video_is_refused_and_nothing_is_kept(
    cast: Cast, target: Target, content: bytes, settings: Any, tmp_path: Path
) -> None:
    path = tmp_path / "holiday.mp4"
    path.write_bytes(content)
    with pytest.raises(Refused) as caught:
        hand_over(cast, target, path)
    assert caught.value.code == "extraction.not_video"
    assert "video" in sentence(caught.value)
    assert not StoredObject.objects.exists()
    assert Target.objects.get(pk=target.pk).state == "waiting"
    assert [p for p in Path(settings.WORK_FOLDER).rglob("*") if p.is_file()] == []


def test_a_second_file_is_refused(cast: Cast, target: Target, recordings: list[Path]) -> None:
    hand_over(cast, target, recordings[0])
    target.refresh_from_db()
    with pytest.raises(Refused, match="upload_closed"):
        hand_over(cast, target, recordings[1])


def test_opening_the_page_changes_nothing(client: Client, target: Target, token: str) -> None:
    response = client.get(f"/pulls/upload/{token}/")
    assert response.status_code == 200
    # "no-referrer" would make browsers post with "Origin: null", which the CSRF check refuses.
    assert response["Referrer-Policy"] == "same-origin"
    assert Target.objects.get(pk=target.pk).state == "waiting"


def test_a_wrong_token_is_not_there(client: Client, target: Target) -> None:
    assert client.get("/pulls/upload/nothing/").status_code == 404


def test_the_page_takes_the_file(
    client: Client, target: Target, token: str, recordings: list[Path]
) -> None:
    with recordings[0].open("rb") as file:
        response = client.post(f"/pulls/upload/{token}/", {"file": file})
    assert response.status_code == 302
    assert Target.objects.get(pk=target.pk).state == "fulfilled"


def test_the_page_says_why_a_file_is_refused(client: Client, target: Target, token: str) -> None:
    text = SimpleUploadedFile("note.mp4", b"hello")
    response = client.post(f"/pulls/upload/{token}/", {"file": text})
    assert response.status_code == 422
    assert "không phải là video" in response.content.decode()


def test_a_stranger_signed_in_needs_the_token_too(
    as_person: Callable[[Any], Client], cast: Cast, target: Target
) -> None:
    assert as_person(cast.stranger).get("/pulls/upload/guess/").status_code == 404
