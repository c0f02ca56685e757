"""A working copy that browsers play, made of a file whose container or codec they do not.

Never on the way of a recorder's H.264: the original is sealed as it came, this is a derivative.
"""

from pathlib import Path

import ffmpeg

from . import runner
from .cut import MOVFLAGS, REMUX_FILE, arguments_of
from .probe import MAX_FRAMES, Probe
from .runner import Alive, Limits, guarded_ffmpeg

LIMITS = Limits(wall_s=3600, cpu_s=7200, file=REMUX_FILE)
MAX_PIXELS = 8192 * 8192


def working_copy(
    source: Path, target: Path, found: Probe, *, alive: Alive | None = None
) -> tuple[Path, bool]:
    """A fragmented MP4 of the first video track, and whether its packets could be copied.

    Encoding may take an hour, so `alive` is called every few seconds.
    """
    copied = found.plays_in_browsers
    coding: dict[str, object] = (
        {"c": "copy"}
        if copied
        else {
            "c:v": "libx264",
            "preset": "veryfast",
            "crf": 20,
            "pix_fmt": "yuv420p",
            "vf": "scale=trunc(iw/2)*2:trunc(ih/2)*2",
            "g": 50,
            "fps_mode": "passthrough",
            "max_pixels": MAX_PIXELS,
        }
    )
    frames = min(found.frames + 1, MAX_FRAMES)
    stream = ffmpeg.input(str(source), max_pixels=MAX_PIXELS).output(
        str(target),
        f="mp4",
        map="0:v:0",
        map_metadata="-1",
        bitexact=None,
        movflags=MOVFLAGS,
        **coding,
        **{"frames:v": frames},
    )
    runner.run(guarded_ffmpeg(["-y", *arguments_of(stream)]), LIMITS, alive=alive)
    return target, copied
