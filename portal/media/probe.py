"""What a file says it is and what is really in it, found out in a guarded child."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from . import runner
from .errors import MediaError
from .runner import Limits

DECODER = Path(__file__).with_name("decoder.py")
MAX_FRAMES = 2_000_000
PROBE_LIMITS = Limits(wall_s=60, cpu_s=60, output=1 << 20)
# What Chromium, Firefox and Safari all play inside MP4 without a plug-in or a graphics card.
PLAYED_CODECS = {"h264"}
PLAYED_PIXELS = {"yuv420p", "yuvj420p"}
# Corners in thousandths of the picture's width and height, from its upper left.
Polygons = Sequence[Sequence[tuple[int, int]]]
TOLERANCE = 0.98  # of the promised duration: containers round


@dataclass(frozen=True)
class Probe:
    """The first video track of a file. Frames are counted with edit lists ignored."""

    codec: str
    profile: str | None
    pixels: str | None
    container: str
    width: int
    height: int
    frames: int
    promised: int  # what the container says; 0 when it does not
    key_frames: int
    start_ms: int | None
    duration_ms: int | None
    promised_ms: int | None
    corrupt: bool
    decodes: bool
    sound: bool
    created: str = ""  # as the container writes it; see `began_at`

    @property
    def began_at(self) -> datetime | None:
        """When the container says that it begins, taken for UTC; None when it does not say so."""
        try:
            said = datetime.fromisoformat(self.created)
        except ValueError:
            return None
        return said if said.tzinfo else said.replace(tzinfo=UTC)

    @property
    def partial(self) -> bool:
        """Less in it than its container promises: a recording that was cut short."""
        if self.corrupt or self.frames < self.promised:
            return True
        if not self.promised_ms or self.duration_ms is None:
            return False
        return self.duration_ms < self.promised_ms * TOLERANCE

    @property
    def plays_in_browsers(self) -> bool:
        return self.codec in PLAYED_CODECS and self.pixels in PLAYED_PIXELS


def decoder_settings(max_frames: int = MAX_FRAMES, *, masks: Polygons = (), **more: object) -> str:
    """The one JSON argument of a decoder child; `masks` are filled before a picture leaves it."""
    return json.dumps(
        {
            "protocols": runner.PROTOCOLS,
            "demuxers": runner.DEMUXERS_OF_FILES,
            "max_frames": max_frames,
            "masks": masks,
            **more,
        }
    )


def probe(source: Path | Iterable[bytes], limits: Limits = PROBE_LIMITS) -> Probe:
    """Look at a file, or at bytes that stream by. MediaError("not_video") when it is none."""
    name, feed = (str(source), None) if isinstance(source, Path) else ("-", source)
    output, _ = runner.run_python(DECODER, ["probe", name, decoder_settings()], limits, feed)
    try:
        found = Probe(**json.loads(output))
    except (ValueError, TypeError) as error:
        raise MediaError("crashed", f"the probe said {output[:80]!r}") from error
    if found.frames == 0 or not found.decodes:
        raise MediaError("not_video", "no picture can be decoded")
    return found
