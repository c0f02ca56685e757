"""Asking for a verification and doing it; erasing private text."""

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet

from portal.lib import clock, jobs

from .audit import verify_all
from .models import Detail, VerifyRun

TASK = "ledger.verify"


def ask_verification(*, asked_by: str, at: datetime) -> VerifyRun:
    """A run that waits for a worker. One that still waits is enough for everybody."""
    with transaction.atomic():
        run = VerifyRun.objects.filter(finished_at=None, lease_until=None).first()
        if run is None:
            run = VerifyRun.objects.create(asked_by=asked_by, asked_at=at)
        transaction.on_commit(lambda: jobs.nudge(TASK))
    return run


def run_waiting(*, at: datetime) -> VerifyRun | None:
    """Claim the oldest run nobody works on, verify the record, keep what was found."""
    run = _claim(at)
    if run is None:
        return None

    def progress(checked: int, size: int) -> None:
        _mine(run).update(checked=checked, size=size, lease_until=clock.now() + settings.JOB_LEASE)

    report = verify_all(progress)
    _mine(run).update(
        checked=report.size,
        size=report.size,
        root=report.root,
        problems=[problem.as_dict() for problem in report.problems],
        unnamed=report.unnamed,
        finished_at=clock.now(),
    )
    return VerifyRun.objects.get(pk=run.pk)


def erase_private(seqs: Iterable[int], *, names: Iterable[str] | None = None) -> int:
    """Remove private texts for ever; the entries and the root stay as they are.

    The caller writes its own entry about it, in the same transaction.
    """
    details = Detail.objects.filter(entry_id__in=list(seqs))
    if names is not None:
        details = details.filter(name__in=list(names))
    return details.delete()[0]


def _claim(at: datetime) -> VerifyRun | None:
    waiting = VerifyRun.objects.filter(finished_at=None).filter(
        Q(lease_until=None) | Q(lease_until__lt=at)
    )
    for run in waiting.order_by("asked_at")[:10]:
        token = jobs.new_token()
        claimed = waiting.filter(pk=run.pk, token=run.token).update(
            token=token, lease_until=at + settings.JOB_LEASE
        )
        if claimed:
            run.token = token
            return run
    return None


def _mine(run: VerifyRun) -> QuerySet[VerifyRun]:
    """Only while the lease is ours: a worker that comes back late writes nothing."""
    return VerifyRun.objects.filter(pk=run.pk, token=run.token, finished_at=None)
