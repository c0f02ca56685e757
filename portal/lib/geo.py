"""Places on WGS84: distances and bearings, sortable tile keys, and 'is this in Vietnam at all'.

A place's `qk` interleaves its web-mercator tile numbers at zoom 26 into 52 bits, so the points of
any map tile are one range of whole numbers, the same on every database.
"""

import math
from typing import NamedTuple

import numpy as np
import shapely
from numpy.typing import ArrayLike, NDArray
from pyproj import Geod

LEVELS = 26  # a step of about 0.6 m at the equator
MAX_LATITUDE = 85.05112877980659  # where the web-mercator square ends: atan(sinh(pi))

_WGS84 = Geod(ellps="WGS84")
_TILES = 1 << LEVELS
_METRES_PER_DEGREE = 110_574.0  # the shortest degree of latitude (at the equator): boxes err large


class Box(NamedTuple):
    """Degrees; west <= east, so it never crosses the date line."""

    south: float
    west: float
    north: float
    east: float


def distance_m(lat1: float, lng1: float, lat2: float, lng2: float) -> float:
    """Metres along the ellipsoid."""
    return float(_WGS84.inv(lng1, lat1, lng2, lat2)[2])


def distances_m(lat: float, lng: float, lats: ArrayLike, lngs: ArrayLike) -> NDArray[np.float64]:
    """Metres from one place to many."""
    to_lat, to_lng = np.asarray(lats, dtype=float), np.asarray(lngs, dtype=float)
    from_lat, from_lng = np.full_like(to_lat, lat), np.full_like(to_lng, lng)
    return np.asarray(_WGS84.inv(from_lng, from_lat, to_lng, to_lat)[2], dtype=float)


def bearing_deg(lat1: float, lng1: float, lat2: float, lng2: float) -> float:
    """Direction at the first place towards the second: 0 north, 90 east, below 360."""
    return float(_WGS84.inv(lng1, lat1, lng2, lat2)[0]) % 360.0


def destination(lat: float, lng: float, bearing: float, distance: float) -> tuple[float, float]:
    """The place `distance` metres away in the direction `bearing`, as (lat, lng)."""
    to_lng, to_lat, _ = _WGS84.fwd(lng, lat, bearing, distance)
    return float(to_lat), float(to_lng)


def box_around(lat: float, lng: float, radius_m: float) -> Box:
    """A box that holds the whole circle, a little larger than needed."""
    high = radius_m / _METRES_PER_DEGREE
    nearest_pole = min(abs(lat) + high, 89.0)
    wide = high / math.cos(math.radians(nearest_pole))
    return Box(lat - high, lng - wide, lat + high, lng + wide)


# --- Tile keys ----------------------------------------------------------------------------------


def qk(lat: float, lng: float) -> int:
    """The place's Morton key: 52 bits, x in the even ones."""
    return int(qks([lat], [lng])[0])


def qks(lats: ArrayLike, lngs: ArrayLike) -> NDArray[np.int64]:
    """`qk` of many places at once."""
    x, y = _tiles(lats, lngs)
    return _spread(x) | (_spread(y) << 1)


def _tiles(lats: ArrayLike, lngs: ArrayLike) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Web-mercator x and y at the deepest level."""
    lat = np.clip(np.asarray(lats, dtype=float), -MAX_LATITUDE, MAX_LATITUDE)
    x = np.asarray(lngs, dtype=float) / 360.0 + 0.5
    y = 0.5 - np.arcsinh(np.tan(np.radians(lat))) / (2 * math.pi)
    return _tile_number(x), _tile_number(y)


def _tile_number(share: NDArray[np.float64]) -> NDArray[np.int64]:
    return np.clip((share * _TILES).astype(np.int64), 0, _TILES - 1)


def _spread(number: NDArray[np.int64]) -> NDArray[np.int64]:
    """Put a zero bit in front of each of the low 32 bits (Morton's 'part by one')."""
    for shift, mask in (
        (16, 0x0000FFFF0000FFFF),
        (8, 0x00FF00FF00FF00FF),
        (4, 0x0F0F0F0F0F0F0F0F),
        (2, 0x3333333333333333),
        (1, 0x5555555555555555),
    ):
        number = (number | (number << shift)) & mask
    return number


def qk_range(z: int, x: int, y: int) -> tuple[int, int]:
    """First and last key of a web-mercator tile, both inside (``qk__range=`` takes it as it is).

    Raises ValueError for a tile that does not exist.
    """
    if not (0 <= z <= LEVELS and 0 <= x < 1 << z and 0 <= y < 1 << z):
        raise ValueError(f"got tile {z}/{x}/{y}, want z up to {LEVELS} and x, y below 2^z")
    bits = np.array([x, y], dtype=np.int64)
    spread_x, spread_y = (int(part) for part in _spread(bits))
    shift = 2 * (LEVELS - z)
    first = (spread_x | spread_y << 1) << shift
    return first, first + (1 << shift) - 1


def qk_ranges(box: Box, most: int = 8, spare: int = 0) -> list[tuple[int, int]]:
    """At most `most` ranges (both ends inside) that hold every key of the box, and some around.

    The box is paved with tiles, neighbours in the order are joined, and then the ranges with the
    smallest gaps until few enough are left: the caller filters by the true shape afterwards.
    Further gaps are closed while together they are at most `spare` times as large as the pavement:
    where few rows are expected, reading some in vain is cheaper than another range.
    """
    x, y = _tiles([box.north, box.south], [box.west, box.east])
    (west, east), (north, south) = x.tolist(), y.tolist()
    span = max(east - west, south - north).bit_length()
    shift = max(span - 3, 0)  # 8 to 16 tiles along the longer side
    columns = _spread(np.arange(west >> shift, (east >> shift) + 1, dtype=np.int64))
    lines = _spread(np.arange(north >> shift, (south >> shift) + 1, dtype=np.int64)) << 1
    return _joined(np.sort((columns[:, None] | lines).ravel()), shift, most, spare)


def tile_of(lat: float, lng: float, zoom: int) -> tuple[int, int]:
    """X and y of the web-mercator tile of this zoom in which the place lies."""
    return tile_of_key(qk(lat, lng) >> 2 * (LEVELS - zoom))


def tile_of_key(key: int) -> tuple[int, int]:
    """X and y of a tile from its Morton key: of a place's `qk`, the tile at zoom 26."""
    return _gather(key), _gather(key >> 1)


def _gather(key: int) -> int:
    return sum((key >> 2 * level & 1) << level for level in range(LEVELS))


def _joined(tiles: NDArray[np.int64], shift: int, most: int, spare: int) -> list[tuple[int, int]]:
    """Keep the `most - 1` widest gaps between sorted tiles, of them those beyond what is spare."""
    gaps = np.diff(tiles) - 1
    widening = np.argsort(gaps, kind="stable")
    closed = np.searchsorted(np.cumsum(gaps[widening]), spare * len(tiles), side="right")
    kept = np.sort(widening[max(int(closed), len(gaps) - most + 1) :])
    starts = tiles[np.concatenate(([0], kept + 1))] << 2 * shift
    stops = (tiles[np.concatenate((kept, [len(tiles) - 1]))] + 1 << 2 * shift) - 1
    return list(zip(starts.tolist(), stops.tolist(), strict=True))


# --- Vietnam, coarsely --------------------------------------------------------------------------

# Drawn by hand some 10 to 40 km outside of well-known border places and islands (A Pa Chải, Lũng
# Cú, Trùng Khánh, Móng Cái, Bạch Long Vĩ, Cồn Cỏ, Lý Sơn, Phú Quý, Côn Đảo, Thổ Chu, Hà Tiên, Tịnh
# Biên, Bờ Y, Lao Bảo, Cha Lo, Tây Trang), clockwise, (lat, lng). It catches slips of the keyboard
# and swapped numbers; it is no statement about a border.
_MAINLAND = (
    *((22.45, 102.0), (22.9, 102.4), (22.8, 103.3), (22.95, 104.2), (23.1, 104.8)),
    *((23.5, 105.15), (23.5, 105.6), (23.2, 106.4), (23.0, 106.95), (22.3, 106.9)),
    *((22.0, 107.0), (21.75, 107.5), (21.7, 108.2), (21.1, 108.25), (19.9, 108.0)),
    *((19.0, 106.6), (18.1, 107.0), (17.3, 107.6), (16.7, 108.0), (16.4, 108.6)),
    *((15.6, 109.5), (13.9, 109.7), (12.5, 109.75), (11.3, 109.4), (10.2, 109.3)),
    *((8.4, 107.0), (8.1, 104.8), (9.0, 103.2), (9.7, 103.2), (10.5, 103.7)),
    *((10.65, 104.3), (10.8, 104.9), (11.15, 105.0), (11.2, 105.65), (11.8, 105.7)),
    *((12.15, 106.3), (12.55, 107.0), (13.0, 107.3), (14.0, 107.15), (14.75, 107.3)),
    *((15.2, 107.2), (15.75, 106.95), (16.3, 106.75), (16.55, 106.35), (17.1, 106.3)),
    *((17.6, 105.55), (17.95, 105.4), (18.3, 105.0), (18.75, 104.7), (19.1, 104.1)),
    *((19.3, 103.7), (19.8, 103.8), (20.2, 104.2), (20.6, 103.5), (20.7, 103.1)),
    *((20.9, 102.9), (21.2, 102.75), (21.7, 102.5), (22.2, 101.95)),
)
_ISLANDS = (Box(15.5, 110.9, 17.4, 113.2), Box(6.5, 111.2, 12.2, 117.5))  # Hoàng Sa, Trường Sa
_VIETNAM = shapely.union_all(
    [
        shapely.Polygon([(lng, lat) for lat, lng in _MAINLAND]),
        *(shapely.box(island.west, island.south, island.east, island.north) for island in _ISLANDS),
    ]
)
shapely.prepare(_VIETNAM)


def in_vietnam(lat: float, lng: float) -> bool:
    """Whether the place can be in Vietnam, its coast or islands: coarse, and rather yes than no."""
    return bool(shapely.contains_xy(_VIETNAM, lng, lat))


def looks_swapped(lat: float, lng: float) -> bool:
    """Whether the two numbers make sense only the other way round."""
    return not in_vietnam(lat, lng) and in_vietnam(lng, lat)
