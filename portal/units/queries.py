"""Reading one unit with all that its page tells."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count
from django.shortcuts import get_object_or_404

from portal.people.models import User
from portal.people.roles import Role
from portal.places.models import Neighbourhood, Unit, UnitKind
from portal.places.queries import successors

MANAGERS = (Role.COMMITTEE, Role.ADMINISTRATOR)


@dataclass(frozen=True)
class Part:
    """A former unit of which one in force was formed, as a whole or with a part of it."""

    unit: Unit
    whole: bool
    is_main: bool  # the larger part came here


def get_unit(code: str) -> Unit:
    return get_object_or_404(Unit.objects.select_related("province"), code=code)


def units_of_manager(person: User, at: datetime) -> list[Unit]:
    """Units for which this person may act as committee or administrator."""
    keys = {key for role in MANAGERS for key in person.units_with(role, at)}
    rows = Unit.objects.filter(pk__in=keys).select_related("province").defer("outline")
    return list(rows.order_by("name"))


def parts_of(unit: Unit) -> list[Part]:
    """Former wards and communes of which it was formed, whole ones first, by name."""
    rows = (
        unit.formed_from.exclude(old__kind=UnitKind.DISTRICT)
        .select_related("old__province")
        .defer("old__outline")
        .annotate(ways=Count("old__became"))
    )
    parts = [Part(row.old, row.ways == 1, row.is_main) for row in rows]
    return sorted(parts, key=lambda part: (not part.is_main, natural(part.unit.name)))


def became(unit: Unit) -> list[Unit]:
    """What a former unit became, the main successor first."""
    return successors(unit)


def wards_of(district: Unit) -> list[Unit]:
    """The former wards and communes of a former district, by name."""
    rows = Unit.objects.filter(within=district.full_name).exclude(kind=UnitKind.DISTRICT)
    return sorted(rows.defer("outline"), key=lambda unit: natural(unit.name))


def neighbourhoods_of(unit: Unit) -> list[Neighbourhood]:
    return sorted(unit.neighbourhoods.all(), key=lambda row: natural(row.name))


def natural(name: str) -> tuple[tuple[int, str], ...]:
    """'Phường 2' before 'Phường 10'."""
    parts: Iterable[str] = re.split(r"(\d+)", name.casefold())
    return tuple((int(part), "") if part.isdigit() else (-1, part) for part in parts)
