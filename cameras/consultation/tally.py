"""What households answered, counted; and what of it the public may read (pure)."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

PUBLIC_FROM = 20  # answers: below, a neighbour could tell who said what


class Answer(StrEnum):
    AGREES = "agrees"
    DISAGREES = "disagrees"
    NO_OPINION = "no_opinion"
    AWAY = "away"  # nobody was at home: asked, not answered


ANSWERED = (Answer.AGREES, Answer.DISAGREES, Answer.NO_OPINION)


@dataclass(frozen=True)
class Tally:
    """Households by the answer that holds. Shares are of those that answered."""

    agrees: int = 0
    disagrees: int = 0
    no_opinion: int = 0
    away: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(
            self.agrees + other.agrees,
            self.disagrees + other.disagrees,
            self.no_opinion + other.no_opinion,
            self.away + other.away,
        )

    def count(self, answer: Answer) -> int:
        found: int = getattr(self, answer.value)
        return found

    @property
    def answered(self) -> int:
        return self.agrees + self.disagrees + self.no_opinion

    @property
    def asked(self) -> int:
        return self.answered + self.away

    def permille(self, answer: Answer) -> int:
        """Of those that answered, rounded half up; 0 when nobody did."""
        if not self.answered:
            return 0
        return (2000 * self.count(answer) + self.answered) // (2 * self.answered)


def total(parts: Iterable[Tally]) -> Tally:
    return sum(parts, Tally())


def is_public(whole: Tally, *, closed: bool) -> bool:
    return closed and whole.answered >= PUBLIC_FROM


def parts_are_public(parts: Iterable[Tally]) -> bool:
    """All of them or none: one that is left out could be had by subtracting."""
    return all(part.answered >= PUBLIC_FROM for part in parts)
