"""Comparable areas: nothing is counted twice, nothing is lost, order does not matter."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.reports.comparison import Area, Pair, area_of, areas, compare

NEW = 1000  # keys of units in force begin here


@st.composite
def successions(draw: st.DrawFn) -> list[Pair]:
    """Former units, each with one to four successors, one of them the main one."""
    pairs = []
    for old in range(draw(st.integers(1, 30))):
        became = draw(st.lists(st.integers(NEW, NEW + 12), min_size=1, max_size=4, unique=True))
        pairs += [Pair(old, new, is_main=place == 0) for place, new in enumerate(became)]
    return pairs


@given(successions(), st.booleans())
def test_every_unit_lies_in_exactly_one_area(pairs: list[Pair], main_only: bool) -> None:
    found = areas(pairs, main_only=main_only)
    old = [key for area in found for key in area.old]
    new = [key for area in found for key in area.new]
    assert sorted(old) == sorted({pair.old for pair in pairs})
    assert sorted(new) == sorted({pair.new for pair in pairs})


@given(successions(), st.booleans(), st.integers())
def test_totals_are_conserved(pairs: list[Pair], main_only: bool, seed: int) -> None:
    dice = Random(seed)
    before = {pair.old: dice.randrange(500) for pair in pairs}
    after = {pair.new: dice.randrange(500) for pair in pairs}
    compared = [compare(area, before, after) for area in areas(pairs, main_only=main_only)]
    assert sum(one.before for one in compared) == sum(before.values())
    assert sum(one.after for one in compared) == sum(after.values())
    assert not any(one.missing for one in compared)


@given(successions(), st.booleans(), st.integers())
def test_the_order_of_the_pairs_does_not_matter(
    pairs: list[Pair], main_only: bool, seed: int
) -> None:
    mixed = list(pairs)
    Random(seed).shuffle(mixed)
    assert areas(mixed, main_only=main_only) == areas(pairs, main_only=main_only)


@given(successions())
def test_no_former_unit_is_split_by_an_area(pairs: list[Pair]) -> None:
    for area in areas(pairs):
        for pair in pairs:
            assert (pair.old in area.old) == (pair.new in area.new)


@given(successions())
def test_an_area_is_as_small_as_it_can_be(pairs: list[Pair]) -> None:
    """From any of its units every other is reached by successions."""
    for area in areas(pairs):
        reached = {min(area.new)}
        for _ in pairs:
            for pair in pairs:
                if pair.old in reached or pair.new in reached:
                    reached |= {pair.old, pair.new}
        assert area.old | area.new == reached


@given(successions())
def test_by_main_successors_each_unit_in_force_stands_alone(pairs: list[Pair]) -> None:
    assert all(len(area.new) == 1 for area in areas(pairs, main_only=True))


def test_a_divided_unit_ties_its_successors_together_unless_only_main_ones_count() -> None:
    pairs = [Pair(1, 1001), Pair(2, 1001), Pair(2, 1002, is_main=False), Pair(3, 1002)]
    assert area_of(1001, pairs) == Area(frozenset({1, 2, 3}), frozenset({1001, 1002}))
    assert area_of(1001, pairs, main_only=True) == Area(frozenset({1, 2}), frozenset({1001}))
    assert area_of(1009, pairs) == Area(frozenset(), frozenset({1009}))


def test_what_is_not_known_is_named_and_not_taken_for_nought() -> None:
    area = area_of(1001, [Pair(1, 1001), Pair(2, 1001)])
    compared = compare(area, {1: 8}, {1001: 10})
    assert (compared.difference, compared.missing) == (2, frozenset({2}))
    assert compared.per_cent == pytest.approx(25)
    assert compare(area, {1: 0, 2: 0}, {1001: 10}).per_cent is None
