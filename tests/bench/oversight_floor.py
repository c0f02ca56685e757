"""The plainest rule one could write: each month, the top 5 % by a bare count of each kind."""

from collections import Counter
from collections.abc import Iterator
from math import ceil
from typing import TypeVar

from evidence.oversight.found import Month, between
from evidence.oversight.records import Records
from portal.lib.clock import VIETNAM

TOP = 0.05
SHORT = 20  # characters of a purpose
K = TypeVar("K")
Row = tuple[str, frozenset[str], str]


def top(records: Records, month: Month) -> Iterator[Row]:
    asks = list(between(records.asks, month.start, month.stop))
    looks = list(between(records.looks, month.start, month.stop))
    decisions = list(between(records.decisions, month.start, month.stop))
    told = {result.case for result in records.results}
    old = [ask for ask in records.asks if month.back(120) <= ask.at < month.back(60)]
    cameras = Counter((ask.officer, camera) for ask in asks for camera in ask.cameras)
    pairs = Counter(frozenset({row.officer, row.by}) for row in decisions)
    yield from (("same-address", frozenset({who}), camera) for who, camera in _most(cameras))
    for kind, counted in (
        (
            "off-shift",
            Counter(row.officer for row in looks if _is_night(row.at.astimezone(VIETNAM).hour)),
        ),
        ("vague", Counter(row.officer for row in asks if len(row.purpose or "") < SHORT)),
        ("no-outcome", Counter(row.officer for row in old if row.case not in told)),
    ):
        yield from ((kind, frozenset({who}), "") for who in _most(counted))
    deciders = {row.by for row in decisions}
    both = Counter({pair: count for pair, count in pairs.items() if pair <= deciders})
    yield from (("pair", pair, "") for pair in _most(both))


def _is_night(hour: int) -> bool:
    return hour >= 22 or hour < 6


def _most(counted: Counter[K]) -> list[K]:
    return [key for key, _ in counted.most_common(ceil(TOP * len(counted)))]
