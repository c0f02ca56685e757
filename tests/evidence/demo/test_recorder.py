import hashlib
import itertools
import multiprocessing
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import av
import numpy as np
import pytest
from django.conf import settings

from cameras.sources.adapters import open_source
from cameras.sources.errors import NoRecording, WrongPassword
from cameras.sources.protocol import Address
from evidence.demo.recorder import FPS, SLOT_S, Simulator, draw_past, last_slots, record, spans
from evidence.demo.recorder_isapi import LOCAL, RecorderServer
from evidence.demo.recorder_ring import Ring
from evidence.demo.scene import _lettering
from evidence.demo.scenery import CAMERAS, Scenery
from portal.lib.http import Guard

SLOT = int(datetime(2026, 11, 21, 1, 0, tzinfo=UTC).timestamp())
BY_KIND = {camera.kind: camera for camera in CAMERAS}
ALLEY, GATE = BY_KIND["alley"], BY_KIND["gate"]
GUARD = Guard(allow=("127.0.0.0/8",))


@pytest.fixture(scope="module")
def ring(tmp_path_factory: pytest.TempPathFactory) -> Ring:
    """Half a minute of the alley, really drawn and encoded."""
    ring = Ring(tmp_path_factory.mktemp("cameras"), 1 << 30)
    draw_past([ALLEY], ring, [SLOT + 20, SLOT + 10, SLOT], None)
    return ring


@pytest.fixture
def url(ring: Ring) -> Iterator[str]:
    with RecorderServer(0, CAMERAS, ring) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def login(url: str, camera: Scenery) -> Address:
    return Address("hikvision", url, camera.channel, camera.username, camera.password)


# --- Clips ----------------------------------------------------------------------------------------


@pytest.mark.slow
def test_clips_are_h264_of_exactly_one_slot_with_a_key_frame_every_two_seconds(ring: Ring) -> None:
    clips = ring.clips(ALLEY.key)
    assert [(clip.start_s, clip.length_s) for clip in clips] == [
        (SLOT, 10), (SLOT + 10, 10), (SLOT + 20, 10),
    ]  # fmt: skip
    for clip in clips:
        with av.open(str(clip.path)) as container:
            stream = container.streams.video[0]
            frames = list(container.decode(stream))
            assert stream.codec_context.name == "h264"
        assert len(frames) == FPS * SLOT_S
        assert [n for n, frame in enumerate(frames) if frame.key_frame] == [0, 16, 32, 48, 64]
        assert frames[-1].time == pytest.approx(SLOT_S - 1 / FPS)
        assert (frames[0].width, frames[0].height) == (ALLEY.width, ALLEY.height)


def test_the_picture_shows_the_cameras_own_wrong_clock(ring: Ring) -> None:
    with av.open(str(ring.clips(ALLEY.key)[0].path)) as container:
        picture = next(container.decode(video=0)).to_ndarray(format="gray")

    def likeness(instant: datetime) -> float:
        scale = ALLEY.width / 1280
        text = instant.astimezone(LOCAL).strftime("%d-%m-%Y %H:%M:%S")
        letters = _lettering(text, scale, grey=True)[0]
        at = int(24 * scale) & ~1
        part = picture[at : at + letters.shape[0], at : at + letters.shape[1]]
        return float(np.corrcoef(part.ravel(), letters.ravel())[0, 1])

    true_time = datetime.fromtimestamp(SLOT, UTC)
    assert likeness(true_time + timedelta(seconds=200)) > likeness(true_time) + 0.05
    assert likeness(true_time + timedelta(seconds=200)) > 0.55


def test_a_slot_that_is_there_is_not_drawn_again(ring: Ring) -> None:
    before = ring.clips(ALLEY.key)[0].path.stat().st_mtime_ns
    record(ALLEY, ring, SLOT)
    assert ring.clips(ALLEY.key)[0].path.stat().st_mtime_ns == before


@pytest.mark.slow
def test_a_camera_on_motion_leaves_gaps_and_records_what_moves(tmp_path: Path) -> None:
    slots = range(SLOT, SLOT + 900, SLOT_S)
    by_slot = {slot: spans(GATE, slot) for slot in slots}
    recorded = sum(length for found in by_slot.values() for _, length in found)
    assert 100 < recorded < 700
    assert any(not found for found in by_slot.values())
    partial = next(s for s, found in by_slot.items() if found and 0 < found[0][1] < SLOT_S)
    ring = Ring(tmp_path, 1 << 30)
    record(GATE, ring, partial)
    assert [(c.start_s, c.length_s) for c in ring.clips(GATE.key)] == by_slot[partial]
    start, length = by_slot[partial][0]
    scene = GATE.scene()
    assert any(scene.moving(second) for second in range(start - 3, start + length + 2))


def test_slots_of_the_past_lie_on_the_raster_the_newest_first() -> None:
    slots = last_slots(SLOT + 7.5, 1)
    assert slots == [SLOT - 10, SLOT - 20, SLOT - 30, SLOT - 40, SLOT - 50, SLOT - 60]


# --- Ring -----------------------------------------------------------------------------------------


def test_the_oldest_of_all_cameras_make_room(tmp_path: Path) -> None:
    ring = Ring(tmp_path, 1000)
    for number in range(20):
        part = ring.part("a" if number % 3 else "b", SLOT + 10 * number, 10)
        part.write_bytes(bytes(100 + number))
        ring.add(part)
        clips = [clip for key in ("a", "b") for clip in ring.clips(key)]
        assert sum(clip.size for clip in clips) <= 1000
        assert max(clip.start_s for clip in clips) == SLOT + 10 * number
    kept = sorted(clip.start_s for clip in clips)
    assert kept == list(range(kept[0], SLOT + 200, 10))


@pytest.mark.slow
def test_the_bound_holds_for_what_is_really_recorded(tmp_path: Path) -> None:
    ring = Ring(tmp_path, 900_000)
    draw_past([ALLEY], ring, [SLOT, SLOT + 10, SLOT + 20], None)
    clips = ring.clips(ALLEY.key)
    assert sum(clip.size for clip in clips) <= 900_000
    assert clips[-1].start_s == SLOT + 20


def test_what_a_killed_process_left_half_written_is_no_clip_and_is_swept(tmp_path: Path) -> None:
    ring = Ring(tmp_path, 1000)
    ring.part("a", SLOT, 10).write_bytes(b"half")
    assert ring.clips("a") == []
    ring.sweep_parts()
    assert list((tmp_path / "a").iterdir()) == []


# --- Recorder and adapter -------------------------------------------------------------------------


def test_the_adapter_finds_and_fetches_clips_in_the_recorders_clock(
    ring: Ring, url: str, tmp_path: Path
) -> None:
    source = open_source(login(url, ALLEY), GUARD)
    shown = datetime.fromtimestamp(SLOT, UTC) + ALLEY.clock_error
    found = source.recordings(shown + timedelta(seconds=12), shown + timedelta(seconds=25))
    assert [(r.start, r.stop) for r in found] == [
        (shown + timedelta(seconds=10), shown + timedelta(seconds=20)),
        (shown + timedelta(seconds=20), shown + timedelta(seconds=30)),
    ]
    source.fetch(found[0], tmp_path / "clip", limit=1 << 24)
    original = ring.clips(ALLEY.key)[1].path.read_bytes()
    assert (
        hashlib.sha256((tmp_path / "clip").read_bytes()).digest()
        == hashlib.sha256(original).digest()
    )


@pytest.mark.parametrize("camera", CAMERAS, ids=lambda camera: camera.key)
def test_the_clocks_error_is_measured_within_a_second(url: str, camera: Scenery) -> None:
    health = open_source(login(url, camera), GUARD).test()
    assert abs(health.clock.offset - camera.clock_error) < timedelta(seconds=1)
    assert health.clock.uncertainty < timedelta(seconds=2)
    assert health.name == camera.caption
    assert health.model == camera.model


def test_a_wrong_password_is_named(url: str) -> None:
    with pytest.raises(WrongPassword):
        open_source(replace(login(url, ALLEY), password="guess"), GUARD).test()
    with pytest.raises(WrongPassword):
        open_source(replace(login(url, ALLEY), username="nobody"), GUARD).test()


def test_a_login_opens_its_own_recorder_only(url: str, tmp_path: Path) -> None:
    shown = datetime.fromtimestamp(SLOT, UTC) + ALLEY.clock_error
    span = (shown, shown + timedelta(seconds=5))
    clip = open_source(login(url, ALLEY), GUARD).recordings(*span)[0]
    other = open_source(login(url, GATE), GUARD)
    assert other.recordings(shown - timedelta(hours=1), shown + timedelta(hours=1)) == []
    with pytest.raises(NoRecording):
        other.fetch(clip, tmp_path / "clip", limit=1 << 24)


def test_another_channel_of_the_recorder_holds_nothing(url: str) -> None:
    shown = datetime.fromtimestamp(SLOT, UTC) + ALLEY.clock_error
    source = open_source(replace(login(url, ALLEY), channel=2), GUARD)
    assert source.recordings(shown, shown + timedelta(seconds=30)) == []


def test_what_the_ring_has_dropped_is_no_longer_there(url: str, ring: Ring, tmp_path: Path) -> None:
    shown = datetime.fromtimestamp(SLOT, UTC) + ALLEY.clock_error
    source = open_source(login(url, ALLEY), GUARD)
    clip = source.recordings(shown, shown + timedelta(seconds=5))[0]
    gone = replace(clip, ref=clip.ref.replace(f"name={SLOT}", f"name={SLOT - 3600}"))
    with pytest.raises(NoRecording):
        source.fetch(gone, tmp_path / "clip", limit=1 << 24)


# --- Everything together --------------------------------------------------------------------------


def wait_until(condition: Callable[[], object], seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.02)


@contextmanager
def simulating(ring: Ring, said: list[str]) -> Iterator[None]:
    """The alley's recorder for a while; its helpers must be gone afterwards."""
    stop = threading.Event()
    simulator = Simulator((ALLEY,), ring, 0, 1, said.append)
    thread = threading.Thread(target=simulator.run, args=(stop,))
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join(30)
    assert not thread.is_alive()
    assert multiprocessing.active_children() == []


@pytest.mark.slow
def test_the_first_start_draws_the_past_and_a_restart_leaves_a_gap(tmp_path: Path) -> None:
    ring, said = Ring(tmp_path / "ring", 1 << 30), list[str]()
    with simulating(ring, said):
        wait_until(lambda: len(said) >= 2, 60)
        assert "1 minutes are drawn" in said[1]
        assert open_source(login(said[0].split()[-1], ALLEY), GUARD).test().records_now
    first = [clip.start_s for clip in ring.clips(ALLEY.key)]
    assert len(first) >= 6
    assert {later - sooner for sooner, later in itertools.pairwise(first)} == {SLOT_S}
    ring.clips(ALLEY.key)[2].path.unlink()
    with simulating(ring, said):
        wait_until(lambda: "what was recorded before is kept" in said, 60)
    assert first[2] not in [clip.start_s for clip in ring.clips(ALLEY.key)]


@pytest.mark.slow
def test_the_command_serves_until_it_is_told_to_stop(tmp_path: Path) -> None:
    command = [sys.executable, "manage.py", "simulate_cameras"]
    options = ["--port", "0", "--folder", str(tmp_path / "ring"), "--minutes", "0"]
    with subprocess.Popen(
        [*command, *options],
        cwd=settings.ROOT,
        env={**os.environ, "PORTAL_VAR": str(tmp_path / "var")},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as process:
        assert process.stdout is not None
        ready = process.stdout.readline().split()[-1]
        assert open_source(login(ready, ALLEY), GUARD).test().model == ALLEY.model
        process.send_signal(signal.SIGTERM)
        assert process.wait(30) == 0
