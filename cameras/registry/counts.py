"""How many cameras stand in each map tile and each H3 cell: kept by the writes, so that a map that
shows a province reads some hundred rows instead of every camera.

Whoever changes what counts (a camera's being there, its place, unit, ownership, its being on the
police's map) calls `shift` in the same transaction with what was and what is. Rows are written in
one order, aggregated first: 10,000 cameras of one list are some thousand rows, and two writers
never wait for each other in a circle. Counts belong to a unit: no row is shared by all writers.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import h3
from django.db import connection, transaction
from django.db.models import Count, F, Q

from portal.lib.geo import LEVELS as DEEPEST

from .models import Camera, TileCount
from .vocabulary import Status

CELLS = 0  # the level of H3 cells; every other level is the zoom of web-mercator tiles
ZOOMS = (6, 8, 10, 12, 14, 16, 18)
BATCH = 1_000
TABLE = "registry_tilecount"

Row = tuple[int, int, int, str]  # unit, level, key, ownership
Change = tuple[int, int, int, str, int, int]  # the same, and what is added to both counts


@dataclass(frozen=True)
class Spot:
    """What of a camera is counted."""

    unit_id: int
    ownership: str
    qk: int
    cell: str
    on_map: bool

    def rows(self) -> list[Row]:
        tiles = [
            (self.unit_id, zoom, tile_key(self.qk, zoom), str(self.ownership)) for zoom in ZOOMS
        ]
        return [(self.unit_id, CELLS, h3.str_to_int(self.cell), str(self.ownership)), *tiles]


def tile_key(qk: int, zoom: int) -> int:
    """The tile of this zoom in which a key of `portal.lib.geo` lies; the order of keys stays."""
    return qk >> 2 * (DEEPEST - zoom)


def spot(camera: Camera) -> Spot | None:
    """None for a camera that does not count."""
    if not camera.is_active:
        return None
    return Spot(camera.unit_id, camera.ownership, camera.qk, camera.cell, camera.on_map)


def shift(before: Iterable[Spot | None], after: Iterable[Spot | None]) -> None:
    """Take off what was and add what is. Inside the transaction of the change itself."""
    apply(reckon(before, after))


def reckon(before: Iterable[Spot | None], after: Iterable[Spot | None]) -> list[Change]:
    """By how much each row changes, in the order in which rows are written."""
    totals, on_map = Counter[Row](), Counter[Row]()
    for spots, sign in ((before, -1), (after, 1)):
        for one in spots:
            if one is not None:
                for row in one.rows():
                    totals[row] += sign
                    on_map[row] += sign * one.on_map
    changed = sorted(row for row in totals if totals[row] or on_map[row])
    return [(*row, totals[row], on_map[row]) for row in changed]


def apply(changes: Sequence[Change]) -> None:
    """What `reckon` found, inside the transaction of the change itself."""
    if not connection.in_atomic_block:
        raise RuntimeError("counts change inside the transaction of what they count")
    for start in range(0, len(changes), BATCH):
        _add(changes[start : start + BATCH])


def set_on_map(flags: Mapping[int, bool]) -> None:
    """Whether the owners let the police know these cameras (by primary key), told by consent."""
    locked = Camera.objects.select_for_update(no_key=True).filter(pk__in=flags).order_by("pk")
    turned = [camera for camera in locked if camera.on_map != flags[camera.pk]]
    if not turned:
        return
    before = [spot(camera) for camera in turned]
    for flag in (True, False):
        keys = [camera.pk for camera in turned if flags[camera.pk] is flag]
        Camera.objects.filter(pk__in=keys).update(on_map=flag)
    for camera in turned:
        camera.on_map = flags[camera.pk]
    shift(before, [spot(camera) for camera in turned])


def _add(rows: Sequence[tuple[int | str, ...]]) -> None:
    marks = ", ".join(["(%s, %s, %s, %s, %s, %s)"] * len(rows))
    # No CHECK holds the counts above zero: PostgreSQL tries it on the difference before the sum.
    sql = f"""
        INSERT INTO {TABLE} AS kept (unit_id, level, key, ownership, total, on_map) VALUES {marks}
        ON CONFLICT (unit_id, level, key, ownership) DO UPDATE
        SET total = kept.total + excluded.total, on_map = kept.on_map + excluded.on_map
    """  # noqa: S608 -- the table's own name and placeholders
    with connection.cursor() as cursor:
        cursor.execute(sql, [value for row in rows for value in row])


def recounted() -> Iterator[TileCount]:
    """What the rows should be, counted from the cameras themselves, level by level."""
    active = Camera.objects.filter(status=Status.ACTIVE).order_by()
    figures = {"all": Count("pk"), "shown": Count("pk", filter=Q(on_map=True))}
    by_cell = active.values_list("unit_id", "ownership", "cell").annotate(**figures)
    for unit, ownership, cell, total, on_map in by_cell.iterator():
        yield _row((unit, CELLS, h3.str_to_int(cell), ownership), total, on_map)
    for zoom in ZOOMS:
        key = F("qk").bitrightshift(2 * (DEEPEST - zoom))
        by_tile = active.annotate(tile=key).values_list("unit_id", "ownership", "tile")
        for unit, ownership, tile, total, on_map in by_tile.annotate(**figures).iterator():
            yield _row((unit, zoom, tile, ownership), total, on_map)


def _row(row: Row, total: int, on_map: int) -> TileCount:
    unit, level, key, ownership = row
    return TileCount(
        unit_id=unit, level=level, key=key, ownership=ownership, total=total, on_map=on_map
    )


@transaction.atomic
def rebuild() -> int:
    """Count everything anew; how many rows there are now. Writers wait meanwhile."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            # Whoever writes afterwards counts on top of what is committed here.
            cursor.execute(f"LOCK TABLE {TABLE} IN EXCLUSIVE MODE")
    TileCount.objects.all().delete()
    return len(TileCount.objects.bulk_create(recounted(), batch_size=5 * BATCH))
