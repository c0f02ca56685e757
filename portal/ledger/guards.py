"""What the database itself refuses: changing or removing rows of the record.

The triggers do not stop whoever owns the database; `verify` finds what they did. They stop
everything that goes through the portal's own connection, and slips of the hand. A detail may be
deleted (erasure is a right) but not changed.
"""

# ruff: noqa: S608 -- every statement is put together from this file's own constants

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.core import checks
from django.db import DatabaseError, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils import timezone

from .models import Entry, Head, Mention

ENTRY, MENTION, DETAIL, CHECKPOINT = (
    "ledger_entry",
    "ledger_mention",
    "ledger_detail",
    "ledger_checkpoint",
)
TABLES = (ENTRY, MENTION, DETAIL, CHECKPOINT)

# What an INSERT must satisfy to be let in. REPLACE INTO on SQLite deletes the old row without
# firing DELETE triggers, so there every table refuses a key that is already there.
_ONLY_FORWARD = (
    f"NOT EXISTS (SELECT 1 FROM {CHECKPOINT} WHERE id = NEW.id"
    " OR (epoch = NEW.epoch AND size >= NEW.size) OR epoch > NEW.epoch)"
)
_SQLITE_ADMITS = {
    ENTRY: f"NEW.seq = (SELECT COALESCE(MAX(seq), 0) + 1 FROM {ENTRY})",
    MENTION: (
        f"NOT EXISTS (SELECT 1 FROM {MENTION} WHERE id = NEW.id"
        " OR (entry_id = NEW.entry_id AND position = NEW.position))"
    ),
    DETAIL: (
        f"NOT EXISTS (SELECT 1 FROM {DETAIL} WHERE id = NEW.id"
        " OR (entry_id = NEW.entry_id AND name = NEW.name))"
    ),
    CHECKPOINT: _ONLY_FORWARD,
}
# PostgreSQL's own keys refuse what is there already, so the number before must exist and that is
# all: looking for the largest one walks over every dead row behind it.
_PG_ADMITS = {
    ENTRY: f"NEW.seq = 1 OR EXISTS (SELECT 1 FROM {ENTRY} WHERE seq = NEW.seq - 1)",
    CHECKPOINT: _ONLY_FORWARD,
}
_REFUSED = {
    ENTRY: ("UPDATE", "DELETE"),
    MENTION: ("UPDATE", "DELETE"),
    DETAIL: ("UPDATE",),
    CHECKPOINT: ("UPDATE", "DELETE"),
}
_MESSAGE = "the record is append-only"


def install(connection: BaseDatabaseWrapper) -> None:
    """Create every trigger afresh: one that was emptied by hand does not stay."""
    remove(connection)
    with connection.cursor() as cursor:
        for statement in _statements(connection.vendor):
            cursor.execute(statement)


def remove(connection: BaseDatabaseWrapper) -> None:
    """Drop every trigger: for taking the tables down in migrations and in tests."""
    with connection.cursor() as cursor:
        _settle(connection)
        for table in TABLES:
            for event in ("insert", "update", "delete", "truncate"):
                name = f"{table}_no_{event}"
                if connection.vendor == "sqlite":
                    cursor.execute(f"DROP TRIGGER IF EXISTS {name}")
                else:
                    cursor.execute(f"DROP TRIGGER IF EXISTS {name} ON {table}")


def _settle(connection: BaseDatabaseWrapper) -> None:
    """PostgreSQL alters no table whose foreign keys still wait to be checked."""
    if connection.vendor == "postgresql" and connection.in_atomic_block:
        connection.check_constraints()


def _statements(vendor: str) -> list[str]:
    if vendor == "sqlite":
        return [
            statement
            for table in TABLES
            for statement in (
                _sqlite(table, "INSERT", f"WHEN NOT ({_SQLITE_ADMITS[table]}) "),
                *(_sqlite(table, event) for event in _REFUSED[table]),
            )
        ]
    if vendor == "postgresql":
        return [_PG_REFUSE, *(s for table in TABLES for s in _postgresql(table))]
    raise RuntimeError(f"got a database of kind {vendor}, want sqlite or postgresql")


def _sqlite(table: str, event: str, when: str = "") -> str:
    return (
        f"CREATE TRIGGER {table}_no_{event.lower()} BEFORE {event} ON {table} "
        f"{when}BEGIN SELECT RAISE(ABORT, '{_MESSAGE}'); END"
    )


_PG_REFUSE = f"""
CREATE OR REPLACE FUNCTION ledger_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '{_MESSAGE}' USING ERRCODE = 'integrity_constraint_violation'; END $$
"""


def _postgresql(table: str) -> list[str]:
    """Row triggers, one for TRUNCATE, all firing in replica mode too (ENABLE ALWAYS)."""
    actions = {
        **dict.fromkeys(_REFUSED[table], "FOR EACH ROW EXECUTE FUNCTION ledger_refuse()"),
        "TRUNCATE": "FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse()",
    }
    result = []
    if table in _PG_ADMITS:
        result.append(_pg_admit(table))
        actions["INSERT"] = f"FOR EACH ROW EXECUTE FUNCTION {table}_admit()"
    for event, action in actions.items():
        result.append(_pg_trigger(table, event, action))
        name = f"{table}_no_{event.lower()}"
        result.append(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {name}")
    return result


def _pg_admit(table: str) -> str:
    """The plan is made while the table may be empty and kept while it grows: by index, always."""
    return f"""
CREATE OR REPLACE FUNCTION {table}_admit() RETURNS trigger LANGUAGE plpgsql
SET enable_seqscan = off AS $$
BEGIN
  IF {_PG_ADMITS[table]} THEN RETURN NEW; END IF;
  RAISE EXCEPTION '{_MESSAGE}' USING ERRCODE = 'integrity_constraint_violation';
END $$
"""


def _pg_trigger(table: str, event: str, action: str) -> str:
    return f"CREATE TRIGGER {table}_no_{event.lower()} BEFORE {event} ON {table} {action}"


def after_migrate(*, using: str, **_: Any) -> None:
    """Put the triggers back, and a first head where the record is empty."""
    connection = connections[using]
    if not set(TABLES) <= set(connection.introspection.table_names()):
        return  # migrated back to before the record existed
    install(connection)
    if not Entry.objects.using(using).exists():
        Head.objects.using(using).get_or_create(pk=1)


def self_test(using: str = "default") -> list[str]:
    """Try what must be refused, in a transaction that is rolled back; name what went through."""
    went_through = []
    with transaction.atomic(using=using):
        Head.objects.using(using).select_for_update().filter(pk=1).first()
        last = Entry.objects.using(using).order_by("-seq").values_list("seq", flat=True).first()
        seq = (last or 0) + 1
        Entry.objects.using(using).create(
            seq=seq,
            at=timezone.now(),
            kind="self:test",
            actor="system:guard",
            body=b"{}",
            leaf_hash=bytes(32),
        )
        Mention.objects.using(using).create(entry_id=seq, subject="self:test", position=0)
        for name, statement in _attempts(seq, connections[using].vendor):
            try:
                with transaction.atomic(using=using), connections[using].cursor() as cursor:
                    cursor.execute(statement)
                    went_through.append(name)
            except DatabaseError as error:
                if _MESSAGE not in str(error):
                    raise
        transaction.set_rollback(True, using=using)
    return went_through + _unset(connections[using])


def _unset(connection: BaseDatabaseWrapper) -> list[str]:
    """PostgreSQL's triggers on TRUNCATE, looked up: trying one would lock out every reader."""
    if connection.vendor != "postgresql":
        return []
    with connection.cursor() as cursor:
        cursor.execute("SELECT tgname FROM pg_trigger WHERE tgenabled = 'A'")
        present = {row[0] for row in cursor.fetchall()}
    return [f"TRUNCATE {table}" for table in TABLES if f"{table}_no_truncate" not in present]


def _attempts(seq: int, vendor: str) -> list[tuple[str, str]]:
    """Each is one thing the triggers must stop. The numbers and names are ours, not a reader's."""
    columns = "seq, at, kind, actor, body, leaf_hash"
    again = f"SELECT {columns} FROM {ENTRY} WHERE seq = {seq}"
    skipping = again.replace("SELECT seq,", "SELECT seq + 2,")
    attempts = [
        (f"UPDATE {ENTRY}", f"UPDATE {ENTRY} SET kind = 'x' WHERE seq = {seq}"),
        (f"DELETE {ENTRY}", f"DELETE FROM {ENTRY} WHERE seq = {seq}"),
        (f"UPDATE {MENTION}", f"UPDATE {MENTION} SET subject = 'x' WHERE entry_id = {seq}"),
        (f"DELETE {MENTION}", f"DELETE FROM {MENTION} WHERE entry_id = {seq}"),
        (f"INSERT {ENTRY}", f"INSERT INTO {ENTRY} ({columns}) {skipping}"),
    ]
    if vendor == "sqlite":
        attempts.append((f"REPLACE {ENTRY}", f"REPLACE INTO {ENTRY} ({columns}) {again}"))
    return attempts


def check(
    *,
    app_configs: Sequence[AppConfig] | None = None,  # noqa: ARG001 -- Django's signature
    databases: Sequence[str] | None = None,
    **_: Any,
) -> list[checks.CheckMessage]:
    """System check ledger.E001: the record's tables let themselves be changed."""
    found: list[checks.CheckMessage] = []
    for using in databases or []:
        connection = connections[using]
        if not set(TABLES) <= set(connection.introspection.table_names()):
            continue
        found += [
            checks.Error(
                f"the database lets {name} through",
                hint="run `manage.py migrate`: it puts the triggers back",
                id="ledger.E001",
            )
            for name in self_test(using)
        ]
    return found
