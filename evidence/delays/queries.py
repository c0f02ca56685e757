"""Which delay a case has, whether it keeps something back now, and whose desk shows it."""

from datetime import datetime
from typing import Protocol

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from evidence.cases.models import Case
from portal.people.models import User
from portal.people.rights import require
from portal.people.roles import Role

from .models import Delay
from .rules import covers

READERS = (Role.COMMANDER, Role.AUDITOR)


class Wanted(Protocol):
    """A request for footage, of the room above."""

    case_id: int
    basis: str
    requested_by_id: int


def keeps_back(wanted: Wanted, at: datetime) -> bool:
    """Are owners told nothing of this request yet? Asked before every word to them about it."""
    delay = all_delays().filter(case_id=wanted.case_id).first()
    if delay is None or not delay.span.holds_at(at):
        return False
    return covers(
        basis=wanted.basis, requested_by=wanted.requested_by_id, decided_by=delay.deciders
    )


def all_delays() -> QuerySet[Delay]:
    return Delay.objects.select_related("case__unit").prefetch_related("extensions")


def visible_to(person: User, at: datetime) -> QuerySet[Delay]:
    """Those of units in which the person commands or audits."""
    units = {unit for role in READERS for unit in person.units_with(role, at)}
    return all_delays().filter(case__unit_id__in=units).select_related("person", "lifted_by")


def delay_of(case: Case) -> Delay | None:
    rows = all_delays().select_related("person", "lifted_by")
    return rows.prefetch_related("extensions__person").filter(case=case).first()


def get_case(public_id: str, person: User, action: str, at: datetime) -> Case:
    """The case and the right to delay what owners see of it; a stranger gets 404."""
    case = get_object_or_404(Case.objects.select_related("unit"), public_id=public_id)
    require(person, action, case, at=at)
    return case
