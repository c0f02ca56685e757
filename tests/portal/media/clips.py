"""Recordings whose every frame carries its number, so that a test can read what is in a clip.

The picture is 16 upright stripes, white or black: the bits of the frame's number. Colours survive
any H.264 quality, so what is decoded is exactly what was recorded.
"""

import subprocess
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import av

from portal.media import runner
from portal.media.cut import Segment

START = datetime(2026, 11, 21, 0, 0, tzinfo=UTC)
RATE = 10
STRIPE, BITS, HEIGHT = 16, 16, 32
NUMBERED = (
    f"nullsrc=s={STRIPE * BITS}x{HEIGHT}:r={RATE},"
    f"geq=lum='if(mod(floor(N/pow(2,floor(X/{STRIPE}))),2),220,30)':cb=128:cr=128,"
    "format=yuv420p"
)


def record(
    folder: Path,
    *,
    seconds: int,
    segment_s: int = 10,
    b_frames: int = 0,
    suffix: str = "mp4",
    codec: str = "libx264",
    more: Iterable[str] = (),
) -> list[Path]:
    """Segments as a recorder keeps them: each starts on a key frame, one key frame every 2 s."""
    folder.mkdir(parents=True, exist_ok=True)
    command = [runner.ffmpeg_path(), "-nostdin", "-loglevel", "error", "-f", "lavfi"]
    command += ["-i", NUMBERED, "-t", str(seconds), "-c:v", codec, "-g", str(2 * RATE)]
    if codec == "libx264":
        command += ["-preset", "veryfast", "-bf", str(b_frames), "-sc_threshold", "0"]
        command += ["-keyint_min", str(2 * RATE)]
    command += ["-f", "segment", "-segment_time", str(segment_s), "-reset_timestamps", "1", *more]
    subprocess.run([*command, str(folder / f"%04d.{suffix}")], check=True)
    return sorted(folder.glob(f"*.{suffix}"))


def segments(paths: list[Path], *, segment_s: int = 10) -> list[Segment]:
    return [Segment(path, at(segment_s * place)) for place, path in enumerate(paths)]


def at(seconds: float) -> datetime:
    return START + timedelta(seconds=seconds)


def numbers(path: Path) -> list[int]:
    """The number each frame shows, in order of presentation, hidden ones included."""
    with av.open(str(path), mode="r", options={"ignore_editlist": "1"}) as container:
        return [_number(frame) for frame in container.decode(container.streams.video[0])]


def times_ms(path: Path) -> list[int]:
    with av.open(str(path), mode="r") as container:
        track = container.streams.video[0]
        assert track.time_base is not None
        return [
            round(frame.pts * track.time_base * 1000)
            for frame in container.decode(track)
            if frame.pts is not None
        ]


def _number(frame: av.VideoFrame) -> int:
    row = frame.to_ndarray(format="gray")[HEIGHT // 2]
    return sum(1 << bit for bit in range(BITS) if row[bit * STRIPE + STRIPE // 2] > 128)
