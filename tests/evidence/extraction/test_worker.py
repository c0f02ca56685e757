"""Real workers, a real recorder over HTTP: killed, doubled, stopped in the middle of a pull."""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.portal.media import clips

from . import gate
from .own_portal import Blank, OwnPortal, blank, own_portal

PASSES = 3
RECORDINGS = 7  # that the window touches, one more where a whole second of the clock falls badly

pytestmark = [pytest.mark.worker, pytest.mark.slow]


@dataclass(frozen=True)
class Pull:
    portal: OwnPortal
    gate: gate.Gate


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Blank]:
    with blank(tmp_path_factory.mktemp("blank")) as made:
        yield made


@pytest.fixture
def pull(tmp_path: Path, recordings: list[Path], migrated: Blank) -> Iterator[Pull]:
    """An agreed target, its recorder, and no worker yet."""
    stop = gate.Gate(PASSES)
    first_s = int(time.time()) // 10 * 10 - 600
    with (
        gate.recorder(tmp_path / "ring", recordings, first_s, stop) as recorder,
        own_portal(tmp_path / "var", migrated, recorder.server_port) as portal,
    ):
        portal.ask("prepare", recorder.address, first_s)
        yield Pull(portal, stop)


def assert_sealed_once(pull: Pull, told: dict[str, Any], tmp_path: Path) -> None:
    """One clip with exactly the frames of its window, each step once in the record."""
    roles, kinds = told["roles"], told["kinds"]
    assert (roles["footage"], roles["index"], roles["thumbnail"]) == (1, 1, 12)
    assert (kinds["extraction:started"], kinds["item:sealed"]) == (1, 1)
    assert abs(told["offset_ms"] - 200_000) < 1500  # 3 min 20 s, measured in whole seconds
    assert told["crashes"] == 0  # forgotten once the original is sealed
    pull.portal.ask("write_clip", str(tmp_path / "clip.mp4"))
    numbers = clips.numbers(tmp_path / "clip.mp4")
    assert numbers == list(range(numbers[0], numbers[-1] + 1))
    # 21 s to 79 s, widened to key frames; the clock is known to within a second.
    assert 180 <= numbers[0] <= 210
    assert 780 <= numbers[-1] <= 820
    assert pull.portal.plain("*.rec") == []


def test_a_killed_worker_resumes_and_seals_once(pull: Pull, tmp_path: Path) -> None:
    portal = pull.portal
    first = portal.start()
    portal.ask("sweep")
    portal.until(lambda: pull.gate.reached, "the worker is in the middle of its downloads")
    first.kill()
    assert len(portal.plain("*.rec")) == PASSES
    assert portal.ask("state")["roles"] == {}
    pull.gate.open()
    portal.start()
    portal.ask("let_the_lease_pass")
    assert_sealed_once(pull, portal.until_sealed(), tmp_path)
    assert pull.gate.asked <= RECORDINGS + 1  # what had come whole was not fetched again


def test_a_killed_child_brings_its_message_back_and_seals_once(pull: Pull, tmp_path: Path) -> None:
    portal = pull.portal
    worker = portal.start()
    portal.ask("sweep")
    portal.until(lambda: pull.gate.reached, "the child is in the middle of its downloads")
    worker.kill_child()
    portal.until(worker.brought_back, "the message has come back to a new child")
    assert portal.ask("state")["job"] == "running"  # the lease still has to pass
    pull.gate.open()
    portal.ask("let_the_lease_pass")
    assert_sealed_once(pull, portal.until_sealed(), tmp_path)
    assert worker.process.poll() is None
    assert pull.gate.asked <= RECORDINGS + 1


def test_the_same_message_on_two_workers_has_one_effect(pull: Pull, tmp_path: Path) -> None:
    portal = pull.portal
    workers = [portal.start("one"), portal.start("two")]

    def done() -> int:
        return sum(worker.done() for worker in workers)

    portal.ask("sweep")
    portal.ask("wake", 2)
    portal.until(lambda: pull.gate.reached and done() >= 2, "two messages find the job taken")
    pull.gate.open()
    portal.until(lambda: bool(portal.ask("state")["job"] == "sealed"), "the clip is sealed")
    before = done()
    portal.ask("wake", 4)
    portal.until(lambda: done() >= before + 4, "more of the same find nothing to do")
    assert_sealed_once(pull, portal.ask("state"), tmp_path)
    assert pull.gate.asked <= RECORDINGS


def test_a_stopped_worker_ends_its_pull_and_the_next_goes_on(pull: Pull, tmp_path: Path) -> None:
    portal = pull.portal
    portal.ask("sweep")  # the message waits until there is a worker
    first = portal.start()
    portal.until(lambda: pull.gate.reached, "the worker is in the middle of its downloads")
    first.ask_to_stop()
    portal.until(lambda: "Warm shutdown" in first.log(), "the worker has heard it")
    pull.gate.open()
    assert first.process.wait(gate.DEADLINE_S) == 0
    assert portal.ask("state")["job"] == "sealed"
    portal.ask("wake", 1)
    second = portal.start()
    portal.until(lambda: second.done() >= 1, "the next worker takes what was left")
    assert_sealed_once(pull, portal.ask("state"), tmp_path)
    assert pull.gate.asked <= RECORDINGS
