"""Writing requests: draft, submit, decide. Answers of owners stand in `answers.py`."""

from collections.abc import Mapping, Sequence
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
from .limits import approvals_needed, limits_for
from .models import Approval, FootageRequest, Target
from .queries import approvers
from .states import RequestState, move_request
from .vocabulary import Basis, Verdict

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
    row.approvals_needed = approvals_needed(row.case.unit, row.urgency, len(targets), at)
    row.save(update_fields=["state", "submitted_at", "approvals_needed"])
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


def _undecided(footage_request: FootageRequest, person: User) -> FootageRequest:
    """The request, locked until the transaction ends, when it is this person's turn to decide."""
    row = FootageRequest.objects.select_for_update().get(pk=footage_request.pk)
    if person.pk == row.requested_by_id:
        raise Refused("requests.own_approval")
    if row.state != RequestState.SUBMITTED:
        raise Refused("requests.wrong_state", state=row.state)
    if row.approvals.filter(person=person).exists():
        raise Refused("requests.already_decided")
    return row


def _say(row: FootageRequest, verdict: Verdict, person: User, reason: str, at: datetime) -> None:
    Approval.objects.create(
        request=row,
        requested_by_id=row.requested_by_id,
        person=person,
        verdict=verdict,
        reason=clean_lines(reason),
        at=at,
    )


def _end(row: FootageRequest, then: RequestState, person: User, reason: str, at: datetime) -> None:
    """Decided, by whoever completed it."""
    row.state = move_request(row.state, then)
    row.decided_by, row.decided_at, row.decision_reason = person, at, clean_lines(reason)
    row.save()


@transaction.atomic
def approve(
    *, footage_request: FootageRequest, person: User, reason: str, at: datetime
) -> FootageRequest:
    """Another person of rank says yes. The last one needed has owners asked, or told where the law
    binds them; until then the request waits for a further person.
    """
    row = _undecided(footage_request, person)
    if not Case.objects.select_for_update().get(pk=row.case_id).is_open:
        raise Refused("requests.case_closed")
    targets = list(
        row.targets.select_for_update(of=("self",)).select_related("camera__owner").order_by("rank")
    )
    scope.check_alive([target.dies_at for target in targets], at)
    _say(row, Verdict.APPROVE, person, reason, at)
    given = row.approvals.filter(verdict=Verdict.APPROVE).count()
    complete = given >= row.approvals_needed
    if complete:
        _end(row, RequestState.APPROVED, person, reason, at)
    facts = {
        "approval": given,
        "approvals_needed": row.approvals_needed,
        "basis": row.basis,
        "cameras": len(targets),
        "unit": row.case.unit.code,
    }
    _record(Kind.REQUEST_APPROVED, row, facts, person, reason, at)
    if complete:
        row.deadline = invite_owners(row, targets, person, at)
        row.save(update_fields=["deadline"])
    return row


@transaction.atomic
def refuse(
    *, footage_request: FootageRequest, person: User, reason: str, at: datetime
) -> FootageRequest:
    """One commander's no ends it, whoever approved before; the officer is told why, owners never
    hear of it.
    """
    row = _undecided(footage_request, person)
    _say(row, Verdict.REFUSE, person, reason, at)
    _end(row, RequestState.REFUSED, person, reason, at)
    _record(Kind.REQUEST_REFUSED, row, {"unit": row.case.unit.code}, person, reason, at)
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


def _record(
    kind: Kind,
    row: FootageRequest,
    facts: Mapping[str, object],
    person: User,
    reason: str,
    at: datetime,
) -> None:
    subjects = (row.subject, row.case.subject, row.case.unit.subject)
    words = clean_lines(reason)
    private = {"reason": words} if words else {}
    append(Draft(kind, subjects, facts, private), actor=person.subject, at=at)
