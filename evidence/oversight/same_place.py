"""One camera at a time of a place that others ask for as a whole, case after case. Pure.

A place is a camera with its regular company: those that keep coming with it, whoever asks. At a
junction of six an officer who follows somebody may take another of them each time, and no single
one is asked for often. So it is counted in how many of an officer's cases at the place there is a
request with one camera of it alone, beside the colleagues' cases there; and, as a second count, in
how many of these the case had begun elsewhere.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from .found import Found, Month, Rule
from .records import Ask
from .tails import binomial_tail

TOGETHER = 3  # cases, of two officers at least, in which two cameras came together
OF_ALL = 0.15  # and this part of all cases with the camera
CAMERAS = 3  # fewer are no place to pick from
OF_COLLEAGUES = 5  # cases of theirs at the place, or nobody knows what is usual there
Case = tuple[str, str]  # officer, case


@dataclass(frozen=True, slots=True)
class Limits:
    days: int
    known: int  # cases in which somebody asked for the camera, for it to be looked at
    cases: int  # of one officer with one camera of the place alone, at least
    often: float  # chance of so many of them among all of the officer's cases
    weight: float  # of both counts


@dataclass(slots=True)
class _Place:
    at: set[Case] = field(default_factory=set)
    single: dict[Case, list[Ask]] = field(default_factory=lambda: defaultdict(list))
    added: set[Case] = field(default_factory=set)  # with one camera alone, begun elsewhere
    drawn: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    latest: dict[str, Ask] = field(default_factory=dict)


def find(asks: Iterable[Ask], month: Month, limits: Limits) -> Iterator[Found]:
    """For each officer at most the one place that stands out most."""
    ordered = sorted(asks, key=lambda ask: ask.seq)
    first: dict[Case, Ask] = {}
    of: dict[str, list[Ask]] = defaultdict(list)
    for ask in ordered:
        first.setdefault((ask.officer, ask.case), ask)
        for camera in ask.cameras:
            of[camera].append(ask)
    total = Counter(officer for officer, _case in first)
    best: dict[str, Found] = {}
    seen: set[frozenset[str]] = set()
    for camera in sorted(of):
        cameras = _company(camera, of, limits)
        if len(cameras) < CAMERAS or cameras in seen:
            continue
        seen.add(cameras)
        place = _place(cameras, of, first)
        for officer in sorted(place.drawn):
            if place.latest[officer].at >= month.start:
                found = _of_officer(officer, place, total, limits)
                if found and (officer not in best or found.weight < best[officer].weight):
                    best[officer] = found
    yield from best.values()


def _company(camera: str, of: dict[str, list[Ask]], limits: Limits) -> frozenset[str]:
    cases = {(ask.officer, ask.case) for ask in of[camera]}
    if len(cases) < limits.known:
        return frozenset()
    along: dict[str, set[Case]] = defaultdict(set)
    for ask in of[camera]:
        for other in ask.cameras:
            along[other].add((ask.officer, ask.case))
    regular = {
        other
        for other, both in along.items()
        if len(both) >= max(TOGETHER, OF_ALL * len(cases)) and len({who for who, _ in both}) > 1
    }
    return frozenset(regular | {camera})


def _place(cameras: frozenset[str], of: dict[str, list[Ask]], first: dict[Case, Ask]) -> _Place:
    place = _Place()
    for ask in {ask.seq: ask for camera in sorted(cameras) for ask in of[camera]}.values():
        case = ask.officer, ask.case
        place.at.add(case)
        latest = place.latest.get(ask.officer)
        if latest is None or ask.at > latest.at:
            place.latest[ask.officer] = ask
        taken = cameras.intersection(ask.cameras)
        if len(taken) == 1:
            place.single[case].append(ask)
            place.drawn[ask.officer].update(taken)
            if taken.isdisjoint(first[case].cameras):
                place.added.add(case)
    return place


def _of_officer(officer: str, place: _Place, total: Counter[str], limits: Limits) -> Found | None:
    def split(cases: Iterable[Case]) -> tuple[int, int]:
        """Of this officer, and of the others."""
        counted = Counter(who == officer for who, _case in cases)
        return counted[True], counted[False]

    k, theirs = split(place.single)
    n, of_others = split(place.at)
    added, added_by_others = split(place.added)
    if k < limits.cases or of_others < OF_COLLEAGUES:
        return None
    rest = sum(total.values()) - total[officer]
    often = binomial_tail(k, total[officer], min(2 * (theirs + 0.5) / (rest + 1), 0.95))
    usual = min((theirs + 1) / (of_others + 2), 0.95)
    chance = binomial_tail(k, n, usual)
    besides = binomial_tail(added, n, min((added_by_others + 0.5) / (of_others + 1), 0.95))
    if often > limits.often or chance * besides > limits.weight:
        return None
    people = sorted({who for who, _case in place.at} - {officer})
    return Found(
        Rule.SAME_ADDRESS,
        officer,
        k,
        n,
        usual,
        usual,
        chance,
        tuple(
            sorted(a.seq for case, asks in place.single.items() if case[0] == officer for a in asks)
        ),
        tuple(_share(place, who) for who in people),
        about=min(place.drawn[officer], key=lambda name: (-place.drawn[officer][name], name)),
        days=limits.days,
        besides=besides,
    )


def _share(place: _Place, who: str) -> float:
    cases = [case for case in place.at if case[0] == who]
    return sum(case in place.single for case in cases) / len(cases)
