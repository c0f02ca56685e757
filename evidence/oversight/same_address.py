"""The same officer, the same camera, case after case. Pure.

Counted are cases, not requests: whoever asks five times in one long case asked once. A junction is
asked for as a junction, its cameras together, and so is the shop beside it; so a request in which
the camera has its regular company (cameras that keep coming with it, whoever asks) is taken off.
What remains is somebody who wants this one camera. A case that began elsewhere, and to which the
camera was added later, tells twice: a burgled home is where its case begins. Where others want
this one camera, too, it is expected oftener; an officer is granted `beat` times what they ask.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from . import same_place
from .found import Found, Month, Rule, between
from .records import Ask, Records
from .same_place import Limits as PlaceLimits
from .tails import binomial_tail

TOGETHER = 2  # cases of colleagues in which two cameras came together, to be regular company
OF_OTHERS = 0.15  # and this part of the colleagues' cases with the camera
OWN_TOGETHER = 3  # or so many cases of the officer's own
OF_OWN = 0.3


@dataclass(frozen=True, slots=True)
class Limits:
    days: int  # how far back
    cases: int  # fewer are not looked at
    telling: int  # cases, those to which the camera was added later counted twice, at least
    clear: int  # when there are so many, `grant` times the chance will do
    grant: float
    part: float  # of the officer's cases with that camera, at least
    beat: float
    chance: float  # for one officer, camera and month


@dataclass(slots=True)
class _Camera:
    """What was asked of one camera, by whom, and which others came along in which cases."""

    asks: dict[str, list[Ask]] = field(default_factory=lambda: defaultdict(list))
    company: dict[str, set[tuple[str, str]]] = field(default_factory=lambda: defaultdict(set))

    def cases(self, officer: str) -> int:
        return len({ask.case for ask in self.asks.get(officer, ())})

    def regulars(self, officer: str) -> set[str]:
        """Cameras that keep coming along with this one."""
        own = self.cases(officer)
        others = sum(self.cases(one) for one in self.asks if one != officer)
        found = set()
        for camera, cases in self.company.items():
            mine = sum(who == officer for who, _case in cases)
            theirs = len(cases) - mine
            if (theirs >= TOGETHER and theirs >= OF_OTHERS * others) or (
                mine >= OWN_TOGETHER and mine >= OF_OWN * own
            ):
                found.add(camera)
        return found


def find(records: Records, month: Month, limits: Limits, places: PlaceLimits) -> Iterator[Found]:
    """For each officer at most the one camera that stands out most."""
    asks = list(between(records.asks, month.back(limits.days), month.stop))
    cases, first = _cases(asks)
    best: dict[str, Found] = {}
    for name, camera in sorted(_cameras(asks, limits.cases).items()):
        for officer, own in sorted(camera.asks.items()):
            if camera.cases(officer) < limits.cases or own[-1].at < month.start:
                continue
            found = _of_officer(name, officer, camera, cases, first, limits)
            if found and (officer not in best or found.weight < best[officer].weight):
                best[officer] = found
    yield from best.values()
    for one in same_place.find(asks, month, places):
        if one.officer not in best:
            yield one


def _of_officer(
    name: str,
    officer: str,
    camera: _Camera,
    cases: dict[str, set[str]],
    first: dict[tuple[str, str], Ask],
    limits: Limits,
) -> Found | None:
    regulars = camera.regulars(officer)
    alone = {who: _alone(asks, regulars) for who, asks in camera.asks.items()}
    k, n = len(alone[officer]), len(cases[officer])
    added = sum(name not in first[officer, case].cameras for case in alone[officer])
    if k < max(limits.cases, limits.part * camera.cases(officer)) or k + added < limits.telling:
        return None
    others = {who: len(own) for who, own in sorted(cases.items()) if who != officer}
    theirs = sum(len(found) for who, found in alone.items() if who != officer)
    usual = min((theirs + 0.5) / (sum(others.values()) + 1), 1.0)
    upper = min(usual * limits.beat, 0.98)
    chance = binomial_tail(k, n, upper)
    besides = 1 / limits.grant if k + added >= limits.clear else 1.0
    if chance * besides > limits.chance:
        return None
    seqs = tuple(sorted(ask.seq for ask in camera.asks[officer] if ask.case in alone[officer]))
    shares = tuple(len(alone.get(who, ())) / count for who, count in others.items())
    return Found(
        Rule.SAME_ADDRESS,
        officer,
        k,
        n,
        usual,
        upper,
        chance,
        seqs,
        shares,
        about=name,
        days=limits.days,
        besides=besides,
    )


def _alone(asks: Iterable[Ask], regulars: set[str]) -> set[str]:
    """Cases in which the camera was asked for at least once without its regular company."""
    return {ask.case for ask in asks if regulars.isdisjoint(ask.cameras)}


def _cases(asks: list[Ask]) -> tuple[dict[str, set[str]], dict[tuple[str, str], Ask]]:
    """Everybody's cases, and with which request each of them began."""
    cases: dict[str, set[str]] = defaultdict(set)
    first: dict[tuple[str, str], Ask] = {}
    for ask in sorted(asks, key=lambda ask: ask.seq):
        cases[ask.officer].add(ask.case)
        first.setdefault((ask.officer, ask.case), ask)
    return cases, first


def _cameras(asks: list[Ask], least: int) -> dict[str, _Camera]:
    """Those that were asked for in so many cases of one officer."""
    drawn: Counter[tuple[str, str]] = Counter()
    for officer, _case, camera in {(a.officer, a.case, c) for a in asks for c in a.cameras}:
        drawn[officer, camera] += 1
    found = {camera: _Camera() for (_who, camera), count in drawn.items() if count >= least}
    for ask in sorted(asks, key=lambda ask: ask.seq):
        for name in ask.cameras:
            if one := found.get(name):
                one.asks[ask.officer].append(ask)
                for other in ask.cameras:
                    if other != name:
                        one.company[other].add((ask.officer, ask.case))
    return found
