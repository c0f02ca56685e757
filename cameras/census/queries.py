"""Reading lists: whose they are, where they stand, what is wrong in them."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet
from django.shortcuts import get_object_or_404

from portal.people.models import User
from portal.people.rights import require
from portal.people.roles import Role
from portal.places.models import Unit

from .models import Import, ImportRow, Verdict
from .rights import choices_of
from .rows import Problem

KEEPERS = (Role.COMMITTEE, Role.BOARD)  # of a unit's inventory


@dataclass(frozen=True)
class Bulk:
    """Something that may be done to many rows at once: an order, a problem's code, how many."""

    order: str
    code: str
    count: int


def get_import(public_id: str, person: User, at: datetime) -> Import:
    """The list and the right to it; a stranger gets 404."""
    related = ("organisation", "unit", "neighbourhood", "person", "stored")
    row = get_object_or_404(Import.objects.select_related(*related), public_id=public_id)
    require(person, "import:view", row, at=at)
    return row


def lists_of(person: User, at: datetime) -> QuerySet[Import]:
    """The lists whose page the person may open: an organisation's, and one's own as a board."""
    choices = choices_of(person, at)
    organisations = [choice.organisation_id for choice in choices if not choice.is_board]
    units = [choice.unit.pk for choice in choices if choice.is_board]
    mine = Q(organisation=None, unit__in=units, person=person)
    rows = Import.objects.filter(mine | Q(organisation__in=organisations))
    return rows.select_related("organisation", "unit", "neighbourhood", "person")


def units_of_keeper(person: User, at: datetime) -> QuerySet[Unit]:
    """Whose inventory the person may take along."""
    keys = {key for role in KEEPERS for key in person.units_with(role, at)}
    return Unit.objects.filter(pk__in=keys).order_by("name")


def counts(source: Import) -> dict[str, int]:
    """How many rows there are of each verdict."""
    found = source.lines.order_by().values_list("verdict").annotate(number=Count("pk"))
    return {**dict.fromkeys(Verdict.values, 0), **dict(found)}


def shown(source: Import, which: str) -> QuerySet[ImportRow]:
    rows = source.lines.order_by("number")
    return rows.filter(verdict=which) if which in Verdict.values else rows


def bulks(source: Import) -> list[Bulk]:
    """What can be done to two rows and more with one button."""
    offered: Counter[str] = Counter()
    asked: Counter[str] = Counter()
    open_rows = source.lines.filter(verdict__in=(Verdict.WRONG, Verdict.ASKS))
    for problems, kept in open_rows.values_list("problems", "kept").iterator():
        found = [Problem(*problem) for problem in problems]
        offered.update({p.code for p in found if p.offer and p.code == "swapped"})
        asked.update({p.code for p in found if p.asks and p.code not in kept})
    take = [Bulk(f"take:{code}", code, n) for code, n in offered.items() if n > 1]
    keep = [Bulk(f"keep:{code}", code, n) for code, n in asked.items() if n > 1]
    return [*take, *keep]
