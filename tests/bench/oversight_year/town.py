"""Stations, their people, places with cameras, and who is on duty when."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Literal

from portal.lib.workdays import is_working_day

START, DAYS = date(2026, 1, 1), 365
Pattern = Literal["day", "night", "detective"]
ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"


@dataclass(frozen=True)
class Size:
    """How large a station is."""

    officers: int
    commanders: int
    junctions: int
    homes: int


SIZES = {
    "large": Size(22, 5, 22, 500),
    "medium": Size(11, 3, 14, 250),
    "two-commanders": Size(9, 2, 10, 180),
    "commune": Size(4, 2, 6, 80),
}
STATIONS = ("large", "large", "medium", "medium", "two-commanders", "two-commanders", "commune")


@dataclass(frozen=True)
class Place:
    """A junction with several cameras, or a home or shop with one or two."""

    cameras: tuple[str, ...]
    beat: int


@dataclass
class Person:
    """Habits differ from one to the next; a change of shift comes to some."""

    name: str
    commands: bool
    pattern: Pattern
    beat: int
    cases_a_month: float
    terse: float  # share of purposes written in few words
    copies: float  # share of purposes taken from an earlier one
    unaccented: bool
    outcomes: float  # share of cases whose outcome is written down
    outcome_days: float
    quick_minutes: float  # the middle of how long a decision takes
    refuses: float
    weight: float  # how often a commander takes what waits
    overtime: float
    leave: set[date] = field(default_factory=set)
    nights: set[date] = field(default_factory=set)  # dates on whose evening a night duty begins


@dataclass
class Station:
    people: list[Person]
    junctions: list[Place]
    homes: list[Place]
    busy: list[float]  # weight of each junction

    @property
    def commanders(self) -> list[Person]:
        return [person for person in self.people if person.commands]


def new_id(rng: Random, noun: str) -> str:
    return f"{noun}:" + "".join(rng.choices(ALPHABET, k=16))


def make_station(rng: Random, size: Size) -> Station:
    beats = max(size.officers // 2, 1)
    junctions = [
        Place(tuple(new_id(rng, "camera") for _ in range(rng.randint(2, 6))), rng.randrange(beats))
        for _ in range(size.junctions)
    ]
    homes = [
        Place(tuple(new_id(rng, "camera") for _ in range(rng.choice((1, 1, 1, 2)))), n % beats)
        for n in range(size.homes)
    ]
    busy = [1 / (rank + 1) ** 0.8 for rank in range(size.junctions)]
    rng.shuffle(busy)
    people = [_officer(rng, beats) for _ in range(size.officers)]
    people += [_commander(rng, beats) for _ in range(size.commanders)]
    rng.shuffle(people)
    _rota(rng, people)
    return Station(people, junctions, homes, busy)


def _officer(rng: Random, beats: int) -> Person:
    pattern: Pattern = rng.choices(("day", "night", "detective"), (6, 1, 2))[0]
    pace = rng.lognormvariate(1.1, 0.35) * (1.6 if pattern == "detective" else 1)
    return _person(rng, pattern, beats, pace, commands=False)


def _commander(rng: Random, beats: int) -> Person:
    return _person(rng, "day", beats, rng.lognormvariate(0.5, 0.4), commands=True)


def _person(rng: Random, pattern: Pattern, beats: int, pace: float, *, commands: bool) -> Person:
    return Person(
        name=new_id(rng, "person"),
        commands=commands,
        pattern=pattern,
        beat=rng.randrange(beats),
        cases_a_month=min(pace, 9),
        terse=rng.betavariate(2, 9),
        copies=rng.betavariate(1.5, 12),
        unaccented=rng.random() < 0.2,
        outcomes=min(max(rng.gauss(0.66, 0.1), 0.4), 0.92),
        outcome_days=rng.lognormvariate(2.9, 0.35),
        quick_minutes=rng.lognormvariate(3.2, 0.8),
        refuses=rng.uniform(0.02, 0.1),
        weight=rng.uniform(0.5, 2),
        overtime=rng.betavariate(1.5, 12),
        leave=_leave(rng),
    )


def _leave(rng: Random) -> set[date]:
    first = [START + timedelta(rng.randrange(DAYS - 10)) for _ in range(2)]
    return {day + timedelta(n) for day in first for n in range(rng.randint(4, 9))}


def _rota(rng: Random, people: Sequence[Person]) -> None:
    """One or two keep the station at night, in turn; some have nights as their work, and of the
    others a few are sent there for some weeks.
    """
    takers = [person for person in people if person.pattern != "night"]
    turn: dict[str, int] = defaultdict(int)
    for n in range(DAYS):
        day = START + timedelta(n)
        free = [person for person in takers if day not in person.leave]
        free.sort(key=lambda person: (turn[person.name] + rng.random() * 2, person.name))
        for person in free[: max(1, round(len(takers) / 7))]:
            person.nights.add(day)
            turn[person.name] += 1
    for person in people:
        if person.pattern == "night":
            weekly = set(rng.sample(range(7), rng.randint(3, 4)))
            person.nights |= {d for d in _year() if d.weekday() in weekly and d not in person.leave}
        elif rng.random() < 0.08:
            first = START + timedelta(rng.randrange(60, DAYS - 60))
            moved = [first + timedelta(n) for n in range(rng.randint(21, 60))]
            person.nights |= {day for day in moved if rng.random() < 0.5}


def _year() -> list[date]:
    return [START + timedelta(n) for n in range(DAYS)]


def works_by_day(rng: Random, person: Person, day: date) -> bool:
    """Working days, some Saturdays; whoever kept the night mostly rests the day after."""
    if day in person.leave or person.pattern == "night":
        return False
    if (day - timedelta(1)) in person.nights and rng.random() < 0.7:
        return False
    return is_working_day(day) or (day.weekday() == 5 and rng.random() < 0.25)
