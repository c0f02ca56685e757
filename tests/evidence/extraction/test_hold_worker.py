"""Real workers preserve and release: killed in between, and stopped by a withdrawal."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.portal.media import clips

from . import gate
from .own_portal import Blank, own_portal
from .test_worker import PASSES, Pull, migrated

SCENE = "tests.evidence.extraction.hold_scene"

pytestmark = [pytest.mark.worker, pytest.mark.slow]
__all__ = ["migrated"]


@pytest.fixture
def pull(tmp_path: Path, recordings: list[Path], migrated: Blank) -> Iterator[Pull]:
    stop = gate.Gate(PASSES)
    first_s = int(time.time()) // 10 * 10 - 600
    with (
        gate.recorder(tmp_path / "ring", recordings, first_s, stop) as recorder,
        own_portal(tmp_path / "var", migrated, recorder.server_port, SCENE) as portal,
    ):
        portal.ask("prepare", recorder.address, first_s)
        yield Pull(portal, stop)


def until(pull: Pull, state: str) -> None:
    def there() -> bool:
        pull.portal.ask("sweep")
        return bool(pull.portal.ask("state")["hold"] == state)

    pull.portal.until(there, f"the hold is {state}")


def test_killed_while_it_preserves_it_is_sealed_and_released_once(
    pull: Pull, tmp_path: Path
) -> None:
    portal = pull.portal
    first = portal.start()
    portal.ask("sweep")
    portal.until(lambda: pull.gate.reached, "the worker is in the middle of its downloads")
    first.kill()
    assert portal.ask("state")["hold"] == "asked"
    pull.gate.open()
    portal.start()
    portal.ask("let_the_lease_pass")
    until(pull, "sealed")
    assert portal.ask("state")["items"] == 0
    portal.ask("decide")
    until(pull, "released")
    portal.ask("write_clip", str(tmp_path / "clip.mp4"))
    numbers = clips.numbers(tmp_path / "clip.mp4")
    assert 180 <= numbers[0] <= 210
    assert 780 <= numbers[-1] <= 820


def test_a_withdrawal_destroys_what_is_held_at_once(pull: Pull) -> None:
    portal = pull.portal
    pull.gate.open()
    portal.start()
    until(pull, "sealed")
    assert portal.ask("state")["keys"] == 1
    portal.ask("withdraw")  # its nudge alone wakes the worker: nobody sweeps
    portal.until(lambda: portal.ask("state")["hold"] == "destroyed", "the hold is destroyed")
    assert portal.ask("state")["keys"] == 0
