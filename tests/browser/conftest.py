"""A whole running portal and a real Chromium, for tests that drive it as people do."""

import os
import shutil
import socket
import uuid
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest
from playwright.sync_api import Browser, sync_playwright

from evidence.demo.stack import Stack, running

from .look_at import ARGUMENTS, CHROMIUM


def need(program: str) -> None:
    """Skip where the program is missing on a plain laptop; in CI a missing program is a failure."""
    if shutil.which(program) is None:
        if os.environ.get("CI") == "true":
            pytest.fail(f"CI must have {program}")
        pytest.skip(f"needs {program}, which is not on this machine")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    need(CHROMIUM)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def database() -> Iterator[str]:
    """The address of a database of its own; empty for SQLite in the stack's folder."""
    server = os.environ.get("PORTAL_DATABASE_URL", "")
    if not server:
        yield ""
        return
    name = f"browser_{uuid.uuid4().hex[:8]}"
    with psycopg.connect(server, autocommit=True) as admin:
        admin.execute(f'CREATE DATABASE "{name}"')
        yield urlunsplit(urlsplit(server)._replace(path=f"/{name}"))
        admin.execute(f'DROP DATABASE "{name}" WITH (FORCE)')  # type: ignore[arg-type]


@pytest.fixture(scope="session")
def stack(tmp_path_factory: pytest.TempPathFactory, database: str) -> Iterator[Stack]:
    """Web server, worker, beat and simulated cameras with the demo's data, on free ports."""
    var: Path = tmp_path_factory.mktemp("stack")
    environment = {"PORTAL_SWEEP_SECONDS": "5"}
    if database:
        environment["PORTAL_DATABASE_URL"] = database
    if broker := os.environ.get("PORTAL_TEST_BROKER_URL"):
        environment["PORTAL_BROKER_URL"] = broker
    portal = Stack(var, free_port(), free_port(), environment, recorder_options=("--minutes", "4"))
    portal.manage("migrate", "--verbosity", "0")
    portal.manage("createcachetable")
    portal.manage("load_demo", "--recorders", portal.recorders)
    with running(portal):
        yield portal
