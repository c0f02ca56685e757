"""What a rule finds, and the months it is asked about. Pure."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Protocol, TypeVar

from portal.lib.clock import VIETNAM


class Rule(StrEnum):
    SAME_ADDRESS = "same-address"
    OFF_SHIFT = "off-shift"
    VAGUE = "vague"
    NO_OUTCOME = "no-outcome"
    PAIR = "pair"


Key = tuple[str, str, str, str]  # rule, officer, other, about


@dataclass(frozen=True, slots=True)
class Found:
    """Worth asking about: `k` of `n`, where colleagues have `usual` (a share of n)."""

    rule: Rule
    officer: str
    k: int
    n: int
    usual: float
    upper: float  # the share that would still be called usual, with which `chance` is reckoned
    chance: float  # of k or more of n by chance
    seqs: tuple[int, ...]  # the entries it rests on
    colleagues: tuple[float, ...]  # the same share of each of the others
    other: str = ""  # the second of a pair
    about: str = ""  # the camera
    days: int = 0  # over how many days before the month's end it was counted
    besides: float = 1.0  # below 1: something else points the same way, too

    @property
    def people(self) -> frozenset[str]:
        return frozenset({self.officer, self.other} - {""})

    @property
    def weight(self) -> float:
        """The smaller, the more telling. No chance where there are two counts: they overlap."""
        return self.chance * self.besides

    @property
    def key(self) -> "Key":
        """What makes two findings the same question."""
        return self.rule, self.officer, self.other, self.about


@dataclass(frozen=True, slots=True)
class Month:
    """A calendar month in Việt Nam, from its first instant until that of the next."""

    first: date

    def __post_init__(self) -> None:
        if self.first.day != 1:
            raise ValueError(f"got {self.first}, want the first day of a month")

    @property
    def start(self) -> datetime:
        return datetime.combine(self.first, time(), VIETNAM)

    @property
    def stop(self) -> datetime:
        return self.next.start

    @property
    def next(self) -> "Month":
        return Month((self.first + timedelta(days=32)).replace(day=1))

    @classmethod
    def of(cls, at: datetime) -> "Month":
        return cls(at.astimezone(VIETNAM).date().replace(day=1))

    @classmethod
    def numbered(cls, number: int) -> "Month":
        """The other way round: the month with this `number`."""
        return cls(date((number - 1) // 12, (number - 1) % 12 + 1, 1))

    @property
    def number(self) -> int:
        return self.first.year * 12 + self.first.month

    def back(self, days: int) -> datetime:
        """So many days before the month's end."""
        return self.stop - timedelta(days=days)


class Dated(Protocol):
    @property
    def at(self) -> datetime: ...


D = TypeVar("D", bound=Dated)


def between(rows: Iterable[D], start: datetime, stop: datetime) -> Iterator[D]:
    return (row for row in rows if start <= row.at < stop)
