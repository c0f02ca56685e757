"""A drawn street in which people and vehicles move: what a simulated camera sees, and the truth.

Everything follows from the camera's seed and true time. `Scene.truth` says which figure stands
where in the picture, so a test can compare what a program found with what was there.
"""

from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache

import cv2
import numpy as np
from numpy.typing import NDArray

from .scene_backdrop import Backdrop
from .scene_painter import Painter, Picture, Rect, outline
from .scene_places import PLACES, Place
from .scene_traffic import Kind, Spot, Traffic, Trip

NOISE_FRAMES = 8
NOISE_RATE = 5  # a second: grain that lasts two pictures is cheap to encode
_GREY = 128  # neutral colour in the chroma planes
_COLOUR = 3  # dimensions of a picture in colour
_SENSE_SHARE, _SENSE_HEIGHT = 0.3, 24  # what a camera's motion sensor needs of a figure


@dataclass(frozen=True)
class Seen:
    """One figure in the picture: `box` is x, y, width, height in pixels, cut to the picture."""

    name: str
    kind: Kind
    box: tuple[int, int, int, int]
    distance_m: float
    share: float  # of its box that is inside the picture and not behind something


@dataclass
class Scene:
    kind: str
    seed: str
    caption: str = ""
    place: Place = field(init=False)
    backdrop: Backdrop = field(init=False)

    def __post_init__(self) -> None:
        self.place = PLACES[self.kind]
        self.backdrop = Backdrop(self.place.view, self.seed)
        self.place.build(self.backdrop)
        self.backdrop.finish(infrared=self.infrared)
        self._traffic = Traffic(self.seed, self.place.lanes)
        self._painter = Painter(self.place.view, self.place.light)
        self._noise = self._drawn_noise() if self.infrared else None
        self._canvas = self.backdrop.picture.copy()
        self._planes = _all_planes(self._canvas)
        self._touched: list[Rect] = []

    @property
    def infrared(self) -> bool:
        return self.place.light.infrared

    @property
    def size(self) -> tuple[int, int]:
        return self.place.view.width, self.place.view.height_px

    def truth(self, instant: float) -> list[Seen]:
        """Every figure that is at least partly in the picture, the farthest first."""
        return [seen for seen, _, _ in self._seen(instant)]

    def moving(self, instant: float) -> bool:
        """Whether the camera's own motion sensor would see something."""
        return any(
            seen.share > _SENSE_SHARE and seen.box[3] > _SENSE_HEIGHT
            for seen in self.truth(instant)
        )

    def draw(self, instant: float, shown: datetime | None = None) -> Picture:
        """The picture (three channels by day, one by infrared); `shown` is what its clock says."""
        self._redraw(instant, shown)
        return self._canvas.copy()

    def planar(self, instant: float, shown: datetime) -> NDArray[np.uint8]:
        """The picture as planes (I420) for an encoder."""
        self._redraw(instant, shown)
        planes = self._planes.copy()
        height = self._canvas.shape[0]
        if self._noise is not None:
            noise = self._noise[int(instant * NOISE_RATE) % NOISE_FRAMES]
            cv2.add(self._canvas, noise, planes[:height])
            return planes
        for rect in self._touched:
            _replace(planes, self._canvas, rect)
        return planes

    def _redraw(self, instant: float, shown: datetime | None) -> None:
        """Put back what the last picture touched, then paint what moves now."""
        for left, top, right, bottom in self._touched:
            self._canvas[top:bottom, left:right] = self.backdrop.picture[top:bottom, left:right]
        self._touched = []
        for seen, trip, spot in self._seen(instant):
            rect = self._even(self._painter.paint(self._canvas, trip, spot))
            if seen.share < 1.0:
                self._hide(rect, seen)
            self._touched.append(rect)
        if shown is not None:
            self._write(shown)

    def _even(self, rect: Rect) -> Rect:
        """Cut to the picture and widened to even pixels, since colour is kept for 2 x 2 of them."""
        width, height = self.size
        left, top = max(rect[0], 0) & ~1, max(rect[1], 0) & ~1
        right, bottom = min((rect[2] + 1) & ~1, width), min((rect[3] + 1) & ~1, height)
        return left, top, max(right, left), max(bottom, top)

    def _seen(self, instant: float) -> list[tuple[Seen, Trip, Spot]]:
        found = [
            (seen, trip, spot)
            for trip, spot in self._traffic.at(instant)
            if (seen := self._look(trip, spot)) is not None
        ]
        return sorted(found, key=lambda entry: -entry[0].distance_m)

    def _look(self, trip: Trip, spot: Spot) -> Seen | None:
        width, height = self.size
        edges = outline(trip, spot, self.place.view)
        left, top = max(int(edges[0]), 0), max(int(edges[1]), 0)
        right, bottom = min(int(edges[2]) + 1, width), min(int(edges[3]) + 1, height)
        if right - left < 1 or bottom - top < 1:
            return None
        away = self.place.view.depth(spot.x, spot.y)
        behind = self.backdrop.distance[top:bottom, left:right] < away
        whole = (edges[2] - edges[0]) * (edges[3] - edges[1])
        share = min(1.0, (behind.size - int(np.count_nonzero(behind))) / max(whole, 1.0))
        if share <= 0:
            return None
        box = (left, top, right - left, bottom - top)
        return Seen(trip.name, trip.kind, box, away, share)

    def _hide(self, rect: Rect, seen: Seen) -> None:
        """Put nearer walls, trees and poles back over a figure that walks behind them."""
        left, top, right, bottom = rect
        part = (slice(top, bottom), slice(left, right))
        nearer = (self.backdrop.distance[part] < seen.distance_m).view(np.uint8)
        cv2.copyTo(self.backdrop.picture[part], nearer, self._canvas[part])

    def _drawn_noise(self) -> list[Picture]:
        chance = np.random.default_rng(len(self.seed))
        shape = self.backdrop.picture.shape
        frames = chance.normal(6, 2.2, (NOISE_FRAMES, *shape))
        return list(np.clip(frames, 0, 20).astype(np.uint8))

    def _write(self, shown: datetime) -> None:
        scale = self.size[0] / 1280
        left, low = int(24 * scale) & ~1, self.size[1] - (int(56 * scale) & ~1)
        lines = ((shown.strftime("%d-%m-%Y %H:%M:%S"), left), (self.caption, low))
        for text, top in lines:
            letters, mask = _lettering(text, scale, grey=self.infrared)
            height, width = mask.shape
            part = self._canvas[top : top + height, left : left + width]
            cv2.copyTo(letters, mask, part)
            self._touched.append((left, top, left + width, top + height))


@lru_cache(maxsize=64)
def _lettering(text: str, scale: float, *, grey: bool) -> tuple[Picture, Picture]:
    """White letters with a black rim, and the mask of both."""
    (width, height), base = cv2.getTextSize(text, cv2.FONT_HERSHEY_DUPLEX, 0.9 * scale, 4)
    size = ((height + base + 8) & ~1, (width + 8) & ~1)
    letters = np.zeros(size if grey else (*size, 3), np.uint8)
    mask = np.zeros(size, np.uint8)
    for on, ink, thick in ((mask, (255,) * 3, 4), (letters, (255,) * 3, 1)):
        at = (2, height + 3)
        cv2.putText(on, text, at, cv2.FONT_HERSHEY_DUPLEX, 0.9 * scale, ink, thick, cv2.LINE_AA)
    return letters, mask


def _replace(planes: NDArray[np.uint8], picture: Picture, rect: Rect) -> None:
    """Write one rectangle of the picture into the planes Y, U and V."""
    left, top, right, bottom = rect
    wide, tall = right - left, bottom - top
    if wide == 0 or tall == 0:
        return
    small = cv2.cvtColor(picture[top:bottom, left:right], cv2.COLOR_BGR2YUV_I420)
    height, width = picture.shape[:2]
    planes[top:bottom, left:right] = small[:tall]
    halves = small[tall:].reshape(2, tall // 2, wide // 2)
    colour = planes[height:].reshape(2, height // 2, width // 2)
    colour[:, top // 2 : bottom // 2, left // 2 : right // 2] = halves


def _all_planes(picture: Picture) -> NDArray[np.uint8]:
    if picture.ndim == _COLOUR:
        return np.asarray(cv2.cvtColor(picture, cv2.COLOR_BGR2YUV_I420), np.uint8)
    return np.concatenate(
        [picture, np.full((len(picture) // 2, picture.shape[1]), _GREY, np.uint8)]
    )
