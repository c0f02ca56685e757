"""What becomes of footage that was sealed before anybody decided. Pure.

Nobody looks at it: it waits for approval and basis, and everything else ends it.
"""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from evidence.requests.states import RequestState, TargetState
from portal.lib.errors import Refused


class HoldState(StrEnum):
    ASKED = "asked"  # an officer had it preserved; a worker fetches it
    SEALED = "sealed"  # held shut
    RELEASED = "released"  # approved, and a basis stands: an item like any other
    DESTROYED = "destroyed"  # its key is gone, or nothing was ever held


HOLD_MOVES: dict[HoldState, frozenset[HoldState]] = {
    HoldState.ASKED: frozenset({HoldState.SEALED, HoldState.DESTROYED}),
    HoldState.SEALED: frozenset({HoldState.RELEASED, HoldState.DESTROYED}),
    HoldState.RELEASED: frozenset(),
    HoldState.DESTROYED: frozenset(),
}
OPEN_HOLDS = (HoldState.ASKED, HoldState.SEALED)


class Ending(StrEnum):
    """Why a hold ended without a release."""

    NOT_APPROVED = "not_approved"  # its hours are over and nobody approved
    REQUEST_ENDED = "request_ended"  # refused, or closed with its case
    OWNER = "owner"  # the owner said no, stopped it, took consent back, or did not answer
    NOTHING = "nothing"  # the recorder had nothing, or could not be read
    NOT_NEEDED = "not_needed"  # the footage came another way
    NOT_JUSTIFIED = "not_justified"  # opened in an emergency: without reason, or never reviewed


def move_hold(now: str, then: HoldState) -> HoldState:
    """Raises Refused for a move the table does not list."""
    if then not in HOLD_MOVES[HoldState(now)]:
        raise Refused("custody.hold_over", state=str(now))
    return then


@dataclass(frozen=True)
class Facts:
    """All that decides about an open hold, each read anew."""

    request: RequestState
    target: TargetState
    case_open: bool
    may_be_held: bool  # the basis: under consent, the owner still lets police ask
    age: timedelta  # that truly passed
    lasts: timedelta
    opening_failed: bool = False  # it was fetched for an opening that was not found justified


_NO = (TargetState.DECLINED, TargetState.NOTHING, TargetState.EXPIRED, TargetState.WITHDRAWN)


def ending(facts: Facts) -> Ending | None:
    """Why this hold must end now; None: it stays shut, and waits."""
    if not facts.case_open or facts.request not in (RequestState.SUBMITTED, RequestState.APPROVED):
        return Ending.REQUEST_ENDED
    if facts.target == TargetState.FULFILLED:
        return Ending.NOT_NEEDED
    if facts.target in _NO or not facts.may_be_held:
        return Ending.OWNER
    if facts.request == RequestState.SUBMITTED and facts.opening_failed:
        return Ending.NOT_JUSTIFIED
    if facts.request == RequestState.SUBMITTED and facts.age >= facts.lasts:
        return Ending.NOT_APPROVED
    return None


def may_be_released(facts: Facts) -> bool:
    """Approved, agreed or bound by law, and nothing that would end it."""
    decided = facts.request == RequestState.APPROVED and facts.target == TargetState.AGREED
    return decided and ending(facts) is None
