"""The only writer of the record: one locked head, entries numbered from 1 without gaps."""

import re
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db import connection

from portal.lib import canonical, clock, digest, ids
from portal.lib.errors import Refused

from . import feed, tree
from .kinds import RETIRED, Kind
from .models import Detail, Entry, Head, Mention

NONCE_BYTES = 16  # a body that others may guess must not be recognised by its hash
_SYSTEM = re.compile(r"system:[a-z][a-z0-9.-]{0,60}")
_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")


@dataclass(frozen=True)
class Draft:
    """What is to be written. The first subject is what the entry is about.

    `facts` stand in the signed leaf for ever: no personal text. `private` texts stay outside,
    behind a salted commitment, and can be erased.
    """

    kind: Kind
    subjects: tuple[str, ...]
    facts: Mapping[str, object] = field(default_factory=dict)
    private: Mapping[str, str] = field(default_factory=dict)


def append(draft: Draft, *, actor: str, at: datetime) -> int:
    """Write one entry inside the caller's transaction and return its number."""
    return append_many([draft], actor=actor, at=at)[0]


def append_many(drafts: Iterable[Draft], *, actor: str, at: datetime) -> range:
    """Write entries in order inside the caller's transaction and return their numbers.

    Raises RuntimeError outside a transaction, ValueError for a malformed draft, Refused when the
    database is an older copy of what was published.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("the record is written inside the transaction of what it records")
    head = lock_head()
    refuse_old_copy(head)
    batch = _Batch(actor, at, head.size)
    for draft in drafts:
        batch.add(draft)
    _advance(head, batch)
    Entry.objects.bulk_create(batch.entries)
    Mention.objects.bulk_create(batch.mentions)
    Detail.objects.bulk_create(batch.details)
    return range(head.size + 1, head.size + 1 + len(batch.entries))


def lock_head() -> Head:
    """The head, locked until the transaction ends (SQLite: by BEGIN IMMEDIATE)."""
    head = Head.objects.select_for_update().filter(pk=1).first()
    if head is None:
        raise RuntimeError("the record has no head row: it was deleted, or migrate never ran")
    return head


def refuse_old_copy(head: Head) -> None:
    """A database that lags behind what was published is a restored backup."""
    published = feed.newest()
    if (head.epoch, head.size) < published:
        raise Refused("ledger.older_than_published", size=head.size, published=published[1])


class _Batch:
    """Rows made from drafts, numbered from the head on."""

    def __init__(self, actor: str, at: datetime, size: int) -> None:
        if not _SYSTEM.fullmatch(actor):
            check_subject(actor)
        self.actor = actor
        self.at = at
        self.text_at = clock.to_text(at)
        self.next = size + 1
        self.entries: list[Entry] = []
        self.mentions: list[Mention] = []
        self.details: list[Detail] = []

    def add(self, draft: Draft) -> None:
        _check(draft)
        salts = {name: digest.new_salt() for name in draft.private}
        body = canonical.encode(
            {
                "actor": self.actor,
                "at": self.text_at,
                "commitments": {
                    name: digest.commit(salts[name], text) for name, text in draft.private.items()
                },
                "facts": dict(draft.facts),
                "kind": draft.kind.value,
                "nonce": secrets.token_hex(NONCE_BYTES),
                "seq": self.next,
                "subjects": draft.subjects,
                "v": 1,
            }
        )
        self.entries.append(
            Entry(
                seq=self.next,
                at=self.at,
                kind=draft.kind.value,
                actor=self.actor,
                body=body,
                leaf_hash=tree.hash_leaf(body),
            )
        )
        self.mentions.extend(
            Mention(entry_id=self.next, subject=subject, position=position)
            for position, subject in enumerate(draft.subjects)
        )
        self.details.extend(
            Detail(entry_id=self.next, name=name, salt=salts[name], text=text)
            for name, text in draft.private.items()
        )
        self.next += 1


def _check(draft: Draft) -> None:
    if draft.kind in RETIRED:
        raise ValueError(f"got kind {draft.kind}, which is no longer written")
    if not draft.subjects or len(set(draft.subjects)) != len(draft.subjects):
        raise ValueError(f"got subjects {draft.subjects}, want at least one and each once")
    for subject in draft.subjects:
        check_subject(subject)
    for name in draft.private:
        if not _NAME.fullmatch(name):
            raise ValueError(f"got private name {name!r}, want lower case letters")


def check_subject(subject: str) -> None:
    """Raise ValueError unless `subject` is noun:public-id."""
    noun, _, public_id = subject.partition(":")
    ids.subject(noun, public_id)


def _advance(head: Head, batch: _Batch) -> None:
    """Move the head by a counted update: a second writer that slipped past the lock fails here."""
    grown = tree.Range(head.size, bytes(head.frontier))
    grown.extend(bytes(entry.leaf_hash) for entry in batch.entries)
    moved = Head.objects.filter(pk=1, epoch=head.epoch, size=head.size).update(
        size=grown.size, frontier=grown.frontier
    )
    if moved != 1:
        raise RuntimeError(f"the head moved on from {head.size} while it was locked")
