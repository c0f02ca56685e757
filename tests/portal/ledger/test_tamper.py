"""What an administrator with the database can do, and that each deed is found and named."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from portal.ledger import guards, tree
from portal.ledger.audit import verify_all
from portal.ledger.models import Checkpoint, Detail, Entry, Head, Mention

from .conftest import AT, Sign, draft, fill

pytestmark = pytest.mark.django_db

SIGNED, SIZE = 130, 140  # the last ten wait for their checkpoint


def sql(statement: str, *values: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def forged(seq: int) -> tuple[bytes, bytes]:
    """A body that lies about its number of facts, well formed, with its right hash."""
    body = bytes(Entry.objects.get(seq=seq).body).replace(b'"number":', b'"number":9')
    return body, tree.hash_leaf(body)


def rebuild_head() -> None:
    grown = tree.Range()
    grown.extend(
        bytes(leaf) for leaf in Entry.objects.order_by("seq").values_list("leaf_hash", flat=True)
    )
    Head.objects.update(size=grown.size, frontier=grown.frontier)


def alter_body(seq: int) -> None:
    sql("UPDATE ledger_entry SET body = %s WHERE seq = %s", forged(seq)[0], seq)


def alter_body_and_hash(seq: int) -> None:
    body, leaf = forged(seq)
    sql("UPDATE ledger_entry SET body = %s, leaf_hash = %s WHERE seq = %s", body, leaf, seq)


def alter_body_hash_and_head(seq: int) -> None:
    alter_body_and_hash(seq)
    rebuild_head()


def alter_hash(seq: int) -> None:
    sql("UPDATE ledger_entry SET leaf_hash = %s WHERE seq = %s", bytes(32), seq)


def alter_column(column: str, value: object) -> Callable[[int], None]:
    def alter(seq: int) -> None:
        sql(f"UPDATE ledger_entry SET {column} = %s WHERE seq = %s", value, seq)  # noqa: S608 -- ours

    return alter


def delete_beside(seq: int) -> None:
    sql("DELETE FROM ledger_mention WHERE entry_id = %s", seq)
    sql("DELETE FROM ledger_detail WHERE entry_id = %s", seq)


def delete_row(seq: int) -> None:
    delete_beside(seq)
    sql("DELETE FROM ledger_entry WHERE seq = %s", seq)


def delete_tail(seq: int) -> None:
    for number in range(seq, SIZE + 1):
        delete_row(number)


def delete_tail_and_head(seq: int) -> None:
    delete_tail(seq)
    rebuild_head()


def restore_backup(seq: int) -> None:
    delete_tail_and_head(seq)
    sql("DELETE FROM ledger_checkpoint")


def swap(seq: int) -> None:
    one, two = Entry.objects.get(seq=seq), Entry.objects.get(seq=seq + 1)
    for row, into in ((one, two.seq), (two, one.seq)):
        sql(
            "UPDATE ledger_entry SET body = %s, leaf_hash = %s WHERE seq = %s",
            bytes(row.body), bytes(row.leaf_hash), into,
        )  # fmt: skip


def insert_beyond(seq: int) -> None:
    body, leaf = forged(seq)
    sql(
        "INSERT INTO ledger_entry (seq, at, kind, actor, body, leaf_hash)"
        " VALUES (%s, %s, %s, %s, %s, %s)",
        SIZE + 5, AT, "camera:registered", "system:test", body, leaf,
    )  # fmt: skip


def insert_at_zero(seq: int) -> None:
    body, leaf = forged(seq)
    sql(
        "INSERT INTO ledger_entry (seq, at, kind, actor, body, leaf_hash)"
        " VALUES (%s, %s, %s, %s, %s, %s)",
        0, AT, "camera:registered", "system:test", body, leaf,
    )  # fmt: skip


def delete_and_renumber(seq: int) -> None:
    """Close the gap by moving every later row down by one, and make the head fit."""
    delete_row(seq)
    for number in range(seq + 1, SIZE + 1):
        delete_beside(number)
        sql("UPDATE ledger_entry SET seq = %s WHERE seq = %s", number - 1, number)
    rebuild_head()


def delete_mention(seq: int) -> None:
    sql("DELETE FROM ledger_mention WHERE entry_id = %s AND position = 0", seq)


def alter_mention(seq: int) -> None:
    sql("UPDATE ledger_mention SET subject = 'camera:0' WHERE entry_id = %s", seq)


def alter_detail(seq: int) -> None:
    sql("UPDATE ledger_detail SET text = 'khác' WHERE entry_id = %s", seq)


def alter_checkpoint(_: int) -> None:
    sql("UPDATE ledger_checkpoint SET root = %s", bytes(32))


def alter_signature(_: int) -> None:
    note = Checkpoint.objects.get().note
    sql("UPDATE ledger_checkpoint SET note = %s", note.replace("\n130\n", "\n129\n"))


def alter_checkpoint_instant(_: int) -> None:
    sql("UPDATE ledger_checkpoint SET at = %s", AT.replace(year=2020))


def delete_checkpoint(_: int) -> None:
    sql("DELETE FROM ledger_checkpoint")


def delete_everything(_: int) -> None:
    for table in ("mention", "detail", "entry", "checkpoint"):
        sql(f"DELETE FROM ledger_{table}")  # noqa: S608 -- ours
    sql("UPDATE ledger_head SET size = 0, frontier = %s", b"")


def alter_every_row(_: int) -> None:
    for seq in range(1, SIZE + 1):
        alter_body_and_hash(seq)
    rebuild_head()


@dataclass(frozen=True)
class Deed:
    name: str
    do: Callable[[int], None]
    found: str  # the problem that names it
    seq: int = 123
    named: int | None = 123


DEEDS = [
    Deed("body", alter_body, "altered"),
    Deed("body with its hash", alter_body_and_hash, "differs_from_published"),
    Deed("body, hash and head", alter_body_hash_and_head, "differs_from_published"),
    Deed("hash", alter_hash, "hash_altered"),
    Deed("instant", alter_column("at", AT.replace(year=2025)), "columns"),
    Deed("kind", alter_column("kind", "camera:removed"), "columns"),
    Deed("actor", alter_column("actor", "system:other"), "columns"),
    Deed("row deleted", delete_row, "missing"),
    Deed("row deleted, others moved down", delete_and_renumber, "differs_from_published"),
    Deed("tail deleted", delete_tail, "missing_range"),
    Deed("tail deleted, head too", delete_tail_and_head, "missing_range"),
    Deed("backup restored", restore_backup, "older_than_published", named=None),
    Deed("two rows swapped", swap, "differs_from_published"),
    Deed("row inserted beyond the head", insert_beyond, "extra", named=SIZE + 5),
    Deed("row inserted before the first", insert_at_zero, "extra", named=0),
    Deed("mention deleted", delete_mention, "mentions"),
    Deed("mention altered", alter_mention, "mentions"),
    Deed("detail altered", alter_detail, "detail_altered"),
    Deed("checkpoint's root altered", alter_checkpoint, "checkpoint", named=None),
    Deed("checkpoint's text altered", alter_signature, "signature", named=None),
    Deed("checkpoint's instant altered", alter_checkpoint_instant, "checkpoint", named=None),
    Deed("checkpoint deleted", delete_checkpoint, "checkpoint", named=None),
    Deed("everything deleted", delete_everything, "older_than_published", named=None),
    Deed("everything forged", alter_every_row, "differs_from_published"),
    Deed("unsigned body", alter_body, "altered", seq=135, named=135),
    Deed("unsigned body and hash", alter_body_and_hash, "head", seq=135, named=None),
    Deed("unsigned row deleted", delete_row, "missing", seq=135, named=135),
]


@pytest.fixture
def record(sign: Sign) -> None:
    fill(SIGNED, private=True)
    sign()
    fill(SIZE - SIGNED, private=True)


@pytest.fixture
def without_guards(record: None) -> None:
    connection.check_constraints()  # PostgreSQL: no DDL while checks are pending
    guards.remove(connection)


@pytest.mark.parametrize("deed", DEEDS, ids=lambda deed: deed.name)
@pytest.mark.usefixtures("without_guards")
def test_without_triggers_each_deed_is_found_and_named(deed: Deed) -> None:
    deed.do(deed.seq)
    connection.check_constraints()
    report = verify_all()
    assert (deed.found, deed.named) in {(p.code, p.seq) for p in report.problems}
    assert all(str(problem) for problem in report.problems)


@pytest.mark.parametrize("deed", DEEDS, ids=lambda deed: deed.name)
@pytest.mark.usefixtures("record")
def test_through_sql_the_triggers_stop_each_deed(deed: Deed) -> None:
    if deed.do in (delete_row, delete_tail, delete_tail_and_head, restore_backup):
        sql("DELETE FROM ledger_detail")  # erasing is allowed; what follows is not
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        deed.do(deed.seq)


def replace_row(seq: int) -> None:
    body, leaf = forged(seq)
    sql(
        "REPLACE INTO ledger_entry (seq, at, kind, actor, body, leaf_hash)"
        " SELECT seq, at, kind, actor, %s, %s FROM ledger_entry WHERE seq = %s",
        body, leaf, seq,
    )  # fmt: skip


@pytest.mark.skipif("sqlite" not in connection.vendor, reason="REPLACE is SQLite's")
@pytest.mark.usefixtures("record")
def test_replace_does_not_walk_past_the_triggers() -> None:
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        replace_row(123)
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER ledger_entry_no_insert")
    replace_row(123)  # seen walking past the other triggers
    assert ("differs_from_published", 123) in {(p.code, p.seq) for p in verify_all().problems}


@pytest.mark.skipif("postgresql" not in connection.vendor, reason="TRUNCATE is PostgreSQL's")
@pytest.mark.usefixtures("record")
@pytest.mark.parametrize("table", guards.TABLES)
def test_truncate_is_refused(table: str) -> None:
    connection.check_constraints()
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        sql(f"TRUNCATE {table} CASCADE")


@pytest.mark.skipif("sqlite" not in connection.vendor, reason="SQLite keeps text in any column")
@pytest.mark.usefixtures("without_guards")
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE ledger_entry SET at = 'hôm qua' WHERE seq = 123",
        "UPDATE ledger_entry SET at = '2026-13-45 99:00:00' WHERE seq = 123",
        "UPDATE ledger_entry SET body = 'text' WHERE seq = 123",
        "UPDATE ledger_entry SET body = 7 WHERE seq = 123",
        "UPDATE ledger_entry SET body = x'ff00' WHERE seq = 123",
        "UPDATE ledger_entry SET leaf_hash = 'text' WHERE seq = 123",
        "UPDATE ledger_entry SET kind = x'00' WHERE seq = 123",
        "UPDATE ledger_mention SET subject = 5 WHERE entry_id = 123",
        "UPDATE ledger_detail SET salt = 'text' WHERE entry_id = 123",
        "UPDATE ledger_detail SET text = x'00' WHERE entry_id = 123",
    ],
)
def test_a_column_of_another_type_is_named_and_breaks_nothing(statement: str) -> None:
    sql(statement)
    assert 123 in {problem.seq for problem in verify_all().problems}


@pytest.mark.usefixtures("without_guards")
@pytest.mark.parametrize("size", [10**15, -1, 5])
def test_a_head_moved_by_hand_is_found(size: int) -> None:
    Head.objects.update(size=size)
    assert not verify_all().ok


@pytest.mark.usefixtures("without_guards")
def test_a_deleted_head_is_found() -> None:
    Head.objects.all().delete()
    assert "head_missing" in {problem.code for problem in verify_all().problems}


@pytest.mark.usefixtures("record")
def test_an_untouched_record_is_clean_and_erasing_keeps_it_so() -> None:
    assert (verify_all().problems, verify_all().erased) == ([], 0)
    Detail.objects.filter(entry_id__lte=50).delete()
    report = verify_all()
    assert (report.ok, report.size, report.erased) == (True, SIZE, 50)
    assert (
        report.root
        == tree.root(
            bytes(leaf) for leaf in Entry.objects.values_list("leaf_hash", flat=True)
        ).hex()
    )


@pytest.mark.usefixtures("without_guards")
def test_more_problems_than_can_be_named_are_counted() -> None:
    sql("UPDATE ledger_entry SET actor = 'system:other'")
    sql("UPDATE ledger_mention SET subject = 'x'")
    guards.install(connection)
    report = verify_all()
    assert (len(report.problems), report.unnamed) == (200, 2 * SIZE - 200)


@pytest.mark.usefixtures("without_guards")
def test_rows_beside_no_entry_are_found() -> None:
    with connection.constraint_checks_disabled():
        Mention.objects.create(entry_id=SIZE + 9, subject="camera:x", position=0)
        found = {(p.code, p.seq) for p in verify_all().problems}
        Mention.objects.filter(entry_id=SIZE + 9).delete()
    assert ("orphan", SIZE + 9) in found


@pytest.mark.usefixtures("record")
def test_batches_may_end_anywhere(monkeypatch: pytest.MonkeyPatch) -> None:
    steps = []
    monkeypatch.setattr("portal.ledger.audit.BATCH", 7)
    assert verify_all(lambda done, size: steps.append((done, size))).ok
    assert steps[-1] == (SIZE, SIZE)


def test_the_body_forged_here_is_well_formed() -> None:
    fill(1)
    assert json.loads(forged(1)[0])["facts"] == {"number": 90}
    assert draft().subjects
