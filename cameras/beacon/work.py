"""The worker's part: fetch the session's footage, read it, measure, and end in the row."""

import logging
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from django.db import transaction

from cameras.registry import photos
from cameras.registry.models import Link
from cameras.sources import errors as sources
from portal.files import vault
from portal.files.models import StoredObject
from portal.lib import clock
from portal.lib.errors import Refused
from portal.lib.jobs import nudge
from portal.media.errors import MediaError
from portal.people.rights import allowed

from . import claims, film, footage, outcome, secret
from .measure import Advice, Fit, measure
from .models import UPLOAD_LASTS, Beacon
from .vocabulary import Means, State, Told

WORKER = "system:beacon"
RENEW_S = 2.0
PATIENCE = timedelta(seconds=150)  # until a recorder has closed the recording it writes
GOOD_CODES = 5  # enough not to wait for the rest of the footage
LOOK_AGAIN = timedelta(seconds=6)
WHOLE_SECOND_MS = 500  # recorders, files and people tell times in whole seconds
LOCAL_AS_UTC, SURELY_LOCAL = timedelta(hours=7), timedelta(hours=1)
FARTHEST = timedelta(hours=24)
MILLISECOND = timedelta(milliseconds=1)
ENDED = (State.MEASURED, State.FAILED, State.ASKING)

Clock = Callable[[], datetime]

logger = logging.getLogger(__name__)


def sweep(*, at: datetime) -> int:
    """End what nobody came back to, free what a worker lost, wake a worker for what is due."""
    claims.recover(at)
    late = Beacon.objects.filter(state=State.WAITING, started_at__lt=at - UPLOAD_LASTS)
    claims.fail(late, "expired", at)
    left = Beacon.objects.filter(state__in=ENDED, upload__destroyed_at=None, upload__isnull=False)
    for beacon in left[: claims.BATCH]:
        destroy_upload(beacon, at)
    waiting = list(claims.due(at).values_list("public_id", flat=True)[: claims.BATCH])
    for public_id in waiting:
        nudge("beacon.run", public_id)
    return len(waiting)


def run(*, public_id: str, tick: Clock = clock.now) -> None:
    """Read one session's footage, if it is due and nobody else does."""
    beacon = claims.claim(public_id, tick())
    if beacon is None:
        return
    try:
        _attempt(beacon, tick)
    except claims.Lost:
        logger.info("beacon %s went on without this worker", public_id)
        return
    beacon.refresh_from_db()
    if beacon.state in ENDED:
        destroy_upload(beacon, tick())


def destroy_upload(beacon: Beacon, at: datetime) -> None:
    """The recording has served: its bytes go, its hash stays."""
    if beacon.upload is not None and beacon.upload.destroyed_at is None:
        with transaction.atomic():
            vault.destroy(beacon.upload, at=at)


def _attempt(beacon: Beacon, tick: Clock) -> None:
    try:
        _work(beacon, tick)
    except sources.NoRecording:
        _not_yet(beacon, "no_footage", tick())
    except sources.SourceError as error:
        logger.warning("beacon %s: %s: %s", beacon.public_id, error.code, error)
        reason = "too_large" if isinstance(error, sources.TooLarge) else "source"
        _gave_up(beacon, reason, passing=error.passing, at=tick())
    except (MediaError, OSError) as error:
        logger.warning("beacon %s: %s", beacon.public_id, error)
        passing = isinstance(error, OSError) or error.kind in ("timeout", "crashed")
        _gave_up(beacon, "not_video", passing=passing, at=tick())
    except (vault.Damaged, vault.Destroyed, vault.UnknownKey) as error:
        logger.error("beacon %s: %s", beacon.public_id, error)  # noqa: TRY400 -- the row keeps it
        _gave_up(beacon, "crashed", passing=False, at=tick())
    except Refused as refused:  # the camera is gone, or linked to another recorder
        logger.info("beacon %s: %s", beacon.public_id, refused)
        _gave_up(beacon, "changed", passing=False, at=tick())


def _gave_up(beacon: Beacon, reason: str, *, passing: bool, at: datetime) -> None:
    if not (passing and claims.give_back(beacon, reason, at)):
        claims.fail(claims.held(beacon), reason, at)


def _not_yet(beacon: Beacon, reason: str, at: datetime) -> None:
    """The recorder may still be writing it: look again for a while."""
    assert beacon.received_at is not None
    if at < beacon.received_at + PATIENCE:
        claims.wait(beacon, reason, until=at + LOOK_AGAIN)
    else:
        claims.fail(claims.held(beacon), reason, at)


def _work(beacon: Beacon, tick: Clock) -> None:
    if not allowed(beacon.person, "beacon:measure", beacon, at=tick()):
        claims.fail(claims.held(beacon), "no_longer_yours", tick())
        return
    pulse = _Pulse(beacon, tick)
    with footage.workplace() as folder:
        if beacon.means == Means.PULLED:
            link = _link_of(beacon)
            got = footage.pulled(beacon, link, folder, pulse.alive)
        else:
            got = footage.uploaded(beacon, folder, pulse.alive)
        seen = film.watch(got.pieces, session_of(beacon), pulse)
    more = beacon.page_error_ms + WHOLE_SECOND_MS
    found = measure(seen.readings, seen.sight(), more_error_ms=more)
    if isinstance(found, Fit) and (got.complete or _is_plenty(beacon, found, tick())):
        _keep(beacon, found, seen, tick())
    elif got.complete and not isinstance(found, Fit):
        claims.fail(claims.held(beacon), found, tick())
    else:
        _not_yet(beacon, Advice.FEW if isinstance(found, Fit) else found, tick())


def _is_plenty(beacon: Beacon, fit: Fit, at: datetime) -> bool:
    """Good enough although the recorder may still be writing, or all that will ever come."""
    assert beacon.received_at is not None
    return fit.codes >= GOOD_CODES or at >= beacon.received_at + PATIENCE


def session_of(beacon: Beacon) -> film.Session:
    """What its codes may say: its own token, and the time in which they were handed out."""
    assert beacon.received_at is not None
    until = min(beacon.expires_at, beacon.received_at + timedelta(seconds=1))
    return film.Session(
        token=secret.token_of(beacon.public_id),
        from_ms=int(beacon.started_at.timestamp() * 1000) - 1000,
        until_ms=int(until.timestamp() * 1000),
        key=secret.key(),
    )


def _link_of(beacon: Beacon) -> Link:
    """The link that the session began with; Refused when it leads elsewhere by now."""
    link = Link.objects.select_related("camera").filter(camera=beacon.camera).first()
    if link is None or (link.url, link.channel) != beacon.recorder:
        raise Refused("beacon.no_link")
    return link


class _Pulse:
    """Called with each picture and each piece of bytes: every two seconds renews the lease."""

    def __init__(self, beacon: Beacon, tick: Clock) -> None:
        self._beacon, self._tick = beacon, tick
        self._next = time.monotonic() + RENEW_S
        self._looked = 0

    def __call__(self, looked: int) -> None:
        self._looked = looked
        self.alive()

    def alive(self) -> None:
        if time.monotonic() >= self._next:
            self._next = time.monotonic() + RENEW_S
            claims.renew(self._beacon, self._looked, self._tick())


def _keep(beacon: Beacon, fit: Fit, seen: film.Seen, at: datetime) -> None:
    """Picture into the vault, then the session, the link and the record together, if still ours."""
    still = seen.still()
    picture = _sealed(still.jpeg) if still else None
    last = _instant(max(reading.true_ms for reading in seen.readings))
    with transaction.atomic():
        row = claims.held(beacon).select_for_update().select_related("camera").first()
        if row is None:
            raise claims.Lost(beacon.public_id)
        outcome.keep_reading(row, fit, picture)
        row.picture_true_at = _instant(seen.view_ms - fit.offset_ms)
        row.progress = len(seen.looks)
        found = _told_by_recorder(row, fit, last)
        if found is None:
            outcome.ask(row, at)
        else:
            outcome.keep(row, found, actor=WORKER, at=at)
        if still and seen.view_is_free:  # masks are drawn on what the camera truly sees
            photos.take_view(row.camera, still, actor=WORKER, at=at)


def _told_by_recorder(row: Beacon, fit: Fit, last: datetime) -> outcome.Found | None:
    """None: nobody but a person can tell what the recorder's clock showed."""
    if row.means == Means.PULLED:
        return outcome.Found(fit.offset_ms, fit.error_ms, Told.SOURCE, last)
    if row.upload_began_at is None:
        return None
    # A file's times count from its first picture, so the fit tells when that was, truly.
    began = _instant(-fit.offset_ms)
    offset = row.upload_began_at - began
    if abs(offset - LOCAL_AS_UTC) < SURELY_LOCAL:
        offset -= LOCAL_AS_UTC  # many write local time where UTC belongs
    if abs(offset) > FARTHEST:
        return None
    return outcome.Found(round(offset / MILLISECOND), fit.error_ms, Told.METADATA, last)


def _sealed(data: bytes) -> StoredObject:
    with vault.create() as writer:
        writer.write(data)
        return writer.seal()


def _instant(unix_ms: float) -> datetime:
    return datetime.fromtimestamp(unix_ms / 1000, UTC)
