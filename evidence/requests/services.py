"""Writing requests: submit, decide. Drafts stand in `drafting.py`, answers in `answers.py`."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from evidence.cases.models import Case
from portal.ledger.kinds import Kind
from portal.ledger.write import Draft, append
from portal.lib.errors import Refused
from portal.lib.words import clean_lines
from portal.notices.services import notify
from portal.people.models import User

from . import scope, words
from .deadline import lives_until
from .drafting import Paper, choose_cameras, draft_request
from .invitations import invite_owners
from .limits import approvals_needed, bounds_for, limits_for
from .models import Approval, FootageRequest
from .queries import approvers
from .states import RequestState, move_request
from .twins import refuse_twin
from .vocabulary import Verdict
from .widening import record_not_found, widen
from .windows import total

__all__ = [
    "Paper",
    "approve",
    "choose_cameras",
    "draft_request",
    "record_not_found",
    "refuse",
    "submit",
    "widen",
    "words",
]


@transaction.atomic
def submit(
    *, footage_request: FootageRequest, person: User, reason: str = "", at: datetime
) -> FootageRequest:
    """Hand the draft to the commanders of the unit. Beyond the unit's usual limits a `reason` must
    be given, and two of them decide.
    """
    row = FootageRequest.objects.select_for_update().get(pk=footage_request.pk)
    row.state = move_request(row.state, RequestState.SUBMITTED)
    if not Case.objects.select_for_update().get(pk=row.case_id).is_open:
        raise Refused("requests.case_closed")
    targets = list(row.targets.all())
    cameras = len({target.camera_id for target in targets})
    scope.check_cameras(cameras, bounds_for(row.urgency))
    scope.check_alive([target.dies_at for target in targets], at)
    refuse_twin(row)
    limits = limits_for(row.case.unit, row.urgency, at)
    windows = row.windows
    beyond = scope.excess(windows, row.place, cameras, limits)
    row.submitted_at, row.beyond_reason = at, scope.checked_reason(beyond, clean_lines(reason))
    row.approvals_needed = approvals_needed(
        row.case.unit, row.urgency, cameras, at, beyond=bool(beyond)
    )
    row.save(update_fields=["state", "submitted_at", "approvals_needed", "beyond_reason"])
    append(
        Draft(
            Kind.REQUEST_SUBMITTED,
            row.subjects,
            {
                "basis": row.basis,
                "beyond": [str(name) for name in beyond],
                "cameras": cameras,
                "seconds": int(total(windows).total_seconds()),
                "unit": row.case.unit.code,
                "urgency": row.urgency,
                "windows": len(windows),
            },
            {"purpose": row.purpose}
            | ({"beyond_reason": row.beyond_reason} if row.beyond_reason else {}),
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
    if row.beyond_reason and not clean_lines(reason):
        raise Refused("requests.approval_reason_missing", field="reason")
    targets = list(
        row.targets.select_for_update(of=("self",)).select_related("camera__owner").order_by("rank")
    )
    scope.check_alive([lives_until(target) for target in targets], at)
    _say(row, Verdict.APPROVE, person, reason, at)
    given = row.approvals.filter(verdict=Verdict.APPROVE).count()
    complete = given >= row.approvals_needed
    if complete:
        _end(row, RequestState.APPROVED, person, reason, at)
    facts = {
        "approval": given,
        "approvals_needed": row.approvals_needed,
        "basis": row.basis,
        "cameras": len({target.camera_id for target in targets}),
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
    words = clean_lines(reason)
    private = {"reason": words} if words else {}
    append(Draft(kind, row.subjects, facts, private), actor=person.subject, at=at)
