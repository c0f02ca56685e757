"""The queue is the rows: create, claim, keep, give back, find what was left.

A worker owns a job as long as the row carries its token. Every write of a worker names the token,
so one whose lease went to somebody else changes nothing (`Lost`).
"""

import time
from datetime import datetime, timedelta
from functools import partial

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q
from django.db.models.functions import Coalesce

from evidence.custody import holds
from evidence.custody.hold_states import Ending, HoldState
from evidence.custody.models import Hold, Item
from evidence.requests.answers import end_target
from evidence.requests.models import Target
from evidence.requests.states import TargetState
from portal.ledger.kinds import Kind
from portal.ledger.write import Draft, append
from portal.lib import clock, jobs

from . import telling, workplace
from .models import Job
from .states import before
from .words import JobState, Step

ACTOR = "system:extraction"
LEFT_AFTER = timedelta(hours=1)
BATCH = 200


class Pulse:
    """Called while a long step runs: prolongs the lease well before it ends. Raises Lost."""

    def __init__(self, job: Job) -> None:
        self._job = job
        self._kept_at = time.monotonic()

    def __call__(self) -> None:
        if time.monotonic() - self._kept_at > settings.JOB_LEASE.total_seconds() / 4:
            keep(self._job, clock.now())
            self._kept_at = time.monotonic()


class Lost(Exception):  # noqa: N818 -- what happened to the lease
    """Somebody else has the job now: this worker stops and writes nothing more."""


def create_missing(at: datetime) -> int:
    """A job for every target that may be pulled, or preserved, and has none yet."""
    without = Target.objects.filter(job=None, camera__link__isnull=False)
    agreed = Q(state=TargetState.AGREED)
    held = ~agreed & Q(hold__state=HoldState.ASKED)
    made = [
        Job(target_id=pk, created_at=at, next_try_at=at, preserving=preserving)
        for preserving, wanted in ((False, agreed), (True, held))
        for pk in without.filter(wanted).order_by("dies_at").values_list("pk", flat=True)[:BATCH]
    ]
    Job.objects.bulk_create(made, ignore_conflicts=True)
    return len(made)


def reopen_uncovered(at: datetime) -> int:
    """Sealed clips whose pictures are older than a mask that is in force: these are made anew."""
    left = Job.objects.filter(
        state=JobState.SEALED,
        item__destroyed_at=None,
        target__request__case__closed_at=None,
        target__camera__masks__ended_at=None,
        target__camera__masks__created_at__gt=F("finished_at"),
    )
    keys = list(left.values_list("pk", flat=True).distinct()[:BATCH])
    return Job.objects.filter(pk__in=keys, state=JobState.SEALED).update(
        state=JobState.WAITING, step=Step.THUMBNAILS, next_try_at=at, crashes=0, attempts=0
    )


def wake_decided(at: datetime) -> int:
    """Jobs that preserved, or tried to, and whose owner has agreed since: from here on a pull."""
    return Job.objects.filter(
        preserving=True,
        target__state=TargetState.AGREED,
        state__in=(JobState.HELD, JobState.WAITING, JobState.FAILED, JobState.STOPPED),
    ).update(
        preserving=False,
        state=JobState.WAITING,
        step=Step.CONSENT,
        attempts=0,
        crashes=0,
        reason="",
        next_try_at=at,
        started_at=None,
        finished_at=None,
    )


def free_expired(at: datetime) -> int:
    """Jobs whose worker is gone: tried again a little later, given up after three."""
    expired = list(Job.objects.filter(state=JobState.RUNNING, lease_until__lt=at)[:BATCH])
    for job in expired:
        _free(job, at)
    return len(expired)


@transaction.atomic
def _free(job: Job, at: datetime) -> None:
    crashes = job.crashes + 1
    changed = Job.objects.filter(pk=job.pk, token=job.token, state=JobState.RUNNING).update(
        state=JobState.WAITING,
        token="",
        lease_until=None,
        crashes=crashes,
        next_try_at=at + jobs.delay_after(crashes),
    )
    if changed and crashes >= jobs.MAX_CRASHES:
        job.refresh_from_db()
        give_up(job, "crashed", at=at)


def due(at: datetime) -> list[str]:
    """Public ids of jobs to wake, the footage that dies first on top."""
    rows = Job.objects.filter(state=JobState.WAITING, next_try_at__lte=at)
    return list(rows.order_by("target__dies_at").values_list("public_id", flat=True)[:BATCH])


def claim(public_id: str, at: datetime) -> Job | None:
    """The job, if it waits and this call is the one that got it. Its first claim is recorded."""
    token = jobs.new_token()
    with transaction.atomic():
        first = Job.objects.filter(public_id=public_id, started_at=None).exists()
        changed = Job.objects.filter(
            public_id=public_id, state__in=before(JobState.RUNNING), next_try_at__lte=at
        ).update(
            state=JobState.RUNNING,
            token=token,
            lease_until=at + settings.JOB_LEASE,
            started_at=Coalesce(F("started_at"), at),
            reason="",
        )
        if not changed:
            return None
        job = Job.objects.select_related("target__camera", "target__request__case__unit").get(
            public_id=public_id
        )
        if first:
            record(Kind.EXTRACTION_STARTED, job, {"unit": job.target.request.case.unit.code}, at)
        return job


def keep(job: Job, at: datetime, step: Step | None = None) -> None:
    """Prolong the lease, and say which step is under way. Raises Lost."""
    values: dict[str, object] = {"lease_until": at + settings.JOB_LEASE}
    if step is not None:
        values["step"] = job.step = step
    _write(job, values)


def retry_later(job: Job, reason: str, *, at: datetime) -> None:
    """Nobody's fault: tried again until the recorder has overwritten the footage."""
    next_try = at + jobs.delay_after(job.attempts + 1)
    if next_try >= job.target.dies_at and job.item_id is None and not _is_held(job):
        with transaction.atomic():
            give_up(job, "footage_expired", at=at)
        return
    _write(
        job,
        {
            "state": JobState.WAITING,
            "token": "",
            "lease_until": None,
            "attempts": job.attempts + 1,
            "next_try_at": next_try,
            "reason": reason,
        },
    )


def give_up(job: Job, reason: str, *, at: datetime) -> None:
    """The end without a clip, recorded; inside the caller's transaction. Raises Lost.

    Where the original is sealed already only a derivative is missing: the job ends well.
    """
    if job.item_id is not None:
        finish(job, at=at)
        return
    _write(
        job,
        {
            "state": JobState.FAILED,
            "token": "",
            "lease_until": None,
            "reason": reason,
            "finished_at": at,
        },
    )
    record(Kind.EXTRACTION_FAILED, job, {"reason": reason}, at)
    if _is_agreed(job):
        if reason in {"no_footage", "footage_expired"}:
            end_target(target=job.target, then=TargetState.NOTHING, at=at)
        else:
            telling.not_brought(job.target, reason, at)
    _end_hold(job, at)
    transaction.on_commit(partial(workplace.clear, job.public_id))


@transaction.atomic
def stop(job: Job, reason: str, *, withdrawn: bool, at: datetime) -> None:
    """The basis is gone: nothing is sealed, and the record says so. Raises Lost."""
    _write(
        job,
        {
            "state": JobState.STOPPED,
            "token": "",
            "lease_until": None,
            "reason": reason,
            "finished_at": at,
        },
    )
    record(Kind.EXTRACTION_STOPPED, job, {"reason": reason}, at)
    if _is_agreed(job):
        then = TargetState.WITHDRAWN if withdrawn else TargetState.NOTHING
        end_target(target=job.target, then=then, at=at)
    _end_hold(job, at)
    transaction.on_commit(partial(workplace.clear, job.public_id))


def keep_hold(job: Job) -> None:
    """Sealed before a decision: the job rests until the owner has agreed. Raises Lost."""
    _write(job, {"state": JobState.HELD, "token": "", "lease_until": None, "reason": ""})


def _end_hold(job: Job, at: datetime) -> None:
    """What could not be preserved is held no longer; the recorder may have it still."""
    hold = Hold.objects.filter(target_id=job.target_id, state=HoldState.ASKED).first()
    if job.preserving and hold is not None:
        holds.end(hold, Ending.NOTHING, at=at)


def _is_held(job: Job) -> bool:
    return not job.preserving and holds.held_for(job.target) is not None


def finish(job: Job, *, at: datetime) -> None:
    """Sealed, with all that is made from it. Raises Lost."""
    _write(
        job,
        {
            "state": JobState.SEALED,
            "step": Step.DONE,
            "token": "",
            "lease_until": None,
            "finished_at": at,
        },
    )


def record(kind: Kind, job: Job, facts: dict[str, object], at: datetime) -> None:
    """One entry about the target and its camera, request and case. A hold has its own."""
    if job.preserving:
        return
    append(Draft(kind, job.target.subjects, facts), actor=ACTOR, at=at)


def sweep_workplace(at: datetime) -> int:
    """Plain bytes of jobs that have ended, and of work that was killed."""
    alive = Job.objects.filter(state__in=(JobState.WAITING, JobState.RUNNING))
    names = list(
        workplace.left_behind(
            frozenset(alive.values_list("public_id", flat=True)), (at - LEFT_AFTER).timestamp()
        )
    )
    for name in names:
        workplace.clear(name)
    return len(names)


def clear_if_ended(job: Job) -> None:
    """A worker that lost its lease may have written a file after the folder was cleared."""
    alive = (JobState.WAITING, JobState.RUNNING)
    if not Job.objects.filter(pk=job.pk, state__in=alive).exists():
        workplace.clear(job.public_id)


def _is_agreed(job: Job) -> bool:
    return Target.objects.filter(pk=job.target_id, state=TargetState.AGREED).exists()


def _write(job: Job, values: dict[str, object]) -> None:
    rows = Job.objects.filter(pk=job.pk, token=job.token)
    if "state" in values:
        rows = rows.filter(state__in=before(JobState(str(values["state"]))))
    if not rows.update(**values):
        raise Lost(job.public_id)
    for name, value in values.items():
        if name != "token":
            setattr(job, name, value)


def keep_item(job: Job, item: Item, at: datetime) -> None:
    """The original is sealed: from here on only derivatives are missing. Raises Lost."""
    _write(
        job,
        {"item": item, "step": Step.INDEX, "lease_until": at + settings.JOB_LEASE, "crashes": 0},
    )
