"""Double-entry book-keeping in whole đồng. Pure.

Every movement is a set of lines that adds up to nought; a correction is another movement, never a
change. A positive amount is a debit, a negative one a credit.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from portal.lib.errors import Refused


class Account(StrEnum):
    CASH = "cash"  # what the unit's fund holds
    GIFTS = "gifts"  # what people gave
    SPENT = "spent"  # what was paid out


@dataclass(frozen=True)
class Line:
    account: Account
    amount: int  # đồng


def movement(*lines: Line) -> tuple[Line, ...]:
    """The lines as one movement. Raises Refused unless they are two or more and balance."""
    if len(lines) < 2 or sum(line.amount for line in lines) != 0:  # noqa: PLR2004 -- double entry
        raise Refused("funding.unbalanced")
    if any(line.amount == 0 for line in lines):
        raise Refused("funding.no_amount", field="amount")
    return lines


def gift(amount: int) -> tuple[Line, ...]:
    """Money received. Raises Refused for nothing or less."""
    if amount <= 0:
        raise Refused("funding.no_amount", field="amount")
    return movement(Line(Account.CASH, amount), Line(Account.GIFTS, -amount))


def balance(lines: Iterable[Line], account: Account) -> int:
    return sum(line.amount for line in lines if line.account == account)
