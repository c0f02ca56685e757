"""A photo from a telephone, drawn anew in a guarded child: pixels stay, everything else goes."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from . import runner
from .errors import MediaError
from .runner import Limits

SCRIPT = Path(__file__).with_name("still_decoder.py")
LIMITS = Limits(wall_s=30, cpu_s=20, output=16 << 20)
MAX_BYTES = 15_000_000  # what telephones make of 50 megapixels
MAX_PIXELS = 60_000_000
MAX_SIDE = 1600
MIN_SIDE = 64
QUALITY = 82
HEADER_BYTES = 4  # struct "<HH" of still_decoder.SIZE


@dataclass(frozen=True)
class Still:
    """A JPEG of ours: no metadata, no side longer than `MAX_SIDE`."""

    width: int
    height: int
    jpeg: bytes


def redrawn(source: Iterable[bytes]) -> Still:
    """Raises MediaError when it is no JPEG, PNG or WebP that can be drawn within the limits."""
    settings = {
        "max_bytes": MAX_BYTES,
        "max_pixels": MAX_PIXELS,
        "max_side": MAX_SIDE,
        "min_side": MIN_SIDE,
        "quality": QUALITY,
    }
    output, _ = runner.run_python(SCRIPT, [json.dumps(settings)], LIMITS, source)
    if len(output) <= HEADER_BYTES:
        raise MediaError("crashed", "the child drew nothing")
    width = int.from_bytes(output[:2], "little")
    height = int.from_bytes(output[2:4], "little")
    return Still(width, height, output[HEADER_BYTES:])
