"""Writing cases: open, record what came of it, close."""

from datetime import datetime

from django.db import transaction

from portal.ledger.kinds import Kind
from portal.ledger.write import Draft, append, lock_head
from portal.lib.clock import VIETNAM
from portal.lib.errors import Refused
from portal.lib.ids import new_id
from portal.lib.words import clean, clean_lines
from portal.look.once import first_made, save_once
from portal.people.models import User
from portal.places.models import Unit

from . import words
from .models import Case, Outcome
from .vocabulary import OutcomeKind

__all__ = ["close_case", "open_case", "record_outcome", "words"]

PLACE_SLACK_M = 2_000  # approximate outlines: a case at the border is not turned away


@transaction.atomic
def open_case(
    *,
    person: User,
    unit: Unit,
    kind: str,
    title: str,
    summary: str,
    happened_at: datetime,
    lat: float,
    lng: float,
    at: datetime,
    is_demo: bool = False,
    public_id: str | None = None,
) -> Case:
    """Open a case of the unit. Every look at footage hangs on one.

    With a `public_id` this person has used before: the case opened then, and nothing new.
    """
    if first := first_made(Case, public_id, opened_by=person):
        return first
    if not clean(title):
        raise Refused("cases.title_missing", field="title")
    if happened_at > at:
        raise Refused("cases.happened_in_future", field="happened_at")
    if not unit.contains(lat, lng, slack_m=PLACE_SLACK_M):
        raise Refused("cases.place_outside_unit", field="lat", unit=unit.name)
    new = Case(
        public_id=public_id or new_id(),
        number=_next_number(at),
        kind=kind,
        title=clean(title),
        summary=clean_lines(summary),
        unit=unit,
        opened_by=person,
        happened_at=happened_at,
        lat=lat,
        lng=lng,
        opened_at=at,
        is_demo=is_demo,
    )
    case = save_once(new, opened_by=person)
    if case is not new:
        return case
    append(
        Draft(
            Kind.CASE_OPENED,
            (case.subject, unit.subject),
            {"kind": case.kind, "number": case.number, "unit": unit.code},
            {"title": case.title},
        ),
        actor=person.subject,
        at=at,
    )
    return case


def _next_number(at: datetime) -> str:
    """AN-2026-0001: counted within the year of Vietnam's calendar.

    The head of the record is locked before the latest number is read (the case's entry needs it
    anyway), so of two officers at once the second reads the first one's number.
    """
    lock_head()
    prefix = f"AN-{at.astimezone(VIETNAM).year}-"
    latest = (
        Case.objects.filter(number__startswith=prefix)
        .order_by("-pk")
        .values_list("number", flat=True)
        .first()
    )
    count = int(latest.removeprefix(prefix)) if latest else 0
    return f"{prefix}{count + 1:04d}"


@transaction.atomic
def record_outcome(
    *,
    case: Case,
    person: User,
    kind: str,
    people_caught: int,
    fine_dong: int,
    document: str,
    note: str,
    at: datetime,
) -> Outcome:
    """Write down what the case came to; it stands beside earlier outcomes, never over them."""
    row = Case.objects.select_for_update().get(pk=case.pk)
    if not row.is_open:
        raise Refused("cases.closed")
    if kind == OutcomeKind.NO_USE and (people_caught or fine_dong):
        raise Refused("cases.outcome_contradicts", field="kind")
    if fine_dong and not document.strip():
        raise Refused("cases.fine_without_document", field="document")
    outcome = Outcome.objects.create(
        case=row,
        kind=kind,
        people_caught=people_caught,
        fine_dong=fine_dong,
        document=clean(document),
        note=clean_lines(note),
        recorded_by=person,
        at=at,
    )
    append(
        Draft(
            Kind.OUTCOME_RECORDED,
            (row.subject, row.unit.subject),
            {
                "fine_dong": fine_dong,
                "kind": kind,
                "people_caught": people_caught,
                "unit": row.unit.code,
            },
            {"note": outcome.note} if outcome.note else {},
        ),
        actor=person.subject,
        at=at,
    )
    return outcome


@transaction.atomic
def close_case(*, case: Case, person: User, at: datetime) -> Case:
    """Close the case: from now on nobody opens its footage."""
    row = Case.objects.select_for_update().get(pk=case.pk)
    if not row.is_open:
        raise Refused("cases.closed")
    row.closed_at = at
    row.save(update_fields=["closed_at"])
    append(
        Draft(Kind.CASE_CLOSED, (row.subject, row.unit.subject), {"unit": row.unit.code}),
        actor=person.subject,
        at=at,
    )
    return row
