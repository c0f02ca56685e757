import pytest
from hypothesis import given
from hypothesis import strategies as st

from cameras.funding.book import Account, Line, balance, gift, movement
from portal.lib.errors import Refused


@given(st.lists(st.integers(1, 10**12), max_size=30))
def test_the_book_always_balances_and_holds_what_was_given(amounts: list[int]) -> None:
    lines = [line for amount in amounts for line in gift(amount)]
    assert sum(line.amount for line in lines) == 0
    assert balance(lines, Account.CASH) == sum(amounts)


@given(st.integers(max_value=0))
def test_a_gift_of_nothing_is_refused(amount: int) -> None:
    with pytest.raises(Refused):
        gift(amount)


@given(st.lists(st.integers(-(10**9), 10**9), min_size=1, max_size=5))
def test_a_movement_that_does_not_balance_is_refused(amounts: list[int]) -> None:
    lines = [Line(Account.CASH, amount) for amount in amounts]
    if len(lines) < 2 or sum(amounts) != 0 or 0 in amounts:
        with pytest.raises(Refused):
            movement(*lines)
    else:
        assert movement(*lines) == tuple(lines)
