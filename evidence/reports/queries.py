"""Reading figures of years: which units they are about, and what counts of them now."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q

from cameras.registry.models import Camera
from portal.places.models import Succession, Unit, UnitKind

from .comparison import Area, Pair, area_of
from .models import YearCount
from .vocabulary import CAMERAS


@dataclass(frozen=True)
class Ground:
    """The area that is compared, with its units."""

    area: Area
    old: tuple[Unit, ...]
    new: tuple[Unit, ...]

    @property
    def keys(self) -> set[int]:
        return {unit.pk for unit in (*self.old, *self.new)}


def units_of_year(unit: Unit, year: int) -> list[Unit]:
    """Whose figures of that year this unit's people write: those that stood at its end.

    The unit itself, or the former units of which most came to it.
    """
    last_day = date(year, 12, 31)
    stood = Q(valid_from__lte=last_day) & (Q(valid_to=None) | Q(valid_to__gte=last_day))
    of_unit = Q(pk=unit.pk) | Q(became__new=unit, became__is_main=True)
    rows = Unit.objects.filter(stood & of_unit).exclude(kind=UnitKind.DISTRICT).distinct()
    return sorted(rows.defer("outline").order_by("code"), key=lambda row: (len(row.name), row.name))


def ground_of(unit: Unit, year: int | None = None, *, main_only: bool = False) -> Ground:
    """The smallest area with this unit for which the figures before and after it add up.

    In a `year` at whose end the unit stood already, it compares with itself alone.
    """
    if year is not None and date(year, 12, 31) >= unit.valid_from:
        alone = frozenset({unit.pk})
        return Ground(Area(alone, alone), (unit,), (unit,))
    area = area_of(unit.pk, _pairs(unit.province_id), main_only=main_only)
    rows = Unit.objects.filter(pk__in=area.old | area.new).defer("outline")
    by_pk = {row.pk: row for row in rows}
    return Ground(area, _named(by_pk, area.old), _named(by_pk, area.new))


def numbers(units: Iterable[int], year: int) -> dict[str, dict[int, int]]:
    """By figure and unit, the row written last for that year."""
    rows = YearCount.objects.filter(unit__in=list(units), year=year).order_by("at", "pk")
    found: dict[str, dict[int, int]] = {}
    for what, unit, number in rows.values_list("what", "unit_id", "number"):
        found.setdefault(what, {})[unit] = number
    return found


def years_of(units: Iterable[int]) -> list[int]:
    rows = YearCount.objects.filter(unit__in=list(units))
    return sorted(set(rows.order_by().values_list("year", flat=True).distinct()), reverse=True)


def cameras_now(units: Iterable[int]) -> dict[str, dict[int, int]]:
    """Active cameras of each unit in the registry, by whose they are; none is nought."""
    keys = list(units)
    found: dict[str, dict[int, int]] = {figure.value: dict.fromkeys(keys, 0) for figure in CAMERAS}
    rows = Camera.objects.filter(unit_id__in=keys, status="active").values_list(
        "ownership", "unit_id"
    )
    for ownership, unit, count in rows.annotate(total=Count("pk")).order_by():
        found[ownership][unit] = count
    return found


def rows_of(units: Iterable[int], year: int) -> list[YearCount]:
    """Everything ever written for that year, newest first."""
    rows = YearCount.objects.filter(unit__in=list(units), year=year)
    return list(rows.select_related("unit", "recorded_by").defer("unit__outline"))


def _pairs(province: str) -> tuple[Pair, ...]:
    """Successions into one province: a unit is never divided between two of them."""
    rows = Succession.objects.filter(new__province_id=province).exclude(old__kind=UnitKind.DISTRICT)
    return tuple(Pair(*row) for row in rows.values_list("old_id", "new_id", "is_main"))


def _named(by_pk: dict[int, Unit], keys: Iterable[int]) -> tuple[Unit, ...]:
    found = [by_pk[key] for key in keys]
    return tuple(sorted(found, key=lambda unit: (len(unit.name), unit.name)))
