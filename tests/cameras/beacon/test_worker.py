"""End to end: a code held before a simulated camera, its recorder, and a real worker."""

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from evidence.demo.recorder_ring import Ring
from evidence.demo.scenery import CAMERAS
from evidence.demo.stack import Stack
from tests.evidence.extraction.own_portal import Blank, OwnPortal, blank, own_portal
from tests.machine import free_port

pytestmark = [pytest.mark.worker, pytest.mark.slow]

CAMERA = next(one for one in CAMERAS if one.key == "ngo-nha")
SCENE = "tests.cameras.beacon.worker_scene"
HELD_S = 8


@pytest.fixture(scope="module")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Blank]:
    with blank(tmp_path_factory.mktemp("blank")) as made:
        yield made


@pytest.fixture
def recorders(tmp_path: Path) -> Iterator[Stack]:
    """All simulated cameras, recording from now on."""
    stack = Stack(
        tmp_path / "world", recorder_port=free_port(), recorder_options=("--minutes", "0")
    )
    stack.var.mkdir()
    try:
        stack.start("cameras")
        stack.wait_until_ready()
        yield stack
    finally:
        stack.stop()


@pytest.fixture
def portal(tmp_path: Path, migrated: Blank, recorders: Stack) -> Iterator[OwnPortal]:
    with own_portal(tmp_path / "var", migrated, recorders.recorder_port, SCENE) as made:
        yield made


def test_a_wrong_clock_is_measured_to_within_a_second(portal: OwnPortal, recorders: Stack) -> None:
    portal.start()
    begun = time.time()
    portal.ask("begin", recorders.recorders, CAMERA.key, str(recorders.phones))
    ring = Ring(recorders.var / "cameras", 1 << 40)

    def recorded() -> bool:
        """Somebody has held it long enough, and some of it is on the recorder's disk."""
        clips = ring.clips(CAMERA.key)
        return time.time() > begun + HELD_S and any(clip.stop_s > begun for clip in clips)

    portal.until(recorded, "the telephone was held before the camera")
    portal.ask("pull")
    told: dict[str, Any] = {}

    def measured() -> bool:
        portal.ask("sweep")
        told.update(portal.ask("state"))
        assert told["state"] not in {"failed", "asking"}, told
        return bool(told["state"] == "measured")

    portal.until(measured, "the clock is measured")
    wanted_ms = CAMERA.clock_error.total_seconds() * 1000
    print(told)  # noqa: T201 -- the figures are part of the test's answer
    assert abs(told["offset_ms"] - wanted_ms) <= 1000
    assert told["error_ms"] <= 1000
    assert told["told"] == "source"
    assert told["picture"] > 5_000
    assert told["link"] == [told["offset_ms"], "beacon", True]
