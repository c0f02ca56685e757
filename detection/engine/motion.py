"""Where a picture differs from what stood there before: cheap, and blind to what it is.

A learnt background (MOG2) on a picture of 320 px. Brightness and contrast are evened out first, so
that a lamp, a cloud or the camera's own gain is no motion; a change of the whole picture (day to
night, a switched lens) is learnt at once instead of being reported.
"""

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from .detect import Box, Floats
from .frames import Pixels

Mask = NDArray[Any]  # (height, width) uint8; OpenCV's own signatures promise no more
WIDTH = 320  # px of the picture that is compared
MIN_AREA = 36  # px at that width: a person of 14 px by 4 px after closing
WHOLE_SCENE = 0.35  # share of the picture beyond which the scene changed, not something in it
MOST_BLOBS = 24  # more at once is rain, snow or leaves: the largest are kept
HISTORY = 300  # frames of memory: a minute at five frames a second
SETTLED = 0.6  # share of that memory the ground has; what stands still joins it in half a minute
VARIANCE = 20.0  # squared distance from the background in standard deviations
SETTLING = 2  # frames after a change of scene before motion is believed
NOISE_MEMORY = 0.2  # weight of the newest picture in the estimate of noise
PATIENCE = 10  # frames between two changes of scene that are taken at their word
GRAINY = 6.0  # grey levels between two pictures in the quietest half of the pixels
SMOOTH = (5, 5)  # px of blur against such a sensor; not without need: it fattens raindrops
FOREGROUND = 255  # MOG2 marks shadow with 127
EVEN_MIDDLE, EVEN_SPREAD = 128.0, 80.0  # grey levels: median and distance of the quartiles
FLATTEST = 16.0  # grey levels: below this a gain would only amplify noise


@dataclass(frozen=True)
class Blob:
    """A patch that moved, in pixels of the whole frame. `fill` is its share of moving pixels."""

    box: Box
    fill: float


class Motion:
    """Feed it frames in order of time; it remembers the background between them."""

    def __init__(self) -> None:
        self._settling = SETTLING
        self._since_change = PATIENCE
        self._before: Pixels | None = None
        self._grain = 0.0
        self._background = cv2.createBackgroundSubtractorMOG2(
            history=HISTORY, varThreshold=VARIANCE, detectShadows=True
        )
        self._background.setBackgroundRatio(SETTLED)
        self._open = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (3, 3))
        self._close = cv2.getStructuringElement(cv2.MORPH_RECT, (7, 13))

    def blobs(self, pixels: Pixels) -> tuple[Blob, ...]:
        """Patches of motion, largest first. `pixels` is (height, width, 3) uint8 in BGR."""
        small, scale = _small(pixels)
        if self._is_grainy(small):
            small = cv2.GaussianBlur(small, SMOOTH, 0).astype(np.uint8, copy=False)
        mask = self._background.apply(small)
        solid = np.where(mask == FOREGROUND, np.uint8(FOREGROUND), np.uint8(0))
        solid = cv2.medianBlur(solid, 3)
        if cv2.countNonZero(solid) > WHOLE_SCENE * solid.size:
            self._start_over(small)
            return ()
        self._since_change += 1
        if self._settling > 0:
            self._settling -= 1
            return ()
        solid = cv2.morphologyEx(solid, cv2.MORPH_OPEN, self._open)
        joined = cv2.morphologyEx(solid, cv2.MORPH_CLOSE, self._close)
        return _blobs(joined, solid, scale)

    def _is_grainy(self, small: Pixels) -> bool:
        """From the median change between pictures: what moves, or a few drops, do not shift it."""
        if self._before is not None:
            change = cv2.absdiff(small, self._before)[:, :, 1]
            counts = cv2.calcHist([change], [0], None, [256], [0, 256]).ravel()
            middle = float(np.searchsorted(np.cumsum(counts), change.size / 2))
            self._grain += (middle - self._grain) * NOISE_MEMORY
        self._before = small
        return self._grain > GRAINY

    def _start_over(self, small: Pixels) -> None:
        """Learn a changed scene at once; one that goes on changing is noise to get used to."""
        if self._since_change >= PATIENCE:
            self._background.apply(small, learningRate=1.0)
            self._since_change = 0
        self._settling = SETTLING


def _small(pixels: Pixels) -> tuple[Pixels, float]:
    """The picture at 320 px, evened out, and how many pixels of the frame one of its pixels is."""
    scale = max(pixels.shape[1] / WIDTH, 1.0)
    size = (round(pixels.shape[1] / scale), max(round(pixels.shape[0] / scale), 1))
    small = cv2.resize(pixels, size, interpolation=cv2.INTER_AREA)
    middle, spread = _tone(small)
    gain = EVEN_SPREAD / np.maximum(spread, FLATTEST)
    even = (small.astype(np.float32) - middle) * gain
    return np.clip(even + EVEN_MIDDLE, 0, 255).astype(np.uint8), scale


def _tone(small: Mask) -> tuple[Floats, Floats]:
    """Middle and spread of each channel (3,), from quartiles: one thing passing shifts no mean."""
    quartiles = []
    for channel in range(3):
        counts = cv2.calcHist([small], [channel], None, [256], [0, 256]).ravel()
        share = np.concatenate([[0.0], np.cumsum(counts) / counts.sum()])
        quartiles.append(np.interp((0.25, 0.5, 0.75), share, np.arange(257) - 0.5))
    low, middle, high = np.array(quartiles, np.float32).T
    return middle, high - low


def _blobs(joined: Mask, solid: Mask, scale: float) -> tuple[Blob, ...]:
    count, labels, stats, _centres = cv2.connectedComponentsWithStats(joined, connectivity=8)
    found: list[tuple[int, Blob]] = []
    for label in range(1, count):
        x, y, w, h, area = (int(value) for value in stats[label])
        if area < MIN_AREA:
            continue
        part = (labels[y : y + h, x : x + w] == label) & (solid[y : y + h, x : x + w] > 0)
        fill = float(np.count_nonzero(part)) / (w * h)
        found.append((area, Blob(Box(x * scale, y * scale, w * scale, h * scale), fill)))
    found.sort(key=lambda pair: (-pair[0], pair[1].box.x, pair[1].box.y))
    return tuple(blob for _area, blob in found[:MOST_BLOBS])
