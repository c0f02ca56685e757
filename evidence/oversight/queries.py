"""Reading sheets within an auditor's scope, and which of them are still to be made."""

from collections import defaultdict
from datetime import datetime

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery

from evidence.requests.models import FootageRequest
from portal.lib import ids
from portal.people.models import User
from portal.people.roles import Role
from portal.places.models import Unit

from .found import Month
from .models import Question, Sheet
from .rules import Asked
from .vocabulary import OPEN

MOST_MONTHS = 12  # that a sweep makes up for


def months_missing(latest: Month) -> list[tuple[Unit, Month]]:
    """Sheets not made up to `latest`, the oldest first: a sweep that stood still catches up.

    From the month in which the unit's people first asked for footage; a unit that has sheets is
    asked for none before its first; and nothing further back than MOST_MONTHS.
    """
    asked = FootageRequest.objects.filter(case__unit=OuterRef("pk")).exclude(submitted_at=None)
    first = asked.order_by("submitted_at").values("submitted_at")[:1]
    begun = Unit.objects.annotate(asked_at=Subquery(first)).exclude(asked_at=None)
    made: dict[int, set[int]] = defaultdict(set)
    for unit_id, day in Sheet.objects.values_list("unit_id", "month"):
        made[unit_id].add(Month(day).number)
    missing: list[tuple[int, int]] = []
    for unit_id, asked_at in begun.values_list("pk", "asked_at"):
        begin = min(made[unit_id], default=Month.of(asked_at).number)
        wanted = range(max(begin, latest.number - MOST_MONTHS + 1), latest.number + 1)
        missing += [(number, unit_id) for number in wanted if number not in made[unit_id]]
    units = Unit.objects.defer("outline").in_bulk({unit_id for _, unit_id in missing})
    return [(units[unit_id], Month.numbered(number)) for number, unit_id in sorted(missing)]


def asked_about(unit: Unit, month: Month) -> list[Asked]:
    """The questions of the unit's other sheets, those of later months too if this one is late."""
    rows = (
        Question.objects.filter(sheet__unit=unit)
        .exclude(sheet__month=month.first)
        .order_by("sheet__month", "pk")
        .values_list("rule", "officer__public_id", "other__public_id", "about", "sheet__month", "k")
    )
    return [
        Asked((rule, _person(officer), _person(other), about), Month(first), k)
        for rule, officer, other, about, first, k in rows
    ]


def _person(public_id: str | None) -> str:
    return ids.subject("person", public_id) if public_id else ""


def units_of(person: User, role: Role, at: datetime) -> list[Unit]:
    rows = Unit.objects.filter(pk__in=person.units_with(role, at))
    return list(rows.defer("outline").order_by("name"))


def visible_to(person: User, at: datetime) -> QuerySet[Sheet]:
    """Sheets of the units where the person is auditor."""
    return Sheet.objects.filter(unit__in=person.units_with(Role.AUDITOR, at))


def listed(person: User, at: datetime) -> QuerySet[Sheet]:
    """With how many questions each has and how many are open; about the reader none."""
    theirs = ~_names(person, "questions__")
    return (
        visible_to(person, at)
        .select_related("unit")
        .defer("unit__outline")
        .annotate(
            asked=Count("questions", filter=theirs),
            waiting=Count("questions", filter=theirs & Q(questions__state=OPEN)),
        )
        .order_by("-month", "unit__name")
    )


def open_counts(units: list[Unit]) -> list[tuple[Unit, int]]:
    """How many questions of each unit nobody has answered yet: all that a committee learns."""
    rows = Question.objects.filter(sheet__unit__in=units, state=OPEN).order_by()
    counted = dict(rows.values_list("sheet__unit_id").annotate(total=Count("pk")))
    return [(unit, counted.get(unit.pk, 0)) for unit in units]


def questions_of(sheet: Sheet, reader: User) -> QuerySet[Question]:
    """Nobody reads what is asked about themselves, auditor or not."""
    rows = Question.objects.filter(sheet=sheet).exclude(_names(reader))
    return rows.select_related("officer", "other").prefetch_related("answers__person")


def _names(person: User, prefix: str = "") -> Q:
    # A null `other` must stay false, not unknown, when the whole is negated.
    second = Q(**{f"{prefix}other": person}) & Q(**{f"{prefix}other__isnull": False})
    return Q(**{f"{prefix}officer": person}) | second
