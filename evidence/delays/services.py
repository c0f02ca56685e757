"""Delaying what owners are shown: begin, make longer, lift. Each on the record."""

from datetime import datetime

from django.db import transaction

from evidence.cases.models import Case
from portal.ledger.kinds import Kind
from portal.ledger.write import Draft, append
from portal.lib.errors import Refused
from portal.lib.words import clean_lines
from portal.people.models import User
from portal.places.rules import rule

from . import words
from .models import Delay, Extension

__all__ = ["extend", "lift", "start", "words"]

SHORTEST_REASON = 20  # letters


@transaction.atomic
def start(*, case: Case, person: User, ground: str, reason: str, days: int, at: datetime) -> Delay:
    """From now on, and only about what owners have not been told of. Nobody who asked for footage
    in the case may decide it.
    """
    row = _locked(case)
    if not row.is_open:
        raise Refused("delays.case_closed")
    if Delay.objects.filter(case=row).exists():
        raise Refused("delays.once")
    _refuse_requester(row, person)
    kept = _checked(reason)
    _check_days(row, days, at)
    delay = Delay.objects.create(
        case=row, ground=ground, reason=kept, days=days, person=person, started_at=at
    )
    _record(Kind.DELAY_STARTED, delay, person, {"days": days, "ground": ground}, kept, at)
    return delay


@transaction.atomic
def extend(*, delay: Delay, person: User, reason: str, days: int, at: datetime) -> Delay:
    """`days` counts from the start. One that has ended stays ended: its lines were seen."""
    case = _locked(delay.case)
    row = Delay.objects.select_for_update().get(pk=delay.pk)
    row.case = case
    if not row.span.holds_at(at):
        raise Refused("delays.over")
    _refuse_requester(case, person)
    kept = _checked(reason)
    _check_days(case, days, at)
    if days <= row.days:
        raise Refused("delays.not_longer", field="days", days=row.days)
    Extension.objects.create(
        delay=row, person=person, reason=kept, days_before=row.days, days=days, at=at
    )
    row.days = days
    row.save(update_fields=["days"])
    _record(Kind.DELAY_EXTENDED, row, person, {"days": days}, kept, at)
    return row


@transaction.atomic
def lift(*, delay: Delay, person: User, at: datetime) -> Delay:
    """Any commander of the unit may end it early."""
    case = _locked(delay.case)
    row = Delay.objects.select_for_update().get(pk=delay.pk)
    row.case = case
    if not row.span.holds_at(at):
        raise Refused("delays.over")
    row.lifted_at, row.lifted_by = at, person
    row.save(update_fields=["lifted_at", "lifted_by"])
    _record(Kind.DELAY_LIFTED, row, person, {}, "", at)
    return row


def _locked(case: Case) -> Case:
    return Case.objects.select_for_update(of=("self",)).select_related("unit").get(pk=case.pk)


def _refuse_requester(case: Case, person: User) -> None:
    # Requests belong to the room above: by their accessor only.
    if case.requests.filter(requested_by=person).exists():
        raise Refused("delays.own_request")


def _checked(reason: str) -> str:
    kept = clean_lines(reason)
    if sum(letter.isalpha() for letter in kept) < SHORTEST_REASON:
        raise Refused("delays.reason_missing", field="reason", least=SHORTEST_REASON)
    return kept


def _check_days(case: Case, days: int, at: datetime) -> None:
    most = rule("delay.days", case.unit, at)
    if not 1 <= days <= most:
        raise Refused("delays.too_many_days", field="days", most=most)


def _record(
    kind: Kind, delay: Delay, person: User, facts: dict[str, object], reason: str, at: datetime
) -> None:
    case = delay.case
    told = {**facts, "case_kind": case.kind, "unit": case.unit.code}
    private = {"reason": reason} if reason else {}
    append(
        Draft(kind, (case.subject, case.unit.subject), told, private), actor=person.subject, at=at
    )
