"""Which cameras stand where: the queries of maps and searches, each a few ranges of one index.

What a query costs depends on what stands inside its box, never on what stands elsewhere: the index
`camera_on_map` is read in at most four ranges of keys that hold the box (and are twice as large as
a rule, five times at worst), and what lies beside the box is dropped inside the index.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import numpy as np
from django.db import connection
from django.db.models import QuerySet
from numpy.typing import NDArray

from cameras.registry.models import Camera
from cameras.registry.vocabulary import Status
from portal.lib.geo import Box, qk_ranges

from .area import Area

RANGES = 4
# So small a box (degrees, about 500 m) holds few cameras: then one range more costs the database
# longer to plan than reading up to three times as many of its neighbours in the index.
SMALL_DEG, SPARE = 0.005, 3
_C = "registry_camera"
# Every condition stands in each branch: with the unit outside SQLite would rather read the whole
# unit than join ranges. In plain SQL and with the numbers written out, since the ORM takes longer
# to put two dozen conditions together than the database to answer them.
_BRANCH = (
    f"({_C}.status = 'active' AND {_C}.on_map AND {_C}.unit_id = {{unit:d}}"
    f" AND {_C}.qk BETWEEN {{first:d}} AND {{last:d}}"
    f" AND {_C}.lat BETWEEN {{south!r}} AND {{north!r}}"
    f" AND {_C}.lng BETWEEN {{west!r}} AND {{east!r}})"
)
assert Status.ACTIVE.value == "active"

# Consents that have ended, but whose row is not folded anew yet: those of the last minutes. Their
# `on_map` still says yes, so every map and search leaves them out.
_RUN_OUT = "SELECT camera_id FROM consent_currentconsent WHERE map AND until <= {ended}"

# PostgreSQL packs places into one value: degrees written as text, row by row, and read again would
# take longer than the search itself.
_PACK = "SELECT string_agg(int8send(id) || float8send(lat) || float8send(lng), '') FROM ({}) found"
_PACKED = np.dtype([("id", ">i8"), ("lat", ">f8"), ("lng", ">f8")])

Floats = NDArray[np.float64]


def run_out(at: datetime) -> list[int]:
    """Cameras (by primary key) whose consent has ended, while `on_map` still says yes."""
    with connection.cursor() as cursor:
        cursor.execute(_run_out(at))
        return [key for (key,) in cursor.fetchall()]


def known_in(box: Box, unit_id: int, at: datetime) -> QuerySet[Camera]:
    """Cameras of the unit in the box whose owners let the police know them on the map.

    `on_map` is written with the consent it is folded from, in one transaction.
    """
    where = f"({' OR '.join(_branches(box, unit_id))}) AND {_C}.id NOT IN ({_run_out(at)})"
    return Camera.objects.extra(where=[where])  # noqa: S610 -- numbers and instants of ours


def rows_in(
    box: Box, unit_id: int, at: datetime, columns: Sequence[str], most: int
) -> list[tuple[Any, ...]]:
    """The same cameras as plain rows, at most so many. `id` must be among the columns."""
    with connection.cursor() as cursor:
        cursor.execute(f"{_select(box, unit_id, at, columns)} LIMIT {most:d}")
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows


def standing_in(area: Area, unit_id: int, at: datetime) -> list[int]:
    """Primary keys of known cameras that stand in the area, whatever they look at."""
    keys, lats, lngs = _places(_select(area.box, unit_id, at, ("id", "lat", "lng")))
    if not len(keys):
        return []
    found: list[int] = keys[area.holds(lats, lngs)].tolist()
    return found


def _places(sql: str) -> tuple[NDArray[np.int64], Floats, Floats]:
    """(keys, latitudes, longitudes) as arrays: thousands of places, of which few are kept."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_PACK.format(sql))
            rows = np.frombuffer(bytes(cursor.fetchone()[0] or b""), _PACKED)
            return rows["id"].astype(np.int64), rows["lat"].astype(float), rows["lng"].astype(float)
        cursor.execute(sql)
        table = np.array(cursor.fetchall()).reshape(-1, 3)  # a key is whole in 53 bits
        return table[:, 0].astype(np.int64), table[:, 1], table[:, 2]


def _select(box: Box, unit_id: int, at: datetime, columns: Sequence[str]) -> str:
    # One range after the other: so id and place come from the index alone.
    names = ", ".join(columns)
    union = " UNION ALL ".join(
        f"SELECT {names} FROM {_C} WHERE {branch}"  # noqa: S608 -- columns and numbers of ours
        for branch in _branches(box, unit_id)
    )
    return f"SELECT * FROM ({union}) known WHERE id NOT IN ({_run_out(at)})"  # noqa: S608


def _branches(box: Box, unit_id: int) -> list[str]:
    edges = {name: float(edge) for name, edge in box._asdict().items()}
    spare = SPARE if box.north - box.south < SMALL_DEG else 0
    return [
        _BRANCH.format(unit=unit_id, first=first, last=last, **edges)
        for first, last in qk_ranges(box, RANGES, spare)
    ]


def _run_out(at: datetime) -> str:
    """An instant prints as digits and signs of time: it needs no escaping."""
    return _RUN_OUT.format(ended=f"'{connection.ops.adapt_datetimefield_value(at)}'")
