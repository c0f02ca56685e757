"""The only door through which bytes of evidence leave.

1. `open_item` asks the policy (police of the case's unit, the case open), the one decision about
   the basis (`basis.py`) and a purpose in words, and writes all that to the ledger. Only when that
   has been committed is there a Viewing. No ledger, no viewing.
2. A Viewing belongs to one person in one session and ends after what the unit's rules give it.
3. `bytes_for` asks everything again at each range request, and again before every further chunk
   while it streams: an office that ended, a case that closed or a consent that was withdrawn stops
   the stream at the next chunk.

What the caller must still do: let only signed-in people come here (`policed`).
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import chain
from typing import TypeVar

from django.db import DatabaseError, transaction
from django.db.models import F, Model, QuerySet

from cameras.consent.decision import Basis, Step
from portal.files import vault
from portal.ledger.kinds import Kind
from portal.ledger.write import Draft, append
from portal.lib import clock, digest
from portal.lib.errors import Refused
from portal.lib.words import clean, count_words
from portal.people.models import User
from portal.people.rights import require
from portal.places.rules import rule

from . import queries, words
from .basis import verdict_for
from .models import Item, Viewing

__all__ = [
    "Visitor",
    "bytes_for",
    "check",
    "open_item",
    "open_viewing",
    "served",
    "whole_bytes",
    "words",
]

FEWEST_WORDS = 3
LONGEST_PURPOSE = 300

Look = TypeVar("Look", bound=Model)  # a row that counts in `bytes_served`
Stretch = tuple[Item, tuple[int, int]]  # [start, stop) of one item's bytes


@dataclass(frozen=True)
class Visitor:
    """Who stands at the door: a person in one session of theirs."""

    person: User
    session_key: str

    @property
    def session_sha256(self) -> str:
        return digest.sha256(self.session_key.encode()).hex()


def open_item(*, item: Item, visitor: Visitor, purpose: str, at: datetime) -> Viewing:
    """Open an original for viewing. The ledger entry is committed when this returns.

    Raises Http404 or PermissionDenied by the policy, and Refused for the rest.
    """
    purpose = _checked_purpose(purpose)
    try:
        with transaction.atomic(durable=True):
            fresh = queries.get_item(item.public_id, visitor.person, "item:open", at)
            basis = _ask(fresh, at, lock=True)
            seq = _record(fresh, visitor.person, purpose, basis, at)
            return Viewing.objects.create(
                item=fresh,
                person=visitor.person,
                session_sha256=visitor.session_sha256,
                purpose=purpose,
                opened_at=at,
                until=at + viewing_time(fresh, at),
                ledger_seq=seq,
            )
    except (DatabaseError, OSError) as error:
        raise Refused("custody.record_unavailable") from error


def viewing_time(item: Item, at: datetime) -> timedelta:
    """How long one opening lasts by the rules of the case's unit on that day."""
    return timedelta(minutes=rule("viewing.minutes", item.case.unit, at))


def open_viewing(*, item: Item, visitor: Visitor, at: datetime) -> Viewing | None:
    """The viewing of this item that the visitor has open already in this session, if any."""
    return Viewing.objects.filter(
        item=item,
        person=visitor.person,
        session_sha256=visitor.session_sha256,
        opened_at__lte=at,
        until__gt=at,
    ).first()


def check(viewing: Viewing, visitor: Visitor, at: datetime) -> None:
    """Everything that held at the opening holds now. Raises as `open_item` does."""
    if viewing.person_id != visitor.person.pk or not digest.equal(
        viewing.session_sha256, visitor.session_sha256
    ):
        raise Refused("custody.viewing_over")
    if not viewing.is_open_at(at):
        raise Refused("custody.viewing_over")
    # No lock: each of these reads sees every commit before it, and the bytes leave after it either
    # way. A lock would only make a viewer on SQLite wait for every writer of the portal.
    item = Item.objects.select_related("case").get(pk=viewing.item_id)
    require(visitor.person, "item:open", item, at=at)
    _ask(item, at, lock=False)


def bytes_for(
    viewing: Viewing, stretches: Sequence[Stretch], *, visitor: Visitor, at: datetime
) -> Iterator[bytes]:
    """Bytes of the viewed item and of things made from it, one stretch after the other.

    Everything is asked before this returns, so a page can still answer with a refusal.
    """
    for item, _ in stretches:
        if viewing.item_id not in (item.pk, item.parent_id):
            raise ValueError(f"item {item.public_id} is no part of viewing {viewing.public_id}")
    check(viewing, visitor, at)
    with whole_bytes():
        pieces = [vault.read(item.stored, *span) for item, span in stretches if span[0] < span[1]]
    return served(viewing, pieces, visitor=visitor, ask=check)


@contextmanager
def whole_bytes() -> Iterator[None]:
    """What the vault finds wrong with an object, as a refusal."""
    try:
        yield
    except vault.Destroyed as error:
        raise Refused("custody.destroyed") from error
    except vault.Damaged as error:
        raise Refused("custody.damaged") from error


def served(
    look: Look,
    pieces: Iterable[Iterator[bytes]],
    *,
    visitor: Visitor,
    ask: Callable[[Look, Visitor, datetime], object],
) -> Iterator[bytes]:
    """Pour the pieces out, asking again before each further one; the look counts what went out."""
    count = 0
    try:
        for number, piece in enumerate(chain.from_iterable(pieces)):
            if number:
                visitor.person.forget_read()
                ask(look, visitor, clock.now())
            count += len(piece)
            yield piece
    finally:
        if count:
            rows: QuerySet[Look] = QuerySet(type(look))
            rows.filter(pk=look.pk).update(bytes_served=F("bytes_served") + count)


def _checked_purpose(text: str) -> str:
    purpose = clean(text)
    if count_words(purpose) < FEWEST_WORDS:
        raise Refused("custody.purpose_missing", field="purpose")
    if len(purpose) > LONGEST_PURPOSE:
        raise Refused("custody.purpose_too_long", field="purpose", limit=LONGEST_PURPOSE)
    return purpose


def _ask(item: Item, at: datetime, *, lock: bool) -> Basis:
    if item.parent_id is not None:
        raise Refused("custody.not_original")
    if item.destroyed_at is not None:
        raise Refused("custody.destroyed")
    return verdict_for(item, Step.RELEASE, at=at, lock=lock).require()


def _record(item: Item, person: User, purpose: str, basis: Basis, at: datetime) -> int:
    facts = {"basis": str(basis), "case_kind": item.case.kind, "unit": item.case.unit.code}
    entry = Draft(Kind.ITEM_OPENED, item.subjects, facts, {"purpose": purpose})
    return append(entry, actor=person.subject, at=at)
