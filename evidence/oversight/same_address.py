"""The same officer, the same camera, case after case. Pure.

Counted are cases, not requests: whoever asks five times in one long case asked once. A junction is
asked for as a junction, its cameras together, and so by whoever has it on the beat; so the cases
in which a camera came along with its most frequent companion are taken off. What remains is
somebody who wants this one camera. Where others ask for it, too, it is expected oftener; an
officer is granted `beat` times what the others ask.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from .found import Found, Month, Rule, between
from .records import Ask, Records
from .tails import binomial_tail


@dataclass(frozen=True, slots=True)
class Limits:
    days: int  # how far back
    cases: int  # fewer are not looked at
    beat: float
    chance: float  # for one officer, camera and month


@dataclass(slots=True)
class _Drawn:
    """One officer at one camera."""

    cases: dict[str, list[int]]  # the entries of each case
    along: dict[str, set[str]]  # with which other camera in which cases
    fresh: bool = False


def find(records: Records, month: Month, limits: Limits) -> Iterator[Found]:
    """For each officer at most the one camera that stands out most."""
    cases, drawn = _gathered(records, month, limits)
    total = sum(cases.values())
    of_camera: Counter[str] = Counter()
    for (_officer, camera), own in drawn.items():
        of_camera[camera] += len(own.cases)
    best: dict[str, Found] = {}
    for (officer, camera), own in sorted(drawn.items()):
        together = max(map(len, own.along.values()), default=0)
        alone, n = len(own.cases) - together, cases[officer]
        if alone < limits.cases or not own.fresh:
            continue
        usual = min((of_camera[camera] - len(own.cases) + 0.5) / (total - n + 1), 1.0)
        upper = min(usual * limits.beat, 0.98)
        chance = binomial_tail(alone, n, upper)
        if chance > limits.chance or (officer in best and best[officer].chance <= chance):
            continue
        seqs = tuple(sorted(seq for one in own.cases.values() for seq in one))
        others = tuple(
            len(drawn[one, camera].cases) / count if (one, camera) in drawn else 0.0
            for one, count in sorted(cases.items())
            if one != officer
        )
        best[officer] = Found(
            Rule.SAME_ADDRESS, officer, alone, n, usual, upper, chance, seqs, others, about=camera
        )
    yield from best.values()


def _gathered(
    records: Records, month: Month, limits: Limits
) -> tuple[dict[str, int], dict[tuple[str, str], _Drawn]]:
    """How many cases each officer asked in, and what each drew from each camera."""
    cases: dict[str, set[str]] = defaultdict(set)
    drawn: dict[tuple[str, str], _Drawn] = {}
    asks: list[Ask] = list(between(records.asks, month.back(limits.days), month.stop))
    for ask in asks:
        cases[ask.officer].add(ask.case)
        for camera in ask.cameras:
            own = drawn.setdefault((ask.officer, camera), _Drawn({}, defaultdict(set)))
            for one in ask.cameras:
                if one != camera:
                    own.along[one].add(ask.case)
            own.cases.setdefault(ask.case, []).append(ask.seq)
            own.fresh |= ask.at >= month.start
    return {officer: len(own) for officer, own in cases.items()}, drawn
