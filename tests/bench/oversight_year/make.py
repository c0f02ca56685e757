"""One seed, one year: each station's records as the rules read them; apart, what was planted."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from random import Random
from typing import Any

from evidence.oversight.records import Ask, Decision, Look, Records, Result

from .honest import END, Year
from .misuse import KINDS, PLANT, Kind, Planted
from .town import SIZES, STATIONS, make_station

PLANTS = {"large": 5, "medium": 3, "two-commanders": 2, "commune": 1}
BUSY_ENOUGH = 1.5  # cases a month: whoever hardly works has nothing to hide among


@dataclass(frozen=True)
class StationYear:
    size: str
    people: frozenset[str]
    records: Records
    planted: tuple[Planted, ...]


def make_year(seed: int) -> list[StationYear]:
    """The same seed gives the same year. Stations know nothing of each other."""
    rng = Random(seed)
    return [_station_year(Random(rng.getrandbits(64)), size) for size in STATIONS]


def _station_year(rng: Random, size: str) -> StationYear:
    station = make_station(rng, SIZES[size])
    year = Year(rng, station)
    year.live()
    kinds: list[Kind] = rng.sample(KINDS, PLANTS[size])
    officers = [
        one for one in station.people if not one.commands and one.cases_a_month > BUSY_ENOUGH
    ]
    rng.shuffle(officers)
    planted = []
    for kind in kinds:
        if kind == "pair":
            people = rng.sample(station.commanders, 2)
        elif officers:
            people = [officers.pop()]
        else:
            continue
        planted.append(PLANT[kind](year, people))
    year.tell_outcomes()
    people_all = frozenset(person.name for person in station.people)
    return StationYear(size, people_all, _numbered(year), tuple(planted))


def _numbered(year: Year) -> Records:
    """Everything in the order it happened, numbered as the record would."""
    rows: list[tuple[datetime, int, tuple[object, ...]]] = []
    written = year.written
    kinds: tuple[Sequence[tuple[Any, ...]], ...] = (
        written.asks,
        written.decisions,
        written.looks,
        written.results,
    )
    for n, kind in enumerate(kinds):
        rows += [(row[0].astimezone(UTC), n, row[1:]) for row in kind if row[0] < END]
    rows.sort(key=lambda row: row[0])
    made: tuple[list[Ask], list[Decision], list[Look], list[Result]] = ([], [], [], [])
    types = (Ask, Decision, Look, Result)
    for seq, (at, n, rest) in enumerate(rows, 1):
        made[n].append(types[n](seq, at, *rest))  # type: ignore[arg-type]
    return Records(tuple(made[0]), tuple(made[1]), tuple(made[2]), tuple(made[3]))
