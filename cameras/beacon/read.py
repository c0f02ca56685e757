"""Finds and reads a beacon's code in grey pictures, within a time bound for each. Knows no Django.

Cheap things first: where the last code was, then the whole picture. What has a code's form and
cannot be read is flattened, enlarged and redrawn module by module; where nothing has the form, one
other preparation is tried, another one with each picture. Pictures arrive decoded: no file is
opened here.
"""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import cv2
import numpy as np
from numpy.typing import NDArray

from .draw import MODULES, QUIET

Grey = NDArray[np.uint8]
Corners = NDArray[np.float32]  # (4, 2): of the symbol without its quiet zone

FRAME_S = 0.25  # at most for one picture, preparations included; one step may overrun it
LARGEST_SIDE = 1920
MOST_SYMBOLS = 3  # in one picture: posters carry codes, too
MOST_SKEW = 4.0  # longest side to shortest
_HALF = np.float32(0.5)
_MODULE_PX = 8  # of a flattened symbol
_FLAT = (MODULES + 2 * QUIET) * _MODULE_PX
_BURNT = 250
_COARSE = 4  # pixels skipped where only a share is wanted


@dataclass(frozen=True)
class Look:
    """What one picture showed. `texts` are all texts read; the caller knows which are codes."""

    texts: tuple[str, ...] = ()
    symbol: bool = False  # something had the form
    module_px: float = 0.0
    sharpness: float = 1.0  # 1: edges as steep as two pixels allow; 0: flat
    burnt: float = 0.0  # share of the picture at its brightest


@dataclass
class Reader:
    """Reads pictures of one recording in order. `wanted` says whether a text is a code of ours."""

    wanted: Callable[[str], bool]
    frame_s: float = FRAME_S
    _turn: int = 0
    _last: Corners | None = None
    _plain: cv2.QRCodeDetector = field(default_factory=cv2.QRCodeDetector)
    _marks: cv2.QRCodeDetectorAruco = field(default_factory=cv2.QRCodeDetectorAruco)

    def look(self, picture: Grey) -> Look:
        """Everything found within the bound; the rest is left."""
        if min(picture.shape) < MODULES:
            return Look()
        end = time.monotonic() + self.frame_s
        picture = _bounded(picture)
        seen: list[Corners] = []
        texts: list[str] = []
        for found_texts, found in self._attempts(picture, seen):
            texts += [text for text in found_texts if text]
            seen += found
            if any(self.wanted(text) for text in texts) or time.monotonic() > end:
                break
        return self._told(picture, texts, seen)

    def _attempts(
        self, picture: Grey, seen: list[Corners]
    ) -> Iterator[tuple[list[str], list[Corners]]]:
        """One after the other, the likeliest first; each is run only when the last found none."""
        if self._last is not None:
            yield self._near(picture, self._last)
        yield self._whole(picture)
        for corners in seen[:MOST_SYMBOLS]:
            yield self._flattened(picture, corners), []
        if not seen:
            yield self._prepared(picture)
            for corners in seen[:MOST_SYMBOLS]:
                yield self._flattened(picture, corners), []

    def _told(self, picture: Grey, texts: list[str], seen: list[Corners]) -> Look:
        burnt = float(np.mean(picture[::_COARSE, ::_COARSE] >= _BURNT))
        self._last = seen[-1] if seen else None
        if not seen:
            return Look(tuple(texts), burnt=burnt)
        corners = seen[-1]
        return Look(
            tuple(dict.fromkeys(texts)),
            symbol=True,
            module_px=_module_px(corners),
            sharpness=_sharpness(picture, corners),
            burnt=burnt,
        )

    def _whole(self, picture: Grey) -> tuple[list[str], list[Corners]]:
        """By the three corner marks, several symbols at once."""
        try:
            found, texts, points, _ = self._marks.detectAndDecodeMulti(picture)
        except cv2.error:  # degenerate corners divide by zero inside
            return [], []
        if not found or points is None:
            return [], []
        square = [np.asarray(one, np.float32) for one in points]
        return list(texts), [one for one in square if _is_symbol(one, picture)]

    def _near(self, picture: Grey, last: Corners) -> tuple[list[str], list[Corners]]:
        """Around where the last code was, enlarged where its modules were small."""
        left, top = np.maximum(last.min(axis=0) - _reach(last), 0).astype(int)
        right, bottom = (last.max(axis=0) + _reach(last)).astype(int)
        part = picture[top:bottom, left:right]
        if min(part.shape) < MODULES:
            return [], []
        factor = 2.0 if _module_px(last) < _MODULE_PX / 2 else 1.0
        enlarged = _scaled(part, factor)
        texts, found = self._whole(enlarged)
        return texts, [corners / factor + _point(left, top) for corners in found]

    def _flattened(self, picture: Grey, corners: Corners) -> list[str]:
        """The symbol seen from the front: as it is, then redrawn from its modules' middles."""
        flat = _flat(picture, corners)
        for drawing in (flat, _redrawn(flat)):
            text = self._decoded(drawing)
            if text:
                return [text]
        return []

    def _decoded(self, flat: Grey) -> str:
        first, last = QUIET * _MODULE_PX, (QUIET + MODULES) * _MODULE_PX
        square = np.array([[[first, first], [last, first], [last, last], [first, last]]])
        try:
            return str(self._plain.decode(flat, square.astype(np.float32))[0])
        except cv2.error:
            return ""

    def _prepared(self, picture: Grey) -> tuple[list[str], list[Corners]]:
        """One of the preparations for what plain sight misses; the next picture gets the next."""
        ways = (self._by_edges, self._evened, self._sharpened, self._enlarged, self._halved)
        self._turn += 1
        return ways[self._turn % len(ways)](picture)

    def _by_edges(self, picture: Grey) -> tuple[list[str], list[Corners]]:
        try:
            text, points, _ = self._plain.detectAndDecode(picture)
        except cv2.error:
            return [], []
        corners = [np.asarray(one, np.float32) for one in points] if np.size(points) > 1 else []
        return [text], [one for one in corners if _is_symbol(one, picture)]

    def _evened(self, picture: Grey) -> tuple[list[str], list[Corners]]:
        even = cv2.createCLAHE(clipLimit=3.0, tileGridSize=(8, 8)).apply(picture)
        return self._whole(np.asarray(even, np.uint8))

    def _sharpened(self, picture: Grey) -> tuple[list[str], list[Corners]]:
        soft = cv2.GaussianBlur(picture, (0, 0), 2.0)
        return self._whole(np.asarray(cv2.addWeighted(picture, 2.5, soft, -1.5, 0), np.uint8))

    def _enlarged(self, picture: Grey) -> tuple[list[str], list[Corners]]:
        """One tile of six, twice as large."""
        height, width = picture.shape
        tile = self._turn // 5 % 6
        top, left = tile // 3 * (height // 3), tile % 3 * (width // 4)
        part = picture[top : top + 2 * height // 3, left : left + width // 2]
        texts, found = self._whole(_scaled(part, 2.0))
        return texts, [corners * _HALF + _point(left, top) for corners in found]

    def _halved(self, picture: Grey) -> tuple[list[str], list[Corners]]:
        """A telephone right before the lens."""
        texts, found = self._whole(_scaled(picture, 0.5))
        return texts, [corners * 2 for corners in found]


def _bounded(picture: Grey) -> Grey:
    longest = max(picture.shape)
    return picture if longest <= LARGEST_SIDE else _scaled(picture, LARGEST_SIDE / longest)


def _scaled(picture: Grey, factor: float) -> Grey:
    if factor == 1.0:
        return picture
    way = cv2.INTER_AREA if factor < 1 else cv2.INTER_CUBIC
    height, width = (max(1, round(side * factor)) for side in picture.shape)
    return np.asarray(cv2.resize(picture, (width, height), interpolation=way), np.uint8)


def _point(x: float, y: float) -> Corners:
    return np.array([x, y], np.float32)


def _sides(corners: Corners) -> NDArray[np.float32]:
    return np.asarray(np.linalg.norm(corners - np.roll(corners, 1, axis=0), axis=1), np.float32)


def _module_px(corners: Corners) -> float:
    """The narrower way across a module, as it lies in the picture."""
    sides = _sides(corners)
    return float(min(sides[0] + sides[2], sides[1] + sides[3]) / 2 / MODULES)


def _is_symbol(corners: Corners, picture: Grey) -> bool:
    """Convex, not much longer than wide, and no larger than the picture: marks match by chance."""
    sides = _sides(corners)
    fits = sides.max() < max(picture.shape) and sides.min() > MODULES
    return bool(fits and sides.max() < MOST_SKEW * sides.min() and cv2.isContourConvex(corners))


def _reach(corners: Corners) -> float:
    """How far a hand moves between two pictures: half a symbol."""
    return float(_sides(corners).max()) / 2


def _flat(picture: Grey, corners: Corners) -> Grey:
    first, last = QUIET * _MODULE_PX, (QUIET + MODULES) * _MODULE_PX
    square = np.array([[first, first], [last, first], [last, last], [first, last]], np.float32)
    turn = cv2.getPerspectiveTransform(corners, square)
    flat = cv2.warpPerspective(
        picture, turn, (_FLAT, _FLAT), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
    )
    return np.asarray(flat, np.uint8)


def _redrawn(flat: Grey) -> Grey:
    """Each module black or white, by its middle against what is around it."""
    around = cv2.boxFilter(flat, cv2.CV_32F, (7 * _MODULE_PX, 7 * _MODULE_PX))
    count = MODULES + 2 * QUIET
    middles = cv2.resize(flat, (count, count), interpolation=cv2.INTER_AREA).astype(np.float32)
    level = cv2.resize(around, (count, count), interpolation=cv2.INTER_AREA)
    # A blurred module takes from its neighbours: sharpened by one module's width it gives it back.
    crisp = middles + (middles - cv2.GaussianBlur(middles, (3, 3), 0))
    white = (crisp > level).astype(np.uint8) * 255
    border = np.full_like(white, 255)
    inner = (slice(QUIET, -QUIET), slice(QUIET, -QUIET))
    border[inner] = white[inner]
    return np.kron(border, np.ones((_MODULE_PX, _MODULE_PX), np.uint8))


def _sharpness(picture: Grey, corners: Corners) -> float:
    """The steepest steps inside the symbol against its contrast: 1 within two pixels, else less."""
    left, top = np.maximum(corners.min(axis=0), 0).astype(int)
    right, bottom = corners.max(axis=0).astype(int)
    part = picture[top:bottom, left:right].astype(np.float32)
    if min(part.shape) < MODULES:
        return 1.0
    dark, bright = np.percentile(part, (5, 95))
    steps = np.concatenate([np.abs(np.diff(part, axis=n)).ravel() for n in (0, 1)])
    return float(min(1.0, 2 * np.percentile(steps, 95) / max(bright - dark, 8.0)))
