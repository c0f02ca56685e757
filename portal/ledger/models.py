"""The tables of the record. Rows of Entry, Mention and Checkpoint are only ever added.

What the database itself refuses stands in `guards`. Only `write`, `feed` and `erase` add or
remove rows; nothing else in the portal touches these tables but to read.
"""

import json
from collections.abc import Iterable
from typing import Any

from django.db import models

from portal.lib import ids

from . import words
from .kinds import Kind


class Entry(models.Model):
    """One leaf. `body` is the exact text that was hashed; the other columns repeat parts of it."""

    seq = models.BigIntegerField(primary_key=True)  # from 1 without gaps; leaf index + 1
    at = models.DateTimeField()
    kind = models.CharField(max_length=40)
    actor = models.CharField(max_length=80)
    body = models.BinaryField()
    leaf_hash = models.BinaryField(max_length=32)

    class Meta:
        # The auditor's page: newest of one kind; what one person did.
        indexes = [
            models.Index(fields=["kind", "-seq"], name="ledger_entry_kind"),
            models.Index(fields=["actor", "-seq"], name="ledger_entry_actor"),
        ]

    def __str__(self) -> str:
        return f"{self.seq} {self.kind}"

    @property
    def parsed(self) -> dict[str, Any]:
        """The body as an object. Raises ValueError when the row was altered into no JSON."""
        value = json.loads(bytes(self.body))
        if not isinstance(value, dict):
            raise ValueError(f"got {type(value).__name__} as body of {self.seq}, want an object")  # noqa: TRY004 -- altered data, not a caller's wrong type
        return value

    @property
    def facts(self) -> dict[str, Any]:
        facts: dict[str, Any] = self.parsed["facts"]
        return facts

    @property
    def subjects(self) -> list[str]:
        subjects: list[str] = self.parsed["subjects"]
        return subjects

    @property
    def label(self) -> str:
        return words.kind_label(self.kind)

    def private(self, name: str) -> str | None:
        """The text behind a commitment, or None once it was erased."""
        return next((d.text for d in self.details.all() if d.name == name), None)


class Mention(models.Model):
    """An entry names a subject; position 0 is what the entry is about."""

    entry = models.ForeignKey(
        Entry, on_delete=models.DO_NOTHING, related_name="mentions", db_index=False
    )
    subject = models.CharField(max_length=60)
    position = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["entry", "position"], name="ledger_mention_once"),
        ]
        # Everything on record about one subject, newest first.
        indexes = [models.Index(fields=["subject", "entry"], name="ledger_mention_subject")]

    def __str__(self) -> str:
        return f"{self.entry_id} {self.subject}"


class Detail(models.Model):
    """Private text beside an entry that holds its salted commitment. Erasing it is lawful."""

    entry = models.ForeignKey(
        Entry, on_delete=models.DO_NOTHING, related_name="details", db_index=False
    )
    name = models.CharField(max_length=40)
    salt = models.BinaryField(max_length=16)
    text = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["entry", "name"], name="ledger_detail_once"),
        ]

    def __str__(self) -> str:
        return f"{self.entry_id} {self.name}"


class Head(models.Model):
    """One row: how far the record reaches. Whoever appends locks it."""

    size = models.BigIntegerField(default=0)
    frontier = models.BinaryField(default=b"")
    epoch = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="ledger_head_single")]

    def __str__(self) -> str:
        return f"epoch {self.epoch}, size {self.size}"


class Checkpoint(models.Model):
    """A signed statement: the record had this size and this root."""

    epoch = models.PositiveIntegerField()
    size = models.BigIntegerField()
    root = models.BinaryField(max_length=32)
    note = models.TextField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["epoch", "size"], name="ledger_checkpoint_once"),
        ]

    def __str__(self) -> str:
        return f"epoch {self.epoch}, size {self.size}"


class VerifyRun(models.Model):
    """Somebody asked for the whole record to be checked; a worker claims the row."""

    public_id = models.CharField(max_length=16, unique=True, default=ids.new_id)
    asked_by = models.CharField(max_length=80)
    asked_at = models.DateTimeField()
    lease_until = models.DateTimeField(null=True)
    token = models.CharField(max_length=16, default="")
    checked = models.BigIntegerField(default=0)
    size = models.BigIntegerField(default=0)
    root = models.CharField(max_length=64, default="")
    problems = models.JSONField(default=list)
    unnamed = models.PositiveIntegerField(default=0)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        # Runs that wait for a worker.
        indexes = [models.Index(fields=["finished_at", "asked_at"], name="ledger_run_waiting")]

    def __str__(self) -> str:
        return self.public_id

    @property
    def ok(self) -> bool:
        return self.finished_at is not None and not self.problems


def entries_about(subject: str, kinds: Iterable[Kind] | None = None) -> models.QuerySet[Entry]:
    """Every entry that names `subject`, newest first."""
    entries = Entry.objects.filter(mentions__subject=subject).order_by("-seq")
    return entries if kinds is None else entries.filter(kind__in=list(kinds))
