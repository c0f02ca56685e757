"""A pinhole camera above a street: metres on the ground to pixels in the picture."""

import math
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike, NDArray

Points = NDArray[np.float64]


@dataclass(frozen=True)
class View:
    """Stands at the origin, `height` metres up, looks along +y, tilted down by `pitch` degrees.

    World axes: x to the right, y away from the camera, z up, in metres.
    """

    width: int
    height_px: int
    height: float
    pitch: float
    focal: float

    @cached_property
    def _turn(self) -> tuple[float, float]:
        angle = math.radians(self.pitch)
        return math.cos(angle), math.sin(angle)

    def project(self, points: ArrayLike) -> Points:
        """(n, 3) metres to (n, 3): pixel x, pixel y, distance along the line of sight."""
        place = np.asarray(points, dtype=float)
        cos, sin = self._turn
        above = place[:, 2] - self.height
        depth = np.maximum(place[:, 1] * cos - above * sin, 0.05)
        scale = self.focal / depth
        out = np.empty_like(place)
        out[:, 0] = self.width / 2 + place[:, 0] * scale
        out[:, 1] = self.height_px / 2 - (place[:, 1] * sin + above * cos) * scale
        out[:, 2] = depth
        return out

    def depth(self, x: float, y: float) -> float:
        """Line-of-sight distance of a place on the ground."""
        return float(self.project([(x, y, 0.0)])[0, 2])

    @property
    def horizon(self) -> int:
        cos, sin = self._turn
        return int(self.height_px / 2 - self.focal * sin / cos)
