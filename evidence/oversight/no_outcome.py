"""Cases for which footage was asked and of which nobody wrote down what they came to. Pure.

A case is its first asker's. Only cases old enough count, so that an open one is no reproach.
"""

from collections import defaultdict
from collections.abc import Iterator
from datetime import timedelta

from .found import Found, Month, Rule
from .records import Ask, Records
from .shares import Counted, Limits, compare

RIPE = timedelta(days=45)  # by then most cases have an outcome, if they get one at all


def find(records: Records, month: Month, limits: Limits) -> Iterator[Found]:
    first: dict[str, Ask] = {}
    for ask in records.asks:
        if ask.case not in first or ask.seq < first[ask.case].seq:
            first[ask.case] = ask
    told = {result.case for result in records.results if result.at < month.stop}
    start, stop = month.back(limits.days) - RIPE, month.stop - RIPE
    ripe: dict[str, list[Ask]] = defaultdict(list)
    for ask in first.values():
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
    yield from compare(Rule.NO_OUTCOME, counted, limits)
