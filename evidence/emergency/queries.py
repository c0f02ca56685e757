"""Which openings there are, how long one lasts yet, and what lies within its reach."""

from datetime import datetime, timedelta

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.shortcuts import get_object_or_404

from cameras.registry.vocabulary import Status
from evidence.requests import timekeeper
from evidence.requests.models import FootageRequest, Target
from evidence.requests.states import RequestState, TargetState
from evidence.requests.vocabulary import Basis
from portal.people.models import User
from portal.people.rights import require
from portal.people.roles import Role

from .models import Opening, Watch
from .states import FAILED, OpeningState

READERS = (Role.COMMANDER, Role.AUDITOR)
_NO = (TargetState.DECLINED, TargetState.WITHDRAWN)
_MS = timedelta(milliseconds=1)


def all_openings() -> QuerySet[Opening]:
    return Opening.objects.select_related("request__case__unit", "person", "reviewed_by")


def visible_to(person: User, at: datetime) -> QuerySet[Opening]:
    """Those of units in which the person commands or audits."""
    units = {unit for role in READERS for unit in person.units_with(role, at)}
    return all_openings().filter(request__case__unit_id__in=units)


def get_opening(public_id: str, person: User, action: str, at: datetime) -> Opening:
    """The opening and the right to it; a stranger gets 404."""
    row = get_object_or_404(all_openings(), public_id=public_id)
    require(person, action, row, at=at)
    return row


def get_watch(public_id: str, person: User, at: datetime) -> Watch:
    """A look of this person; anybody else's is not there."""
    rows = Watch.objects.select_related("opening__request__case__unit", "target__camera")
    row = get_object_or_404(rows, public_id=public_id)
    require(person, "emergency:watch", row, at=at)
    return row


def age_of(opening: Opening, at: datetime) -> timedelta:
    """How much time truly passed since it was opened; nothing is remembered by asking."""
    return (timekeeper.peek(at).passed_ms - opening.born_ms) * _MS


def left(opening: Opening, at: datetime) -> timedelta:
    """For how long somebody may look yet. Give rows just read: opening, request and case."""
    waits = opening.request.state == RequestState.SUBMITTED and opening.request.case.is_open
    if opening.state != OpeningState.RUNNING or not waits:
        return timedelta()
    kept = timekeeper.peek(at)
    age = (kept.passed_ms - opening.born_ms) * _MS
    return opening.span.left(age, at, steady=kept.is_steady)


def running_of(row: FootageRequest, person: User, at: datetime) -> Opening | None:
    """The opening of this request by which the person may look now."""
    mine = Opening.objects.filter(request=row, person=person, state=OpeningState.RUNNING)
    opening = mine.select_related("request__case__unit").first()
    return opening if opening is not None and left(opening, at) else None


def within_reach(row: FootageRequest) -> QuerySet[Target]:
    """What an opening of this request may show: cameras whose recorder the portal reads, less those
    whose owner said no to some of these minutes in the same case. One officer alone does not go
    past a 'no'; a commander who approves the request may, by law.
    """
    return row.targets.filter(camera__link__isnull=False, camera__status=Status.ACTIVE).exclude(
        camera_id__in=refused_cameras(row)
    )


def is_refused(target: Target) -> bool:
    """Whether the owner has said no to some of these minutes, also since the opening."""
    return refused_cameras(target.request).filter(camera_id=target.camera_id).exists()


def refused_cameras(row: FootageRequest) -> "QuerySet[Target, int]":
    """Keys of cameras whose owner declined or withdrew some of these minutes in the same case."""
    same = row.targets.filter(
        camera=OuterRef("camera"),
        asked_start__lt=OuterRef("asked_stop"),
        asked_stop__gt=OuterRef("asked_start"),
    )
    return Target.objects.filter(
        Exists(same),
        request__case_id=row.case_id,
        request__basis=Basis.CONSENT,
        state__in=_NO,
    ).values_list("camera_id", flat=True)


def failed_for(row: FootageRequest) -> bool:
    """Whether an opening of this request was found without reason, or reviewed by nobody."""
    return Opening.objects.filter(request=row, state__in=FAILED).exists()


def unreviewed_in(start: datetime, stop: datetime) -> QuerySet[Opening]:
    """Openings that fell due in [start, stop) and that nobody had reviewed by then, whether or not
    somebody did later.
    """
    due = Opening.objects.filter(due_at__gte=start, due_at__lt=stop)
    return due.filter(Q(reviewed_at=None) | Q(reviewed_at__gte=F("due_at")))
