"""Decoded pictures from a child process, for the detection engine and whoever else looks."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from . import runner
from .errors import MediaError
from .probe import DECODER, Polygons, decoder_settings
from .runner import Child, Limits

HEADER_BYTES = 13  # struct "<qHHB" of decoder.FRAME
FRAME_LIMITS = Limits(wall_s=3600, cpu_s=3600, output=1 << 40)


@dataclass(frozen=True, eq=False)
class Picture:
    """One frame: milliseconds from the first frame, BGR pixels (height, width, 3)."""

    at_ms: int
    pixels: NDArray[np.uint8]
    is_key: bool


@contextmanager
def pictures_of(
    source: Path | Iterable[bytes],
    *,
    keys_only: bool = False,
    every_ms: int = 0,
    keys_every_ms: int = 1,
    max_side: int = 0,
    max_frames: int = 2_000_000,
    masks: Polygons = (),
    limits: Limits = FRAME_LIMITS,
) -> Iterator[Iterator[Picture]]:
    """The chosen frames in order of time: key frames (one per `keys_every_ms`), and unless
    `keys_only` the first frame in each `every_ms`. The polygons of `masks` are filled in the child.

    A source of bytes has to be one that plays while it arrives: our fragmented masters, or a head
    and its master. Leaving the block ends the child, wherever it is. MediaError when it fails.
    """
    name, feed = (str(source), None) if isinstance(source, Path) else ("-", source)
    settings = decoder_settings(
        max_frames,
        keys_only=keys_only,
        every_ms=0 if keys_only else every_ms,
        keys_every_ms=keys_every_ms,
        max_side=max_side,
        masks=masks,
    )
    command = runner.python_command(DECODER, ["frames", name, settings])
    with Child(command, limits, feed) as child:
        yield _pictures(child)


def _pictures(child: Child) -> Iterator[Picture]:
    header = memoryview(bytearray(HEADER_BYTES))
    while child.read_into(header) == HEADER_BYTES:
        at_ms = int.from_bytes(header[:8], "little", signed=True)
        width = int.from_bytes(header[8:10], "little")
        height = int.from_bytes(header[10:12], "little")
        pixels = np.empty((height, width, 3), np.uint8)
        if child.read_into(pixels.data.cast("B")) != pixels.nbytes:
            raise MediaError("crashed", "the decoder stopped inside a picture")
        yield Picture(at_ms, pixels, is_key=bool(header[12]))
    child.finish()
