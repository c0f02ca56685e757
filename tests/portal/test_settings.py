"""Secrets that a laptop makes for itself: once, whole, whoever starts first."""

import threading
from pathlib import Path

import pytest

from portal import settings

STARTS = 8
ROUNDS = 40


def test_processes_that_start_together_read_the_same_whole_secret(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "VAR", tmp_path)
    for number in range(ROUNDS):
        read = _read_together(f"secret-{number}")
        assert len(set(read)) == 1
        assert len(read) == STARTS
        assert len(read[0]) > 60
    files = list((tmp_path / "keys").iterdir())
    assert len(files) == ROUNDS
    assert {file.stat().st_mode & 0o777 for file in files} == {0o600}


def _read_together(name: str) -> list[str]:
    ready = threading.Barrier(STARTS)
    read: list[str] = []

    def start() -> None:
        ready.wait()
        read.append(settings._made_once(name))

    threads = [threading.Thread(target=start) for _ in range(STARTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return read
