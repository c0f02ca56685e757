"""The one state machine of this room, as a table. Anything not listed is refused."""

from enum import StrEnum

from portal.lib.errors import Refused


class OpeningState(StrEnum):
    RUNNING = "running"  # one officer may look
    ENDED = "ended"  # nobody may; a commander has to review it
    OVERDUE = "overdue"  # nobody reviewed it in time
    JUSTIFIED = "justified"
    UNJUSTIFIED = "unjustified"


OPENING_MOVES: dict[OpeningState, frozenset[OpeningState]] = {
    OpeningState.RUNNING: frozenset({OpeningState.ENDED}),
    OpeningState.ENDED: frozenset(
        {OpeningState.JUSTIFIED, OpeningState.UNJUSTIFIED, OpeningState.OVERDUE}
    ),
    # Late is better than never; it stays counted as unreviewed.
    OpeningState.OVERDUE: frozenset({OpeningState.JUSTIFIED, OpeningState.UNJUSTIFIED}),
    OpeningState.JUSTIFIED: frozenset(),
    OpeningState.UNJUSTIFIED: frozenset(),
}
UNREVIEWED = (OpeningState.RUNNING, OpeningState.ENDED, OpeningState.OVERDUE)
# What was fetched under it has nothing to lie on any more, unless the request was approved.
FAILED = (OpeningState.OVERDUE, OpeningState.UNJUSTIFIED)


def move_opening(now: str, then: OpeningState) -> OpeningState:
    """Raises Refused for a move the table does not list."""
    if then not in OPENING_MOVES[OpeningState(now)]:
        raise Refused("emergency.over", state=str(now))
    return then
