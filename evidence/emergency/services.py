"""Opening in an emergency, and its end: each on the record, each told, each to be reviewed."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import partial

from django.db import transaction

from evidence.cases.models import Case
from evidence.requests import timekeeper
from evidence.requests.models import FootageRequest
from evidence.requests.states import RequestState
from evidence.requests.vocabulary import Basis
from portal.duties.services import open_duty
from portal.duties.vocabulary import DutyKind
from portal.ledger.kinds import Kind
from portal.ledger.write import Draft, append_many
from portal.lib.errors import Refused
from portal.lib.jobs import nudge
from portal.lib.words import clean, count_words
from portal.people.models import User
from portal.people.roles import Role
from portal.places.rules import rule

from . import telling, words
from .models import Opening
from .queries import age_of, failed_for, left, within_reach
from .states import OpeningState, move_opening
from .vocabulary import Ending

__all__ = ["checked_reason", "end", "open_now", "record", "refuse_closed", "sweep", "words"]

ACTOR = "system:emergency"
AT_ONCE = 2  # of one officer that nobody has reviewed: a third waits
FEWEST_WORDS = 3
LONGEST_REASON = 300
_MS = timedelta(milliseconds=1)


@transaction.atomic
def open_now(
    *, footage_request: FootageRequest, person: User, reason: str, at: datetime
) -> Opening:
    """Let this person look before anybody approved. Pressed twice, the first opening is given back.

    What its cameras' recorders hold is preserved by the next sweep, which is woken at once.
    """
    person = User.objects.select_for_update().get(pk=person.pk)  # two tabs come one by one
    row = _locked(footage_request)
    running = Opening.objects.filter(request=row, person=person, state=OpeningState.RUNNING).first()
    if running is not None:
        running.request = row
        if left(running, at):
            return running
        end(running, _why(running), at=at)
    refuse_closed(row, person)
    opening = _opened(row, person, checked_reason(reason, "emergency.reason_missing"), at)
    targets = list(within_reach(row).select_related("camera"))
    opening.targets.set(targets)
    record(Kind.EMERGENCY_OPENED, opening, person.subject, at, private={"purpose": opening.reason})
    open_duty(
        kind=DutyKind.EMERGENCY_REVIEW,
        about=opening.subject,
        unit=row.case.unit,
        role=Role.COMMANDER,
        actor=person.subject,
        at=at,
    )
    telling.opened(opening, targets, at)
    transaction.on_commit(partial(nudge, "extraction.sweep"))
    return opening


def refuse_closed(row: FootageRequest, person: User) -> None:
    """Raises Refused where this request cannot be opened in an emergency, or not by this person."""
    if row.basis != Basis.EMERGENCY:
        raise Refused("emergency.other_basis")
    if row.state != RequestState.SUBMITTED:
        raise Refused("emergency.not_waiting")
    if not row.case.is_open:
        raise Refused("emergency.case_closed")
    if failed_for(row):
        raise Refused("emergency.found_wrong")
    if not row.targets.filter(camera__link__isnull=False).exists():
        raise Refused("emergency.no_link")
    waiting = (OpeningState.RUNNING, OpeningState.ENDED)
    if Opening.objects.filter(person=person, state__in=waiting).count() >= AT_ONCE:
        raise Refused("emergency.too_many", limit=AT_ONCE)


def _opened(row: FootageRequest, person: User, reason: str, at: datetime) -> Opening:
    unit = row.case.unit
    lasts = timedelta(minutes=rule("emergency.minutes", unit, at))
    review = timedelta(hours=rule("emergency.review_hours", unit, at))
    return Opening.objects.create(
        request=row,
        requested_by_id=row.requested_by_id,
        person=person,
        reason=reason,
        opened_at=at,
        until=at + lasts,
        due_at=at + review,
        born_ms=timekeeper.look(at).passed_ms,
        lasts_ms=lasts // _MS,
        review_ms=review // _MS,
    )


@transaction.atomic
def end(opening: Opening, why: Ending, *, at: datetime, actor: str = ACTOR) -> Opening:
    """Nobody looks any more. A second time, nothing happens."""
    row = Opening.objects.select_for_update().get(pk=opening.pk)
    row.request = opening.request
    if row.state != OpeningState.RUNNING:
        return row
    row.state = move_opening(row.state, OpeningState.ENDED)
    row.ended_at, row.ending = at, why
    row.save(update_fields=["state", "ended_at", "ending"])
    record(Kind.EMERGENCY_ENDED, row, actor, at, facts={"why": str(why)})
    return row


def sweep(at: datetime) -> int:
    """End what is over, name what nobody reviewed; each in a transaction. How many changed.

    The gate does not wait for it: it asks the clock at every piece of bytes.
    """
    timekeeper.look(at)
    changed = 0
    open_states = (OpeningState.RUNNING, OpeningState.ENDED)
    rows = Opening.objects.filter(state__in=open_states).order_by("pk")
    for row in rows.select_related("request__case__unit"):
        if row.state == OpeningState.RUNNING and not left(row, at):
            row = end(row, _why(row), at=at)  # noqa: PLW2901 -- the row as it is now
            changed += 1
        if row.span.is_overdue(age_of(row, at)):
            changed += _name_overdue(row, at)
    return changed


@transaction.atomic
def _name_overdue(opening: Opening, at: datetime) -> bool:
    row = Opening.objects.select_for_update().get(pk=opening.pk)
    row.request = opening.request
    if row.state != OpeningState.ENDED:
        return False
    row.state = move_opening(row.state, OpeningState.OVERDUE)
    row.save(update_fields=["state"])
    record(Kind.EMERGENCY_UNREVIEWED, row, ACTOR, at)
    transaction.on_commit(partial(nudge, "extraction.sweep"))
    return True


def _why(opening: Opening) -> Ending:
    if opening.request.state != RequestState.SUBMITTED:
        return Ending.DECIDED
    return Ending.TIME if opening.request.case.is_open else Ending.CASE_CLOSED


def checked_reason(text: str, missing: str) -> str:
    """Raises Refused with the code `missing` for fewer than three words."""
    reason = clean(text)
    if count_words(reason) < FEWEST_WORDS:
        raise Refused(missing, field="reason")
    if len(reason) > LONGEST_REASON:
        raise Refused("emergency.reason_too_long", field="reason", limit=LONGEST_REASON)
    return reason


def record(
    kind: Kind,
    opening: Opening,
    actor: str,
    at: datetime,
    *,
    facts: Mapping[str, object] | None = None,
    private: Mapping[str, str] | None = None,
) -> None:
    """One entry for each camera, so that no owner reads of another's; one where there is none."""
    row = opening.request
    told = {"basis": row.basis, "unit": row.case.unit.code, **(facts or {})}
    targets = opening.targets.select_related("camera").order_by("pk")
    about: list[tuple[str, ...]] = [(one.subject, one.camera.subject) for one in targets]
    append_many(
        [
            Draft(kind, (opening.subject, *names, *row.subjects), told, private or {})
            for names in about or [()]
        ],
        actor=actor,
        at=at,
    )


def _locked(footage_request: FootageRequest) -> FootageRequest:
    rows = FootageRequest.objects.select_for_update(of=("self",)).select_related("case__unit")
    row = rows.get(pk=footage_request.pk)
    row.case = (
        Case.objects.select_for_update(of=("self",)).select_related("unit").get(pk=row.case_id)
    )
    return row
