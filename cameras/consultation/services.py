"""Asking at the door: each verb one transaction with its entry in the record.

The record holds ids and counts. Who lives at a door, what they said and what was remarked about it
never enter it: the answer stands in a private text that goes with the household's name.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.db import transaction

from portal.ledger.kinds import Kind
from portal.ledger.models import Mention
from portal.ledger.services import erase_private
from portal.ledger.write import Draft, append
from portal.lib.errors import Refused
from portal.lib.ids import new_id
from portal.lib.words import clean
from portal.look.once import first_made, save_once
from portal.people.models import User
from portal.places.models import Neighbourhood, Unit
from portal.places.rules import day_of, rule

from .models import Consultation, Household, Reply, mark_of
from .queries import tally_of
from .rights import parts_of
from .tally import PUBLIC_FROM, Answer

ACTOR = "system:consultation"
LONGEST_DAYS = 180
KEPT = "consultation.retention_days"
BATCH = 50
SAID = (Kind.HOUSEHOLD_ASKED, Kind.HOUSEHOLD_CORRECTED)


@transaction.atomic
def open_consultation(
    *,
    person: User,
    unit: Unit,
    neighbourhoods: Sequence[Neighbourhood],
    title: str,
    question: str,
    begins_on: date,
    ends_on: date,
    public_id: str | None = None,
    is_demo: bool = False,
    at: datetime,
) -> Consultation:
    """A question to the households of a unit, or of some neighbourhoods of it."""
    if first := first_made(Consultation, public_id, opened_by=person):
        return first
    _check_days(begins_on, ends_on, at)
    if any(part.unit_id != unit.pk for part in neighbourhoods):
        raise Refused("consultation.elsewhere", field="neighbourhoods")
    new = Consultation(
        public_id=public_id or new_id(),
        unit=unit,
        title=clean(title),
        question=clean(question),
        begins_on=begins_on,
        ends_on=ends_on,
        opened_by=person,
        opened_at=at,
        is_demo=is_demo,
    )
    row = save_once(new, opened_by=person)
    if row is not new:
        return row
    row.neighbourhoods.set(neighbourhoods)
    facts = {
        "from": begins_on.isoformat(),
        "until": ends_on.isoformat(),
        "neighbourhoods": sorted(part.public_id for part in neighbourhoods),
        "unit": unit.code,
    }
    subjects = (row.subject, unit.subject)
    append(Draft(Kind.CONSULTATION_OPENED, subjects, facts), actor=person.subject, at=at)
    return row


def _check_days(begins_on: date, ends_on: date, at: datetime) -> None:
    if ends_on < begins_on:
        raise Refused("consultation.ends_before", field="ends_on")
    if ends_on - begins_on > timedelta(days=LONGEST_DAYS):
        raise Refused("consultation.too_long", field="ends_on", days=LONGEST_DAYS)
    if ends_on < day_of(at):
        raise Refused("consultation.over_already", field="ends_on")


@transaction.atomic
def ask(
    *,
    consultation: Consultation,
    person: User,
    neighbourhood: Neighbourhood | None,
    label: str,
    phone: str,
    answer: Answer,
    remark: str,
    another: bool = False,
    public_id: str | None = None,
    at: datetime,
) -> Household:
    """One household and what it said. A name known already is refused, unless it is `another`."""
    if first := first_made(Household, public_id, recorded_by=person):
        return first
    row = _running(consultation, at)
    _check_part(row, person, neighbourhood, at)
    name = clean(label)
    if not name:
        raise Refused("consultation.label_missing", field="label")
    mark = mark_of(row, neighbourhood, name)
    if not another and row.households.filter(mark=mark).exists():
        raise Refused("consultation.twice", field="label")
    new = Household(
        public_id=public_id or new_id(),
        consultation=row,
        neighbourhood=neighbourhood,
        mark=mark,
        recorded_by=person,
        recorded_at=at,
    )
    new.label, new.phone = name, phone
    household = save_once(new, recorded_by=person)
    if household is new:
        _reply(household, 1, answer, remark, person, at)
    return household


@transaction.atomic
def correct(
    *, household: Household, person: User, answer: Answer, remark: str, at: datetime
) -> Reply:
    """What the household says now. The earlier answers stay, and count no longer."""
    _running(household.consultation, at)
    locked = Household.objects.select_for_update(of=("self",)).get(pk=household.pk)
    last = locked.replies.latest("number")
    locked.replies.filter(holds=True).update(holds=False)
    return _reply(locked, last.number + 1, answer, remark, person, at)


def _reply(
    household: Household, number: int, answer: Answer, remark: str, person: User, at: datetime
) -> Reply:
    reply = Reply(household=household, number=number, answer=answer, by=person, at=at)
    reply.remark = clean(remark)
    reply.save()
    consultation = household.consultation
    part = household.neighbourhood
    facts = {
        "neighbourhood": part.public_id if part else None,
        "number": number,
        "unit": consultation.unit.code,
    }
    kind = Kind.HOUSEHOLD_ASKED if number == 1 else Kind.HOUSEHOLD_CORRECTED
    subjects = (household.subject, consultation.subject, consultation.unit.subject)
    append(Draft(kind, subjects, facts, {"answer": answer}), actor=person.subject, at=at)
    return reply


def _running(consultation: Consultation, at: datetime) -> Consultation:
    """The row, locked against closing meanwhile."""
    rows = Consultation.objects.select_for_update(of=("self",)).select_related("unit")
    row = rows.get(pk=consultation.pk)
    if row.is_over(at):
        raise Refused("consultation.closed")
    if day_of(at) < row.begins_on:
        raise Refused("consultation.not_begun", day=f"{row.begins_on:%d/%m/%Y}")
    return row


def _check_part(row: Consultation, person: User, part: Neighbourhood | None, at: datetime) -> None:
    area = list(row.neighbourhoods.values_list("pk", flat=True))
    wrong_unit = part is not None and part.unit_id != row.unit_id
    if wrong_unit or (area and (part is None or part.pk not in area)):
        raise Refused("consultation.elsewhere", field="neighbourhood")
    own = parts_of(person, row.unit_id, at)
    if own is not None and (part is None or part.pk not in own):
        raise Refused("consultation.not_your_part", field="neighbourhood")


@transaction.atomic
def close(*, consultation: Consultation, actor: str, at: datetime) -> Consultation:
    """No more answers. The counts enter the record where there are enough to hide each other."""
    rows = Consultation.objects.select_for_update(of=("self",)).select_related("unit")
    row = rows.get(pk=consultation.pk)
    if row.closed_at is not None:
        raise Refused("consultation.closed")
    row.closed_at = at
    row.save(update_fields=["closed_at"])
    counted = tally_of(row)
    facts: dict[str, object] = {"asked": counted.asked, "unit": row.unit.code}
    if counted.answered >= PUBLIC_FROM:
        facts |= {answer.value: counted.count(answer) for answer in Answer}
    subjects = (row.subject, row.unit.subject)
    append(Draft(Kind.CONSULTATION_CLOSED, subjects, facts), actor=actor, at=at)
    return row


def sweep(at: datetime) -> int:
    """Close what has run out, and forget who was asked once the days for it are over."""
    over = Consultation.objects.filter(closed_at=None, ends_on__lt=day_of(at))
    for row in over.order_by("pk")[:BATCH]:
        close(consultation=row, actor=ACTOR, at=at)
    kept = Consultation.objects.filter(erased_at=None, closed_at__lt=at).select_related("unit")
    due = [
        row
        for row in kept.order_by("closed_at")
        if row.closed_at is not None
        and row.closed_at + timedelta(days=rule(KEPT, row.unit, at)) <= at
    ]
    for row in due[:BATCH]:
        erase(consultation=row, at=at)
    return len(due)


@transaction.atomic
def erase(*, consultation: Consultation, at: datetime) -> None:
    """Names, numbers, remarks, and each answer's text in the record. What stays are counts."""
    row = Consultation.objects.select_for_update().get(pk=consultation.pk)
    if row.erased_at is not None:
        return
    row.erased_at = at
    row.save(update_fields=["erased_at"])
    facts = {"households": row.households.count(), "unit": row.unit.code}
    Reply.objects.filter(household__consultation=row).update(remark_sealed=b"")
    row.households.update(label_sealed=b"", phone_sealed=b"", mark="")
    said = Mention.objects.filter(subject=row.subject, entry__kind__in=SAID)
    erase_private(said.values_list("entry_id", flat=True))
    subjects = (row.subject, row.unit.subject)
    append(Draft(Kind.CONSULTATION_ERASED, subjects, facts), actor=ACTOR, at=at)
