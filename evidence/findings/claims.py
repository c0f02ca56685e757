"""Who works on an analysis: claimed by a counted update, held by a lease, fenced by a token."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import F, Q, QuerySet

from portal.lib import jobs

from .models import FAILED, RUNNING, WAITING, Analysis

MOST_ATTEMPTS = 3


class Lost(Exception):  # noqa: N818 -- what happened to the lease
    """Another worker holds the analysis now, or it is no longer wanted: write nothing."""


def due(at: datetime) -> QuerySet[Analysis]:
    return Analysis.objects.filter(state=WAITING, next_try_at__lte=at).order_by("next_try_at")


def claim(public_id: str, at: datetime) -> Analysis | None:
    """The analysis, ours now; None when it is not due or somebody was quicker."""
    token = jobs.new_token()
    taken = due(at).filter(public_id=public_id).order_by()
    if not taken.update(
        state=RUNNING,
        token=token,
        lease_until=at + _lease(),
        attempts=F("attempts") + 1,
        progress_pm=0,
        reason="",
    ):
        return None
    return (
        Analysis.objects.select_related("item__stored", "item__case", "item__target__camera")
        .filter(public_id=public_id, token=token)
        .first()
    )


def renew(analysis: Analysis, progress_pm: int, at: datetime) -> None:
    """Say that we are alive and how far we got. Raises Lost."""
    if not held(analysis).update(lease_until=at + _lease(), progress_pm=progress_pm):
        raise Lost(analysis.public_id)


def held(analysis: Analysis) -> QuerySet[Analysis]:
    """The row as long as it is ours."""
    return Analysis.objects.filter(pk=analysis.pk, state=RUNNING, token=analysis.token)


def give_back(analysis: Analysis, reason: str, at: datetime) -> None:
    """After a failure that may pass: wait and try again, or end as failed after three tries."""
    if analysis.attempts >= MOST_ATTEMPTS:
        fail(analysis, reason, at)
    else:
        next_try = at + jobs.delay_after(analysis.attempts)
        _release(held(analysis), state=WAITING, reason=reason, next_try_at=next_try)


def fail(analysis: Analysis, reason: str, at: datetime) -> None:
    _release(held(analysis), state=FAILED, reason=reason, finished_at=at)


def recover(at: datetime) -> int:
    """Put back what a dead worker left; what has killed three workers is set aside."""
    dead = Q(state=RUNNING, lease_until__lt=at)
    worn = Analysis.objects.filter(dead, attempts__gte=MOST_ATTEMPTS)
    rest = Analysis.objects.filter(dead, attempts__lt=MOST_ATTEMPTS)
    return _release(worn, state=FAILED, reason="worker_lost", finished_at=at) + _release(
        rest, state=WAITING, reason="worker_lost", next_try_at=at
    )


def _release(rows: QuerySet[Analysis], **changes: object) -> int:
    return rows.update(token="", lease_until=None, **changes)


def _lease() -> timedelta:
    lease: timedelta = settings.JOB_LEASE
    return lease
