"""Purposes that say nothing. Pure."""

from collections import defaultdict
from collections.abc import Iterator

from .found import Found, Month, Rule, between
from .purposes import same, signs
from .records import Ask, Look, Records
from .shares import Counted, Limits, compare


def find(records: Records, month: Month, limits: Limits) -> Iterator[Found]:
    """Shares of vague purposes. One text in one case counts once, however often it was written;
    an erased one does not count.
    """
    start = month.back(limits.days)
    rows: list[Ask | Look] = [*between(records.asks, start, month.stop)]
    rows += between(records.looks, start, month.stop)
    written: dict[str, dict[tuple[str, str], Ask | Look]] = defaultdict(dict)
    used: dict[tuple[str, str], set[str]] = defaultdict(set)
    for row in sorted(rows, key=lambda row: row.seq):
        if row.purpose is not None:
            text = same(row.purpose)
            written[row.officer].setdefault((text, row.case), row)
            used[row.officer, text].add(row.case)
    counted = {}
    for officer, texts in written.items():
        empty = [
            row
            for (text, _case), row in texts.items()
            if signs(text, len(used[officer, text]) - 1).is_vague
        ]
        counted[officer] = Counted(
            k=len(empty),
            n=len(texts),
            seqs=tuple(row.seq for row in empty),
            fresh=any(row.at >= month.start for row in empty),
        )
    yield from compare(Rule.VAGUE, counted, limits)
