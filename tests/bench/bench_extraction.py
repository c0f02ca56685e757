"""What a clip costs from recordings to a sealed, playable object, against its floor.

The floor is what nobody can do without: `ffmpeg -c copy` of the same window, one pass of SHA-256
over the clip and one of AES-256-GCM. Both sides are processor time, children included; the figure
is the slope between 5 and 30 minutes of 1080p, so the fixed cost (start of processes, imports)
stands apart. Thumbnails are counted apart, too.

    python -m tests.bench.bench_extraction
"""

import hashlib
import os
import resource
import secrets
import shutil
import statistics
import subprocess
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import django
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

SEGMENT_S = 10
DISTINCT = 6  # segments that are really drawn; the rest are the same bytes under other names
SHORT_S, LONG_S = 300, 1800
ROUNDS = 5
BIT_RATE = "4M"
MOST_RATIO = 1.3
PIECE = 1 << 20
START = datetime(2026, 11, 21, tzinfo=UTC)


def processor_s() -> float:
    """Of this process and all children that have ended, system time included."""
    own = resource.getrusage(resource.RUSAGE_SELF)
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime


def measured(work: Callable[[], object]) -> float:
    before = processor_s()
    work()
    return processor_s() - before


def recordings(folder: Path, seconds: int) -> list[Path]:
    """1080p H.264 of about 4 Mbit/s in segments of 10 s with a key frame every 2 s."""
    from portal.media import runner

    drawn = folder / "drawn"
    if not drawn.exists():
        drawn.mkdir()
        command = [runner.ffmpeg_path(), "-loglevel", "error", "-f", "lavfi"]
        command += ["-i", "testsrc2=size=1920x1080:rate=25,noise=alls=12:allf=t"]
        command += ["-t", str(SEGMENT_S * DISTINCT), "-c:v", "libx264", "-preset", "ultrafast"]
        command += ["-b:v", BIT_RATE, "-maxrate", BIT_RATE, "-bufsize", BIT_RATE]
        command += ["-pix_fmt", "yuv420p", "-g", "50", "-keyint_min", "50", "-sc_threshold", "0"]
        command += ["-f", "segment", "-segment_time", str(SEGMENT_S), "-reset_timestamps", "1"]
        subprocess.run([*command, str(drawn / "%03d.mp4")], check=True)
    sources = sorted(drawn.glob("*.mp4"))
    paths = []
    for place in range(seconds // SEGMENT_S + 2):  # one more at each end than the window needs
        path = folder / f"{place:05d}.mp4"
        if not path.exists():
            os.link(sources[place % len(sources)], path)
        paths.append(path)
    return paths


def floor(paths: list[Path], seconds: int, folder: Path) -> Callable[[], object]:
    """Plain ffmpeg to a file, then one reading pass with hash and cipher."""
    from portal.media import runner

    script = folder / f"floor-{seconds}.txt"
    lines = [f"file '{path}'" for path in paths]
    lines.insert(1, f"inpoint {SEGMENT_S - 2}")
    lines.append("outpoint 2")
    script.write_text("\n".join(lines))
    clip = folder / "floor.mp4"
    command = [runner.ffmpeg_path(), "-y", "-nostdin", "-loglevel", "error", "-f", "concat"]
    command += ["-safe", "0", "-i", str(script), "-map", "0:v:0", "-c", "copy", str(clip)]

    def work() -> None:
        subprocess.run(command, check=True)
        sha, cipher, nonce = hashlib.sha256(), AESGCM(secrets.token_bytes(32)), bytes(12)
        buffer = memoryview(bytearray(PIECE))
        with clip.open("rb", buffering=0) as file:
            while count := file.readinto(buffer):
                sha.update(buffer[:count])
                cipher.encrypt(nonce, buffer[:count], b"")
        clip.unlink()

    return work


def pipeline(paths: list[Path], seconds: int, folder: Path) -> Callable[[], object]:
    """What the worker does: cut through the pipe into the vault, count, index, seal."""
    from portal.files import vault
    from portal.media import cut, index

    first = START - timedelta(seconds=SEGMENT_S)
    segments = [
        cut.Segment(path, first + timedelta(seconds=SEGMENT_S * place))
        for place, path in enumerate(paths)
    ]
    window = cut.Window(
        START - timedelta(seconds=1), START + timedelta(seconds=seconds + 1)
    )  # inside a key-frame group at both ends: the same frames as the floor's

    def work() -> cut.Cut:
        with vault.create() as writer:
            made = cut.cut(segments, window, writer.write, folder=folder)
            writer.seal()
        with vault.create() as writer:
            writer.write(index.head(made.track))
            writer.seal()
        return made

    return work


def thumbnails_of(paths: list[Path], seconds: int, folder: Path) -> Callable[[], object]:
    from portal.media import cut
    from portal.media.thumbnails import thumbnails

    clip = folder / "thumbnails.mp4"
    with clip.open("wb") as file:
        segments = [
            cut.Segment(path, START + timedelta(seconds=SEGMENT_S * place))
            for place, path in enumerate(paths)
        ]
        window = cut.Window(START, START + timedelta(seconds=seconds))
        track = cut.cut(segments, window, file.write, folder=folder).track

    def read(start: int, stop: int) -> list[bytes]:
        with clip.open("rb") as file:
            file.seek(start)
            return [file.read(stop - start)]

    return lambda: thumbnails(track, read)


def main() -> int:
    """Print the figures; 1 when the slope costs more than 1.3 times its floor."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    folder = Path(tempfile.mkdtemp(prefix="bench-extraction-"))
    os.environ["PORTAL_VAR"] = str(folder / "var")
    try:
        django.setup()
        return _figures(folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _figures(folder: Path) -> int:
    print("drawing recordings ...", flush=True)
    paths = {seconds: recordings(folder, seconds) for seconds in (SHORT_S, LONG_S)}
    works = {
        (name, seconds): make(paths[seconds], seconds, folder)
        for name, make in (("floor", floor), ("ours", pipeline))
        for seconds in (SHORT_S, LONG_S)
    }
    samples: dict[tuple[str, int], list[float]] = {key: [] for key in works}
    for number in range(ROUNDS + 1):
        for key, work in works.items():
            taken = measured(work)
            shutil.rmtree(folder / "var" / "vault", ignore_errors=True)
            if number:  # the first round fills caches
                samples[key].append(taken)
    cost = {key: statistics.median(values) for key, values in samples.items()}
    minutes = (LONG_S - SHORT_S) / 60
    slope = {
        name: (cost[name, LONG_S] - cost[name, SHORT_S]) / minutes for name in ("floor", "ours")
    }
    fixed = {name: cost[name, SHORT_S] - slope[name] * SHORT_S / 60 for name in ("floor", "ours")}
    for name in ("floor", "ours"):
        print(
            f"{name:6} 5 min {cost[name, SHORT_S]:.3f} s, 30 min {cost[name, LONG_S]:.3f} s, "
            f"slope {slope[name] * 1000:.1f} ms a minute, fixed {fixed[name] * 1000:.0f} ms"
        )
    pictures = measured(thumbnails_of(paths[SHORT_S], SHORT_S, folder))
    print(f"thumbnails of 5 min, apart: {pictures:.2f} s")
    ratio = slope["ours"] / slope["floor"]
    print(f"ratio of the slopes {ratio:.2f}, at most {MOST_RATIO}")
    return int(ratio > MOST_RATIO)


if __name__ == "__main__":
    raise SystemExit(main())
