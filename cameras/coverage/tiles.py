"""What a map shows in its frame: counts by tile when far, points when near.

Counts come from the rows that the writes keep (`registry.counts`), so a frame over a province costs
as much as one over a ward. Points are read from the cameras and consents themselves at the instant
of asking. Nothing here is larger than its bound, whatever the frame.
"""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from cameras.registry.counts import ZOOMS, tile_key
from cameras.registry.models import Camera
from cameras.registry.vocabulary import Ownership, Status
from portal.lib import geo

from .nearby import known_in, rows_in, run_out

NEAR_ZOOM = 15  # about five metres a dot of the screen: from here on single cameras stand apart
MOST_POINTS = 2_000
MOST_TILES = 1_024
FINER = 2  # tiles of counts are so many zooms finer than those of the map: 64 to 128 dots wide
PUBLIC_OWNERS = (Ownership.COMMUNITY, Ownership.STATE)
VIEWS_ZOOM = 18  # from here on a wedge is large enough to be read
PLACE_FACTS = ("id", "public_id", "lat", "lng", "place_kind", "ownership", "verification")
VIEW_FACTS = ("bearing_deg", "fov_deg", "range_m")

# With unit and level outside the branches SQLite would read the unit's whole level.
_BRANCH = "(unit_id = %s AND level = %s AND key BETWEEN %s AND %s)"
_COUNTED = """
    SELECT key, SUM(on_map) FROM registry_tilecount WHERE ({}) AND on_map > 0 GROUP BY key
"""

Spot = tuple[Any, ...]  # of one camera: PLACE_FACTS, from VIEWS_ZOOM on VIEW_FACTS, too


@dataclass(frozen=True)
class Frame:
    """What the reader's window shows."""

    box: geo.Box
    zoom: int

    @property
    def is_near(self) -> bool:
        return self.zoom >= NEAR_ZOOM

    @property
    def shows_views(self) -> bool:
        return self.zoom >= VIEWS_ZOOM


@dataclass(frozen=True)
class Tile:
    """One square with cameras in it; (lat, lng) is its middle."""

    lat: float
    lng: float
    count: int


@dataclass(frozen=True)
class Shown:
    """Either tiles or points, and how many cameras they stand for."""

    count: int
    tiles: Sequence[Tile] = ()
    points: Sequence[Spot] = ()


def for_police(unit_id: int, frame: Frame, at: datetime) -> Shown:
    """The cameras of the unit that their owners let the police know, in this frame."""
    level = level_for(frame)
    counted = _known(unit_id, level, frame.box, at)
    count = sum(counted.values())
    if frame.is_near and count <= MOST_POINTS:
        facts = (*PLACE_FACTS, *VIEW_FACTS) if frame.shows_views else PLACE_FACTS
        points = rows_in(frame.box, unit_id, at, facts, MOST_POINTS)
        return Shown(len(points), points=points)
    return Shown(count, tiles=[_tile(key, level, n) for key, n in counted.items()])


def public_points(unit_id: int, frame: Frame, at: datetime) -> Sequence[Spot]:
    """Near by, cameras of neighbourhoods and of the state: where they stand is no secret."""
    if not frame.is_near:
        return ()
    cameras = known_in(frame.box, unit_id, at).filter(ownership__in=PUBLIC_OWNERS)
    return list(cameras.values_list(*PLACE_FACTS)[:MOST_POINTS])


def level_for(frame: Frame) -> int:
    """The finest kept level that is not finer than readable, nor more tiles than bounded."""
    wanted = [zoom for zoom in ZOOMS if zoom <= frame.zoom + FINER] or [ZOOMS[0]]
    fitting = [zoom for zoom in wanted if _tiles_across(frame.box, zoom) <= MOST_TILES]
    return max(fitting or [ZOOMS[0]])


def _tiles_across(box: geo.Box, zoom: int) -> int:
    west, north, east, south = _edges(box, zoom)
    return (east - west + 1) * (south - north + 1)


def _edges(box: geo.Box, zoom: int) -> tuple[int, int, int, int]:
    west, north = geo.tile_of(box.north, box.west, zoom)
    east, south = geo.tile_of(box.south, box.east, zoom)
    return west, north, east, south


def _known(unit_id: int, level: int, box: geo.Box, at: datetime) -> Counter[int]:
    """Cameras on the police's map by tile, those left out whose consent has just run out."""
    ranges = geo.qk_ranges(box)
    values: list[int] = []
    for first, last in ranges:
        values += [unit_id, level, tile_key(first, level), tile_key(last, level)]
    with connection.cursor() as cursor:
        cursor.execute(_COUNTED.format(" OR ".join([_BRANCH] * len(ranges))), values)
        counted = Counter(dict(cursor.fetchall()))
    if gone := run_out(at):
        cameras = Camera.objects.filter(pk__in=gone, unit_id=unit_id, status=Status.ACTIVE)
        counted.subtract(tile_key(qk, level) for qk in cameras.values_list("qk", flat=True))
    west, north, east, south = _edges(box, level)
    return Counter(
        {
            key: count
            for key, count in counted.items()
            if count > 0
            and west <= (tile := geo.tile_of_key(key))[0] <= east
            and north <= tile[1] <= south
        }
    )


def _tile(key: int, level: int, count: int) -> Tile:
    x, y = geo.tile_of_key(key)
    side = 1 << level
    lat = math.degrees(math.atan(math.sinh(math.pi * (1 - 2 * (y + 0.5) / side))))
    return Tile(round(lat, 6), round((x + 0.5) / side * 360 - 180, 6), count)
