"""A station's year as honest people make it: cases, requests, decisions, looks, outcomes."""

import math
from bisect import bisect_left
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random

from portal.lib.clock import VIETNAM

from . import texts
from .town import DAYS, START, Person, Place, Station, new_id, works_by_day

END = datetime.combine(START + timedelta(DAYS), time(), VIETNAM)
QUICK_SPREAD = 0.9


def poisson(rng: Random, mean: float) -> int:
    limit, product, count = math.exp(-mean), rng.random(), 0
    while product > limit:
        product *= rng.random()
        count += 1
    return count


@dataclass
class Case:
    name: str
    opened: datetime
    person: Person
    place: Place
    clips: list[tuple[str, datetime]] = field(default_factory=list)  # camera, since when
    told: bool | None = None  # whether its outcome gets written down; None: by habit


@dataclass
class Written:
    """Rows as they come, without numbers yet."""

    asks: list[tuple[datetime, str, str, str, tuple[str, ...], str]] = field(default_factory=list)
    decisions: list[tuple[datetime, str, str, str, bool]] = field(default_factory=list)
    looks: list[tuple[datetime, str, str, str, str]] = field(default_factory=list)
    results: list[tuple[datetime, str]] = field(default_factory=list)
    cases: list[Case] = field(default_factory=list)


class Year:
    """One station through the year. Everybody's duties are drawn first."""

    def __init__(self, rng: Random, station: Station) -> None:
        self.rng, self.station, self.written = rng, station, Written()
        self.days: dict[str, list[date]] = {
            person.name: [
                day
                for day in (START + timedelta(n) for n in range(DAYS))
                if works_by_day(rng, person, day)
            ]
            for person in station.people
        }
        self.worked = {name: set(days) for name, days in self.days.items()}
        self.said: dict[str, list[str]] = {person.name: [] for person in station.people}

    # --- when ---
    def by_day(self, person: Person, day: date) -> datetime:
        rng = self.rng
        if rng.random() < person.overtime:
            return at_hour(day, rng.uniform(17.5, 22))
        middle = rng.choice((9.2, 9.2, 15.0))
        return at_hour(day, min(max(rng.gauss(middle, 1.2), 7.0), 17.7))

    def by_night(self, day: date) -> datetime:
        late = self.rng.random() < 0.45
        return at_hour(day, self.rng.uniform(24, 30) if late else self.rng.uniform(18, 24))

    def stint(self, person: Person) -> datetime:
        """Some moment of the year at which the person is at work."""
        nights = sorted(person.nights)
        days = self.days[person.name]
        chosen = self.rng.randrange(len(days) + len(nights))
        if chosen < len(days):
            return self.by_day(person, days[chosen])
        return self.by_night(nights[chosen - len(days)])

    def next_moment(self, person: Person, after: datetime, gap_days: float = 0) -> datetime:
        """The first fitting moment at work after some days; END and later is not written."""
        day = (after + timedelta(days=gap_days)).date()
        for n in range(60):
            then = day + timedelta(n)
            if then in self.worked[person.name]:
                found = self.by_day(person, then)
                if found > after:
                    return found
            if then in person.nights:
                found = self.by_night(then)
                if found > after:
                    return found
        return END

    # --- what ---
    def purpose(self, person: Person) -> str:
        rng, said = self.rng, self.said[person.name]
        if said and rng.random() < person.copies:
            return rng.choice(said[-6:])
        text = texts.short(rng) if rng.random() < person.terse else texts.full(rng)
        said.append(texts.typed(text, unaccented=person.unaccented))
        return said[-1]

    def place(self, person: Person) -> Place:
        rng, town = self.rng, self.station
        where = rng.random()
        if where < 0.45:
            own = [n for n, place in enumerate(town.junctions) if place.beat == person.beat]
            if own and person.pattern != "detective":
                return town.junctions[rng.choice(own)]
        if where < 0.7:
            return rng.choices(town.junctions, town.busy)[0]
        homes = [home for home in town.homes if home.beat == person.beat]
        return rng.choice(homes if homes and where < 0.92 else town.homes)

    def around(self, place: Place) -> tuple[str, ...]:
        """Cameras of the place and at times of neighbours, the same neighbours each time."""
        rng, homes = self.rng, self.station.homes
        own = rng.sample(place.cameras, rng.randint(1, len(place.cameras)))
        first = int.from_bytes(place.cameras[0][-3:].encode(), "big")
        near = [homes[(first + n) % len(homes)].cameras[0] for n in range(3)]
        return tuple(dict.fromkeys(own + rng.sample(near, rng.choice((0, 0, 1, 1, 2)))))

    def open_case(self, person: Person, place: Place, at: datetime) -> Case:
        case = Case(new_id(self.rng, "case"), at, person, place)
        self.written.cases.append(case)
        return case

    def ask(
        self,
        case: Case,
        person: Person,
        at: datetime,
        cameras: tuple[str, ...],
        purpose: str | None = None,
        decided: tuple[Person, float] | None = None,
    ) -> datetime:
        """Hand in a request and have it decided; when it was. Whose camera agreed is a clip."""
        rng, name = self.rng, new_id(self.rng, "request")
        words = self.purpose(person) if purpose is None else purpose
        self.written.asks.append((at, person.name, case.name, name, cameras, words))
        by, minutes = decided or self.decider(person, at)
        then = at + timedelta(minutes=minutes)
        approved = decided is not None or rng.random() > by.refuses
        self.written.decisions.append((then, name, person.name, by.name, approved))
        if approved:
            ready = then + timedelta(hours=rng.uniform(0.2, 20))
            case.clips += [(camera, ready) for camera in cameras if rng.random() < 0.6]
        return then

    def decider(self, person: Person, at: datetime) -> tuple[Person, float]:
        """Who of the others is there, and after how many minutes; at night mostly next morning."""
        rng = self.rng
        others = [one for one in self.station.commanders if one is not person]
        there = [one for one in others if at.date() in self.worked[one.name]] or others
        by = rng.choices(there, [one.weight for one in there])[0]
        minutes = rng.lognormvariate(math.log(by.quick_minutes), QUICK_SPREAD)
        if not 7 <= at.hour < 18 and rng.random() < 0.7:
            morning = at_hour(at.date() + timedelta(at.hour >= 7), 7.4)
            minutes += (morning - at) / timedelta(minutes=1)
        return by, minutes

    def look(self, person: Person, case: Case, camera: str, at: datetime, words: str = "") -> None:
        purpose = words or self.purpose(person)
        self.written.looks.append((at, person.name, case.name, camera, purpose))

    # --- the honest year ---
    def live(self) -> None:
        for person in self.station.people:
            for _ in range(poisson(self.rng, person.cases_a_month * 12)):
                self.work_on(self.open_case(person, self.place(person), self.stint(person)))
            for _ in range(poisson(self.rng, 3)):
                night = START + timedelta(self.rng.randrange(DAYS))
                self.work_on(self.open_case(person, self.place(person), self.by_night(night)))
        for _ in range(self.rng.randint(1, 4)):
            self.burgled_again()
        for person in self.station.people:
            self.catch_up(person)

    def work_on(self, case: Case) -> None:
        """Ask once or several times, look at what came. A few cases drag on for months."""
        rng, person = self.rng, case.person
        fresh = not 7 <= case.opened.hour < 18 or rng.random() < 0.4
        at = case.opened + timedelta(minutes=rng.uniform(8, 120))
        if not fresh:
            at = self.next_moment(person, case.opened, rng.uniform(0, 3))
        drags = rng.random() < 0.06
        for n in range(rng.randint(3, 7) if drags else 1 + poisson(rng, 0.5)):
            if n:
                at = self.next_moment(
                    person, at, rng.uniform(12, 35) if drags else rng.uniform(0, 6)
                )
            wide = case.place if rng.random() < 0.75 else self.place(person)
            had = len(case.clips)
            then = self.ask(case, person, at, self.around(wide))
            for camera, ready in case.clips[had:]:
                self.watch(case, camera, max(then, ready))

    def watch(self, case: Case, camera: str, ready: datetime) -> None:
        rng, at = self.rng, ready
        for n in range(1 + poisson(rng, 0.8)):
            other = rng.random() < 0.1
            viewer = rng.choice(self.station.people) if other else case.person
            at = self.next_moment(viewer, at, rng.expovariate(1) if n else 0)
            self.look(viewer, case, camera, at)

    def burgled_again(self) -> None:
        """One home, several times a year, mostly with the same officer."""
        rng = self.rng
        home, person = rng.choice(self.station.homes), rng.choice(self.station.people)
        for _ in range(rng.randint(2, 4)):
            whose = person if rng.random() < 0.7 else rng.choice(self.station.people)
            self.work_on(self.open_case(whose, home, self.stint(whose)))

    def catch_up(self, person: Person) -> None:
        """Quiet night duties, and a few evenings and weekends on which nobody had to be there."""
        rng = self.rng
        own = sorted((c for c in self.written.cases if c.person is person), key=lambda c: c.opened)
        moments = [self.by_night(night) for night in sorted(person.nights) if rng.random() < 0.2]
        for _ in range(poisson(rng, 4)):
            day = START + timedelta(rng.randrange(DAYS))
            moments.append(at_hour(day, rng.uniform(8, 23.5)))
        for at in moments:
            past = own[: bisect_left(own, at, key=lambda c: c.opened)][-8:]
            clips = [(case, camera) for case in past for camera, ready in case.clips if ready < at]
            for case, camera in rng.sample(clips, min(len(clips), rng.randint(1, 3))):
                self.look(person, case, camera, at + timedelta(minutes=rng.uniform(0, 50)))

    def tell_outcomes(self) -> None:
        rng = self.rng
        for case in self.written.cases:
            habit = rng.random() < case.person.outcomes
            if habit if case.told is None else case.told:
                days = rng.lognormvariate(math.log(case.person.outcome_days), 0.8)
                at = self.next_moment(case.person, case.opened, days)
                self.written.results.append((at, case.name))


def at_hour(day: date, hour: float) -> datetime:
    """Hours past 24 lie on the next day."""
    return datetime.combine(day, time(), VIETNAM) + timedelta(hours=hour)
