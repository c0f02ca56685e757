"""Reading offices: those of a unit in their three states, and one by its public id."""

from datetime import datetime

from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404

from portal.people.models import Office, User
from portal.people.rights import require
from portal.people.roles import Role
from portal.places.models import Unit

READERS = (Role.ADMINISTRATOR, Role.AUDITOR)


def units_of_reader(person: User, at: datetime) -> QuerySet[Unit]:
    keys = {key for role in READERS for key in person.units_with(role, at)}
    return Unit.objects.filter(pk__in=keys).order_by("name", "code")


def visible_to(person: User, at: datetime) -> QuerySet[Office]:
    """Offices of the units one administers or audits, and one's own anywhere."""
    here = Q(unit__in=units_of_reader(person, at)) | Q(person=person)
    return Office.objects.filter(here) if person.is_active else Office.objects.none()


def held(unit: Unit, at: datetime) -> QuerySet[Office]:
    return _in(unit).filter(_not_over(at), valid_from__lte=at).order_by("-valid_from", "-pk")


def to_come(unit: Unit, at: datetime) -> QuerySet[Office]:
    return _in(unit).filter(_not_over(at), valid_from__gt=at).order_by("valid_from", "pk")


def ended(unit: Unit, at: datetime) -> QuerySet[Office]:
    return _in(unit).filter(valid_to__lte=at).order_by("-valid_to", "-pk")


def get_office(public_id: str, person: User, action: str, at: datetime) -> Office:
    """The office and the right to it; a stranger gets 404."""
    rows = Office.objects.select_related("person", "unit", "neighbourhood", "appointed_by")
    office = get_object_or_404(rows, public_id=public_id)
    require(person, action, office, at=at)
    return office


def _in(unit: Unit) -> QuerySet[Office]:
    related = Office.objects.select_related("person", "unit", "neighbourhood", "appointed_by")
    return related.filter(unit=unit)


def _not_over(at: datetime) -> Q:
    return Q(valid_to=None) | Q(valid_to__gt=at)
