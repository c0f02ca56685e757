"""What tests need from the machine, and how those with processes of their own stay apart.

A plain laptop may lack a browser or a server: such a test is skipped with the reason. With CI=true
the same is a failure, so that nothing is left out unseen.
"""

import os
import shutil
import socket
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest
from psycopg import sql
from redis import Redis

IN_CI = os.environ.get("CI") == "true"
DATA = os.environ.get("PORTAL_TEST_DATA", "")
DATABASE = os.environ.get("PORTAL_DATABASE_URL", "")
BROKER = os.environ.get("PORTAL_TEST_BROKER_URL", "")
NO_DATA = "PORTAL_TEST_DATA names no folder of real videos and models"
NUMBERS = range(1, 16)  # Redis has 16 databases; 0 keeps who has taken which
FORGOTTEN_AFTER_S = 3600


def missing(what: str) -> NoReturn:
    """End the test: skipped on a plain laptop, failed in CI."""
    if IN_CI:
        pytest.fail(f"CI must have {what}")
    pytest.skip(f"needs {what}, which is not on this machine")


def need_program(name: str) -> str:
    """Where the program lies."""
    path = shutil.which(name)
    return path or missing(name)


def need_data(*parts: str) -> Path:
    """A file of the real data. No package index has them: without the folder even CI skips."""
    if not DATA:
        pytest.skip(NO_DATA)
    path = Path(DATA, *parts)
    return path if path.exists() else missing("/".join(parts))


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def own_database(template: str = "") -> Iterator[str]:
    """The address of a database nobody else uses, like `template`; empty where SQLite is used."""
    if not DATABASE:
        yield ""
        return
    name = f"portal_test_{uuid.uuid4().hex[:8]}"
    model = urlsplit(template).path.strip("/") or "template1"
    make = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
    drop = sql.SQL("DROP DATABASE {} WITH (FORCE)")
    with psycopg.connect(DATABASE, autocommit=True) as admin:
        admin.execute(make.format(sql.Identifier(name), sql.Identifier(model)))
        try:
            yield urlunsplit(urlsplit(DATABASE)._replace(path=f"/{name}"))
        finally:
            admin.execute(drop.format(sql.Identifier(name)))


@contextmanager
def own_broker() -> Iterator[str]:
    """The address of a broker nobody else uses; empty where it is a folder of the portal."""
    if not BROKER:
        yield ""
        return
    with Redis.from_url(BROKER) as register:
        number = next(n for n in NUMBERS if _take(register, n))
        address = urlunsplit(urlsplit(BROKER)._replace(path=f"/{number}"))
        with Redis.from_url(address) as own:
            own.flushdb()
            try:
                yield address
            finally:
                own.flushdb()
                register.delete(_key(number))


def _take(register: Redis, number: int) -> bool:
    return bool(register.set(_key(number), "taken", nx=True, ex=FORGOTTEN_AFTER_S))


def _key(number: int) -> str:
    return f"portal-test-broker-{number}"
