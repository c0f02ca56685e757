"""An owner hands over a file of their own: sealed as it came, made playable afterwards."""

from contextlib import ExitStack
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import TemporaryUploadedFile, UploadedFile
from django.db import transaction

from evidence.custody.models import Item
from evidence.custody.services import Footage, seal
from evidence.custody.vocabulary import ItemRole
from evidence.requests import answers
from evidence.requests.models import Target
from evidence.requests.queries import speaks_for
from evidence.requests.states import TargetState
from portal.files.uploads import store_upload
from portal.lib.errors import Refused
from portal.lib.jobs import nudge
from portal.media.errors import MediaError
from portal.media.probe import Probe, probe
from portal.people.models import User

from . import measurements, words, workplace
from .clock import Measurement
from .models import Job
from .notes import VERSION, milliseconds, notes_of_clock
from .pull import NotAllowed, require_basis
from .words import JobState, Step

__all__ = ["seal_upload", "words"]

WORTH_SAYING = timedelta(seconds=2)
OPEN = (TargetState.WAITING, TargetState.AGREED)


def seal_upload(
    *, target: Target, file: "UploadedFile[Any]", person: User, means: str, at: datetime
) -> Item:
    """Take the file into custody as the answer to one target. Handing it over is saying yes.

    Looked at in a guarded child first: what is no video is refused and nothing of it is kept.
    Index, working copy and pictures are made by a worker afterwards.
    """
    if target.state not in OPEN:
        raise Refused("extraction.upload_closed")
    found = _probed(file)
    stored = store_upload(file, field="file")
    known = measurements.of_camera(target.camera)
    footage = Footage(
        media_type=_media_type(found),
        window_start=target.start,
        window_stop=target.stop,
        frames=found.frames,
        partial=found.partial,
        clock_offset_ms=milliseconds(known.offset) if known else None,
        notes=_notes(found, file, known),
    )
    with transaction.atomic():
        if Target.objects.select_for_update().get(pk=target.pk).state == TargetState.WAITING:
            if not speaks_for(target, person, at):
                raise Refused("extraction.only_deliver")
            answers.answer(target=target, person=person, verdict="share", means=means, at=at)
        try:
            row = require_basis(target.pk, at=at, lock=True)
        except NotAllowed as refusal:
            raise Refused("extraction.upload_closed") from refusal
        item = seal(
            stored=stored,
            footage=footage,
            target=row,
            actor=person.subject,
            at=at,
            role=ItemRole.UPLOAD,
        )
        answers.end_target(target=row, then=TargetState.FULFILLED, at=at)
        job = _job_for(item, row, at)
        transaction.on_commit(partial(nudge, "extraction.run", job.public_id))
        transaction.on_commit(partial(nudge, "findings.sweep"))
    return item


def _job_for(item: Item, target: Target, at: datetime) -> Job:
    """The job that makes the derivatives; a pull that was under way loses its lease to it."""
    values = {
        "state": JobState.WAITING,
        "step": Step.INDEX,
        "item": item,
        "token": "",
        "lease_until": None,
        "next_try_at": at,
        "reason": "",
        "started_at": at,
        "finished_at": None,
    }
    fresh = {**values, "created_at": at}
    return Job.objects.update_or_create(target=target, defaults=values, create_defaults=fresh)[0]


def _probed(file: "UploadedFile[Any]") -> Probe:
    try:
        with ExitStack() as stack:
            return probe(_on_disk(file, stack))
    except MediaError as error:
        raise Refused("extraction.not_video", field="file") from error


def _on_disk(file: "UploadedFile[Any]", stack: ExitStack) -> Path:
    """A path for the child: Django's temporary file, or a small one of ours while it looks."""
    if isinstance(file, TemporaryUploadedFile):
        return Path(file.temporary_file_path())
    path = stack.enter_context(workplace.passing()) / "upload"
    with path.open("wb") as copy:
        for piece in file.chunks():
            copy.write(piece)
    file.seek(0)
    return path


def _media_type(found: Probe) -> str:
    if found.container.startswith("mov,mp4"):
        return "video/mp4"
    known = {"avi": "video/x-msvideo", "mpegts": "video/mp2t"}
    return known.get(found.container, "application/octet-stream")


def window_shown(target: Target) -> tuple[datetime, datetime] | None:
    """The window as the recorder's clock shows it; None where that is not known, or the same."""
    known = measurements.of_camera(target.camera)
    if known is None or abs(known.offset) < WORTH_SAYING:
        return None
    return target.start + known.offset, target.stop + known.offset


def _notes(found: Probe, file: "UploadedFile[Any]", known: Measurement | None) -> dict[str, object]:
    clock = {"clock": notes_of_clock(known, known.uncertainty)} if known else {}
    return {
        **clock,
        "v": VERSION,
        "acquisition": "owner-upload",
        "processing": "none: sealed as it came",
        "time": "the file's own times are not verified; of the recorder's clock, see `clock`"
        if known
        else "not verified: the file brings no clock that the portal has measured",
        "picture": {"codec": found.codec, "width": found.width, "height": found.height},
        "container": found.container,
        "frames_promised": found.promised,
        "duration_ms": found.duration_ms,
        "sound": found.sound,
        "announced_type": (file.content_type or "")[:80],
    }
