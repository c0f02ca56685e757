"""How far a point is from a unit: an outline where one is known, else a circle. No Django."""

import json
import math
from dataclasses import dataclass
from functools import lru_cache

from shapely.geometry import Point, shape
from shapely.geometry.base import BaseGeometry
from shapely.ops import nearest_points

from portal.lib.geo import box_around, distance_m
from portal.lib.words import folded


@dataclass(frozen=True)
class Shape:
    lat: float
    lng: float
    radius_m: int
    outline: str | None  # GeoJSON geometry as text, so that it can be a cache's key


def bounds_of(place: Shape) -> tuple[float, float, float, float]:
    """South, west, north, east of the outline, or of the circle."""
    if place.outline is None:
        box = box_around(place.lat, place.lng, place.radius_m)
        return box.south, box.west, box.north, box.east
    west, south, east, north = _geometry(place.outline).bounds
    return south, west, north, east


def compared(name: str) -> str:
    """A unit's name for matching between sources, which write other dashes and spaces."""
    return "".join(letter for letter in folded(name) if letter.isalnum())


def radius_of(area_km2: float) -> int:
    """The radius in metres of a circle with this area."""
    if not math.isfinite(area_km2) or area_km2 <= 0:
        raise ValueError(f"got an area of {area_km2} km², want more than 0")
    return round(math.sqrt(area_km2 * 1_000_000 / math.pi))


@lru_cache(maxsize=256)
def _geometry(outline: str) -> BaseGeometry:
    return shape(json.loads(outline))


def distance_to(place: Shape, lat: float, lng: float) -> float:
    """Metres from the point to the shape's edge, 0 inside."""
    if place.outline is None:
        return max(0.0, distance_m(place.lat, place.lng, lat, lng) - place.radius_m)
    geometry = _geometry(place.outline)
    point = Point(lng, lat)
    if geometry.covers(point):
        return 0.0
    # Nearest in degrees is near enough to nearest in metres at a unit's edge this far south;
    # the distance itself is measured on the ellipsoid.
    edge = nearest_points(geometry, point)[0]
    return distance_m(lat, lng, edge.y, edge.x)
