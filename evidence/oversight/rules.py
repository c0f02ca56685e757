"""All the rules with the numbers they go by, and asking them about one month. Pure.

The numbers were chosen on invented years (the TRAINING seeds of tests/bench/bench_oversight.py),
frozen, and then tried once on unseen ones: docs/decisions/0026-oversight.md has what came out.
"""

from collections.abc import Iterable, Iterator, Mapping

from . import no_outcome, off_shift, pairs, same_address, vague
from .found import Found, Key, Month, Rule
from .records import Records
from .shares import Limits

SAME_ADDRESS = same_address.Limits(days=365, cases=3, beat=2, chance=0.1)
OFF_SHIFT = Limits(days=120, least=6, spread=0.5, floor=0.05, chance=0.03)
VAGUE = Limits(days=90, least=10, spread=2, floor=0.2, chance=0.001)
NO_OUTCOME = Limits(days=150, least=6, spread=0.5, floor=0.4, chance=0.02)
PAIRS = pairs.Limits(days=240, each=3, odds=1.3, floor=0.05, chance=0.01)
DAYS = {
    Rule.SAME_ADDRESS: SAME_ADDRESS.days,
    Rule.OFF_SHIFT: OFF_SHIFT.days,
    Rule.VAGUE: VAGUE.days,
    Rule.NO_OUTCOME: NO_OUTCOME.days,
    Rule.PAIR: PAIRS.days,
}
LONGEST_DAYS = 365  # what has to be read before the month's end
QUIET_MONTHS = 6
GROWN = 1.5


def findings(records: Records, month: Month) -> Iterator[Found]:
    """What is worth asking about in this month, the same whatever order the records come in."""
    yield from same_address.find(records, month, SAME_ADDRESS)
    yield from off_shift.find(records, month, OFF_SHIFT)
    yield from vague.find(records, month, VAGUE)
    yield from no_outcome.find(records, month, NO_OUTCOME)
    yield from pairs.find(records, month, PAIRS)


def news(
    found: Iterable[Found], month: Month, last: Mapping[Key, tuple[Month, int]]
) -> Iterator[Found]:
    """Without what somebody was asked about lately: the same thing comes again once it has grown
    by half, or after half a year. `last` has the month and the count of the latest time.
    """
    for one in found:
        earlier = last.get(one.key)
        if earlier is None:
            yield one
            continue
        then, k = earlier
        if one.k >= k * GROWN or month.number - then.number >= QUIET_MONTHS:
            yield one
