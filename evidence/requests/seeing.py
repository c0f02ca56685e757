"""Candidates as the planner wants them: which spots of the place each one sees, and how well. Pure
but for the candidates' rows, which are only read.
"""

from collections.abc import Sequence
from datetime import timedelta
from math import ceil, sqrt

import numpy as np
import shapely
from numpy.typing import NDArray

from cameras.coverage.area import Area
from cameras.coverage.search import Candidate
from cameras.coverage.sight import View
from cameras.coverage.sun import Light

from .planner import Ground, Option

SPOTS = 100  # about so many, evenly over the place
MOST_ACROSS = 400  # of a grid's side, for a long thin route
ON_THE_SPOT = 0.5  # what the very spot counts for, where one was named; the rest surrounds it

# How likely what a camera saw can be made out, by the level that its pixels reach.
_LEVELS = {"identify": 1.0, "recognise": 0.9, "observe": 0.7, "detect": 0.4}
_FAINT = 0.05
# Each makes it less sure that there is anything to see.
_UNSURE_DIRECTION, _UNSURE_NIGHT, _ON_MOTION = 0.5, 0.6, 0.85

Points = NDArray[np.float64]


def options_of(found: Sequence[Candidate], area: Area) -> tuple[list[Option], Ground]:
    """Every candidate, and the spots of the place by which they are compared."""
    points = spots_of(area)
    around = 1.0 if area.spot is None else 1 - ON_THE_SPOT
    weights = [around / max(1, len(points) - (area.spot is not None))] * len(points)
    if area.spot is not None:
        weights[0] = 1.0 if len(points) == 1 else ON_THE_SPOT
    options = [
        Option(
            candidate.camera.public_id,
            _sees(candidate, area, points),
            _chance(candidate),
            timedelta(hours=candidate.camera.retention_hours),
        )
        for candidate in found
    ]
    return options, Ground(tuple(weights))


def spots_of(area: Area) -> Points:
    """(x, y) in metres on the area's plane; the very spot first, where one was named."""
    west, south, east, north = shapely.bounds(area.shape)
    step = max(sqrt(area.square_m / SPOTS), max(east - west, north - south) / MOST_ACROSS)
    xs = west + step * (np.arange(max(1, ceil((east - west) / step))) + 0.5)
    ys = south + step * (np.arange(max(1, ceil((north - south) / step))) + 0.5)
    grid = np.array(np.meshgrid(xs, ys)).reshape(2, -1).T
    shapely.prepare(area.shape)
    inside = grid[shapely.contains_xy(area.shape, grid[:, 0], grid[:, 1])]
    if area.spot is not None:
        return np.vstack(([[0.0, 0.0]], inside))
    if not len(inside):
        middle = shapely.point_on_surface(area.shape)
        return np.array([[middle.x, middle.y]])
    return np.asarray(inside)


def _sees(candidate: Candidate, area: Area, points: Points) -> frozenset[int]:
    view = candidate.view
    if view is None or not candidate.sees:
        return frozenset()
    x, y = area.plane.to_metres([view.lat], [view.lng])
    east, north = points[:, 0] - x[0], points[:, 1] - y[0]
    inside = np.hypot(east, north) <= view.range_m
    if not view.is_round:
        inside &= _in_angle(view, east, north)
    return frozenset(np.flatnonzero(inside).tolist())


def _in_angle(view: View, east: Points, north: Points) -> NDArray[np.bool_]:
    towards = np.degrees(np.arctan2(east, north))
    off = np.abs((towards - (view.bearing or 0) + 180) % 360 - 180)
    return np.asarray(off <= view.fov / 2)


def _chance(candidate: Candidate) -> float:
    if not candidate.sees:
        return 0.0
    chance = _LEVELS.get(candidate.level or "", _FAINT)
    if candidate.camera.bearing_deg is None:
        chance *= _UNSURE_DIRECTION
    if candidate.light is not Light.DAY and not candidate.camera.night_vision:
        chance *= _UNSURE_NIGHT
    return chance * _ON_MOTION if candidate.on_motion else chance
