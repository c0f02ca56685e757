"""What every test stands on: folders of its own, no network, no nudges, and the cast."""

import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from portal import celery
from tests.cast import Cast, make_cast
from tests.flushing import flush_lifts_guards
from tests.folders import folders

assert celery.app is not None


@pytest.fixture(autouse=True, scope="session")
def record_may_be_flushed() -> Iterator[None]:
    """Tests that commit for real end in a flush, which the record's triggers would refuse."""
    with flush_lifts_guards():
        yield


@pytest.fixture(autouse=True)
def own_folders(tmp_path: Path, settings: Any) -> None:
    """Nothing a test writes outlives it or meets another test's files."""
    for name, value in folders(tmp_path).items():
        setattr(settings, name, value)


@pytest.fixture(autouse=True)
def nudges(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, tuple[str, ...]]]:
    """Nudges are remembered instead of sent, unless a test starts a real worker."""
    sent: list[tuple[str, tuple[str, ...]]] = []

    def remember(name: str, args: tuple[str, ...] = (), **_: object) -> None:
        sent.append((name, tuple(args)))

    monkeypatch.setattr("portal.lib.jobs.current_app.send_task", remember)
    return sent


@pytest.fixture(autouse=True)
def loopback_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """A test that reaches for the network fails with the address it reached for."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        host = address[0] if isinstance(address, tuple) else "unix"
        if host not in {"127.0.0.1", "::1", "localhost", "unix"}:
            raise AssertionError(f"a test reached for the network: {address}")
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)


@pytest.fixture
def cast(db: None) -> Cast:
    """The people of the tests: see tests/cast.py."""
    return make_cast()


@pytest.fixture
def as_person(client: Client) -> Callable[[Any], Client]:
    """A client signed in as the person, with the second factor where the office demands it."""
    from tests.cast import sign_in

    def enter(person: Any) -> Client:
        fresh = Client()
        sign_in(fresh, person)
        return fresh

    return enter
