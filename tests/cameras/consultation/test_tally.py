"""Counting answers, and what of it may be published: pure."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from cameras.consultation.drawing import WIDTH, drawn
from cameras.consultation.tally import (
    ANSWERED,
    PUBLIC_FROM,
    Tally,
    is_public,
    parts_are_public,
    total,
)

counts = st.integers(0, 4000)
tallies = st.builds(Tally, counts, counts, counts, counts)


@given(parts=st.lists(tallies, max_size=20))
def test_a_whole_is_the_sum_of_its_parts(parts: list[Tally]) -> None:
    whole = total(parts)
    assert whole.asked == sum(part.asked for part in parts)
    assert whole.answered == sum(part.answered for part in parts)
    assert whole.asked == whole.answered + whole.away


@given(tally=tallies)
def test_shares_are_of_those_that_answered_and_make_a_whole(tally: Tally) -> None:
    shares = [tally.permille(answer) for answer in ANSWERED]
    if tally.answered:
        assert abs(sum(shares) - 1000) <= 1
    else:
        assert shares == [0, 0, 0]


@given(tally=tallies)
def test_the_bar_is_filled_without_gap_or_overlap(tally: Tally) -> None:
    pieces = drawn("", tally).pieces
    assert sum(piece.width for piece in pieces) == (WIDTH if tally.answered else 0)
    for left, right in pairwise(pieces):
        assert left.x + left.width == right.x
        assert right.width >= 0


def test_nothing_is_public_before_the_end_or_below_twenty_answers() -> None:
    enough = Tally(agrees=PUBLIC_FROM)
    assert is_public(enough, closed=True)
    assert not is_public(enough, closed=False)
    assert not is_public(Tally(agrees=PUBLIC_FROM - 1, away=50), closed=True)


def test_one_small_part_hides_all_parts() -> None:
    large, small = Tally(agrees=30), Tally(agrees=PUBLIC_FROM - 1)
    assert parts_are_public([large, large])
    assert not parts_are_public([large, large, small])
