"""Which parts of a camera's picture are covered at an instant. Pure: no Django, no pixels.

Corners are whole thousandths of the picture's width and height, from its upper left, so that one
mask fits every size of the same picture.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

import shapely

from portal.lib.errors import Refused

WHOLE = 1000
FEWEST_POINTS, MOST_POINTS = 3, 20
LEAST_AREA = 400  # square thousandths: a fiftieth of the width by a fiftieth of the height

Point = tuple[int, int]
Polygon = tuple[Point, ...]


@dataclass(frozen=True)
class Zone:
    """One mask as it was drawn: in force in [`since`, `until`)."""

    points: Polygon
    since: datetime
    until: datetime | None = None

    def covers_at(self, at: datetime) -> bool:
        return self.since <= at and (self.until is None or at < self.until)

    def covers_during(self, first: datetime, last: datetime) -> bool:
        """At some instant of [first, last]."""
        return self.since <= last and (self.until is None or self.until > first)


def to_cover(zone: Zone, first: datetime | None, last: datetime | None, shown_at: datetime) -> bool:
    """Whether the zone lies over a recording of [first, last] that is shown at that instant.

    Rather covered than shown: what was covered while it was recorded, and what is covered now. Of
    a recording of unknown time: whatever ever was.
    """
    if first is None or last is None:
        return True
    return zone.covers_during(first, last) or zone.covers_at(shown_at)


def hidden(polygons: Iterable[Polygon], points: Sequence[tuple[float, float]]) -> list[bool]:
    """Whether each point, in thousandths, lies under a polygon or on its edge."""
    covers = shapely.union_all([shapely.Polygon(polygon) for polygon in polygons])
    shapely.prepare(covers)
    return [bool(one) for one in shapely.intersects_xy(covers, points)]


def checked(points: Sequence[Sequence[int]]) -> Polygon:
    """The corners as a polygon. Refused outside of the picture, crossed, too small or too many."""
    corners = tuple((int(x), int(y)) for x, y in points)
    inside = all(0 <= x <= WHOLE and 0 <= y <= WHOLE for x, y in corners)
    if not inside or not FEWEST_POINTS <= len(corners) <= MOST_POINTS:
        raise Refused("registry.mask_shape", field="points")
    shape = shapely.Polygon(corners)
    if not shape.is_valid:
        raise Refused("registry.mask_shape", field="points")
    if shape.area < LEAST_AREA:
        raise Refused("registry.mask_small", field="points")
    return corners


def rectangle(left: int, top: int, right: int, bottom: int) -> Polygon:
    """As typed where nothing can be drawn."""
    return ((left, top), (right, top), (right, bottom), (left, bottom))
