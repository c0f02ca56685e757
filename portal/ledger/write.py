"""The only writer of the record: one locked head, entries numbered from 1 without gaps."""

import re
import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import Model

from portal.lib import canonical, clock, digest, ids
from portal.lib.errors import Refused

from . import feed, tree
from .kinds import RETIRED, Kind
from .models import Detail, Entry, Head, Mention
from .ready import insert_into

NONCE_BYTES = 16  # a body that others may guess must not be recognised by its hash
_SYSTEM = re.compile(r"system:[a-z][a-z0-9.-]{0,60}")
_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")
_BEFORE, _AFTER = b'"seq":', b',"subjects":'  # around the number in a body, whose keys are sorted
_UNNUMBERED = _BEFORE + b"0" + _AFTER


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
    return append_prepared(prepare(drafts, actor=actor, at=at))


def append_prepared(prepared: "Prepared") -> range:
    """As `append_many`; all that has to wait for the head's lock is the number in each leaf."""
    if not connection.in_atomic_block:
        raise RuntimeError("the record is written inside the transaction of what it records")
    head = lock_head()
    refuse_old_copy(head)
    leaves = prepared.numbered(head.size)
    _advance(head, [leaf for _body, leaf in leaves])
    prepared.save(head.size, leaves)
    return range(head.size + 1, head.size + 1 + len(leaves))


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


@dataclass
class Prepared:
    """Drafts checked, committed to and encoded but for their numbers. Written once."""

    actor: str
    at: datetime
    kinds: list[str] = field(default_factory=list)
    bodies: list[tuple[bytes, bytes]] = field(default_factory=list)  # before and after the number
    subjects: list[tuple[str, ...]] = field(default_factory=list)
    details: list[tuple[int, str, bytes, str]] = field(default_factory=list)  # which, name, ...

    def numbered(self, size: int) -> list[tuple[bytes, bytes]]:
        """Body and leaf hash of each, numbered from `size` on."""
        found = []
        for seq, (before, after) in enumerate(self.bodies, start=size + 1):
            body = b"%b%d%b" % (before, seq, after)
            found.append((body, tree.hash_leaf(body)))
        return found

    def save(self, size: int, leaves: Sequence[tuple[bytes, bytes]]) -> None:
        at = Entry._meta.get_field("at").get_db_prep_save(self.at, connection)  # noqa: SLF001
        first = size + 1
        entries = [
            (first + place, at, self.kinds[place], self.actor, body, leaf)
            for place, (body, leaf) in enumerate(leaves)
        ]
        mentions = [
            (first + place, subject, position)
            for place, subjects in enumerate(self.subjects)
            for position, subject in enumerate(subjects)
        ]
        details = [(first + place, *rest) for place, *rest in self.details]
        with connection.cursor() as cursor:
            tables: list[tuple[type[Model], tuple[str, ...], list[Any]]] = [
                (Entry, ("seq", "at", "kind", "actor", "body", "leaf_hash"), entries),
                (Mention, ("entry_id", "subject", "position"), mentions),
                (Detail, ("entry_id", "name", "salt", "text"), details),
            ]
            for model, names, rows in tables:
                if rows:
                    cursor.executemany(insert_into(model, names), rows)


def prepare(drafts: Iterable[Draft], *, actor: str, at: datetime) -> Prepared:
    """Everything about new entries that needs neither lock nor transaction, for `append_prepared`.

    Raises ValueError for a malformed draft.
    """
    if not _SYSTEM.fullmatch(actor):
        check_subject(actor)
    prepared = Prepared(actor, at)
    text_at = clock.to_text(at)
    for place, draft in enumerate(drafts):
        _check(draft)
        salts = {name: digest.new_salt() for name in draft.private}
        body = {
            "actor": actor,
            "at": text_at,
            "commitments": {n: digest.commit(salts[n], text) for n, text in draft.private.items()},
            "facts": dict(draft.facts),
            "kind": draft.kind.value,
            "nonce": secrets.token_hex(NONCE_BYTES),
            "seq": 0,
            "subjects": draft.subjects,
            "v": 1,
        }
        # Only subjects and the version stand behind the number, and they are no free text.
        before, _, after = canonical.encode(body).rpartition(_UNNUMBERED)
        prepared.bodies.append((before + _BEFORE, _AFTER + after))
        prepared.kinds.append(draft.kind.value)
        prepared.subjects.append(draft.subjects)
        prepared.details.extend((place, n, salts[n], text) for n, text in draft.private.items())
    return prepared


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


def _advance(head: Head, leaves: Iterable[bytes]) -> None:
    """Move the head by a counted update: a second writer that slipped past the lock fails here."""
    grown = tree.Range(head.size, bytes(head.frontier))
    grown.extend(leaves)
    moved = Head.objects.filter(pk=1, epoch=head.epoch, size=head.size).update(
        size=grown.size, frontier=grown.frontier
    )
    if moved != 1:
        raise RuntimeError(f"the head moved on from {head.size} while it was locked")
