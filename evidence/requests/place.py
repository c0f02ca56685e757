"""The place that is asked about: a circle, a drawn area, a drawn route, or one camera. Pure.

A row keeps a circle that holds the whole place (`lat`, `lng`, `radius_m`) and, where something was
drawn, its corners as plain JSON: `{"v": 1, "kind": "area", "corners": [[lat, lng], ...]}`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from math import ceil, pi
from typing import Any

from cameras.coverage.area import (
    LEAST_WIDTH_M,
    MOST_WIDTH_M,
    Area,
    Asked,
    Corners,
    Drawn,
    Place,
    Route,
    area_of,
    read_corners,
)
from portal.lib.errors import Refused
from portal.lib.geo import Box, distance_m

AROUND_CAMERA_M = 25
DIGITS = 6  # of a degree: a tenth of a metre
VERSION = 1


class Mark(StrEnum):
    """How the place was marked."""

    SPOT = "spot"
    AREA = "area"
    ROUTE = "route"
    CAMERA = "camera"


@dataclass(frozen=True)
class Marked:
    """A place as it is kept. For what was drawn the circle holds all of it."""

    lat: float
    lng: float
    radius_m: int
    mark: Mark = Mark.SPOT
    corners: Corners = ()
    width_m: int = 0  # to each side of a route
    camera: str = ""  # the public id of the one camera

    @property
    def asked(self) -> Asked:
        """As the search wants it."""
        if self.mark is Mark.AREA:
            return Drawn(self.corners)
        if self.mark is Mark.ROUTE:
            return Route(self.corners, self.width_m)
        return Place(self.lat, self.lng, self.radius_m)

    @property
    def area(self) -> Area:
        return area_of(self.asked)

    @property
    def square_m(self) -> float:
        return self.area.square_m if self.corners else pi * self.radius_m**2

    @property
    def length_m(self) -> float:
        """Of a route; 0 of everything else."""
        if self.mark is not Mark.ROUTE:
            return 0.0
        pairs = zip(self.corners, self.corners[1:], strict=False)
        return sum(distance_m(*one, *other) for one, other in pairs)

    def to_json(self) -> dict[str, Any] | None:
        if self.mark is Mark.SPOT:
            return None
        kept: dict[str, Any] = {"v": VERSION, "kind": self.mark.value}
        if self.corners:
            kept["corners"] = [list(corner) for corner in self.corners]
        if self.mark is Mark.ROUTE:
            kept["width_m"] = self.width_m
        if self.mark is Mark.CAMERA:
            kept["camera"] = self.camera
        return kept


def from_json(lat: float, lng: float, radius_m: int, shape: Mapping[str, Any] | None) -> Marked:
    """The place of a row."""
    if not shape:
        return Marked(lat, lng, radius_m)
    return Marked(
        lat,
        lng,
        radius_m,
        Mark(shape["kind"]),
        tuple((corner[0], corner[1]) for corner in shape.get("corners", ())),
        shape.get("width_m", 0),
        shape.get("camera", ""),
    )


def spot(lat: float, lng: float, radius_m: int) -> Marked:
    return Marked(lat, lng, radius_m)


def one_camera(public_id: str, lat: float, lng: float) -> Marked:
    return Marked(lat, lng, AROUND_CAMERA_M, Mark.CAMERA, camera=public_id)


def drawn_area(text: str) -> Marked:
    """From corners written as `lat,lng; lat,lng; ...`. Raises Refused for what is no area."""
    return _held(Mark.AREA, _rounded(text), 0)


def drawn_route(text: str, width_m: int) -> Marked:
    """From points written the same way. Raises Refused for what is no route."""
    return _held(Mark.ROUTE, _rounded(text), min(max(width_m, LEAST_WIDTH_M), MOST_WIDTH_M))


def write_corners(corners: Corners) -> str:
    return "; ".join(f"{lat:.{DIGITS}f}, {lng:.{DIGITS}f}" for lat, lng in corners)


def _rounded(text: str) -> Corners:
    return tuple((round(lat, DIGITS), round(lng, DIGITS)) for lat, lng in read_corners(text))


def _held(mark: Mark, corners: Corners, width_m: int) -> Marked:
    asked = Drawn(corners) if mark is Mark.AREA else Route(corners, width_m)
    try:
        area = area_of(asked)
    except Refused as refused:
        raise Refused(refused.code, field="corners", **refused.facts) from refused
    lat, lng = (round(degrees, DIGITS) for degrees in area.centre)
    reach = max(distance_m(lat, lng, *corner) for corner in corners) + width_m
    return Marked(lat, lng, ceil(reach), mark, corners, width_m)


def mostly_same(one: Marked, other: Marked) -> bool:
    """Do they lie on each other for at least half of the smaller one's box?"""
    first, second = one.area.box, other.area.box
    common = Box(
        max(first.south, second.south),
        max(first.west, second.west),
        min(first.north, second.north),
        min(first.east, second.east),
    )
    return 2 * _size(common) >= min(_size(first), _size(second))


def _size(box: Box) -> float:
    return max(0.0, box.north - box.south) * max(0.0, box.east - box.west)
