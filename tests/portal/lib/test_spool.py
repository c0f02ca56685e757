"""Messages in files: whole, or not there yet."""

import threading
import time
from pathlib import Path
from queue import Empty
from typing import Any

import pytest
from kombu import Connection

from portal.celery import app

MESSAGES, DEADLINE_S = 400, 60


@pytest.fixture
def broker(tmp_path: Path) -> Any:
    folder = str(tmp_path)
    options = {"data_folder_in": folder, "data_folder_out": folder, "control_folder": folder}
    with Connection("filesystem://", transport_options=options) as connection:
        yield connection


def test_the_portal_speaks_through_it() -> None:
    assert app.connection_for_write().transport.__module__ == "portal.lib.spool"


def test_a_reader_never_meets_half_a_message(broker: Any) -> None:
    """Long messages, so that writing one takes a while; kombu's own channel fails here."""
    writer, reader = broker.channel(), broker.channel()
    sent = [{"number": number, "body": "x" * 200_000} for number in range(MESSAGES)]

    def write() -> None:
        for message in sent:
            writer._put("work", message)

    thread = threading.Thread(target=write)
    thread.start()
    got: list[dict[str, Any]] = []
    until = time.monotonic() + DEADLINE_S
    while len(got) < MESSAGES and time.monotonic() < until:
        try:
            got.append(reader._get("work"))
        except Empty:
            continue
    thread.join()
    assert sorted(message["number"] for message in got) == list(range(MESSAGES))


def test_what_was_put_first_is_taken_first(broker: Any) -> None:
    channel = broker.channel()
    for number in range(3):
        channel._put("work", {"number": number})
        tick = time.monotonic()
        while round(time.monotonic() * 1000) == round(tick * 1000):
            pass
    assert [channel._get("work")["number"] for _ in range(3)] == [0, 1, 2]
