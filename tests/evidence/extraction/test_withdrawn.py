"""Taken back at each moment of a pull, with a real worker and a real recorder over HTTP."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from . import gate
from .own_portal import Blank, OwnPortal, own_portal
from .test_worker import PASSES, Pull, migrated

__all__ = ["migrated"]  # a fixture, made once for both files

pytestmark = [pytest.mark.worker, pytest.mark.slow]

Begin = Callable[..., Pull]


@pytest.fixture
def begin(tmp_path: Path, recordings: list[Path], migrated: Blank) -> Iterator[Begin]:
    """A target that may be pulled on a given basis, its recorder, and no worker yet."""
    with _portal(tmp_path, recordings, migrated) as started:
        yield started


@contextmanager
def _portal(folder: Path, recordings: list[Path], model: Blank) -> Iterator[Begin]:
    stop = gate.Gate(PASSES)
    first_s = int(time.time()) // 10 * 10 - 600
    with (
        gate.recorder(folder / "ring", recordings, first_s, stop) as recorder,
        own_portal(folder / "var", model, recorder.server_port) as portal,
    ):

        def prepared(basis: str = "consent") -> Pull:
            portal.ask("prepare", recorder.address, first_s, basis)
            return Pull(portal, stop)

        yield prepared


def ended(portal: OwnPortal, how: str) -> None:
    portal.until(lambda: bool(portal.ask("state")["job"] == how), f"the job is {how}")


def assert_nothing_is_left(pull: Pull) -> None:
    told, left = pull.portal.ask("state"), pull.portal.ask("standing")
    assert "item:sealed" not in told["kinds"]
    assert told["kinds"]["extraction:stopped"] == 1
    assert told["reason"] == "withdrawn"
    assert left["target"] == "withdrawn"
    assert (left["clips"], left["stored"], left["in_vault"]) == (0, 0, 0)
    assert [path for path in pull.portal.plain("*") if path.is_file()] == []


def test_a_queued_pull_stops_before_it_reads_a_byte(begin: Begin) -> None:
    pull = begin()
    pull.portal.ask("sweep")  # its message waits; there is no worker yet
    pull.portal.ask("withdraw")
    pull.gate.open()
    pull.portal.start()
    ended(pull.portal, "stopped")
    assert pull.gate.asked == 0
    assert_nothing_is_left(pull)


def test_a_running_pull_stops_and_destroys_what_it_has(begin: Begin) -> None:
    pull = begin()
    portal = pull.portal
    portal.start()
    portal.ask("sweep")
    portal.until(lambda: pull.gate.reached, "the worker is in the middle of its downloads")
    assert len(portal.plain("*.rec")) == PASSES
    portal.ask("withdraw")
    pull.gate.open()
    ended(portal, "stopped")
    assert pull.gate.asked == PASSES + 1  # the one under way; none was begun after it
    assert_nothing_is_left(pull)


def test_a_written_demand_goes_on(begin: Begin) -> None:
    pull = begin("demand")
    portal = pull.portal
    portal.start()
    portal.ask("sweep")
    portal.until(lambda: pull.gate.reached, "the worker is in the middle of its downloads")
    portal.ask("withdraw")
    pull.gate.open()
    portal.until_sealed()
    assert portal.ask("standing")["may_be_seen"] == [True]


def test_what_is_sealed_stays_shut_and_the_owner_is_told(begin: Begin) -> None:
    pull = begin()
    portal = pull.portal
    pull.gate.open()
    portal.start()
    portal.ask("sweep")
    portal.until_sealed()
    assert portal.ask("standing")["may_be_seen"] == [True]
    portal.ask("withdraw")
    assert portal.ask("standing")["may_be_seen"] == [False]  # at once, before any worker
    portal.until(
        lambda: bool(portal.ask("standing")["finished"] == [True]),
        "a worker has finished the withdrawal",
    )
    left = portal.ask("standing")
    assert (left["clips"], left["target"]) == (1, "fulfilled")
    assert "1 đoạn đã niêm phong" in left["told"][-1]
