"""Who works on a list: claimed by a counted update, held by a lease, fenced by a token."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import F, Q, QuerySet

from portal.lib import jobs

from .models import WORK, Import
from .words import State

MOST_ATTEMPTS = 3
BATCH = 50


class Lost(Exception):  # noqa: N818 -- what happened to the lease
    """Another worker holds the list now, or it was withdrawn: write nothing."""


def waiting() -> QuerySet[Import]:
    """Lists at a worker's turn, and imported ones whose owners have not all been told."""
    return Import.objects.filter(Q(state__in=WORK) | Q(state=State.DONE, told_at=None))


def due(at: datetime) -> QuerySet[Import]:
    free = Q(lease_until=None) | Q(lease_until__lt=at)
    return waiting().filter(free, next_try_at__lte=at, attempts__lt=MOST_ATTEMPTS)


def claim(public_id: str, at: datetime) -> Import | None:
    """The list, ours now; None when it is not due or somebody was quicker."""
    token = jobs.new_token()
    taken = due(at).filter(public_id=public_id)
    if not taken.update(token=token, lease_until=at + _lease(), attempts=F("attempts") + 1):
        return None
    related = ("organisation", "unit__province", "neighbourhood", "person", "stored")
    rows = Import.objects.select_related(*related)
    return rows.filter(public_id=public_id, token=token).first()


def held(source: Import) -> QuerySet[Import]:
    """The row as long as it is ours."""
    return Import.objects.filter(pk=source.pk, token=source.token).exclude(token="")


def renew(source: Import, progress: int, at: datetime) -> None:
    """Say that we are alive and how far we got. Raises Lost."""
    if not held(source).update(lease_until=at + _lease(), progress=progress):
        raise Lost(source.public_id)


def release(source: Import, **values: object) -> None:
    """Give the row back with the step's outcome. Raises Lost."""
    free = {"token": "", "lease_until": None, "attempts": 0, **values}
    if not held(source).update(**free):
        raise Lost(source.public_id)


def recover(at: datetime) -> list[Import]:
    """Lists that have killed three workers, to be set aside."""
    dead = waiting().filter(lease_until__lt=at, attempts__gte=MOST_ATTEMPTS)
    return list(dead[:BATCH])


def _lease() -> timedelta:
    lease: timedelta = settings.JOB_LEASE
    return lease
