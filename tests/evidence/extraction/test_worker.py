"""A real worker, a real recorder over HTTP, and kill -9 in the middle of a pull."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from evidence.demo.recorder_isapi import RecorderServer
from evidence.demo.recorder_ring import Ring
from evidence.demo.scenery import CAMERAS
from tests.portal.media import clips

ROOT = Path(__file__).resolve().parents[3]
SCENE = "tests.evidence.extraction.worker_scene"
DEADLINE_S = 90

pytestmark = [pytest.mark.worker, pytest.mark.slow]


class GatedRing(Ring):
    """Lets three downloads through, then holds each until the gate opens."""

    gate: threading.Event
    asked: list[str]

    def clips(self, key: str):  # type: ignore[no-untyped-def]
        found = super().clips(key)
        frame = sys._getframe(1).f_code.co_name
        if "genexpr" in frame or frame == "_download":
            self.asked.append(key)
            if len(self.asked) > 3:
                self.gate.wait(DEADLINE_S)
        return found


@pytest.fixture
def recorder(tmp_path: Path) -> Iterator[tuple[RecorderServer, GatedRing, int]]:
    ring = GatedRing(tmp_path / "ring", 1 << 30)
    object.__setattr__(ring, "gate", threading.Event())
    object.__setattr__(ring, "asked", [])
    first_s = int(time.time()) // 10 * 10 - 600
    for place, path in enumerate(clips.record(tmp_path / "drawn", seconds=100)):
        part = ring.part(CAMERAS[1].key, first_s + 10 * place, 10)
        part.write_bytes(path.read_bytes())
        ring.add(part)
    server = RecorderServer(0, CAMERAS, ring)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    yield server, ring, first_s
    ring.gate.set()
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def portal(tmp_path: Path, recorder: tuple[RecorderServer, GatedRing, int]) -> dict[str, str]:
    """The environment of a portal of its own."""
    port = recorder[0].server_port
    return {
        **{name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ},
        "PORTAL_VAR": str(tmp_path / "var"),
        "PORTAL_SOURCE_ALLOW": f"127.0.0.1:{port}",
        "PORTAL_JOB_LEASE_SECONDS": "4",
        "PYTHONWARNINGS": "ignore",
        "DJANGO_SETTINGS_MODULE": "portal.settings",
    }


def tell(portal: dict[str, str], *arguments: str) -> str:
    command = [sys.executable, "-m", SCENE, *arguments]
    done = subprocess.run(
        command, cwd=ROOT, env=portal, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stdout


@contextmanager
def worker(portal: dict[str, str], log: Path) -> Iterator[subprocess.Popen[bytes]]:
    command = [sys.executable, "-m", "celery", "-A", "portal.celery", "worker", "-c", "1"]
    with log.open("ab") as out:
        process = subprocess.Popen(
            [*command, "--without-gossip", "--without-mingle", "-l", "INFO"],
            cwd=ROOT,
            env=portal,
            stdout=out,
            stderr=out,
            start_new_session=True,
        )
    try:
        yield process
    finally:
        kill(process)


def kill(process: subprocess.Popen[bytes]) -> None:
    """The parent and its child at once, as a power cut does."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def until(condition: Callable[[], bool], log: Path, pause: float = 0.1) -> None:
    end = time.monotonic() + DEADLINE_S
    while not condition():
        assert time.monotonic() < end, log.read_text()[-4000:]
        time.sleep(pause)  # between two looks at the condition


def test_a_killed_worker_resumes_and_seals_once(
    portal: dict[str, str], recorder: tuple[RecorderServer, GatedRing, int], tmp_path: Path
) -> None:
    server, ring, first_s = recorder
    log, clip = tmp_path / "worker.log", tmp_path / "clip.mp4"
    tell(portal, "prepare", f"http://127.0.0.1:{server.server_port}", str(first_s))
    with worker(portal, log) as first:
        tell(portal, "sweep")
        until(lambda: len(ring.asked) > 3, log)
        kill(first)
    whole = {path.name for path in (tmp_path / "var" / "work").rglob("*.rec")}
    assert len(whole) == 3
    assert json.loads(tell(portal, "state", str(clip)))["roles"] == []
    ring.gate.set()
    told: dict[str, object] = {}

    def sealed() -> bool:
        tell(portal, "sweep")
        told.update(json.loads(tell(portal, "state", str(clip))))
        assert told["job"] not in {"failed", "stopped"}, told
        return told["job"] == "sealed"

    with worker(portal, log):
        until(sealed, log, pause=0.5)
    assert told["crashes"] == 0  # forgotten once the original is sealed
    assert told["roles"] == ["footage", "index", *["thumbnail"] * 12]
    kinds = told["kinds"]
    assert isinstance(kinds, list)
    assert kinds.count("extraction:started") == kinds.count("item:sealed") == 1
    offset = told["offset_ms"]
    assert isinstance(offset, int)
    assert abs(offset - 200_000) < 1500  # 3 min 20 s, measured over HTTP in whole seconds
    numbers = clips.numbers(clip)
    assert numbers == list(range(numbers[0], numbers[-1] + 1))
    # 21 s to 79 s, widened to key frames; the clock is known to within a second.
    assert 180 <= numbers[0] <= 210
    assert 780 <= numbers[-1] <= 820
    assert len(ring.asked) <= 4 + 7  # what had come whole was not fetched again
    assert list((tmp_path / "var" / "work").rglob("*.rec")) == []
