"""What stands still: ground, houses, trees, poles. Painted once, together with how far it is."""

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random

import cv2
import numpy as np
from numpy.typing import NDArray

from .scene_figures import Colour
from .scene_painter import Picture, darken
from .scene_view import View

FAR = 10_000.0


@dataclass
class Backdrop:
    """`distance` holds, for each pixel, how far the thing is that hides what lies behind it."""

    view: View
    seed: str
    picture: Picture = field(init=False)
    distance: NDArray[np.float32] = field(init=False)
    chance: Random = field(init=False)

    def __post_init__(self) -> None:
        size = (self.view.height_px, self.view.width)
        self.picture = np.zeros((*size, 3), np.uint8)
        self.distance = np.full(size, FAR, np.float32)
        self.chance = Random(self.seed)

    def sky(self, top: Colour, low: Colour) -> None:
        end = max(self.view.horizon, 1)
        share = np.linspace(0, 1, end)[:, None, None]
        self.picture[end:] = low  # haze, where the ground ends before the horizon
        self.picture[:end] = np.array(top) * (1 - share) + np.array(low) * share

    def hills(self, colour: Colour) -> None:
        """A soft ridge on the horizon."""
        steps = np.linspace(0, self.view.width, 60)
        ridge = [12 + 14 * math.sin(x / 170) + 9 * math.sin(x / 61 + 1) for x in steps]
        top = [(x, self.view.horizon - r) for x, r in zip(steps, ridge, strict=True)]
        edge = [(self.view.width, self.view.horizon + 4), (0, self.view.horizon + 4)]
        cv2.fillPoly(self.picture, [np.array([*top, *edge], np.int32)], colour, cv2.LINE_AA)

    def ground(self, plan: Picture, x: tuple[float, float], y: tuple[float, float]) -> None:
        """Lay a plan seen from above (far side at its top) onto the ground."""
        corners = [(x[0], y[1], 0), (x[1], y[1], 0), (x[1], y[0], 0), (x[0], y[0], 0)]
        self._lay(plan, corners)

    def wall(
        self, front: Picture, start: tuple[float, float], stop: tuple[float, float], tall: float
    ) -> None:
        """Stand a picture upright on the line from start to stop (its left and right foot)."""
        corners = [(*start, tall), (*stop, tall), (*stop, 0), (*start, 0)]
        points = self._lay(front, corners)
        away = max(self.view.depth(*start), self.view.depth(*stop))
        cv2.fillConvexPoly(self.distance, points[:, :2].astype(np.int32), away)

    def _lay(self, picture: Picture, corners: Sequence[Sequence[float]]) -> NDArray[np.float64]:
        points = self.view.project(np.array(corners, float))
        height, width = picture.shape[:2]
        source = np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float32)
        # Shrink with area averaging first, or far walls glitter.
        turn = cv2.getPerspectiveTransform(source, points[:, :2].astype(np.float32))
        size = (self.view.width, self.view.height_px)
        laid = cv2.warpPerspective(picture, turn, size, flags=cv2.INTER_AREA)
        mask = np.zeros(size[::-1], np.uint8)
        cv2.fillConvexPoly(mask, points[:, :2].astype(np.int32), 255)
        cv2.copyTo(laid, mask, self.picture)
        return points

    def tree(self, x: float, y: float, tall: float) -> None:
        foot, top = self.view.project([(x, y, 0), (x, y, tall)])
        scale = self.view.focal / foot[2]
        self._shade(x, y, 1.6)
        away = float(foot[2])
        self._thick(foot, top, 0.22 * scale, (58, 78, 96), away)
        for layer, (spread, green) in enumerate(((1.5, 60), (1.25, 82), (0.9, 104))):
            for _ in range(26):
                turn, far = self.chance.uniform(0, 2 * math.pi), self.chance.random() ** 0.5
                shift = self.chance.uniform(-8, 8)
                at = (
                    int(top[0] + math.cos(turn) * far * spread * scale - layer * 0.15 * scale),
                    int(top[1] + math.sin(turn) * far * spread * 0.7 * scale - layer * 0.2 * scale),
                )
                radius = max(1, int(self.chance.uniform(0.2, 0.42) * scale))
                colour = (green * 0.55 + shift, green + 22 + shift, green * 0.72 + shift)
                cv2.circle(self.picture, at, radius, colour, -1, cv2.LINE_AA)
                cv2.circle(self.distance, at, radius, away, -1)

    def pole(self, x: float, y: float, tall: float = 8.0) -> None:
        foot, top = self.view.project([(x, y, 0), (x, y, tall)])
        scale = self.view.focal / foot[2]
        self._thick(foot, top, 0.26 * scale, (128, 134, 138), float(foot[2]))

    def wires(self, ends: Sequence[tuple[float, float]], tall: float = 7.4) -> None:
        """A bundle of cables from pole to pole, sagging."""
        for number in range(6):
            high = tall - number * 0.16
            line = []
            for (x0, y0), (x1, y1) in itertools.pairwise(ends):
                for share in np.linspace(0, 1, 14):
                    sag = 0.9 * 4 * share * (1 - share) * (0.6 + number * 0.12)
                    line.append((x0 + (x1 - x0) * share, y0 + (y1 - y0) * share, high - sag))
            points = self.view.project(line)[:, :2].astype(np.int32)
            cv2.polylines(self.picture, [points], False, (44, 44, 46), 1, cv2.LINE_AA)

    def umbrella(self, x: float, y: float, colour: Colour) -> None:
        """A market stall: a table of goods under a large umbrella."""
        self._shade(x, y, 1.3)
        away = self.view.depth(x, y)
        scale = self.view.focal / away
        foot, top = self.view.project([(x, y, 0), (x, y, 2.5)])
        table = self._box_face(x - 0.9, x + 0.9, y, (0.0, 0.75))
        cv2.fillConvexPoly(self.picture, table, (88, 112, 138), cv2.LINE_AA)
        cv2.fillConvexPoly(self.distance, table, away)
        for _ in range(34):
            px = self.view.project(
                [(x + self.chance.uniform(-0.8, 0.8), y, 0.72 + self.chance.uniform(0, 0.22))]
            )[0]
            goods = self.chance.choice(
                [(50, 150, 60), (40, 60, 200), (40, 150, 235), (90, 190, 120), (60, 90, 160)]
            )
            cv2.circle(self.picture, (int(px[0]), int(px[1])), max(1, int(0.09 * scale)), goods, -1)
        self._thick(foot, top, 0.05 * scale, (200, 200, 200), away)
        middle = top[:2]
        for piece in range(10):
            left, right = (math.pi * 2 * k / 10 for k in (piece, piece + 1))
            rim = [
                (
                    middle[0] + math.cos(a) * 1.45 * scale,
                    middle[1] + (0.5 + 0.26 * math.sin(a)) * scale,
                )
                for a in (left, right)
            ]
            tint = colour if piece % 2 else (225, 228, 230)
            face = np.array([middle, *rim], np.int32)
            cv2.fillConvexPoly(self.picture, face, tint, cv2.LINE_AA)
            cv2.fillConvexPoly(self.distance, face, away)

    def _box_face(
        self, left: float, right: float, y: float, z: tuple[float, float]
    ) -> NDArray[np.int32]:
        corners = [(left, y, z[1]), (right, y, z[1]), (right, y, z[0]), (left, y, z[0])]
        return self.view.project(corners)[:, :2].astype(np.int32)

    def _thick(
        self,
        foot: NDArray[np.float64],
        top: NDArray[np.float64],
        wide: float,
        colour: Colour,
        away: float,
    ) -> None:
        ends = (int(foot[0]), int(foot[1])), (int(top[0]), int(top[1]))
        thick = max(1, round(wide))
        cv2.line(self.picture, *ends, colour, thick, cv2.LINE_AA)
        cv2.line(self.distance, *ends, away, thick)

    def _shade(self, x: float, y: float, radius: float) -> None:
        turn = np.linspace(0, 2 * math.pi, 20)
        ring = [(x + 0.7 + radius * math.cos(a), y + 0.3 + radius * math.sin(a), 0) for a in turn]
        darken(self.picture, self.view.project(ring)[:, :2], 0.66)

    def finish(self, *, infrared: bool) -> None:
        """As a cheap camera would see it: a little soft, darker in the corners."""
        height, width = self.picture.shape[:2]
        soft = cv2.GaussianBlur(self.picture, (3, 3), 0.7)
        across, down = np.meshgrid(np.linspace(-1, 1, width), np.linspace(-1, 1, height))
        fall = 1 - 0.22 * (across**2 + down**2) / 2
        if infrared:
            grey = cv2.cvtColor(soft, cv2.COLOR_BGR2GRAY).astype(np.float64)
            spot = np.exp(-((across / 0.85) ** 2 + ((down - 0.25) / 0.75) ** 2))
            self.picture = np.clip(grey * (0.14 + 0.75 * spot), 0, 255).astype(np.uint8)
        else:
            self.picture = np.clip(soft * fall[..., None], 0, 255).astype(np.uint8)
