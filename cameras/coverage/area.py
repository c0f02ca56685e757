"""Where somebody wants to know who could have seen it: around a point, a drawn area, a route. Pure.

Shapes are laid on a local plane in metres, true to one in a thousand over the sizes allowed here.
Distances from a point are on the ellipsoid.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from math import cos, isfinite, radians, sqrt

import numpy as np
import shapely
from numpy.typing import ArrayLike, NDArray
from shapely import Geometry, LineString, Point, Polygon

from portal.lib import geo
from portal.lib.errors import Refused

MOST_CORNERS = 100
LEAST_CORNERS = 3
LONGEST_TEXT = 40 * MOST_CORNERS  # characters of corners written as numbers
RIM = 0.005  # of a radius: five times what the plane errs
MOST_KM2 = 4  # a whole ward's middle; requests have narrower limits of their own
MOST_ROUTE_KM = 5
LEAST_WIDTH_M, MOST_WIDTH_M = 5, 100
USUAL_RADIUS_M, USUAL_WIDTH_M = 150, 20  # where nobody said otherwise
_SQUARE_KM = 1e6
_KM = 1000

# WGS84
_MAJOR_M = 6_378_137.0
_ECCENTRICITY2 = 0.00669437999014

Corners = tuple[tuple[float, float], ...]  # (lat, lng) in degrees
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Place:
    """A circle on the ground: degrees of WGS84 and metres."""

    lat: float
    lng: float
    radius_m: float


@dataclass(frozen=True)
class Drawn:
    """A polygon, its corners in order, the last one joined with the first."""

    corners: Corners


@dataclass(frozen=True)
class Route:
    """A way somebody went, and how far to each side of it counts."""

    points: Corners
    width_m: float


Asked = Place | Drawn | Route


@dataclass(frozen=True)
class Plane:
    """Metres east and north of one place, on the ellipsoid's radii there."""

    lat: float
    lng: float

    def to_metres(self, lats: ArrayLike, lngs: ArrayLike) -> tuple[Floats, Floats]:
        north, east = self._metres_per_degree()
        x = (np.asarray(lngs, dtype=float) - self.lng) * east
        y = (np.asarray(lats, dtype=float) - self.lat) * north
        return x, y

    def to_degrees(self, x: float, y: float) -> tuple[float, float]:
        north, east = self._metres_per_degree()
        return self.lat + y / north, self.lng + x / east

    def _metres_per_degree(self) -> tuple[float, float]:
        sine = np.sin(radians(self.lat))
        bend = 1 - _ECCENTRICITY2 * sine * sine
        across = _MAJOR_M / sqrt(bend)
        along = across * (1 - _ECCENTRICITY2) / bend
        return radians(along), radians(across * cos(radians(self.lat)))


@dataclass(frozen=True)
class Area:
    """Ground that is asked about. `spot` is the very point, where there is one."""

    plane: Plane
    box: geo.Box  # of the shape, in degrees
    outline: Geometry | None = None  # in metres on the plane; None: a circle around the spot
    spot: tuple[float, float] | None = None
    radius_m: float = 0  # around the spot

    @cached_property
    def shape(self) -> Geometry:
        """In metres on the plane."""
        return self.outline or Point(0, 0).buffer(self.radius_m, quad_segs=16)

    @property
    def square_m(self) -> float:
        return float(shapely.area(self.shape))

    @property
    def centre(self) -> tuple[float, float]:
        return self.plane.lat, self.plane.lng

    def around(self, metres: float) -> geo.Box:
        """The box, and so much more on every side."""
        high = geo.box_around(self.box.south, self.box.west, metres)
        low = geo.box_around(self.box.north, self.box.east, metres)
        return geo.Box(high.south, min(high.west, low.west), low.north, max(high.east, low.east))

    def distances_m(self, lats: ArrayLike, lngs: ArrayLike) -> Floats:
        """Metres to the spot, or to the nearest edge of the shape (0 inside)."""
        if self.spot is not None:
            return geo.distances_m(*self.spot, lats, lngs)
        return np.asarray(
            shapely.distance(shapely.points(*self.plane.to_metres(lats, lngs)), self.shape)
        )

    def holds(self, lats: ArrayLike, lngs: ArrayLike) -> NDArray[np.bool_]:
        """Which of the places stand in it."""
        if self.spot is not None:
            return self._in_circle(np.asarray(lats, dtype=float), np.asarray(lngs, dtype=float))
        shapely.prepare(self.shape)
        return np.asarray(shapely.contains_xy(self.shape, *self.plane.to_metres(lats, lngs)))

    def _in_circle(self, lats: Floats, lngs: Floats) -> NDArray[np.bool_]:
        """On the plane; only what lies near the rim is measured on the ellipsoid."""
        away = np.hypot(*self.plane.to_metres(lats, lngs))
        inside = away <= self.radius_m
        unsure = np.abs(away - self.radius_m) <= RIM * self.radius_m
        if unsure.any():
            exact = self.distances_m(lats[unsure], lngs[unsure])
            inside[unsure] = exact <= self.radius_m
        return np.asarray(inside)


def read_corners(text: str) -> Corners:
    """From "lat, lng; lat, lng", a place a line as well. Raises Refused for any other text."""
    if len(text) > LONGEST_TEXT:
        raise Refused("coverage.many_corners", field="corners", most=MOST_CORNERS)
    pairs = [pair.split(",") for pair in text.replace("\n", ";").split(";") if pair.strip()]
    try:
        corners = tuple((float(lat), float(lng)) for lat, lng in pairs)
    except ValueError as error:
        raise Refused("coverage.shape_unreadable", field="corners") from error
    if not all(isfinite(number) for corner in corners for number in corner):
        raise Refused("coverage.shape_unreadable", field="corners")
    return corners


def area_of(asked: Asked) -> Area:
    """Raises Refused for a shape that is too large, too fine, crosses itself or lies elsewhere."""
    if isinstance(asked, Place):
        return _circle(asked)
    if isinstance(asked, Drawn):
        return _drawn(asked)
    return _route(asked)


def _circle(place: Place) -> Area:
    box = geo.box_around(place.lat, place.lng, place.radius_m)
    spot = (place.lat, place.lng)
    return Area(Plane(*spot), box, None, spot, place.radius_m)


def _drawn(drawn: Drawn) -> Area:
    plane = _plane(drawn.corners, LEAST_CORNERS, "coverage.few_corners")
    shape = Polygon(_laid(plane, drawn.corners))
    if not shape.is_valid or shape.area < 1:
        raise Refused("coverage.crossed_lines")
    if shape.area > MOST_KM2 * _SQUARE_KM:
        raise Refused("coverage.area_too_large", most=MOST_KM2)
    return _area(plane, shape)


def _route(route: Route) -> Area:
    plane = _plane(route.points, 2, "coverage.few_points")
    line = LineString(_laid(plane, route.points))
    if line.length > MOST_ROUTE_KM * _KM:
        raise Refused("coverage.route_too_long", most=MOST_ROUTE_KM)
    width = min(max(route.width_m, LEAST_WIDTH_M), MOST_WIDTH_M)
    return _area(plane, line.buffer(width))


def _plane(corners: Corners, least: int, too_few: str) -> Plane:
    if len(set(corners)) < least:
        raise Refused(too_few, least=least)
    if len(corners) > MOST_CORNERS:
        raise Refused("coverage.many_corners", most=MOST_CORNERS)
    if any(geo.looks_swapped(*corner) for corner in corners):
        raise Refused("coverage.swapped")
    if not all(geo.in_vietnam(*corner) for corner in corners):
        raise Refused("coverage.outside_vietnam")
    lats, lngs = zip(*corners, strict=True)
    return Plane((min(lats) + max(lats)) / 2, (min(lngs) + max(lngs)) / 2)


def _laid(plane: Plane, corners: Corners) -> Sequence[tuple[float, float]]:
    x, y = plane.to_metres([lat for lat, _ in corners], [lng for _, lng in corners])
    return list(zip(x.tolist(), y.tolist(), strict=True))


def _area(plane: Plane, shape: Geometry) -> Area:
    west, south, east, north = (float(edge) for edge in shapely.bounds(shape))
    low, high = plane.to_degrees(west, south), plane.to_degrees(east, north)
    return Area(plane, geo.Box(low[0], low[1], high[0], high[1]), shape)
