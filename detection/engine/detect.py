"""What a detector says about one frame: boxes of a closed vocabulary, overlaps thinned out."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from .frames import Frame

PERSON, MOVING_OBJECT = "person", "moving_object"
KINDS = (PERSON, "bicycle", "motorbike", "car", "bus", "truck", "animal", MOVING_OBJECT)

Floats = NDArray[np.float32]


@dataclass(frozen=True)
class Box:
    """A rectangle in pixels of the frame: left edge, top edge, width and height."""

    x: float
    y: float
    w: float
    h: float

    @property
    def area(self) -> float:
        return self.w * self.h

    @property
    def centre(self) -> tuple[float, float]:
        return self.x + self.w / 2, self.y + self.h / 2

    def grown(self, share: float) -> "Box":
        """The box with `share` of its own width and height added on every side."""
        return Box(
            self.x - self.w * share,
            self.y - self.h * share,
            self.w * (1 + 2 * share),
            self.h * (1 + 2 * share),
        )

    def moved(self, dx: float, dy: float) -> "Box":
        return Box(self.x + dx, self.y + dy, self.w, self.h)

    def clipped(self, width: int, height: int) -> "Box":
        """The part inside a frame of this size; may be empty."""
        left, top = min(max(self.x, 0.0), width), min(max(self.y, 0.0), height)
        right = min(max(self.x + self.w, 0.0), width)
        bottom = min(max(self.y + self.h, 0.0), height)
        return Box(left, top, right - left, bottom - top)


@dataclass(frozen=True)
class Detection:
    """One thing seen in one frame. `confidence` is the detector's own, 0 to 1, not calibrated."""

    kind: str
    box: Box
    confidence: float


class Detector(Protocol):
    """Sees things in frames. `reads_stills` is false for one that needs frames in sequence."""

    @property
    def name(self) -> str: ...
    @property
    def reads_stills(self) -> bool: ...
    def detect(self, frame: Frame) -> tuple[Detection, ...]: ...


def overlap(left: Box, right: Box) -> float:
    """Intersection over union, 0 to 1."""
    width = min(left.x + left.w, right.x + right.w) - max(left.x, right.x)
    height = min(left.y + left.h, right.y + right.h) - max(left.y, right.y)
    if width <= 0 or height <= 0:
        return 0.0
    shared = width * height
    return shared / (left.area + right.area - shared)


def thinned(detections: Sequence[Detection], limit: float) -> tuple[Detection, ...]:
    """Non-maximum suppression within each kind: of boxes that overlap beyond `limit`, the surest.

    The order of the input does not matter: ties are broken by position.
    """
    ranked = sorted(
        detections, key=lambda d: (-d.confidence, d.kind, d.box.x, d.box.y, d.box.w, d.box.h)
    )
    kept: list[Detection] = []
    for candidate in ranked:
        if all(
            candidate.kind != other.kind or overlap(candidate.box, other.box) <= limit
            for other in kept
        ):
            kept.append(candidate)
    return tuple(kept)
