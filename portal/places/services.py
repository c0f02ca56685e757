"""Loading units and their outlines: repeatable, one transaction, one entry in the record."""

import json
import math
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection, transaction

from portal.ledger.kinds import Kind
from portal.ledger.write import Draft, append
from portal.lib.words import clean, folded

from . import sources
from .models import Province, Succession, Unit
from .outlines import Outline
from .shapes import Shape, compared, distance_to

TWO_TIERS_SINCE = date(2025, 7, 1)
LAST_DAY_BEFORE = date(2025, 6, 30)
FORMER_SINCE = date(1975, 4, 30)  # the packages do not say when a former unit began
OUTLINE_REACH_M = 20_000  # the packages' centres are that far off for a few large units
NOTE_LENGTH = 120
_NAMED = ["name", "kind", "province", "within", "valid_from", "valid_to", "folded", "source"]
_PLACED = ["lat", "lng", "radius_m", "south", "west", "north", "east"]
_OUTLINE_FIELDS = ["outline", "outline_note", *_PLACED]


@dataclass(frozen=True)
class Loaded:
    provinces: int
    units: int
    former: int
    successions: int
    changed: bool


@transaction.atomic
def load_units(*, actor: str, at: datetime) -> Loaded:
    """Bring units and successions to what the packages say. The same release is read once."""
    source = sources.release()
    if Unit.objects.filter(source=source).exists():
        return Loaded(*_counts(), changed=False)
    Province.objects.bulk_create(
        [Province(code=code, name=clean(name)) for code, name in sources.provinces()],
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["name"],
    )
    former = sources.former_units()
    names = dict(Province.objects.values_list("code", "name"))
    rows = [_new(unit, source, names) for unit in sources.new_units()]
    rows += [_former(unit, source) for unit in former]
    _save(rows)
    _save_successions(former)
    _tell_planner()
    loaded = Loaded(*_counts(), changed=True)
    _record(loaded, source, actor, at)
    return loaded


def _tell_planner() -> None:
    """PostgreSQL counts rows some time after they were committed. Until then it takes ten thousand
    units for a few, and joins them row by row: a minute for what takes milliseconds.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE places_unit, places_succession")


@transaction.atomic
def load_outlines(
    outlines: Iterable[Outline], *, note: str, actor: str, at: datetime
) -> tuple[int, list[str]]:
    """Give units in force their official outline. Returns how many, and names that fit no unit.

    Matched by name and place: sources number units differently, and a number that one of them
    moved on names another unit in the next.
    """
    note = clean(note)[:NOTE_LENGTH]
    current = Unit.objects.filter(valid_to=None).exclude(lat=None).defer("outline")
    by_name: dict[str, list[Unit]] = defaultdict(list)
    for unit in current:
        by_name[compared(unit.name)].append(unit)
    fitted: dict[int, Unit] = {}
    strays: list[str] = []
    for outline in outlines:
        fitting = _fitting(outline, by_name[compared(outline.name)])
        if fitting is None:
            strays.append(outline.name)
            continue
        _draw(fitting, outline, note)
        fitted[fitting.pk] = fitting
    Unit.objects.bulk_update(fitted.values(), _OUTLINE_FIELDS, batch_size=50)
    if fitted:
        subject = min(fitted.values(), key=lambda unit: unit.code).subject
        facts = {"outlines": len(fitted), "source": note}
        append(Draft(Kind.UNIT_LOADED, (subject,), facts), actor=actor, at=at)
    return len(fitted), strays


def _fitting(outline: Outline, namesakes: list[Unit]) -> Unit | None:
    """The namesake whose centre lies in or near the outline; the accented name goes first."""
    shape = Shape(outline.lat, outline.lng, outline.radius_m, json.dumps(outline.geometry))
    exact = [unit for unit in namesakes if unit.name == outline.name]
    for candidates in (exact, namesakes):
        away = {
            unit.pk: distance_to(shape, unit.lat, unit.lng)
            for unit in candidates
            if unit.lat is not None and unit.lng is not None
        }
        near = [unit for unit in candidates if away.get(unit.pk, math.inf) <= OUTLINE_REACH_M]
        if near:
            return min(near, key=lambda unit: away[unit.pk])
    return None


def _draw(unit: Unit, outline: Outline, note: str) -> None:
    unit.outline, unit.outline_note = outline.geometry, note
    unit.lat, unit.lng, unit.radius_m = outline.lat, outline.lng, outline.radius_m
    unit.set_bounds()


def _new(unit: sources.NewUnit, source: str, provinces: dict[str, str]) -> Unit:
    name = clean(unit.name)
    fields: dict[str, Any] = asdict(unit) | {"name": name, "province_id": unit.province_code}
    fields.pop("province_code")
    text = folded(f"{name}, {provinces[unit.province_code]}")
    return Unit(**fields, valid_from=TWO_TIERS_SINCE, source=source, folded=text)


def _former(unit: sources.FormerUnit, source: str) -> Unit:
    name, within = clean(unit.name), clean(unit.within)
    fields: dict[str, Any] = asdict(unit) | {"name": name, "within": within}
    fields["province_id"] = fields.pop("province_code")
    fields.pop("successors")
    box = fields.pop("box")
    fields |= dict(zip(("south", "west", "north", "east"), box or (), strict=False))
    return Unit(
        **fields,
        valid_from=FORMER_SINCE,
        valid_to=LAST_DAY_BEFORE,
        source=source,
        folded=folded(f"{name}, {within}"),
    )


def _save(rows: list[Unit]) -> None:
    """Insert what is new and update the rest, save the place of units with an official outline."""
    outlined = set(Unit.objects.exclude(outline=None).values_list("code", flat=True))
    plain = [row for row in rows if row.code not in outlined]
    kept = [row for row in rows if row.code in outlined]
    for batch, fields in ((plain, _NAMED + _PLACED), (kept, _NAMED)):
        for row in batch:
            row.set_bounds()
        Unit.objects.bulk_create(
            batch,
            update_conflicts=True,
            unique_fields=["code"],
            update_fields=fields,
            batch_size=500,
        )


def _save_successions(former: list[sources.FormerUnit]) -> None:
    keys = dict(Unit.objects.values_list("code", "pk"))
    rows = [
        Succession(old_id=keys[unit.code], new_id=keys[code], is_main=is_main)
        for unit in former
        for code, is_main in unit.successors
    ]
    Succession.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["old", "new"],
        update_fields=["is_main"],
        batch_size=2000,
    )


def _counts() -> tuple[int, int, int, int]:
    current = Unit.objects.filter(valid_to=None).count()
    return (
        Province.objects.count(),
        current,
        Unit.objects.count() - current,
        Succession.objects.count(),
    )


def _record(loaded: Loaded, source: str, actor: str, at: datetime) -> None:
    subject = Unit.objects.order_by("code").first()
    assert subject is not None
    facts = {
        "source": source,
        "provinces": loaded.provinces,
        "units": loaded.units,
        "former": loaded.former,
        "successions": loaded.successions,
    }
    append(Draft(Kind.UNIT_LOADED, (subject.subject,), facts), actor=actor, at=at)
