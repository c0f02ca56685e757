"""Who reads a beacon's footage: claimed by a counted update, held by a lease, fenced by a token."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import F, Q, QuerySet

from portal.lib import jobs

from .models import Beacon
from .vocabulary import State

MOST_ATTEMPTS = 3
BATCH = 200


class Lost(Exception):  # noqa: N818 -- what happened to the lease
    """Another worker holds the beacon now, or it is no longer wanted: write nothing."""


def due(at: datetime) -> QuerySet[Beacon]:
    rows = Beacon.objects.filter(state=State.RECEIVED, next_try_at__lte=at)
    return rows.order_by("next_try_at")


def claim(public_id: str, at: datetime) -> Beacon | None:
    """The beacon, ours now; None when it is not due or somebody was quicker."""
    token = jobs.new_token()
    taken = due(at).filter(public_id=public_id).order_by()
    if not taken.update(
        state=State.READING,
        token=token,
        lease_until=at + _lease(),
        attempts=F("attempts") + 1,
        reason="",
    ):
        return None
    rows = Beacon.objects.select_related("camera__owner", "person", "upload")
    return rows.filter(public_id=public_id, token=token).first()


def held(beacon: Beacon) -> QuerySet[Beacon]:
    """The row as long as it is ours."""
    return Beacon.objects.filter(pk=beacon.pk, state=State.READING, token=beacon.token)


def renew(beacon: Beacon, progress: int, at: datetime) -> None:
    """Say that we are alive and how far we got. Raises Lost."""
    if not held(beacon).update(lease_until=at + _lease(), progress=progress):
        raise Lost(beacon.public_id)


def wait(beacon: Beacon, reason: str, *, until: datetime) -> None:
    """Nothing went wrong: the recorder has not written it yet. Costs no attempt."""
    _release(
        held(beacon),
        state=State.RECEIVED,
        reason=reason,
        next_try_at=until,
        attempts=F("attempts") - 1,
    )


def give_back(beacon: Beacon, reason: str, at: datetime) -> bool:
    """After a failure that may pass: wait and try again. False when it was the last try."""
    if beacon.attempts >= MOST_ATTEMPTS:
        return False
    next_try = at + jobs.delay_after(beacon.attempts)
    _release(held(beacon), state=State.RECEIVED, reason=reason, next_try_at=next_try)
    return True


def fail(rows: QuerySet[Beacon], reason: str, at: datetime) -> int:
    return _release(rows, state=State.FAILED, reason=reason, finished_at=at)


def recover(at: datetime) -> int:
    """Put back what a dead worker left; what has killed three workers is set aside."""
    dead = Q(state=State.READING, lease_until__lt=at)
    worn = Beacon.objects.filter(dead, attempts__gte=MOST_ATTEMPTS)
    rest = Beacon.objects.filter(dead, attempts__lt=MOST_ATTEMPTS)
    return fail(worn, "crashed", at) + _release(rest, state=State.RECEIVED, next_try_at=at)


def _release(rows: QuerySet[Beacon], **changes: object) -> int:
    return rows.update(token="", lease_until=None, **changes)


def _lease() -> timedelta:
    lease: timedelta = settings.JOB_LEASE
    return lease
