"""The place that is asked about, beside the owner's camera, as a drawing that needs no script.

A page that an owner opens on a slow line carries no map: some hundred bytes of SVG tell as much.
Whole numbers only, since a decimal comma is no number to a browser.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import shapely
from shapely import Geometry

from .place import Mark, Marked

SIDE = 200  # units of the drawing
SCALE_FROM = 6
EDGE = 20  # left free around what is drawn
LEAST_M = 40  # of ground shown, so that a camera alone is not blown up
SCALES_M = (10, 20, 50, 100, 200, 500, 1000, 2000)


@dataclass(frozen=True)
class Sketch:
    """North is up. `place` and `line` are SVG paths."""

    place: str
    line: str  # of a route, within the place
    x: int  # the camera
    y: int
    scale_m: int
    scale: int  # its length in the drawing

    @property
    def end(self) -> int:
        """Where the scale's bar ends."""
        return SCALE_FROM + self.scale


def sketch_of(place: Marked, lat: float, lng: float) -> Sketch:
    """The place and a camera at (lat, lng)."""
    area = place.area
    east, north = area.plane.to_metres([lat], [lng])
    here = (float(east[0]), float(north[0]))
    bounds = shapely.bounds(shapely.union(area.shape, shapely.Point(here)))
    west, south, right, top = (float(edge) for edge in bounds)
    across = max(right - west, top - south, LEAST_M)
    units = (SIDE - 2 * EDGE) / across
    middle_x, middle_y = (west + right) / 2, (south + top) / 2

    def put(x: float, y: float) -> tuple[int, int]:
        return round(SIDE / 2 + (x - middle_x) * units), round(SIDE / 2 - (y - middle_y) * units)

    line: Sequence[tuple[float, float]] = ()
    if place.mark is Mark.ROUTE:
        xs, ys = area.plane.to_metres(*zip(*place.corners, strict=True))
        line = list(zip(xs.tolist(), ys.tolist(), strict=True))
    scale_m = max((m for m in SCALES_M if m <= across / 2), default=SCALES_M[0])
    return Sketch(
        place=" ".join(_path([put(*p) for p in ring]) + "Z" for ring in _rings(area.shape)),
        line=_path([put(*p) for p in line]),
        x=put(*here)[0],
        y=put(*here)[1],
        scale_m=scale_m,
        scale=round(scale_m * units),
    )


def _rings(shape: Geometry) -> list[list[tuple[float, float]]]:
    """Outlines and holes: a route that closes upon itself leaves one."""
    return [
        [(float(x), float(y)) for x, y in ring.coords]
        for part in shapely.get_parts(shape)
        for ring in (part.exterior, *part.interiors)
    ]


def _path(points: Sequence[tuple[int, int]]) -> str:
    return "".join(f"{'L' if n else 'M'}{x} {y}" for n, (x, y) in enumerate(points))
