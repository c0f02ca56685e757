"""The state machines as they are drawn, and every move that is not."""

from collections.abc import Callable
from typing import Any

import pytest

from evidence.custody.hold_states import HOLD_MOVES, HoldState, move_hold
from evidence.emergency.states import OPENING_MOVES, OpeningState, move_opening
from evidence.extraction.states import JOB_MOVES, before
from evidence.extraction.words import JobState
from evidence.requests.states import (
    REQUEST_MOVES,
    TARGET_MOVES,
    RequestState,
    TargetState,
    move_request,
    move_target,
)
from portal.lib.errors import Refused

from .states import DOCUMENT, Machine, machines, written

MOVERS: list[tuple[Any, Any, Any]] = [
    (REQUEST_MOVES, RequestState, move_request),
    (TARGET_MOVES, TargetState, move_target),
    (HOLD_MOVES, HoldState, move_hold),
    (OPENING_MOVES, OpeningState, move_opening),
]


def test_the_document_is_as_the_tables_are() -> None:
    told = "write docs/states.md anew: python -m tests.house.states"
    assert DOCUMENT.read_text(encoding="utf-8") == written(), told


@pytest.mark.parametrize("machine", machines(), ids=lambda machine: machine.name)
def test_every_state_has_its_line_and_is_reached(machine: Machine) -> None:
    states: set[Any] = set(machine.states)
    assert set(machine.moves) == states
    assert {machine.first}.union(*machine.moves.values()) == states


@pytest.mark.parametrize(
    ("moves", "states", "move"), MOVERS, ids=["request", "target", "hold", "opening"]
)
def test_what_the_table_does_not_list_is_refused(
    moves: dict[Any, frozenset[Any]], states: Any, move: Callable[[str, Any], Any]
) -> None:
    tried = 0
    for now in states:
        for then in states:
            if then in moves[now]:
                assert move(str(now.value), then) == then
            else:
                tried += 1
                with pytest.raises(Refused):
                    move(str(now.value), then)
    assert tried > len(moves)


def test_a_job_comes_only_from_where_the_table_says() -> None:
    for then in JobState:
        assert set(before(then)) == {now for now in JobState if then in JOB_MOVES[now]}
