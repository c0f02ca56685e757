"""Writing requests: draft, submit, decide. Answers of owners stand in `answers.py`."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cameras.coverage.search import Candidate
from evidence.cases.models import Case
from portal.ledger.kinds import Kind
from portal.ledger.write import Draft, append
from portal.lib.errors import Refused
from portal.lib.ids import new_id
from portal.lib.words import clean, clean_lines
from portal.look.once import first_made, save_once
from portal.notices.services import notify
from portal.people.models import User

from . import scope, words
from .invitations import invite_owners
from .limits import limits_for
from .models import FootageRequest, Target
from .queries import approvers
from .states import RequestState, move_request
from .vocabulary import Basis

__all__ = ["approve", "choose_cameras", "draft_request", "refuse", "submit", "words"]


@transaction.atomic
def draft_request(
    *,
    case: Case,
    person: User,
    basis: str,
    document: str,
    purpose: str,
    urgency: str,
    lat: float,
    lng: float,
    radius_m: int,
    window: scope.Window,
    at: datetime,
    public_id: str | None = None,
) -> FootageRequest:
    """Keep what the officer asks for, before cameras are chosen. Nobody is told yet.

    With a `public_id` this person has used before: the draft made then, as it was.
    """
    if first := first_made(FootageRequest, public_id, requested_by=person):
        return first
    if not case.is_open:
        raise Refused("requests.case_closed")
    scope.check_purpose(clean_lines(purpose))
    if basis == Basis.DEMAND and not document.strip():
        raise Refused("requests.document_missing", field="document")
    limits = limits_for(case.unit, urgency, at)
    scope.check_window(window, limits, at)
    scope.check_area(radius_m, limits)
    new = FootageRequest(
        public_id=public_id or new_id(),
        case=case,
        basis=basis,
        document=clean(document),
        purpose=clean_lines(purpose),
        urgency=urgency,
        lat=lat,
        lng=lng,
        radius_m=radius_m,
        window_start=window.start,
        window_stop=window.stop,
        requested_by=person,
        created_at=at,
    )
    return save_once(new, requested_by=person)


@transaction.atomic
def choose_cameras(
    *,
    footage_request: FootageRequest,
    candidates: Sequence[Candidate],
    chosen: Sequence[str],
    at: datetime,
) -> list[Target]:
    """Replace the draft's targets by the `chosen` camera ids, all of which must be candidates."""
    draft = FootageRequest.objects.select_for_update().get(pk=footage_request.pk)
    if draft.state != RequestState.DRAFT:
        raise Refused("requests.wrong_state", state=draft.state)
    offered = {candidate.camera.public_id: candidate for candidate in candidates}
    if not set(chosen) <= offered.keys():
        raise Refused("requests.camera_not_offered", field="cameras")
    limits = limits_for(draft.case.unit, draft.urgency, at)
    scope.check_cameras(len(set(chosen)), limits)
    picked = [offered[public_id] for public_id in offered if public_id in set(chosen)]
    scope.check_alive([candidate.dies_at for candidate in picked], at)
    draft.targets.all().delete()
    return Target.objects.bulk_create(
        [
            Target(
                request=draft,
                camera=candidate.camera,
                rank=rank,
                distance_m=candidate.distance_m,
                px_per_m=candidate.px_per_m,
                dies_at=candidate.dies_at,
            )
            for rank, candidate in enumerate(picked, start=1)
        ]
    )


@transaction.atomic
def submit(*, footage_request: FootageRequest, person: User, at: datetime) -> FootageRequest:
    """Hand the draft to the commanders of the unit."""
    row = FootageRequest.objects.select_for_update().get(pk=footage_request.pk)
    row.state = move_request(row.state, RequestState.SUBMITTED)
    if not row.case.is_open:
        raise Refused("requests.case_closed")
    targets = list(row.targets.all())
    limits = limits_for(row.case.unit, row.urgency, at)
    scope.check_cameras(len(targets), limits)
    scope.check_alive([target.dies_at for target in targets], at)
    row.submitted_at = at
    row.save(update_fields=["state", "submitted_at"])
    append(
        Draft(
            Kind.REQUEST_SUBMITTED,
            (row.subject, row.case.subject, row.case.unit.subject),
            {
                "basis": row.basis,
                "cameras": len(targets),
                "seconds": int((row.window_stop - row.window_start).total_seconds()),
                "unit": row.case.unit.code,
                "urgency": row.urgency,
            },
            {"purpose": row.purpose},
        ),
        actor=person.subject,
        at=at,
    )
    for commander in approvers(row, at):
        notify(
            person=commander,
            kind=Kind.REQUEST_SUBMITTED,
            title=_("Có yêu cầu xin hình chờ bạn duyệt"),
            body=f"{row.case.number} · {row.case.title}",
            link=reverse("requests:show", args=[row.public_id]),
            subject=row.subject,
            urgent=row.urgency == "urgent",
            at=at,
        )
    return row


def _decide(
    footage_request: FootageRequest, then: RequestState, person: User, reason: str, at: datetime
) -> FootageRequest:
    row = FootageRequest.objects.select_for_update().get(pk=footage_request.pk)
    if person.pk == row.requested_by_id:
        raise Refused("requests.own_approval")
    row.state = move_request(row.state, then)
    row.decided_by = person
    row.decided_at = at
    row.decision_reason = clean_lines(reason)
    return row


@transaction.atomic
def approve(
    *, footage_request: FootageRequest, person: User, reason: str, at: datetime
) -> FootageRequest:
    """Another person of rank says yes: owners are asked, or told where the law binds them."""
    row = _decide(footage_request, RequestState.APPROVED, person, reason, at)
    if not Case.objects.select_for_update().get(pk=row.case_id).is_open:
        raise Refused("requests.case_closed")
    targets = list(
        row.targets.select_for_update(of=("self",)).select_related("camera__owner").order_by("rank")
    )
    scope.check_alive([target.dies_at for target in targets], at)
    row.save()
    append(
        Draft(
            Kind.REQUEST_APPROVED,
            (row.subject, row.case.subject, row.case.unit.subject),
            {"basis": row.basis, "cameras": len(targets), "unit": row.case.unit.code},
            {"reason": row.decision_reason} if row.decision_reason else {},
        ),
        actor=person.subject,
        at=at,
    )
    row.deadline = invite_owners(row, targets, person, at)
    row.save(update_fields=["deadline"])
    return row


@transaction.atomic
def refuse(
    *, footage_request: FootageRequest, person: User, reason: str, at: datetime
) -> FootageRequest:
    """The commander says no; the officer is told why, owners never hear of it."""
    row = _decide(footage_request, RequestState.REFUSED, person, reason, at)
    row.save()
    append(
        Draft(
            Kind.REQUEST_REFUSED,
            (row.subject, row.case.subject, row.case.unit.subject),
            {"unit": row.case.unit.code},
            {"reason": row.decision_reason} if row.decision_reason else {},
        ),
        actor=person.subject,
        at=at,
    )
    notify(
        person=row.requested_by,
        kind=Kind.REQUEST_REFUSED,
        title=_("Chỉ huy không duyệt yêu cầu của bạn"),
        body=row.decision_reason or f"{row.case.number} · {row.case.title}",
        link=reverse("requests:show", args=[row.public_id]),
        subject=row.subject,
        at=at,
    )
    return row
