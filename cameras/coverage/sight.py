"""What a camera can have seen: its view as a wedge on the ground, by day and after dark. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import shapely
from numpy.typing import NDArray

from .area import Area
from .density import ALL_ROUND, px_per_m

ASSUMED_INFRARED_M = 20  # of a camera said to see at night, when nobody said how far
_RIM = 24  # corners along a wedge's arc: the chord of 90 degrees errs by 0.05 % of the radius

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class View:
    """A camera's wedge. `bearing` None: nobody said where it looks, so it may be anywhere."""

    lat: float
    lng: float
    bearing: float | None
    fov: float
    range_m: float
    width_px: int
    night_vision: bool | None = None  # None: nobody said
    infrared_m: float = 0  # 0: nobody said

    @property
    def is_round(self) -> bool:
        return self.bearing is None or self.fov >= ALL_ROUND


@dataclass(frozen=True)
class Sight:
    """How a view meets an area: is the very spot seen, what share 0..1 of the area, how densely."""

    spot: bool  # without a spot (a drawn area, a route): is any part seen
    share: float
    # On the spot; where that is not seen, or none was named, in the middle of what is seen of the
    # area: under itself every camera is sharp. 0 where nothing is seen.
    px_per_m: float
    distance_m: float  # to the spot, or to the nearest edge of the area


def after_dark(view: View) -> View | None:
    """The same view by night: as far as its infrared lamps reach, or nothing without them.

    Who did not say whether the camera sees at night is taken at neither yes nor no: it is kept as
    far as lamps usually reach, and the ranking puts it behind those that surely see.
    """
    if view.night_vision is False:
        return None
    reach = view.infrared_m or ASSUMED_INFRARED_M
    return replace(view, range_m=min(view.range_m, reach))


def meet(views: Sequence[View], area: Area) -> list[Sight]:
    """How each view meets the area, in the order given."""
    if not views:
        return []
    x, y = area.plane.to_metres([v.lat for v in views], [v.lng for v in views])
    reach = np.array([v.range_m for v in views], dtype=float)
    stands = shapely.points(x, y)
    seen = shapely.intersection(_wedges(views, x, y, reach), area.shape)
    shares = np.asarray(shapely.area(seen)) / area.square_m
    middle = np.asarray(shapely.distance(stands, shapely.centroid(seen)))  # nan: nothing seen
    if area.spot is None:
        far = np.asarray(shapely.distance(stands, area.shape))
        nearest, spots = middle, shares > 0
    else:
        far = area.distances_m([v.lat for v in views], [v.lng for v in views])
        spots = _sees_spot(views, x, y, area) & (far <= reach) & (reach > 0)
        nearest = np.where(spots, far, middle)
    return [
        Sight(
            bool(spot),
            float(min(share, 1.0)),
            px_per_m(view.width_px, view.fov, float(near)) if share > 0 else 0.0,
            float(away),
        )
        for view, spot, share, near, away in zip(views, spots, shares, nearest, far, strict=True)
    ]


def _sees_spot(views: Sequence[View], x: Floats, y: Floats, area: Area) -> NDArray[np.bool_]:
    """Does the spot lie inside the angle, whatever its distance?"""
    assert area.spot is not None
    to_x, to_y = area.plane.to_metres([area.spot[0]], [area.spot[1]])
    towards = np.degrees(np.arctan2(to_x[0] - x, to_y[0] - y))
    bearing = np.array([v.bearing or 0 for v in views], dtype=float)
    half = np.array([ALL_ROUND if v.is_round else v.fov / 2 for v in views], dtype=float)
    off = np.abs((towards - bearing + 180) % ALL_ROUND - 180)
    return np.asarray(off <= half)


def _wedges(views: Sequence[View], x: Floats, y: Floats, reach: Floats) -> NDArray[np.object_]:
    """Each view's wedge, or circle, on the plane."""
    fov = np.array([ALL_ROUND if v.is_round else v.fov for v in views], dtype=float)
    bearing = np.array([v.bearing or 0 for v in views], dtype=float)
    turns = np.linspace(-0.5, 0.5, _RIM)
    angles = np.radians(bearing[:, None] + fov[:, None] * turns)
    rim_x = x[:, None] + reach[:, None] * np.sin(angles)
    rim_y = y[:, None] + reach[:, None] * np.cos(angles)
    # A full circle's rim closes upon itself: its tip is put on the rim, not in the middle.
    round_ = fov >= ALL_ROUND
    tip_x, tip_y = np.where(round_, rim_x[:, 0], x), np.where(round_, rim_y[:, 0], y)
    ring = np.stack(
        (np.column_stack((tip_x, rim_x, tip_x)), np.column_stack((tip_y, rim_y, tip_y))), axis=-1
    )
    return np.asarray(shapely.make_valid(shapely.polygons(ring)))
