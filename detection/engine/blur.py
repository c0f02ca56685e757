"""Make given parts of a picture unreadable, for copies that leave the police."""

import math
from collections.abc import Iterable

import cv2

from .detect import Box
from .frames import Pixels

BLOCKS = 6  # mosaic cells across the longer side: too few for a face or a plate to come back
MARGIN = 0.1  # share of the box added on each side: boxes are rarely exact


def blurred(pixels: Pixels, boxes: Iterable[Box]) -> Pixels:
    """A copy of (height, width, 3) uint8 BGR with the boxes reduced to a coarse, smooth mosaic.

    The detail is thrown away by averaging, not convolved, so no sharpening brings it back. Boxes
    reach over the edge safely; empty ones do nothing; the rest of the picture is untouched.
    """
    result = pixels.copy()
    height, width = pixels.shape[:2]
    for box in boxes:
        part = box.grown(MARGIN).clipped(width, height)
        x0, y0 = math.floor(part.x), math.floor(part.y)
        x1, y1 = math.ceil(part.x + part.w), math.ceil(part.y + part.h)
        if part.w <= 0 or part.h <= 0:
            continue
        cell = max((x1 - x0), (y1 - y0)) / BLOCKS
        few = (max(round((x1 - x0) / cell), 1), max(round((y1 - y0) / cell), 1))
        coarse = cv2.resize(result[y0:y1, x0:x1], few, interpolation=cv2.INTER_AREA)
        result[y0:y1, x0:x1] = cv2.resize(
            coarse, (x1 - x0, y1 - y0), interpolation=cv2.INTER_LINEAR
        )
    return result
