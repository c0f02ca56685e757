"""Let the test runner empty the tables whose triggers refuse exactly that.

A test with ``transaction=True`` ends in Django's ``flush``. The triggers are taken down for it;
the post_migrate signal that flush sends puts them back, as after any migration.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest import mock

from django.core.management.commands import flush
from django.db import connections

from portal.ledger import guards


@contextmanager
def flush_lifts_guards() -> Iterator[None]:
    original = flush.Command.handle

    def handle(command: flush.Command, *args: Any, **options: Any) -> str | None:
        guards.remove(connections[options["database"]])
        return original(command, *args, **options)

    with mock.patch.object(flush.Command, "handle", handle):
        yield
