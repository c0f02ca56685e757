"""Watching the watchers: how much planted misuse is found, and how often honest people are named.

Invented years of seven police stations a seed (tests/bench/oversight_year), each read month by
month as the monthly sheet would. TRAINING seeds chose the numbers in evidence/oversight/rules.py;
VALIDATION seeds told how far these numbers were fitted to the training; UNSEEN seeds were run once
after all were frozen and stand for nothing but this table. Seeds 1-12 and 9001-9020 served the
rules before these (docs/decisions/0026-oversight.md) and nothing here.

A planted misuse counts as found when one of the sheets from its first month on names these people
by that rule (and for an address, that camera). Every other finding is a false alarm of each person
it names, in every month that repeats it. The floor in the same run: a rule that names the top 5 %
of the month by the plainest count of each kind.

    python -m tests.bench.bench_oversight              # unseen, million
    python -m tests.bench.bench_oversight training     # or validation
"""

import sys
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from datetime import date
from math import ceil

from evidence.oversight.found import Found, Month, Rule
from evidence.oversight.records import Records
from evidence.oversight.rules import Asked, findings, news
from tests.bench.oversight_year.make import StationYear, make_year
from tests.bench.oversight_year.misuse import Planted

from . import oversight_floor, oversight_million

SEEDS = {
    "training": range(101, 127),
    "validation": range(201, 237),
    "unseen": range(20001, 20021),
}
MONTHS = tuple(Month(date(2026, n, 1)) for n in range(1, 13))
WANTED, MOST_ALARMS = 0.95, 1.0


@dataclass(frozen=True)
class Named:
    """What any rule says: which kind, whom, and of which camera."""

    kind: str
    people: frozenset[str]
    about: str = ""


@dataclass
class Score:
    planted: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    alarms: Counter[str] = field(default_factory=Counter)  # by kind, each person named counts
    named: Counter[str] = field(default_factory=Counter)  # by person
    people: int = 0

    def add(self, other: "Score") -> None:
        self.planted += other.planted
        self.found += other.found
        self.alarms += other.alarms
        self.named += other.named
        self.people += other.people


Detector = Callable[[Records, Month], Iterator[Named]]


def ours() -> Detector:
    """One station's sheets after each other: who was asked about lately is asked about less."""
    asked: list[Asked] = []

    def detect(records: Records, month: Month) -> Iterator[Named]:
        for one in list(news(findings(records, month), month, asked)):
            asked.append(Asked(one.key, month, one.k))
            yield _named(one)

    return detect


def _named(one: Found) -> Named:
    return Named(one.rule, one.people, one.about)


def plainest(records: Records, month: Month) -> Iterator[Named]:
    for kind, people, about in oversight_floor.top(records, month):
        yield Named(kind, people, about)


def score(station: StationYear, detector: Detector) -> Score:
    result = Score(people=len(station.people))
    result.planted.update(one.kind for one in station.planted)
    seen: set[Planted] = set()
    for month in MONTHS:
        for named in detector(_until(station.records, month), month):
            true = [one for one in station.planted if _is(named, one)]
            if not true:
                result.alarms[named.kind] += len(named.people)
                result.named.update(named.people)
            seen.update(one for one in true if one.first < month.next.first)
    result.found.update(one.kind for one in seen)
    return result


def _is(named: Named, one: Planted) -> bool:
    same = named.kind == one.kind and named.people == one.people
    return same and (not one.cameras or named.about in one.cameras)


def _until(records: Records, month: Month) -> Records:
    """A sheet is made after its month: what came later is not there yet."""
    stop = month.stop
    return Records(
        tuple(row for row in records.asks if row.at < stop),
        tuple(row for row in records.decisions if row.at < stop),
        tuple(row for row in records.looks if row.at < stop),
        tuple(row for row in records.results if row.at < stop),
    )


def both(seed: int) -> tuple[Score, Score]:
    mine, plain = Score(), Score()
    for station in make_year(seed):
        mine.add(score(station, ours()))
        plain.add(score(station, plainest))
    return mine, plain


def report(title: str, mine: Score, plain: Score) -> None:
    print(f"\n{title}: {mine.people} officer-years, {sum(mine.planted.values())} planted")
    print(
        f"{'kind':14}{'planted':>9}{'found':>7}{'share':>8}{'alarms':>8}"
        f"{'top 5 %':>10}{'alarms':>8}"
    )
    for kind in Rule:
        of = mine.planted[kind] or 1
        print(
            f"{kind:14}{mine.planted[kind]:>9}{mine.found[kind]:>7}"
            f"{mine.found[kind] / of:>8.1%}{mine.alarms[kind]:>8}"
            f"{plain.found[kind] / of:>10.1%}{plain.alarms[kind]:>8}"
        )
    lowest = min(mine.found[kind] / (mine.planted[kind] or 1) for kind in Rule)
    print(f"lowest share {lowest:.1%} (wanted {WANTED:.0%})")
    for name, one in (("ours", mine), ("top 5 %", plain)):
        rate = one.named.total() / one.people
        often = sum(count > 1 for count in one.named.values())
        print(
            f"{name}: {rate:.3f} false alarms per officer and year (at most {MOST_ALARMS:.0f} "
            f"wanted); officers with more than one: {often} of {one.people} "
            f"({ceil(1000 * often / one.people) / 10} %)"
        )


def run(title: str, seeds: range) -> None:
    mine, plain = Score(), Score()
    with ProcessPoolExecutor(2) as pool:
        for one, other in pool.map(both, seeds):
            mine.add(one)
            plain.add(other)
    report(f"{title} seeds {seeds.start}-{seeds.stop - 1}", mine, plain)


def main() -> None:
    parts = (*SEEDS, "million")
    wanted = [part for part in parts if part in sys.argv[1:]] or ["unseen", "million"]
    for part in wanted:
        if part == "million":
            oversight_million.main()
        else:
            run(part, SEEDS[part])


if __name__ == "__main__":
    main()
