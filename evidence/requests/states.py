"""The two state machines of this room, as tables. Anything not listed is refused."""

from enum import StrEnum

from portal.lib.errors import Refused


class RequestState(StrEnum):
    DRAFT = "draft"
    SUBMITTED = "submitted"
    APPROVED = "approved"
    REFUSED = "refused"
    CLOSED = "closed"


class TargetState(StrEnum):
    PROPOSED = "proposed"  # chosen by the officer, nobody told yet
    WAITING = "waiting"  # the owner has been asked
    AGREED = "agreed"  # the extraction worker may pull
    DECLINED = "declined"
    NOTHING = "nothing"  # the owner or the recorder says there is no footage
    EXPIRED = "expired"  # no answer by the deadline: counts as no
    WITHDRAWN = "withdrawn"  # consent went away before the bytes did
    FULFILLED = "fulfilled"  # a clip is sealed


REQUEST_MOVES: dict[RequestState, frozenset[RequestState]] = {
    RequestState.DRAFT: frozenset({RequestState.SUBMITTED, RequestState.CLOSED}),
    RequestState.SUBMITTED: frozenset(
        {RequestState.APPROVED, RequestState.REFUSED, RequestState.CLOSED}
    ),
    RequestState.APPROVED: frozenset({RequestState.CLOSED}),
    RequestState.REFUSED: frozenset(),
    RequestState.CLOSED: frozenset(),
}

TARGET_MOVES: dict[TargetState, frozenset[TargetState]] = {
    TargetState.PROPOSED: frozenset(
        {TargetState.WAITING, TargetState.AGREED, TargetState.WITHDRAWN}
    ),
    TargetState.WAITING: frozenset(
        {
            TargetState.AGREED,
            TargetState.DECLINED,
            TargetState.NOTHING,
            TargetState.EXPIRED,
            TargetState.WITHDRAWN,
            TargetState.FULFILLED,  # the owner uploaded the minutes themself
        }
    ),
    TargetState.AGREED: frozenset(
        {
            TargetState.FULFILLED,
            TargetState.NOTHING,
            TargetState.DECLINED,
            TargetState.EXPIRED,
            TargetState.WITHDRAWN,
        }
    ),
    TargetState.DECLINED: frozenset(),
    TargetState.NOTHING: frozenset(),
    TargetState.EXPIRED: frozenset(),
    TargetState.WITHDRAWN: frozenset(),
    TargetState.FULFILLED: frozenset(),
}


def move_request(now: str, then: RequestState) -> RequestState:
    """Raises Refused for a move the table does not list."""
    if then not in REQUEST_MOVES[RequestState(now)]:
        raise Refused("requests.wrong_state", state=str(now))
    return then


def move_target(now: str, then: TargetState) -> TargetState:
    """Raises Refused for a move the table does not list."""
    if then not in TARGET_MOVES[TargetState(now)]:
        raise Refused("requests.already_answered", state=str(now))
    return then
