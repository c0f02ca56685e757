"""What may become of a complaint, and by when it is answered. Pure."""

from datetime import datetime, timedelta
from enum import StrEnum

from portal.lib import clock
from portal.lib.errors import Refused

SATURDAY = 5


class State(StrEnum):
    OPEN = "open"  # somebody has to answer, until its due date
    ANSWERED = "answered"  # in words
    MEASURED = "measured"  # something was done: turned, covered, taken down
    CLOSED = "closed"


class Side(StrEnum):
    """Who speaks. A complainant never learns who an owner is, nor an owner who complained."""

    COMPLAINANT = "complainant"
    OWNER = "owner"
    DESK = "desk"  # the unit's committee, a neighbourhood's board


MOVES: dict[State, frozenset[State]] = {
    State.OPEN: frozenset({State.ANSWERED, State.MEASURED, State.CLOSED}),
    State.ANSWERED: frozenset({State.OPEN, State.ANSWERED, State.MEASURED, State.CLOSED}),
    State.MEASURED: frozenset({State.OPEN, State.MEASURED, State.CLOSED}),
    State.CLOSED: frozenset(),
}
# An owner does not close a complaint about their own camera; who complained says what helped.
MAY: dict[Side, frozenset[State]] = {
    Side.OWNER: frozenset({State.ANSWERED, State.MEASURED}),
    Side.DESK: frozenset({State.ANSWERED, State.MEASURED, State.CLOSED}),
    Side.COMPLAINANT: frozenset({State.OPEN, State.CLOSED}),
}


def move(now: str, then: State, side: Side) -> State:
    """The new state. Refused when it does not follow, or not by this side's word."""
    if then not in MOVES[State(now)]:
        raise Refused("complaints.not_from_here", field="answer")
    if then not in MAY[side]:
        raise Refused("complaints.not_yours_to_say", field="answer")
    return then


def due_by(at: datetime, working_days: int) -> datetime:
    """The same time of day, so many working days (Monday to Friday in Việt Nam) later.

    Public holidays are not known here: whoever answers is asked a little too early, never too late.
    """
    local = at.astimezone(clock.VIETNAM)
    left = working_days
    while left > 0:
        local += timedelta(days=1)
        left -= local.weekday() < SATURDAY
    return local.astimezone(at.tzinfo)
