"""A whole running portal and a real Chromium, for tests that drive it as people do."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from evidence.demo.stack import Stack, running
from tests.machine import free_port, need_program, own_broker, own_database

from .look_at import ARGUMENTS, CHROMIUM


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    """Its driver runs an event loop in this thread, beside which Django refuses its own synchronous
    calls: they are allowed for as long as it runs, and both end with the browser's tests.
    """
    path = need_program(CHROMIUM)
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="package")
def database() -> Iterator[str]:
    """The address of a database of its own; empty for SQLite in the stack's folder."""
    with own_database() as address:
        yield address


@pytest.fixture(scope="package")
def broker() -> Iterator[str]:
    with own_broker() as address:
        yield address


@pytest.fixture(scope="package")
def stack(tmp_path_factory: pytest.TempPathFactory, database: str, broker: str) -> Iterator[Stack]:
    """Web server, worker, beat and simulated cameras with the demo's data, on free ports."""
    var: Path = tmp_path_factory.mktemp("stack")
    environment = {"PORTAL_SWEEP_SECONDS": "5"}
    if database:
        environment["PORTAL_DATABASE_URL"] = database
    if broker:
        environment["PORTAL_BROKER_URL"] = broker
    portal = Stack(var, free_port(), free_port(), environment, recorder_options=("--minutes", "4"))
    portal.manage("migrate", "--verbosity", "0")
    portal.manage("createcachetable")
    portal.manage("load_demo", "--recorders", portal.recorders)
    with running(portal):
        portal.wait_for_past()
        yield portal
