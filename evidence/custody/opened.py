"""The gate's other door, for footage that an officer opened in an emergency.

It stays held: no item, no picture, no finding is made of it, and nobody but the one who opened it
comes in here. Each look is in the ledger before its first byte, and everything is asked again at
each range request and before every further chunk: the time that is left, the request, the case,
what the owner said since. Once a commander has approved, that is the basis and time has no part in
it. Why: docs/decisions/0032.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime

from django.db import DatabaseError, transaction

from cameras.consent.decision import Basis, Step, decide
from cameras.consent.queries import facts_for
from evidence.emergency.models import Opening, Watch
from evidence.emergency.queries import is_refused, left, refused_cameras
from evidence.emergency.states import FAILED
from evidence.requests.models import Target
from evidence.requests.states import RequestState
from portal.files import vault
from portal.files.models import StoredObject
from portal.ledger.kinds import Kind
from portal.ledger.write import Draft, append
from portal.lib import digest
from portal.lib.errors import Refused
from portal.media import index
from portal.media.errors import MediaError
from portal.people.rights import require

from . import hold_footage
from . import hold_words as words
from .gate import Visitor, served, whole_bytes
from .hold_states import HoldState
from .models import Hold, Item
from .vocabulary import ItemKind, ItemRole

__all__ = ["as_item", "bytes_for", "cameras_of", "check", "watch_now", "words"]

_SHUT_AWAY = (HoldState.SEALED, HoldState.RELEASED)
_APPROVED = (RequestState.APPROVED, RequestState.CLOSED)


def watch_now(*, opening: Opening, target: Target, visitor: Visitor, at: datetime) -> Watch:
    """Begin one look. The ledger entry is committed when this returns.

    Raises Http404 or PermissionDenied by the policy, and Refused for the rest.
    """
    head = _head(_ask(_fresh(opening, visitor, at), target.pk, at, lock=False))
    try:
        with transaction.atomic(durable=True):
            Opening.objects.select_for_update().get(pk=opening.pk)
            row = _fresh(opening, visitor, at)
            hold = _ask(row, target.pk, at, lock=True)
            return Watch.objects.create(
                opening=row,
                target=hold.target,
                person=visitor.person,
                session_sha256=visitor.session_sha256,
                head=head,
                opened_at=at,
                ledger_seq=_record(row, hold, at),
            )
    except (DatabaseError, OSError) as error:
        raise Refused("custody.record_unavailable") from error


def check(watch: Watch, visitor: Visitor, at: datetime) -> Hold:
    """Everything that held when it began holds now. Raises as `watch_now` does."""
    same = digest.equal(watch.session_sha256, visitor.session_sha256)
    if watch.person_id != visitor.person.pk or not same or at < watch.opened_at:
        raise Refused("custody.viewing_over")
    return _ask(_fresh(watch.opening, visitor, at), watch.target_id, at, lock=False)


def bytes_for(
    watch: Watch, stretches: Sequence[tuple[int, int]], *, visitor: Visitor, at: datetime
) -> Iterator[bytes]:
    """Bytes [start, stop) of the head, then of what is held. All is asked before this returns."""
    stored = _stored(check(watch, visitor, at))
    of_head, of_clip = stretches
    pieces = [iter([bytes(watch.head)[slice(*of_head)]])] if of_head[0] < of_head[1] else []
    if of_clip[0] < of_clip[1]:
        with whole_bytes():
            pieces.append(_read(stored, *of_clip))
    return served(watch, pieces, visitor=visitor, ask=check)


def cameras_of(opening: Opening) -> list[tuple[Target, bool]]:
    """All of the request's, and of which there is something to look at; in two queries.

    What an owner's 'no' shuts reads as nothing yet, and none is left out: that would tell of it.
    """
    row = opening.request
    shut = set(refused_cameras(row))
    targets = row.targets.select_related("camera", "hold").order_by("rank", "asked_start")
    return [(one, one.camera_id not in shut and _is_there(one)) for one in targets]


def _is_there(target: Target) -> bool:
    hold: Hold | None = getattr(target, "hold", None)
    return hold is not None and hold.state in _SHUT_AWAY


def as_item(hold: Hold) -> Item:
    """What it would be as an item, not saved: for its masks, its times, its name."""
    footage = hold_footage.from_json(hold.footage)
    return Item(
        public_id=hold.public_id,
        case=hold.target.request.case,
        target=hold.target,
        kind=ItemKind.ORIGINAL,
        role=ItemRole.FOOTAGE,
        stored=hold.stored,
        media_type=footage.media_type,
        window_start=footage.window_start,
        window_stop=footage.window_stop,
        first_frame_at=footage.first_frame_at,
        last_frame_at=footage.last_frame_at,
        clock_offset_ms=footage.clock_offset_ms,
        partial=footage.partial,
    )


def _fresh(opening: Opening, visitor: Visitor, at: datetime) -> Opening:
    row = Opening.objects.select_related("request__case__unit").get(pk=opening.pk)
    require(visitor.person, "emergency:watch", row, at=at)
    return row


def _ask(opening: Opening, target_id: int, at: datetime, *, lock: bool) -> Hold:
    """What is held of this target, if its bytes may flow to who opened it."""
    target = opening.targets.select_related("camera", "request__case__unit").filter(pk=target_id)
    seen = target.first()
    if seen is None or is_refused(seen):
        raise Refused("custody.nothing_yet")
    asked = seen.request
    approved = asked.decided_by_id is not None and asked.state in _APPROVED
    approved = approved and opening.state not in FAILED
    facts = facts_for(
        seen.camera,
        basis=Basis(asked.basis),
        step=Step.RELEASE,
        case_open=asked.case.is_open,
        approved=approved,
        agreed=False,
        authority_until=None if approved else at + left(opening, at),
        at=at,
        lock=lock,
    )
    if decide(facts, at).require() is not Basis.EMERGENCY:
        raise Refused("custody.no_basis")
    rows = Hold.objects.select_related("stored", "target__camera", "target__request__case__unit")
    hold = rows.filter(target=seen, state__in=_SHUT_AWAY).first()
    if hold is None:
        raise Refused("custody.nothing_yet")
    return hold


def _stored(hold: Hold) -> StoredObject:
    assert hold.stored is not None, "the database holds that sealed means bytes"
    return hold.stored


def _read(stored: StoredObject, start: int = 0, stop: int | None = None) -> Iterator[bytes]:
    """Held, or released since."""
    if stored.held_for:
        return vault.read_held(stored, stored.held_for, start, stop)
    return vault.read(stored, start, stop)


def _head(hold: Hold) -> bytes:
    """What goes in front so that every browser plays and seeks in it; nothing where it is odd."""
    tracker = index.Tracker()
    try:
        with whole_bytes():
            for piece in _read(_stored(hold)):
                tracker.feed(piece)
        return index.head(tracker.finish())
    except MediaError:
        return b""


def _record(opening: Opening, hold: Hold, at: datetime) -> int:
    facts = {
        "basis": opening.request.basis,
        "case_kind": opening.request.case.kind,
        "unit": opening.request.case.unit.code,
    }
    # As which it will be known if it is released.
    subjects = (opening.subject, f"item:{hold.public_id}", *hold.target.subjects)
    entry = Draft(Kind.EMERGENCY_VIEWED, subjects, facts, {"purpose": opening.reason})
    return append(entry, actor=opening.person.subject, at=at)
