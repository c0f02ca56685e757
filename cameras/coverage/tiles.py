"""What a map shows in its frame: counts by tile when far, points when near.

Counts come from the rows that the writes keep (`registry.counts`), so a frame over a province costs
as much as one over a ward. Points are read from the cameras and consents themselves at the instant
of asking. Nothing here is larger than its bound, whatever the frame.
"""

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import or_

from django.db.models import Q, QuerySet, Sum

from cameras.consent.models import CurrentConsent
from cameras.registry.counts import ZOOMS, tile_key
from cameras.registry.models import Camera, TileCount
from cameras.registry.vocabulary import Ownership, Status
from portal.lib import geo

from .nearby import known_in

NEAR_ZOOM = 15  # about five metres a dot of the screen: from here on single cameras stand apart
MOST_POINTS = 2_000
MOST_TILES = 1_024
FINER = 2  # tiles of counts are so many zooms finer than those of the map: 64 to 128 dots wide
PUBLIC_OWNERS = (Ownership.COMMUNITY, Ownership.STATE)
POINT_FACTS = (
    *("public_id", "lat", "lng", "place_kind", "ownership"),
    *("bearing_deg", "fov_deg", "range_m"),
)

Spot = tuple[str, float, float, str, str, int | None, int, int]  # POINT_FACTS of one camera


@dataclass(frozen=True)
class Frame:
    """What the reader's window shows."""

    box: geo.Box
    zoom: int

    @property
    def is_near(self) -> bool:
        return self.zoom >= NEAR_ZOOM


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
        points = _points(known_in(frame.box, unit_id, at))
        return Shown(len(points), points=points)
    return Shown(count, tiles=[_tile(key, level, n) for key, n in counted.items()])


def public_points(unit_id: int, frame: Frame, at: datetime) -> Sequence[Spot]:
    """Near by, cameras of neighbourhoods and of the state: where they stand is no secret."""
    if not frame.is_near:
        return ()
    return _points(known_in(frame.box, unit_id, at).filter(ownership__in=PUBLIC_OWNERS))


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
    ranges = [
        # With unit and level outside the branches SQLite would read the unit's whole level.
        Q(
            unit_id=unit_id,
            level=level,
            key__range=(tile_key(first, level), tile_key(last, level)),
        )
        for first, last in geo.qk_ranges(box)
    ]
    rows = TileCount.objects.filter(reduce(or_, ranges), on_map__gt=0)
    summed = rows.order_by().values_list("key").annotate(known=Sum("on_map"))
    counted = Counter(dict(summed))
    counted.subtract(tile_key(qk, level) for qk in _run_out(unit_id, at))
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


def _run_out(unit_id: int, at: datetime) -> Iterable[int]:
    """Keys of cameras whose consent has ended, but whose row is not folded anew yet: those of the
    last minutes. They are on no map any more.
    """
    ended = CurrentConsent.objects.filter(until__lte=at, map=True)
    keys = list(ended.values_list("camera_id", flat=True))
    if not keys:
        return ()
    cameras = Camera.objects.filter(pk__in=keys, unit_id=unit_id, status=Status.ACTIVE)
    return cameras.values_list("qk", flat=True)


def _points(cameras: QuerySet[Camera]) -> Sequence[Spot]:
    rows: QuerySet[Camera, Spot] = cameras.values_list(*POINT_FACTS)
    return list(rows[:MOST_POINTS])


def _tile(key: int, level: int, count: int) -> Tile:
    x, y = geo.tile_of_key(key)
    side = 1 << level
    lat = math.degrees(math.atan(math.sinh(math.pi * (1 - 2 * (y + 0.5) / side))))
    return Tile(round(lat, 6), round((x + 0.5) / side * 360 - 180, 6), count)
