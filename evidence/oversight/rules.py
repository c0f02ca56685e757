"""All the rules with the numbers they go by, and asking them about one month. Pure.

The numbers were chosen on invented years (the TRAINING seeds of tests/bench/bench_oversight.py),
frozen, and then tried once on unseen ones: docs/decisions/0026-oversight.md has what came out.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from . import no_outcome, off_shift, pairs, same_address, same_place, vague
from .found import Found, Key, Month, Rule
from .records import Records
from .shares import Limits

SAME_ADDRESS = same_address.Limits(
    days=365, cases=3, telling=4, clear=6, grant=6, part=0.4, beat=2, chance=5e-4
)
SAME_PLACE = same_place.Limits(days=365, known=8, cases=4, often=3e-3, weight=5e-5)
OFF_SHIFT = Limits(days=120, least=3, spread=0, floor=0.1, chance=1)
NEXT_DAY = Limits(days=120, least=3, spread=1, floor=0.03, chance=1)  # beside the one before
OFF_SHIFT_WEIGHT = 3e-4  # of both
VAGUE = Limits(days=90, least=10, spread=2, floor=0.2, chance=3e-4)
NO_OUTCOME = Limits(days=240, least=6, spread=0, floor=0.4, chance=4e-3)
WITHOUT_OUTCOME = (90, 150, 240)  # days
PAIRS = pairs.Limits(days=240, each=3, odds=1.3, floor=0.05, chance=0.03)
LIMITS = {
    Rule.SAME_ADDRESS: SAME_ADDRESS.chance,
    Rule.OFF_SHIFT: OFF_SHIFT_WEIGHT,
    Rule.VAGUE: VAGUE.chance,
    Rule.NO_OUTCOME: NO_OUTCOME.chance,
    Rule.PAIR: PAIRS.chance,
}
LONGEST_DAYS = 365  # what has to be read before the month's end
QUIET_MONTHS = 12
GROWN = 1.5
STRICTER = 100  # times, with each question that was asked about somebody lately


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of another sheet of the unit."""

    key: Key
    month: Month
    k: int

    @property
    def people(self) -> frozenset[str]:
        return frozenset({self.key[1], self.key[2]} - {""})


def findings(records: Records, month: Month) -> Iterator[Found]:
    """What is worth asking about in this month, the same whatever order the records come in."""
    yield from same_address.find(records, month, SAME_ADDRESS, SAME_PLACE)
    yield from off_shift.find(records, month, OFF_SHIFT, besides=NEXT_DAY, weight=OFF_SHIFT_WEIGHT)
    yield from vague.find(records, month, VAGUE)
    yield from no_outcome.find(records, month, NO_OUTCOME, WITHOUT_OUTCOME)
    yield from pairs.find(records, month, PAIRS)


def news(found: Iterable[Found], month: Month, asked: Iterable[Asked]) -> Iterator[Found]:
    """The most telling first, and the more somebody was asked about within a year, the less: each
    such question makes the limit of the next one a hundred times stricter. The same question comes
    again only once it has also grown by half.
    """
    lately = [one for one in asked if abs(month.number - one.month.number) < QUIET_MONTHS]
    for one in sorted(found, key=lambda one: (one.weight / LIMITS[one.rule], one.key)):
        same = [earlier.k for earlier in lately if earlier.key == one.key]
        if same and one.k < GROWN * max(same):
            continue
        times = max(sum(name in earlier.people for earlier in lately) for name in one.people)
        if one.weight <= LIMITS[one.rule] / STRICTER**times:
            lately.append(Asked(one.key, month, one.k))
            yield one
