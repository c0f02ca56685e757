"""What may become of a complaint."""

import pytest

from cameras.complaints.states import MAY, MOVES, Side, State, move
from portal.lib.errors import Refused


@pytest.mark.parametrize("side", Side)
@pytest.mark.parametrize("now", State)
@pytest.mark.parametrize("then", State)
def test_nothing_but_the_table_is_let_through(now: State, then: State, side: Side) -> None:
    if then in MOVES[now] and then in MAY[side]:
        assert move(now, then, side) is then
    else:
        with pytest.raises(Refused):
            move(now, then, side)


def test_an_owner_never_closes_a_complaint_about_their_own_camera() -> None:
    assert State.CLOSED not in MAY[Side.OWNER]
    assert not MOVES[State.CLOSED]
