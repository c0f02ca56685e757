"""Puts figures into a picture: projects, culls, shades, and hides what stands behind walls."""

from collections.abc import Callable
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from .scene_figures import LONG, TALL, WIDE, Colour, Stroke, car, motorbike, person
from .scene_traffic import Kind, Spot, Trip
from .scene_view import Points, View

Picture = NDArray[np.uint8]
FIGURES: dict[Kind, Callable[[int, float], list[Stroke]]] = {
    "person": person,
    "motorbike": motorbike,
    "car": car,
}
Rect = tuple[int, int, int, int]  # left, top, right, bottom
WIDEST = 0.3  # metres of the thickest stroke
_SHIFT = 4  # sixteenths of a pixel, so that slow figures glide
_FINE = 1 << _SHIFT


@dataclass(frozen=True)
class Light:
    """Where shadows fall (metres on the ground per metre of height), and how dark they are."""

    shadow: tuple[float, float] = (0.35, 0.2)
    darkness: float = 0.62
    infrared: bool = False


def outline(trip: Trip, spot: Spot, view: View) -> tuple[float, float, float, float]:
    """Left, top, right, bottom of a figure in pixels, not yet cut to the picture."""
    half, side = LONG[trip.kind] / 2, WIDE[trip.kind] / 2
    corners = [
        (f, r, z) for f in (-half, half) for r in (-side, side) for z in (0.0, TALL[trip.kind])
    ]
    points = view.project(_placed(corners, spot))
    left, top = points[:, :2].min(axis=0)
    right, bottom = points[:, :2].max(axis=0)
    return float(left), float(top), float(right), float(bottom)


def _placed(joints: list[tuple[float, float, float]], spot: Spot) -> Points:
    local = np.array(joints)
    world = np.empty_like(local)
    world[:, 0] = spot.x + local[:, 0] * spot.dx + local[:, 1] * spot.dy
    world[:, 1] = spot.y + local[:, 0] * spot.dy - local[:, 1] * spot.dx
    world[:, 2] = local[:, 2]
    return world


@dataclass
class Painter:
    view: View
    light: Light

    def paint(self, picture: Picture, trip: Trip, spot: Spot) -> Rect:
        """Paint the figure and its shadow; the rectangle that may have changed."""
        strokes = FIGURES[trip.kind](trip.look, spot.way)
        joints = [joint for stroke in strokes for joint in stroke.joints]
        points = self.view.project(_placed(joints, spot))
        scales = (self.view.focal / points[:, 2]).tolist()
        around = points[:, :2]
        if not self.light.infrared:
            cast = self._shadow(trip, spot)
            darken(picture, cast, self.light.darkness)
            around = np.concatenate([around, cast])
        gain, fine = self._gain(spot), (points[:, :2] * _FINE).astype(np.int32)
        start = 0
        for stroke in strokes:
            stop = start + len(stroke.joints)
            self._stroke(picture, stroke, fine[start:stop], scales[start], gain)
            start = stop
        pad = 3 + int(max(scales) * WIDEST)
        left, top = (around.min(axis=0).astype(int) - pad).tolist()
        right, bottom = (around.max(axis=0).astype(int) + pad).tolist()
        return left, top, right, bottom

    def _gain(self, spot: Spot) -> float:
        if not self.light.infrared:
            return 1.0
        distance = self.view.depth(spot.x, spot.y)
        return min(1.05, 13.0 / max(distance, 6.0))

    def _stroke(
        self, picture: Picture, stroke: Stroke, fine: NDArray[np.int32], scale: float, gain: float
    ) -> None:
        if stroke.sided and _turned_away(fine):
            return
        ink = self._ink(stroke.colour, gain)
        if stroke.shape == "line":
            thick = max(1, round(stroke.width * scale))
            first, last = fine.tolist()
            cv2.line(picture, first, last, ink, thick, cv2.LINE_AA, _SHIFT)
        elif stroke.shape == "disc":
            radius = max(_FINE, int(stroke.width * scale * _FINE))
            cv2.circle(picture, fine[0].tolist(), radius, ink, -1, cv2.LINE_AA, _SHIFT)
        else:
            cv2.fillConvexPoly(picture, fine, ink, cv2.LINE_AA, _SHIFT)

    def _ink(self, colour: Colour, gain: float) -> tuple[float, ...]:
        if not self.light.infrared:
            return tuple(part * gain for part in colour) if gain != 1.0 else colour
        blue, green, red = colour
        # Infrared flattens colours: cloth is bright, paint and asphalt keep their grey.
        grey = 0.114 * blue + 0.587 * green + 0.299 * red
        return (min(250.0, (40 + grey * 0.8) * gain),)

    def _shadow(self, trip: Trip, spot: Spot) -> Points:
        """The outline of what the figure's foot print and its shifted copy cover."""
        tall, half, side = TALL[trip.kind], LONG[trip.kind] / 2, WIDE[trip.kind] / 2
        ground = _placed(
            [(-half, -side, 0), (half, -side, 0), (half, side, 0), (-half, side, 0)], spot
        )
        lean = np.array([self.light.shadow[0] * tall, self.light.shadow[1] * tall, 0.0])
        points = self.view.project(np.concatenate([ground, ground + lean]))[:, :2]
        return cv2.convexHull(points.astype(np.float32))[:, 0].astype(np.float64)


def darken(picture: Picture, polygon: Points, share: float) -> None:
    """Multiply the picture inside a convex polygon."""
    height, width = picture.shape[:2]
    left, top = np.maximum(np.floor(polygon.min(axis=0)).astype(int) - 1, 0)
    right, bottom = np.minimum(np.ceil(polygon.max(axis=0)).astype(int) + 2, (width, height))
    if right <= left or bottom <= top:
        return
    part = picture[top:bottom, left:right]
    mask = np.zeros(part.shape[:2], np.uint8)
    shifted = ((polygon - (left, top)) * _FINE).astype(np.int32)
    cv2.fillConvexPoly(mask, shifted, 255, cv2.LINE_AA, _SHIFT)
    cv2.copyTo(cv2.convertScaleAbs(part, alpha=share), mask, part)


def _turned_away(face: NDArray[np.int32]) -> bool:
    """Faces turn clockwise seen from outside, in a picture whose y goes down."""
    (x0, y0), (x1, y1), (x2, y2) = face[:3].tolist()
    return bool((x1 - x0) * (y2 - y0) <= (y1 - y0) * (x2 - x0))
