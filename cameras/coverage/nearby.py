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

from cameras.registry.models import Camera
from cameras.registry.vocabulary import Status
from portal.lib.geo import Box, qk_ranges

from .area import Area

RANGES = 4
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
_RUN_OUT = "SELECT camera_id FROM consent_currentconsent WHERE map AND until <= %s"


def run_out(at: datetime) -> list[int]:
    """Cameras (by primary key) whose consent has ended, while `on_map` still says yes."""
    with connection.cursor() as cursor:
        cursor.execute(_RUN_OUT, [connection.ops.adapt_datetimefield_value(at)])
        return [key for (key,) in cursor.fetchall()]


def known_in(box: Box, unit_id: int, at: datetime) -> QuerySet[Camera]:
    """Cameras of the unit in the box whose owners let the police know them on the map.

    `on_map` is written with the consent it is folded from, in one transaction.
    """
    where = f"({' OR '.join(_branches(box, unit_id))}) AND {_C}.id NOT IN ({_RUN_OUT})"
    ended = connection.ops.adapt_datetimefield_value(at)
    return Camera.objects.extra(where=[where], params=[ended])  # noqa: S610 -- numbers of ours


def rows_in(
    box: Box, unit_id: int, at: datetime, columns: Sequence[str], most: int | None = None
) -> list[tuple[Any, ...]]:
    """The same cameras as plain rows, at most so many: for answers with thousands of them. `id`
    must be among the columns.
    """
    # One range after the other: so id and place come from the index alone.
    names = ", ".join(columns)
    union = " UNION ALL ".join(
        f"SELECT {names} FROM {_C} WHERE {branch}"  # noqa: S608 -- columns and numbers of ours
        for branch in _branches(box, unit_id)
    )
    sql = f"SELECT * FROM ({union}) known WHERE id NOT IN ({_RUN_OUT})"  # noqa: S608
    if most is not None:
        sql += f" LIMIT {most:d}"
    ended = connection.ops.adapt_datetimefield_value(at)
    with connection.cursor() as cursor:
        cursor.execute(sql, [ended])
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows


def _branches(box: Box, unit_id: int) -> list[str]:
    edges = {name: float(edge) for name, edge in box._asdict().items()}
    return [
        _BRANCH.format(unit=unit_id, first=first, last=last, **edges)
        for first, last in qk_ranges(box, RANGES)
    ]


def standing_in(area: Area, unit_id: int, at: datetime) -> list[int]:
    """Primary keys of known cameras that stand in the area, whatever they look at."""
    rows = rows_in(area.box, unit_id, at, ("id", "lat", "lng"))
    if not rows:
        return []
    places = np.array(rows)  # a key is whole in 53 bits
    held = area.holds(places[:, 1], places[:, 2])
    keys: list[int] = places[held, 0].astype(np.int64).tolist()
    return keys
