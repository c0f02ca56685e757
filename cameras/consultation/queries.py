"""Reading consultations: who sees which, and the counts of one."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Prefetch, QuerySet
from django.db.models.functions import Length
from django.shortcuts import get_object_or_404

from portal.people.models import User
from portal.people.rights import require
from portal.people.roles import Role
from portal.places.models import Neighbourhood, Unit

from .models import Consultation, Household, Reply
from .rights import parts_of
from .tally import Answer, Tally, is_public, parts_are_public, total

OPENERS = (Role.BOARD, Role.COMMITTEE)
READERS = (*OPENERS, Role.AUDITOR)
BY_NUMBER = (Length("name"), "name")  # the second before the tenth


@dataclass(frozen=True)
class Part:
    """A neighbourhood's line in the tally. Without one: households of no neighbourhood."""

    name: str
    tally: Tally


def _units(person: User, roles: tuple[Role, ...], at: datetime) -> set[int]:
    return {key for role in roles for key in person.units_with(role, at)}


def units_of_opener(person: User, at: datetime) -> QuerySet[Unit]:
    return Unit.objects.filter(pk__in=_units(person, OPENERS, at)).order_by("name")


def visible_to(person: User, at: datetime) -> QuerySet[Consultation]:
    rows = Consultation.objects.filter(unit_id__in=_units(person, READERS, at))
    return rows.select_related("unit").order_by("-begins_on", "-pk")


def get_consultation(public_id: str, person: User, action: str, at: datetime) -> Consultation:
    """The consultation and the right to it; a stranger gets 404."""
    rows = Consultation.objects.select_related("unit__province", "opened_by")
    row = get_object_or_404(rows, public_id=public_id)
    require(person, action, row, at=at)
    return row


def get_household(public_id: str, person: User, action: str, at: datetime) -> Household:
    rows = Household.objects.select_related("consultation__unit", "neighbourhood")
    row = get_object_or_404(rows, public_id=public_id)
    require(person, action, row, at=at)
    return row


def households_of(consultation: Consultation, person: User, at: datetime) -> QuerySet[Household]:
    """What this person's board may see, the last asked first, with the answer that holds."""
    rows = consultation.households.select_related("neighbourhood").order_by("-recorded_at", "-pk")
    own = parts_of(person, consultation.unit_id, at)
    if own is not None:
        rows = rows.filter(neighbourhood__in=own)
    held = Reply.objects.filter(holds=True)
    return rows.prefetch_related(Prefetch("replies", queryset=held, to_attr="holding"))


def parts_to_ask(consultation: Consultation, person: User, at: datetime) -> QuerySet[Neighbourhood]:
    """Neighbourhoods in the area where this person's board may ask."""
    rows = Neighbourhood.objects.filter(unit=consultation.unit_id).order_by(*BY_NUMBER)
    area = list(consultation.neighbourhoods.values_list("pk", flat=True))
    if area:
        rows = rows.filter(pk__in=area)
    own = parts_of(person, consultation.unit_id, at)
    return rows if own is None else rows.filter(pk__in=own)


def tally_by_part(consultation: Consultation) -> list[Part]:
    """Each neighbourhood in which somebody was asked, by name; one query."""
    counted = (
        Reply.objects.filter(household__consultation=consultation, holds=True)
        .values_list("household__neighbourhood__name", "answer")
        .annotate(n=Count("pk"))
        .order_by("household__neighbourhood__name")
    )
    by_name: dict[str, Counter[str]] = {}
    for name, answer, number in counted:
        by_name.setdefault(name or "", Counter())[answer] = number
    return [
        Part(name, Tally(**{answer.value: found[answer] for answer in Answer}))
        for name, found in sorted(by_name.items(), key=lambda part: (len(part[0]), part[0]))
    ]


def tally_of(consultation: Consultation) -> Tally:
    return total(part.tally for part in tally_by_part(consultation))


@dataclass(frozen=True)
class Published:
    title: str
    question: str
    begins_on: date
    last_day: date
    whole: Tally
    parts: tuple[Part, ...]  # empty where one of them alone would say too much


def published(consultation: Consultation) -> Published | None:
    """What everybody may read of it; None: nothing yet, or too few answered."""
    parts = tally_by_part(consultation)
    whole = total(part.tally for part in parts)
    if not is_public(whole, closed=consultation.closed_at is not None):
        return None
    shown = tuple(parts) if parts_are_public(part.tally for part in parts) else ()
    return Published(
        consultation.title,
        consultation.question,
        consultation.begins_on,
        consultation.last_day(),
        whole,
        shown,
    )
