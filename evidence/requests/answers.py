"""What owners answer, what silence means, and how a target ends."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import partial

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cameras.consent.models import CurrentConsent
from cameras.consent.queries import allowing
from cameras.consent.scopes import Scope
from portal.ledger.kinds import Kind
from portal.ledger.write import Draft, append
from portal.lib.clock import to_text
from portal.lib.errors import Refused
from portal.lib.jobs import nudge
from portal.lib.words import clean
from portal.look.templatetags.words import moment
from portal.notices.services import notify
from portal.people.models import User

from .models import Target
from .part import narrowed
from .scope import Window
from .states import TARGET_MOVES, TargetState, move_target
from .vocabulary import Basis

# What an owner may say about one request: three equal answers.
ANSWERS = {
    "share": TargetState.AGREED,
    "decline": TargetState.DECLINED,
    "nothing": TargetState.NOTHING,
}

ANSWERED = [
    "state",
    "answered_at",
    "answered_by",
    "answered_means",
    "window_start",
    "window_stop",
]
LONGEST_WHY = 300


def _locked(target: Target) -> Target:
    return (
        Target.objects.select_for_update(of=("self",))
        .select_related("request__case__unit", "request__requested_by", "camera")
        .get(pk=target.pk)
    )


@transaction.atomic
def answer(
    *,
    target: Target,
    person: User,
    verdict: str,
    means: str,
    at: datetime,
    part: Window | None = None,
) -> Target:
    """One adult of the owner answers. A later 'no' of anyone ends an earlier 'yes', and a later
    `part`, fewer minutes, narrows it.

    Raises Refused where nobody was asked, after the deadline, after a final answer, and for a
    'yes' to a closed case or where the consent to be asked has been withdrawn.
    """
    row = _locked(target)
    then = ANSWERS[verdict]
    _check_open(row, then, at)
    said = {"answer": verdict}  # private: who declined is nobody's business
    if then == TargetState.AGREED and part is not None:
        part = narrowed(Window(row.start, row.stop), part)
        if part is not None:
            row.window_start, row.window_stop = part.start, part.stop
            said["part"] = f"{to_text(part.start)}/{to_text(part.stop)}"
    if not (part and row.state == TargetState.AGREED):  # narrowing a yes leaves it a yes
        row.state = move_target(row.state, then)
    row.answered_at, row.answered_by, row.answered_means = at, person, means
    row.save(update_fields=ANSWERED)
    _record(row, person, {"means": means}, said, at)
    # After a no as after a yes: what is held for this target ends at once.
    transaction.on_commit(partial(nudge, "extraction.sweep"))
    return row


@transaction.atomic
def answer_all(
    *, targets: Sequence[Target], person: User, verdict: str, means: str, at: datetime
) -> None:
    """The same answer to several windows of one camera: to each that can still be answered so.

    Raises Refused where there is none, and as `answer` does; then nothing of it is kept.
    """
    then = ANSWERS[verdict]
    rows = Target.objects.select_for_update().filter(pk__in=[one.pk for one in targets])
    free = [row for row in rows.order_by("pk") if then in TARGET_MOVES[TargetState(row.state)]]
    for target in free or targets[:1]:
        answer(target=target, person=person, verdict=verdict, means=means, at=at)


@transaction.atomic
def explain_all(*, targets: Sequence[Target], person: User, why: str, at: datetime) -> None:
    """One reason for windows that were declined together."""
    for target in targets:
        explain(target=target, person=person, why=why, at=at)


@transaction.atomic
def explain(*, target: Target, person: User, why: str, at: datetime) -> Target:
    """Why the answer was no, if the owner cares to say; police never read it."""
    row = _locked(target)
    if row.state not in (TargetState.DECLINED, TargetState.NOTHING) or row.answered_by is None:
        raise Refused("requests.nothing_to_explain")
    row.answered_why = clean(why)
    if not row.answered_why or len(row.answered_why) > LONGEST_WHY:
        raise Refused("requests.why_too_long", field="why", limit=LONGEST_WHY)
    row.save(update_fields=["answered_why"])
    _record(row, person, {}, {"why": row.answered_why}, at)
    return row


def _check_open(row: Target, then: TargetState, at: datetime) -> None:
    if row.request.basis != Basis.CONSENT:
        raise Refused("requests.not_asked")
    if row.request.deadline is not None and at >= row.request.deadline:
        raise Refused("requests.deadline_passed", when=moment(row.request.deadline))
    if then == TargetState.AGREED and not row.request.case.is_open:
        raise Refused("requests.case_closed")
    if then == TargetState.AGREED and not _asks(row, at):
        raise Refused("requests.consent_missing")


def _record(
    row: Target,
    person: User,
    facts: Mapping[str, object],
    private: Mapping[str, str],
    at: datetime,
) -> None:
    told = {**facts, "unit": row.request.case.unit.code}
    entry = Draft(Kind.TARGET_ANSWERED, row.subjects, told, dict(private))
    append(entry, actor=person.subject, at=at)


def _asks(row: Target, at: datetime) -> bool:
    held = CurrentConsent.objects.select_for_update().filter(
        allowing(Scope.ASK, at, prefix="camera__"), camera_id=row.camera_id
    )
    return row.camera.is_active and held.first() is not None


def end_target(*, target: Target, then: TargetState, at: datetime) -> Target:
    """How the worker above closes a target: FULFILLED, NOTHING or WITHDRAWN.

    Call inside the transaction that seals or gives up. Tells the officer when there is footage.
    """
    row = _locked(target)
    row.state = move_target(row.state, then)
    row.save(update_fields=["state"])
    if then == TargetState.FULFILLED:
        notify(
            person=row.request.requested_by,
            kind=Kind.ITEM_SEALED,
            title=_("Đã có hình cho yêu cầu của bạn"),
            body=row.request.case.title,
            link=reverse("requests:show", args=[row.request.public_id]),
            subject=row.subject,
            at=at,
        )
    return row
