"""Writing extraction: wake what is due, run one job to its end, take in an owner's own file."""

import logging
from datetime import datetime

from django.db import transaction

from cameras.registry.models import Link
from cameras.sources import errors as sources
from evidence.custody import holds
from portal.lib import clock, jobs
from portal.media.errors import MediaError

from . import derivatives, holding, queue, words
from .models import Job
from .pull import Narrowed, NotAllowed, Pull
from .uploads import seal_upload
from .words import JobState, Step

__all__ = ["retry", "run_job", "seal_upload", "sweep", "words"]

MEDIA_TRIES = 3

logger = logging.getLogger(__name__)

_REASONS: dict[type[sources.SourceError], str] = {
    sources.NoRecording: "no_footage",
    sources.WrongPassword: "wrong_password",
    sources.NotVideo: "not_video",
    sources.TooLarge: "too_large",
}


def sweep(*, at: datetime) -> int:
    """Find work that lost its worker or its message, and wake a worker for each job that is due."""
    holds.preserve_opened(at)
    holds.sweep(at)
    queue.wake_decided(at)
    queue.create_missing(at)
    queue.reopen_uncovered(at)
    queue.free_expired(at)
    queue.sweep_workplace(at)
    due = queue.due(at)
    for public_id in due:
        jobs.nudge("extraction.run", public_id)
    return len(due)


def run_job(public_id: str, *, at: datetime) -> bool:
    """Do one job as far as it goes now. False when another worker has it or it is not due."""
    job = queue.claim(public_id, at)
    if job is None:
        return False
    try:
        _attempt(job)
    except queue.Lost:
        logger.warning("extraction %s: the lease went to another worker", public_id)
        queue.clear_if_ended(job)
    return True


def _attempt(job: Job) -> None:
    try:
        if job.item_id is None and not _bring(job):
            return
        _derive(job)
    except NotAllowed as refusal:
        queue.stop(job, refusal.reason, withdrawn=refusal.withdrawn, at=clock.now())
    except Narrowed:
        queue.retry_later(job, "storage", at=clock.now())
    except sources.SourceError as error:
        logger.warning("extraction %s: %s: %s", job.public_id, error.code, error)
        if error.passing:
            queue.retry_later(job, "unreachable", at=clock.now())
        else:
            _fail(job, _REASONS.get(type(error), "source"))
    except OSError as error:  # a full disk, or a folder that the next worker has cleared
        logger.warning("extraction %s: %s", job.public_id, error)
        queue.retry_later(job, "storage", at=clock.now())
    except MediaError as error:
        logger.warning("extraction %s: %s", job.public_id, error)
        _after_media_error(job, error)


def _bring(job: Job) -> bool:
    """Get the minutes by the way that is open now. Whether there is an item to go on with."""
    if job.preserving:
        holding.Preservation(job).run()
        return False
    if (held := holds.held_for(job.target)) is not None:
        holding.release(job, held)
        return True
    if not Link.objects.filter(camera=job.target.camera).exists():
        _fail(job, "no_link")
        return False
    Pull(job).run()
    return True


def _derive(job: Job) -> None:
    """What makes the sealed original easy to look at; the clip counts without it, too."""
    queue.keep(job, clock.now(), Step.INDEX)
    playable = derivatives.make_playable(job)
    queue.keep(job, clock.now(), Step.THUMBNAILS)
    while derivatives.make_thumbnails(job, playable):  # again if a mask was drawn meanwhile
        queue.keep(job, clock.now())
    queue.finish(job, at=clock.now())


def _after_media_error(job: Job, error: MediaError) -> None:
    if error.kind == "no_footage":
        _fail(job, "no_footage")
    elif error.kind in {"timeout", "crashed"} and job.attempts + 1 < MEDIA_TRIES:
        queue.retry_later(job, "media", at=clock.now())
    else:
        _fail(job, error.kind if error.kind in words.REASONS else "not_video")


@transaction.atomic
def _fail(job: Job, reason: str) -> None:
    queue.give_up(job, reason, at=clock.now())


def retry(*, job: Job, at: datetime) -> bool:
    """Try a failed job again, when a person has put right what was wrong. Whether it was failed."""
    changed = Job.objects.filter(pk=job.pk, state=JobState.FAILED).update(
        state=JobState.WAITING, crashes=0, attempts=0, next_try_at=at, finished_at=None, reason=""
    )
    if changed:
        transaction.on_commit(lambda: jobs.nudge("extraction.run", job.public_id))
    return bool(changed)
