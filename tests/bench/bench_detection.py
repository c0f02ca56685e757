"""Detection: pace of the bare model against the whole pipeline, and times real time.

The bare model is timed in this process on pictures that are decoded already. The pipeline is what
a worker runs: bytes through a pipe, decoded in a child, skimmed, followed around motion, tracked.
"""

import os
import resource
import time
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from itertools import islice
from pathlib import Path

import av
import numpy as np

from detection.engine.detect import Detector
from detection.engine.frames import Frame, Want
from detection.engine.look import Findings, look, plan_for
from detection.engine.model import MovingThings, Yolox
from portal.media.frames import pictures_of

DATA = os.environ.get("PORTAL_TEST_DATA", "")
BARE_PICTURES = 200
CLIP = "vtest_480x360.mp4"


@dataclass(frozen=True)
class Pace:
    """One measured run. Times in seconds; `cpu_s` counts the decoder's child too."""

    wall_s: float
    cpu_s: float
    pictures: int


def main() -> None:
    if not DATA:
        print("detection: skipped, PORTAL_TEST_DATA names no folder of real data")
        return
    clip = fragmented(Path(DATA) / "videos" / CLIP)
    network = (Path(DATA) / "models" / "yolox_nano_416.onnx").read_bytes()
    for name, detector in (("YOLOX-Nano", Yolox(network)), ("motion and HOG", MovingThings())):
        _report(name, detector, clip)


def _report(name: str, detector: Detector, clip: bytes) -> None:
    bare = _bare(detector, clip)
    findings, pipeline = _pipeline(detector, clip)
    footage_s = findings.last_ms / 1000
    bare_rate, rate = bare.pictures / bare.cpu_s, pipeline.pictures / pipeline.cpu_s
    print(
        f"{name}: bare {bare_rate:.0f} pictures per second of one core, pipeline {rate:.0f} "
        f"(ratio {rate / bare_rate:.2f}); {footage_s / pipeline.cpu_s:.1f} x real time on one "
        f"core, {footage_s / pipeline.wall_s:.1f} x by the clock here; "
        f"{findings.inspected} of {findings.sampled} sampled pictures inspected, "
        f"{len(findings.tracks)} tracks"
    )


def _bare(detector: Detector, clip: bytes) -> Pace:
    with av.open(BytesIO(clip), "r") as container:
        decoded = islice(container.decode(video=0), BARE_PICTURES)
        pictures = [picture.to_ndarray(format="bgr24").astype(np.uint8) for picture in decoded]
    frames = [Frame(n * 200, pixels) for n, pixels in enumerate(pictures)]
    for frame in frames[:5]:
        detector.detect(frame)
    began, cpu = time.perf_counter(), _cpu_s()
    for frame in frames:
        detector.detect(frame)
    return Pace(time.perf_counter() - began, _cpu_s() - cpu, len(frames))


def _pipeline(detector: Detector, clip: bytes) -> tuple[Findings, Pace]:
    def source(want: Want) -> Iterator[Frame]:
        with pictures_of(
            [clip],
            keys_only=want.keys_only,
            every_ms=want.every_ms,
            keys_every_ms=want.keys_every_ms,
            max_side=960,
        ) as pictures:
            for picture in pictures:
                yield Frame(picture.at_ms, picture.pixels, picture.is_key)

    began, cpu = time.perf_counter(), _cpu_s()
    findings = look(source, detector, plan=plan_for(detector))
    return findings, Pace(time.perf_counter() - began, _cpu_s() - cpu, findings.inspected)


def fragmented(path: Path) -> bytes:
    """The clip as a sealed master has it: the same packets, in fragments."""
    out = BytesIO()
    options = {"movflags": "frag_keyframe+empty_moov+default_base_moof"}
    with (
        av.open(str(path)) as given,
        av.open(out, "w", format="mp4", options=options) as made,
    ):
        track = made.add_stream_from_template(given.streams.video[0])
        for packet in given.demux(given.streams.video[0]):
            if packet.dts is not None:
                packet.stream = track
                made.mux(packet)
    return out.getvalue()


def _cpu_s() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


if __name__ == "__main__":
    main()
