"""Reading cases: only those of units in which the person is police today."""

from datetime import datetime
from typing import Any

from django.db.models import Case as Either
from django.db.models import Count, F, Min, Q, QuerySet, When
from django.shortcuts import get_object_or_404

from portal.people.models import User
from portal.people.rights import require
from portal.people.roles import Role
from portal.places.models import Unit

from .models import Case

POLICE = (Role.OFFICER, Role.COMMANDER)


def police_units(person: User, at: datetime) -> QuerySet[Unit]:
    keys = {key for role in POLICE for key in person.units_with(role, at)}
    return Unit.objects.filter(pk__in=keys).order_by("name")


def visible_to(person: User, at: datetime) -> QuerySet[Case]:
    """Cases of the units in which the person holds a police office at that instant."""
    keys = {key for role in POLICE for key in person.units_with(role, at)}
    return Case.objects.filter(unit_id__in=keys)


def case_list(person: User, at: datetime) -> QuerySet[Case]:
    return (
        visible_to(person, at)
        .select_related("unit", "opened_by")
        .annotate(request_count=Count("requests"))
        .order_by("-opened_at", "-pk")  # a grouped query forgets the order of Meta
    )


def requests_by_expiry(case: Case, at: datetime) -> QuerySet[Any]:
    """The case's requests, of the room above by accessors only: first those that still run, the
    footage that dies first on top, whatever owners said; then the latest.
    """
    runs = Q(state__in=("draft", "submitted", "approved"), dies_first__gt=at)
    return (
        case.requests.annotate(
            dies_first=Min("targets__dies_at"),
            spans=Count("targets__asked_start", distinct=True),
        )
        .annotate(next_to_die=Either(When(runs, then=F("dies_first"))))
        .order_by(F("next_to_die").asc(nulls_last=True), "-created_at", "-pk")
    )


def get_case(public_id: str, person: User, action: str, at: datetime) -> Case:
    """The case and the right to it in one line; a stranger gets 404."""
    case = get_object_or_404(Case.objects.select_related("unit", "opened_by"), public_id=public_id)
    require(person, action, case, at=at)
    return case
