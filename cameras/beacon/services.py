"""What people do with a beacon: begin, show, have footage pulled, hand it over, tell the time."""

from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import TemporaryUploadedFile, UploadedFile
from django.db import transaction

from cameras.registry.models import Camera, Link
from portal.files.uploads import store_upload
from portal.lib import ids
from portal.lib.errors import Refused
from portal.lib.jobs import nudge
from portal.media.errors import MediaError
from portal.media.probe import Probe, probe
from portal.people.models import User

from . import footage, outcome, payload, queries, secret, words
from .models import CODES_LAST, Beacon
from .vocabulary import Means, State, Told

__all__ = ["begin", "codes_of", "hand_over", "pull", "tell", "tell_now", "words"]

MOST_A_DAY = 20
MOST_BYTES = 300_000_000
MOST_MINUTES = 10
AHEAD = timedelta(seconds=20)  # codes handed to the page at once
MOST_PAGE_ERROR_MS = 300  # with all the rest it stays below a second
FARTHEST_TOLD = timedelta(hours=24)
HALF_SECOND = timedelta(milliseconds=500)  # clocks are read in whole seconds
READ_ALOUD_MS = 30_000  # between reading a clock and sending the form
MILLISECOND = timedelta(milliseconds=1)


def begin(*, camera: Camera, person: User, at: datetime) -> Beacon:
    """A session with a token of its own; one that still waited is over."""
    with transaction.atomic():
        if not Camera.objects.select_for_update().get(pk=camera.pk).is_active:
            raise Refused("beacon.camera_removed")
        count = queries.begun_lately(person, at)
        if count >= MOST_A_DAY:
            raise Refused("beacon.too_many", count=count)
        Beacon.objects.filter(camera=camera, person=person, state=State.WAITING).update(
            state=State.FAILED, reason="expired", finished_at=at
        )
        link = Link.objects.filter(camera=camera).first()
        public_id = ids.new_id()
        return Beacon.objects.create(
            public_id=public_id,
            camera=camera,
            person=person,
            token_sha256=secret.fingerprint(secret.token_of(public_id)),
            started_at=at,
            expires_at=at + CODES_LAST,
            next_try_at=at,
            recorder_url=link.url if link else "",
            recorder_channel=link.channel if link else 0,
        )


def codes_of(*, beacon: Beacon, at: datetime) -> list[tuple[int, str]]:
    """The codes of the next seconds, each with when it comes up; none once the session is over."""
    if not beacon.is_waiting:
        raise Refused("beacon.used")
    if at >= beacon.expires_at:
        raise Refused("beacon.expired")
    Beacon.objects.filter(pk=beacon.pk, shown_at=None).update(shown_at=at)
    token, key = secret.token_of(beacon.public_id), secret.key()
    first = payload.first_code_ms(round(at.timestamp() * 1000)) - payload.CODE_MS
    last = round(min(at + AHEAD, beacon.expires_at).timestamp() * 1000)
    times = range(first, last, payload.CODE_MS)
    return [(time, payload.write(payload.Code(token, time), key)) for time in times]


def pull(*, beacon: Beacon, page_error_ms: int, at: datetime) -> None:
    """Have a worker fetch the session's minutes from the linked recorder."""
    with transaction.atomic():
        row = _waiting(beacon, at, until=beacon.expires_at)
        if row.recorder is None:
            raise Refused("beacon.no_link")
        if row.shown_at is None:
            raise Refused("beacon.not_shown")
        _receive(row, Means.PULLED, page_error_ms, at)


def hand_over(
    *, beacon: Beacon, file: "UploadedFile[Any]", page_error_ms: int, at: datetime
) -> None:
    """Take a recording into the vault and have a worker read it. What is no video is refused."""
    _waiting(beacon, at, until=beacon.uploads_until)
    found = _probed(file)
    stored = store_upload(file, field="file", limit=MOST_BYTES)
    with transaction.atomic():
        row = _waiting(beacon, at, until=beacon.uploads_until)
        stored.save()
        row.upload, row.upload_began_at = stored, found.began_at
        _receive(row, Means.UPLOADED, page_error_ms, at)


def tell(*, beacon: Beacon, shown: datetime, person: User, at: datetime) -> None:
    """The time that stands in the kept picture: with the codes' time it gives the offset."""
    with transaction.atomic():
        row = Beacon.objects.select_for_update().get(pk=beacon.pk)
        by_file = row.state == State.MEASURED and row.told == Told.METADATA
        if row.picture_true_at is None or not (row.state == State.ASKING or by_file):
            raise Refused("beacon.nothing_to_tell")
        offset = _told_offset(shown, row.picture_true_at)
        found = outcome.Found(
            offset_ms=offset,
            error_ms=row.error_ms or 0,
            told=Told.DECLARED,
            at=row.picture_true_at,
        )
        outcome.keep(row, found, actor=person.subject, at=at)


def tell_now(*, beacon: Beacon, shown: datetime, person: User, at: datetime) -> None:
    """What the recorder's clock shows now, read by a person: no footage, nothing is proved."""
    with transaction.atomic():
        row = _waiting(beacon, at, until=beacon.uploads_until)
        row.means, row.received_at = Means.TOLD, at
        found = outcome.Found(
            offset_ms=_told_offset(shown, at), error_ms=READ_ALOUD_MS, told=Told.DECLARED, at=at
        )
        outcome.keep(row, found, actor=person.subject, at=at)


def _told_offset(shown: datetime, true_at: datetime) -> int:
    offset = shown + HALF_SECOND - true_at
    if abs(offset) > FARTHEST_TOLD:
        raise Refused("beacon.time_too_far", field="shown")
    return round(offset / MILLISECOND)


def _waiting(beacon: Beacon, at: datetime, *, until: datetime) -> Beacon:
    """The row, locked where there is a transaction; refused when its token has been used."""
    rows = Beacon.objects.select_related("camera")
    if transaction.get_connection().in_atomic_block:
        rows = rows.select_for_update(of=("self",))
    row = rows.get(pk=beacon.pk)
    if not row.is_waiting:
        raise Refused("beacon.used" if row.reason != "expired" else "beacon.expired")
    if at > until:
        raise Refused("beacon.expired")
    if not row.camera.is_active:
        raise Refused("beacon.camera_removed")
    return row


def _receive(row: Beacon, means: Means, page_error_ms: int, at: datetime) -> None:
    row.means, row.state, row.received_at, row.next_try_at = means, State.RECEIVED, at, at
    if page_error_ms > MOST_PAGE_ERROR_MS:
        raise Refused("beacon.slow_network")
    row.page_error_ms = max(0, page_error_ms)
    row.save()
    transaction.on_commit(partial(nudge, "beacon.run", row.public_id))


def _probed(file: "UploadedFile[Any]") -> Probe:
    try:
        with footage.workplace() as folder:
            found = probe(_on_disk(file, folder))
    except MediaError as error:
        raise Refused("beacon.not_video", field="file") from error
    minutes = (found.duration_ms or 0) / 60_000
    if minutes > MOST_MINUTES:
        raise Refused("beacon.too_long", field="file", minutes=round(minutes), most=MOST_MINUTES)
    return found


def _on_disk(file: "UploadedFile[Any]", folder: Path) -> Path:
    """A path for the child: Django's temporary file, or a small one of ours while it looks."""
    if isinstance(file, TemporaryUploadedFile):
        return Path(file.temporary_file_path())
    path = folder / "upload"
    with path.open("wb") as copy:
        for piece in file.chunks():
            copy.write(piece)
    file.seek(0)
    return path
