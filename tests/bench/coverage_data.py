"""Synthetic cameras for the map's figures: the same on every database, loaded in bulk.

A province's worth in one unit: the hardest case, since a ward is a hundredth of it. Six of ten
cameras stand in towns of very different sizes, the others anywhere.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import h3
import numpy as np
from django.db import connection, models, transaction

from cameras.consent.models import CurrentConsent
from cameras.registry import counts
from cameras.registry.models import Camera
from portal.lib import geo
from portal.people.models import Organisation, User
from portal.people.roles import Role
from portal.people.services import NewPerson, appoint, register_people_many
from portal.places.models import Province, Unit

AT = datetime(2026, 11, 20, 8, tzinfo=UTC)
GROUND = geo.Box(19.35, 104.6, 20.6, 105.95)
TOWNS = 150
OWNERS = 500
SEED = 136_000
OWNERSHIPS = ("home",) * 7 + ("community",) * 2 + ("state",)


@dataclass(frozen=True)
class Loaded:
    unit: Unit
    officer: User
    towns: list[tuple[float, float]]  # the largest first


def load(count: int) -> Loaded:
    """Fill an empty, migrated database."""
    with transaction.atomic():
        province = Province.objects.get_or_create(code="38", defaults={"name": "Tỉnh mẫu"})[0]
        unit = Unit.objects.create(
            code="bench", name="Đơn vị đo", kind="ward", province=province,
            valid_from=date(2025, 7, 1), lat=20.0, lng=105.3, radius_m=90_000,
        )  # fmt: skip
        officer = register_people_many(
            [NewPerson("Cán bộ đo", "+84901999999", phone_verified=True)], actor="system:x", at=AT
        )[0]
        appoint(
            person=officer, role=Role.OFFICER, unit=unit, appointed_by=None, valid_from=AT, at=AT
        )
        owners = Organisation.objects.bulk_create(
            Organisation(name=f"Hộ {n}", kind="household", unit=unit, created_at=AT)
            for n in range(OWNERS)
        )
        towns = _cameras(count, unit, [owner.pk for owner in owners])
    counts.rebuild()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return Loaded(unit, officer, towns)


def _cameras(count: int, unit: Unit, owners: list[int]) -> list[tuple[float, float]]:
    dice = np.random.default_rng(SEED)
    middles = dice.uniform((GROUND.south, GROUND.west), (GROUND.north, GROUND.east), (TOWNS, 2))
    sizes = 1 / np.arange(1, TOWNS + 1)
    which = dice.choice(TOWNS, count, p=sizes / sizes.sum())
    places = middles[which] + dice.normal(0, 0.008, (count, 2))
    strewn = dice.random(count) < 0.4
    anywhere = dice.uniform((GROUND.south, GROUND.west), (GROUND.north, GROUND.east), (count, 2))
    places[strewn] = anywhere[strewn]
    known = dice.random(count) < 0.9
    lats, lngs = places[:, 0], places[:, 1]
    columns: dict[str, Any] = {
        "id": range(1, count + 1),
        "public_id": (f"c{n:015d}" for n in range(count)),
        "lat": lats.tolist(),
        "lng": lngs.tolist(),
        "qk": geo.qks(lats, lngs).tolist(),
        "cell": (h3.latlng_to_cell(lat, lng, 9) for lat, lng in places.tolist()),
        "owner_id": (owners[n % len(owners)] for n in range(count)),
        "ownership": (OWNERSHIPS[n % len(OWNERSHIPS)] for n in range(count)),
        "bearing_deg": dice.integers(0, 360, count).tolist(),
        "on_map": known.tolist(),
    }
    fixed = {
        "unit_id": unit.pk, "name": "Camera đo", "place_kind": "alley", "created_at": AT,
    }  # fmt: skip
    _write(Camera, columns, fixed, count)
    consents = {"id": range(1, count + 1), "camera_id": range(1, count + 1), "map": known.tolist()}
    _write(CurrentConsent, consents | {"ask": known.tolist()}, {"since": AT}, count)
    return [(float(lat), float(lng)) for lat, lng in middles]


def _write(
    model: type[models.Model], columns: dict[str, Any], fixed: dict[str, Any], count: int
) -> None:
    """Rows in plain SQL: COPY on PostgreSQL, one prepared statement on SQLite."""
    fields = model._meta.concrete_fields
    given = {name: iter(values) for name, values in columns.items()}
    defaults = {
        field.attname: field.get_db_prep_save(
            fixed.get(field.attname, None if field.primary_key else field.get_default()), connection
        )
        for field in fields
        if field.attname not in given
    }
    names = [field.attname for field in fields]

    def rows() -> Iterator[tuple[Any, ...]]:
        for _ in range(count):
            yield tuple(next(given[name]) if name in given else defaults[name] for name in names)

    table, listed = model._meta.db_table, ", ".join(f'"{name}"' for name in names)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({listed}) FROM STDIN") as copy:
                for row in rows():
                    copy.write_row(row)
        else:
            marks = ", ".join(["?"] * len(names))
            connection.connection.executemany(
                f"INSERT INTO {table} ({listed}) VALUES ({marks})",  # noqa: S608 -- own names
                rows(),
            )
