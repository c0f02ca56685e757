"""Cases for which footage was asked and of which nobody wrote down what they came to. Pure.

A case is its first asker's. Only cases old enough count, so that an open one is no reproach.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import timedelta

from .found import Found, Month, Rule
from .records import Ask, Records
from .shares import Counted, Limits, compare

RIPE = timedelta(days=45)  # by then most cases have an outcome, if they get one at all


def find(records: Records, month: Month, limits: Limits, windows: Iterable[int]) -> Iterator[Found]:
    """Cases of several stretches of time, since nobody knows when it began; the most telling."""
    first: dict[str, Ask] = {}
    for ask in records.asks:
        if ask.case not in first or ask.seq < first[ask.case].seq:
            first[ask.case] = ask
    told = {result.case for result in records.results if result.at < month.stop}
    best: dict[str, Found] = {}
    for days in windows:
        counted = _counted(first.values(), told, month, days)
        for one in compare(Rule.NO_OUTCOME, counted, replace(limits, days=days)):
            if one.officer not in best or one.chance < best[one.officer].chance:
                best[one.officer] = one
    yield from best.values()


def _counted(first: Iterable[Ask], told: set[str], month: Month, days: int) -> dict[str, Counted]:
    start, stop = month.back(days) - RIPE, month.stop - RIPE
    ripe: dict[str, list[Ask]] = defaultdict(list)
    for ask in first:
        if start <= ask.at < stop:
            ripe[ask.officer].append(ask)
    counted = {}
    for officer, asks in ripe.items():
        silent = sorted((ask for ask in asks if ask.case not in told), key=lambda ask: ask.seq)
        counted[officer] = Counted(
            k=len(silent),
            n=len(asks),
            seqs=tuple(ask.seq for ask in silent),
            fresh=any(ask.at >= month.start - RIPE for ask in silent),
        )
    return counted
