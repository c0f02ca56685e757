"""What may become of a complaint. Pure."""

from enum import StrEnum

from portal.lib.errors import Refused


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
