"""What a camera can have seen: its view as a wedge on the ground, and pixels per metre in it. Pure.

Pixel density is that of IEC 62676-4: pixels of the picture's width divided by the metres that this
width covers at the distance. The named levels are data with their source (`LEVELS_2014`).
"""

import math
from dataclasses import dataclass

from portal.lib.geo import bearing_deg, destination, distance_m

# IEC 62676-4:2014, pixels per metre (withdrawn 2025-10-09; its successor's figures come as a
# second table once they can be checked against the text).
LEVELS_2014: tuple[tuple[str, float], ...] = (
    ("identify", 250.0),
    ("recognise", 125.0),
    ("observe", 62.5),
    ("detect", 25.0),
)
ALL_ROUND = 360
WIDEST_FLAT = 170.0  # beyond it a flat picture has no finite width; fish-eyes count along the arc
NEAREST_M = 1.0


@dataclass(frozen=True)
class View:
    """A camera's wedge. `bearing` None: nobody said where it looks, so it may be anywhere."""

    lat: float
    lng: float
    bearing: float | None
    fov: float
    range_m: float
    width_px: int


@dataclass(frozen=True)
class Sight:
    """How a view meets a place: is its middle seen, what share 0..1 of it, how densely."""

    centre: bool
    share: float
    px_per_m: float  # at the middle, or where it is seen best
    distance_m: float  # to the middle


def px_per_m(width_px: int, fov: float, distance: float) -> float:
    """Pixels per metre at `distance` metres. Raises ValueError outside 0 < fov <= 360."""
    if not 0 < fov <= ALL_ROUND:
        raise ValueError(f"got a lens angle of {fov} degrees, want above 0 and up to 360")
    reach = max(distance, NEAREST_M)
    if fov < WIDEST_FLAT:
        covered = 2 * reach * math.tan(math.radians(fov) / 2)
    else:
        covered = math.radians(fov) * reach
    return width_px / covered


def level(density: float) -> str | None:
    """The name of the best level of 2014 this density reaches, or None below 'detect'."""
    return next((name for name, least in LEVELS_2014 if density >= least), None)


def sees_point(view: View, lat: float, lng: float) -> bool:
    """Is the point within range and inside the wedge?"""
    if distance_m(view.lat, view.lng, lat, lng) > view.range_m:
        return False
    if view.bearing is None or view.fov >= ALL_ROUND:
        return True
    towards = bearing_deg(view.lat, view.lng, lat, lng)
    off = abs((towards - view.bearing + 180) % ALL_ROUND - 180)
    return off <= view.fov / 2


def samples(lat: float, lng: float, radius_m: float) -> list[tuple[float, float]]:
    """The centre of an area and 16 points around it, half way out and near its edge."""
    points = [(lat, lng)]
    for share in (0.5, 0.95):
        points += [
            destination(lat, lng, bearing, radius_m * share) for bearing in range(0, 360, 45)
        ]
    return points


def sight(view: View, area: list[tuple[float, float]]) -> Sight:
    """How the view meets an area given by `samples` (its centre first)."""
    to_centre = distance_m(view.lat, view.lng, *area[0])
    seen = [point for point in area if sees_point(view, *point)]
    if not seen:
        return Sight(False, 0.0, 0.0, to_centre)
    centre = seen[0] == area[0]
    best = area[0] if centre else _nearest(view, seen)
    density = px_per_m(view.width_px, view.fov, distance_m(view.lat, view.lng, *best))
    return Sight(centre, len(seen) / len(area), density, to_centre)


def _nearest(view: View, points: list[tuple[float, float]]) -> tuple[float, float]:
    return min(points, key=lambda point: distance_m(view.lat, view.lng, *point))
