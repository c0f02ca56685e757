"""Simulated recorders that really record: H.264 clips of drawn scenes, on the raster of the clock.

A slot of ten seconds is drawn when it is over. At the very first start the last minutes are drawn
after the fact, the newest first, by helper processes; after any later start a gap stays a gap.
"""

import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path

import cv2

from portal.media import runner

from . import phone
from .recorder_isapi import LOCAL, RecorderServer
from .recorder_ring import Ring
from .scene import Scene
from .scenery import Scenery

FPS = 8
SLOT_S = 10
KEY_FRAME_S = 2
LIMIT_BYTES = 2_000_000_000
HELPERS = 2
LATE_S = 30  # a recorder that slept longer than this does not make up for it
_KEEPS_ON_S, _STARTS_EARLY_S = 3, 1  # around what a motion sensor sees
_NICENESS = 5
_LIMITS = runner.Limits(wall_s=120, cpu_s=60, memory=1 << 30, file=32 << 20)


@lru_cache(maxsize=8)
def scene_of(camera: Scenery) -> Scene:
    """Drawing a backdrop takes a second: once per process."""
    return camera.scene()


def spans(camera: Scenery, slot: int, held: phone.Held | None = None) -> list[tuple[int, int]]:
    """What a camera records of one slot, as (first second, length)."""
    if not camera.motion_only:
        return [(slot, SLOT_S)]
    scene, found = scene_of(camera), list[tuple[int, int]]()
    seen = {
        second: scene.moving(second) or (held is not None and bool(held.text_at(second)))
        for second in range(slot - _KEEPS_ON_S, slot + SLOT_S + _STARTS_EARLY_S + 1)
    }
    for second in range(slot, slot + SLOT_S):
        near = range(second - _KEEPS_ON_S, second + _STARTS_EARLY_S + 1)
        if not any(seen[other] for other in near):
            continue
        if found and sum(found[-1]) == second:
            found[-1] = (found[-1][0], found[-1][1] + 1)
        else:
            found.append((second, 1))
    return found


def record(camera: Scenery, ring: Ring, slot: int, phones: Path | None = None) -> None:
    """Draw and encode what the camera records of a slot; a clip that is there is left alone.
    `phones` is where telephones held before cameras are told (see `phone`).
    """
    held = phone.held(phones, camera.key)
    for start, length in spans(camera, slot, held):
        part = ring.part(camera.key, start, length)
        if not part.with_suffix(".mp4").exists():
            draw(camera, part, start, length, held)
            ring.add(part)


def draw(
    camera: Scenery, into: Path, start: int, length: int, held: phone.Held | None = None
) -> None:
    """One clip from second `start`, `length` seconds long."""
    runner.run(_encode(camera, into), _LIMITS, _pictures(camera, start, length, held))


def _pictures(camera: Scenery, start: int, length: int, held: phone.Held | None) -> Iterator[bytes]:
    scene = scene_of(camera)
    for number in range(length * FPS):
        instant = start + number / FPS
        shown = datetime.fromtimestamp(instant, UTC) + camera.clock_error
        planes = scene.planar(instant, shown.astimezone(LOCAL))
        text = held.text_at(instant) if held else None
        if text is not None:
            phone.draw_into(planes, camera.width, camera.height, text, instant)
        yield planes.tobytes()


def _encode(camera: Scenery, part: Path) -> list[str]:
    return [
        runner.ffmpeg_path(), "-nostdin", "-hide_banner", "-loglevel", "error", "-y",
        "-f", "rawvideo", "-pix_fmt", "yuv420p", "-s", f"{camera.width}x{camera.height}",
        "-r", str(FPS), "-i", "pipe:0", "-an",
        "-c:v", "libx264", "-preset", "ultrafast", "-crf", "31", "-threads", "1", "-bf", "0",
        "-g", str(KEY_FRAME_S * FPS), "-keyint_min", str(KEY_FRAME_S * FPS), "-sc_threshold", "0",
        "-f", "mp4", str(part),
    ]  # fmt: skip


def last_slots(until: float, minutes: int) -> list[int]:
    """The slots that were over at `until`, the newest first."""
    newest = int(until) // SLOT_S * SLOT_S - SLOT_S
    return [newest - SLOT_S * back for back in range(minutes * 60 // SLOT_S)]


def draw_past(
    cameras: Sequence[Scenery], ring: Ring, slots: Sequence[int], parent: int | None
) -> None:
    """Record slots of the past; ends early when the process that asked for it is gone."""
    cv2.setNumThreads(1)
    for slot in slots:
        for camera in cameras:
            if parent is not None and os.getppid() != parent:
                return
            record(camera, ring, slot)


def _help(cameras: Sequence[Scenery], ring: Ring, slots: Sequence[int], parent: int) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides when to stop
    os.nice(_NICENESS)
    draw_past(cameras, ring, slots, parent)


@dataclass
class Simulator:
    """Everything together: server, live recording, and the past at the first start."""

    cameras: tuple[Scenery, ...]
    ring: Ring
    port: int
    minutes: int
    say: Callable[[str], object] = print
    phones: Path | None = None

    def run(self, stop: threading.Event) -> None:
        """Until `stop` is set."""
        self.ring.folder.mkdir(parents=True, exist_ok=True)
        self.ring.sweep_parts()
        first_start = not self.ring.keys()
        started = time.time()
        with RecorderServer(self.port, self.cameras, self.ring) as server:
            serving = threading.Thread(target=server.serve_forever, args=(0.2,), daemon=True)
            serving.start()
            helpers = self._helpers(started) if first_start and self.minutes else []
            self.say(f"{len(self.cameras)} recorders on http://127.0.0.1:{server.server_port}")
            if not helpers:
                self.say("what was recorded before is kept")
            try:
                self._record_live(stop, _next_slot(started, first_start=first_start), helpers)
            finally:
                for helper in helpers:
                    helper.terminate()
                    helper.join()
                server.shutdown()
                serving.join()

    def _helpers(self, started: float) -> "list[multiprocessing.process.BaseProcess]":
        context = multiprocessing.get_context("spawn")
        slots = last_slots(started, self.minutes)
        helpers: list[multiprocessing.process.BaseProcess] = []
        for number in range(HELPERS):
            mine = slots[number::HELPERS]
            given = (self.cameras, self.ring, mine, os.getpid())
            helpers.append(context.Process(target=_help, args=given, daemon=True))
        for helper in helpers:
            helper.start()
        return helpers

    def _record_live(
        self,
        stop: threading.Event,
        slot: int,
        helpers: "list[multiprocessing.process.BaseProcess]",
    ) -> None:
        cv2.setNumThreads(1)
        begun, waiting = time.monotonic(), bool(helpers)
        while not stop.wait(min(max(slot + SLOT_S - time.time(), 0), 0.5)):
            if waiting and not any(helper.is_alive() for helper in helpers):
                waiting = False
                took = time.monotonic() - begun
                self.say(f"the last {self.minutes} minutes are drawn ({took:.0f} s)")
            if time.time() < slot + SLOT_S:
                continue
            if time.time() > slot + SLOT_S + LATE_S:
                slot = _next_slot(time.time(), first_start=False)
                continue
            for camera in self.cameras:
                if stop.is_set():
                    return
                record(camera, self.ring, slot, self.phones)
            slot += SLOT_S


def _next_slot(now: float, *, first_start: bool) -> int:
    """The running slot at the first start (its beginning is drawn with the past), else the next."""
    running = int(now) // SLOT_S * SLOT_S
    return running if first_start else running + SLOT_S
