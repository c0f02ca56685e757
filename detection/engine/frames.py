"""Frames with media time, and which of them are worth a look.

Key frames come first: they decode alone, so a clip of an hour is skimmed in seconds. The sampled
rest follows, and there the model looks only where something moved (see `look`).
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Pixels = NDArray[np.uint8]

MAX_FRAMES = 200_000  # eleven hours at five frames a second; a file that claims more is hostile
MAX_SIDE = 8192  # pixels


class BadFrames(Exception):  # noqa: N818 -- named for what it says about the clip
    """The frames that arrived cannot come from a sane clip."""


@dataclass(frozen=True, eq=False)
class Frame:
    """One picture. `pixels` is (height, width, 3) uint8 in BGR; `t_ms` counts from the start."""

    t_ms: int
    pixels: Pixels
    is_key: bool = False

    @property
    def width(self) -> int:
        return int(self.pixels.shape[1])

    @property
    def height(self) -> int:
        return int(self.pixels.shape[0])


@dataclass(frozen=True)
class Want:
    """What the engine asks of whoever decodes (see `Choice` for its exact meaning)."""

    keys_only: bool
    every_ms: int
    keys_every_ms: int = 1000


@dataclass(frozen=True)
class Plan:
    """How closely a clip is looked at. `keys_first` needs a detector that can read stills."""

    every_ms: int = 200
    keys_first: bool = True

    def passes(self) -> tuple[Want, ...]:
        rest = Want(keys_only=False, every_ms=self.every_ms)
        skim = Want(keys_only=True, every_ms=self.every_ms)
        return (skim, rest) if self.keys_first else (rest,)


# Given what is wanted, gives the frames in order of time. Called once per pass.
Source = Callable[[Want], Iterable[Frame]]


class Grid:
    """Takes the first frame in each step of `every_ms`, whatever the clip's own rate is."""

    def __init__(self, every_ms: int) -> None:
        if every_ms < 1:
            raise ValueError(f"got every_ms {every_ms}, want at least 1")
        self._every_ms = every_ms
        self._last_step = -1

    def takes(self, t_ms: int) -> bool:
        step = t_ms // self._every_ms
        if step <= self._last_step:
            return False
        self._last_step = step
        return True


class Choice:
    """Which frames of a clip a pass wants: ask for each in order, before it is converted.

    Every pass takes the same key frames (all of them, or in a clip made of nothing else one per
    `keys_every_ms`), so what a skim saw is found again at the same instants.
    """

    def __init__(self, want: Want) -> None:
        self._keys = Grid(want.keys_every_ms)
        self._rest = None if want.keys_only else Grid(want.every_ms)

    def takes(self, t_ms: int, *, is_key: bool) -> bool:
        as_key = is_key and self._keys.takes(t_ms)
        as_sample = self._rest is not None and self._rest.takes(t_ms)
        return as_key or as_sample


def checked(frames: Iterable[Frame]) -> Iterator[Frame]:
    """The frames as they come, as long as they can be those of a sane clip.

    Raises BadFrames for a wrong shape, for too many frames, or for a size that changes. A frame
    whose time does not move on is dropped: recorders repeat and reorder a little.
    """
    last_ms, shape = -1, None
    for count, frame in enumerate(frames, start=1):
        pixels = frame.pixels
        if count > MAX_FRAMES:
            raise BadFrames(f"got more than {MAX_FRAMES} frames")
        if pixels.ndim != 3 or pixels.shape[2] != 3 or pixels.dtype != np.uint8:  # noqa: PLR2004 -- BGR
            raise BadFrames(f"got an array {pixels.shape} {pixels.dtype}, want (h, w, 3) uint8")
        if not 1 <= min(pixels.shape[:2]) <= max(pixels.shape[:2]) <= MAX_SIDE:
            raise BadFrames(f"got a picture of {pixels.shape[:2]}, want sides of 1 to {MAX_SIDE}")
        if shape is not None and pixels.shape != shape:
            raise BadFrames(f"got a picture of {pixels.shape} after {shape}")
        shape = pixels.shape
        if frame.t_ms > last_ms:
            last_ms = frame.t_ms
            yield frame


def frames_of(pictures: Iterable[tuple[int, Pixels]]) -> Iterator[Frame]:
    """Frames from pairs of media time in ms and BGR array, checked."""
    return checked(Frame(t_ms, pixels) for t_ms, pixels in pictures)
