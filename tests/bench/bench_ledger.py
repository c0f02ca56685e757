"""What the record costs: rows a second through `append`, beside a plain insert of the same rows.

It makes a database for the time of the measurement, beside the one that is configured.

    python -m tests.bench.bench_ledger
"""

# ruff: noqa: E402 -- Django is set up before its models are imported

import os
import time
from collections.abc import Callable

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
django.setup()

from django.db import connection, transaction
from django.test.utils import setup_databases, teardown_databases

from portal.ledger import tree, write
from portal.ledger.audit import verify_all
from portal.ledger.kinds import Kind
from portal.ledger.models import Entry, Head
from portal.lib import clock, ids

SINGLE, BULK = 1_000, 20_000


def run() -> list[tuple[str, float, str]]:
    """(what, figure, unit). Rolled back piece by piece, so that each starts from the same state."""
    single_plain = _rate(SINGLE, lambda: _one_by_one(_plain))
    single = _rate(SINGLE, lambda: _one_by_one(_append))
    bulk_plain = _rate(BULK, lambda: _plain(_drafts(BULK)))
    bulk = _rate(BULK, lambda: _append(_drafts(BULK)))
    with transaction.atomic():
        _append(_drafts(BULK))
        start = time.perf_counter()
        assert verify_all().size == BULK
        verified = BULK / (time.perf_counter() - start)
        transaction.set_rollback(True)
    return [
        (f"{connection.vendor}: plain insert, one by one", single_plain, "rows/s"),
        (f"{connection.vendor}: append, one by one", single, "rows/s"),
        ("  ratio", single / single_plain, "of plain"),
        (f"{connection.vendor}: plain insert, {BULK} at once", bulk_plain, "rows/s"),
        (f"{connection.vendor}: append_many, {BULK} at once", bulk, "rows/s"),
        ("  ratio", bulk / bulk_plain, "of plain"),
        (f"{connection.vendor}: verify_all", verified, "rows/s"),
    ]


def main() -> None:
    old = setup_databases(verbosity=0, interactive=False, serialized_aliases=())
    try:
        for what, figure, unit in run():
            print(f"{what:48} {figure:12,.2f} {unit}")
    finally:
        teardown_databases(old, verbosity=0)


def _rate(rows: int, work: Callable[[], object]) -> float:
    with transaction.atomic():
        start = time.perf_counter()
        work()
        taken = time.perf_counter() - start
        transaction.set_rollback(True)
    return rows / taken


def _one_by_one(store: Callable[[list[write.Draft]], None]) -> None:
    for _ in range(SINGLE):
        store([_draft()])


def _draft() -> write.Draft:
    subjects = (ids.subject("camera", ids.new_id()), ids.subject("organisation", ids.new_id()))
    return write.Draft(Kind.CAMERA_REGISTERED, subjects, {"ownership": "home"})


def _drafts(count: int) -> list[write.Draft]:
    return [_draft() for _ in range(count)]


def _append(drafts: list[write.Draft]) -> None:
    write.append_many(drafts, actor="system:bench", at=clock.now())


def _plain(drafts: list[write.Draft]) -> None:
    """The same entry rows without head, tree, mentions and canonical bodies."""
    at, size = clock.now(), Head.objects.values_list("size", flat=True).get()
    last = Entry.objects.order_by("-seq").values_list("seq", flat=True).first() or size
    body, leaf = bytes(300), tree.hash_leaf(b"")
    Entry.objects.bulk_create(
        Entry(
            seq=last + number,
            at=at,
            kind=draft.kind.value,
            actor="system:bench",
            body=body,
            leaf_hash=leaf,
        )
        for number, draft in enumerate(drafts, start=1)
    )


if __name__ == "__main__":
    main()
