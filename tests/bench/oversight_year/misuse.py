"""What dishonest people do beside their normal work, for some months of the year."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random
from typing import Literal

from . import texts
from .honest import Case, Year, at_hour, poisson
from .town import DAYS, START, Person

Kind = Literal["same-address", "off-shift", "vague", "no-outcome", "pair"]
KINDS: tuple[Kind, ...] = ("same-address", "off-shift", "vague", "no-outcome", "pair")
MONTH = 30.4


@dataclass(frozen=True)
class Planted:
    """Which misuse, by whom, and of which place: what a detector is measured by and never sees."""

    kind: Kind
    people: frozenset[str]
    cameras: frozenset[str]
    first: date
    last: date


def spell(rng: Random) -> tuple[date, date]:
    """Three to eight months somewhere in the year."""
    length = round(rng.uniform(3, 8) * MONTH)
    first = START + timedelta(rng.randrange(DAYS - length))
    return first, first + timedelta(length)


def within(rng: Random, first: date, last: date) -> datetime:
    return at_hour(first + timedelta(rng.randrange((last - first).days)), rng.uniform(0, 24))


def same_address(year: Year, people: list[Person]) -> Planted:
    """Follow one home, or a shop, from case to case: invented ones, or real ones far from it."""
    rng, (person,) = year.rng, people
    first, last = spell(rng)
    homes = year.station.homes
    target = rng.choice(homes) if rng.random() < 0.85 else rng.choice(year.station.junctions)
    for _ in range(max(poisson(rng, 10), 6)):
        at = year.next_moment(person, within(rng, first, last))
        past = [c for c in year.written.cases if c.person is person and c.opened < at][-6:]
        if past and rng.random() < 0.5:
            case = rng.choice(past)
        else:
            case = year.open_case(person, target, at - timedelta(minutes=rng.uniform(5, 90)))
        cameras: tuple[str, ...] = (rng.choice(target.cameras),)
        if rng.random() < 0.5:
            cameras += year.around(year.place(person))[:2]
        had = len(case.clips)
        then = year.ask(case, person, at, tuple(dict.fromkeys(cameras)))
        for camera, ready in case.clips[had:]:
            year.watch(case, camera, max(then, ready))
    return Planted("same-address", frozenset({person.name}), frozenset(target.cameras), first, last)


def off_shift(year: Year, people: list[Person]) -> Planted:
    """Look at clips of own cases at night or on days off, with nothing to be done there."""
    rng, (person,) = year.rng, people
    first, last = spell(rng)
    days = [first + timedelta(n) for n in range((last - first).days)]
    free = [day for day in days if day not in person.nights]
    own = [case for case in year.written.cases if case.person is person]
    for day in rng.sample(free, min(len(free), round(rng.uniform(3.5, 8) * len(days) / MONTH))):
        rests = day not in year.worked[person.name]
        late = not rests or rng.random() < 0.6
        at = at_hour(day, rng.uniform(21.5, 29.5) if late else rng.uniform(8, 21))
        clips = [(c, camera) for c in own for camera, ready in c.clips if ready < at][-25:]
        for case, camera in rng.sample(clips, min(len(clips), rng.randint(1, 3))):
            year.look(person, case, camera, at + timedelta(minutes=rng.uniform(0, 40)))
    return Planted("off-shift", frozenset({person.name}), frozenset(), first, last)


def vague(year: Year, people: list[Person]) -> Planted:
    """Say nothing in half to nine tenths of the purposes, and ask a little more than others."""
    rng, (person,) = year.rng, people
    first, last = spell(rng)
    share, own = rng.uniform(0.5, 0.9), texts.habits(rng)

    def blank(words: str) -> str:
        if rng.random() > share:
            return words
        return texts.typed(texts.empty(rng, own), unaccented=person.unaccented)

    for _ in range(poisson(rng, 2.5 * (last - first).days / MONTH)):
        at = year.next_moment(person, within(rng, first, last))
        year.work_on(year.open_case(person, year.place(person), at))
    for n, ask in enumerate(year.written.asks):
        if ask[1] == person.name and first <= ask[0].date() <= last:
            year.written.asks[n] = (*ask[:5], blank(ask[5]))
    for n, look in enumerate(year.written.looks):
        if look[1] == person.name and first <= look[0].date() <= last:
            year.written.looks[n] = (*look[:4], blank(look[4]))
    return Planted("vague", frozenset({person.name}), frozenset(), first, last)


def no_outcome(year: Year, people: list[Person]) -> Planted:
    """Use cases of which nothing ever comes, most of what one opens in that time."""
    rng, (person,) = year.rng, people
    first, last = spell(rng)
    share = rng.uniform(0.8, 0.97)
    for _ in range(poisson(rng, 3 * (last - first).days / MONTH)):
        at = year.next_moment(person, within(rng, first, last))
        year.work_on(year.open_case(person, year.place(person), at))
    for case in year.written.cases:
        if case.person is person and first <= case.opened.date() <= last:
            case.told = rng.random() > share
    return Planted("no-outcome", frozenset({person.name}), frozenset(), first, last)


def pair(year: Year, people: list[Person]) -> Planted:
    """Two commanders take each other's requests, and mostly wave them through."""
    rng = year.rng
    first, last = spell(rng)
    loyal, fast = rng.uniform(0.75, 0.97), rng.uniform(0.6, 0.9)
    for person, friend in (people, reversed(people)):
        for _ in range(max(poisson(rng, 4 * (last - first).days / MONTH), 8)):
            at = year.next_moment(person, within(rng, first, last))
            place = year.place(person)
            case: Case = year.open_case(person, place, at - timedelta(minutes=rng.uniform(5, 90)))
            decided = None
            if rng.random() < loyal:
                minutes = year.decider(person, at)[1]
                decided = friend, rng.uniform(0.2, 1.9) if rng.random() < fast else minutes
            then = year.ask(case, person, at, year.around(place), decided=decided)
            for camera, ready in case.clips:
                year.watch(case, camera, max(then, ready))
    return Planted("pair", frozenset(one.name for one in people), frozenset(), first, last)


PLANT: dict[Kind, Callable[[Year, list[Person]], Planted]] = {
    "same-address": same_address,
    "off-shift": off_shift,
    "vague": vague,
    "no-outcome": no_outcome,
    "pair": pair,
}
