"""Two who decide each other's requests, far oftener or far faster than they meet by chance. Pure.

How often `b` is expected to decide what `a` asked for: b's part of all decisions about what neither
of the two asked for, without a's own part. At a station of two that is always, so there the
second count alone can stand out: decisions within moments of the request, beside how fast each of
the two decides for everybody else.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import combinations

from .found import Found, Month, Rule, between
from .records import Decision, Records
from .tails import binomial_tail

MOMENT = timedelta(minutes=3)


@dataclass(frozen=True, slots=True)
class Limits:
    days: int
    each: int  # decisions in each direction, at least
    odds: float  # so many times what is expected still counts as chance
    floor: float  # a share of quick decisions that is usual for anybody
    chance: float  # for one pair and month, shared among the pairs of the unit


def find(records: Records, month: Month, limits: Limits) -> Iterator[Found]:
    rows = list(between(records.decisions, month.back(limits.days), month.stop))
    asked = {ask.request: ask.at for ask in records.asks}
    by: dict[tuple[str, str], list[Decision]] = defaultdict(list)
    for row in rows:
        by[row.officer, row.by].append(row)
    people = sorted({row.by for row in rows})
    pairs = [
        (a, b)
        for a, b in combinations(people, 2)
        if min(len(by[a, b]), len(by[b, a])) >= limits.each
    ]
    quick = {
        row.seq for row in rows if row.request in asked and row.at - asked[row.request] < MOMENT
    }
    for a, b in pairs:
        found = _of_pair(a, b, by, quick, limits, len(pairs))
        if found is not None and any(row.at >= month.start for row in (*by[a, b], *by[b, a])):
            yield found


def _of_pair(
    a: str,
    b: str,
    by: dict[tuple[str, str], list[Decision]],
    quick: set[int],
    limits: Limits,
    pairs: int,
) -> Found | None:
    """The more telling of the two counts, if it tells enough."""
    between_them = [*by[a, b], *by[b, a]]
    asked = {
        one: [row for (who, _by), rows in by.items() if who == one for row in rows]
        for one in (a, b)
    }
    n = len(asked[a]) + len(asked[b])
    met = sum(_part(own, other, (a, b), by) * len(asked[own]) for own, other in ((a, b), (b, a)))
    usual = met / n
    often = min(usual * limits.odds, 1.0)
    fast = [row for row in between_them if row.seq in quick]
    rates = [_pace(other, own, by, quick, limits) for own, other in ((a, b), (b, a))]
    pace = (rates[0] * len(by[a, b]) + rates[1] * len(by[b, a])) / len(between_them)
    counts = (
        (len(between_them), n, usual, often, between_them),
        (len(fast), len(between_them), pace, min(max(pace * limits.odds, limits.floor), 1.0), fast),
    )
    best = None
    for k, of, usually, upper, evidence in counts:
        chance = min(binomial_tail(k, of, upper) * pairs * 2, 1.0)
        if chance <= limits.chance and (best is None or chance < best.chance):
            seqs = tuple(sorted(row.seq for row in evidence))
            best = Found(
                Rule.PAIR, a, k, of, usually, upper, chance, seqs, (), other=b, days=limits.days
            )
    return best


def _part(
    own: str, other: str, pair: tuple[str, str], by: dict[tuple[str, str], list[Decision]]
) -> float:
    """Which part of what others asked for `other` decides, when `own` cannot."""
    taken: Counter[str] = Counter()
    for (asker, decider), rows in by.items():
        if asker not in pair:
            taken[decider] += len(rows)
    rest = sum(taken.values()) - taken[own]
    return (taken[other] + 1) / (rest + 1) if rest else 1.0


def _pace(
    who: str,
    friend: str,
    by: dict[tuple[str, str], list[Decision]],
    quick: set[int],
    limits: Limits,
) -> float:
    """How often `who` decides within moments for everybody but the friend."""
    rest = [
        row for (asker, one), rows in by.items() if one == who and asker != friend for row in rows
    ]
    return (sum(row.seq in quick for row in rest) + limits.floor * 5) / (len(rest) + 5)
