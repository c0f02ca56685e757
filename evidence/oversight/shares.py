"""A share of one officer beside the same share of the colleagues: what three rules have in common.

Pure.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from .found import Found, Rule
from .tails import binomial_tail, usual_share


@dataclass(frozen=True, slots=True)
class Limits:
    days: int  # how far back
    least: int  # with fewer cases to count nobody is looked at
    spread: float  # robust standard deviations above the middle that are still called usual
    floor: float  # a share that is usual whatever the colleagues do
    chance: float  # for one officer and month


@dataclass(frozen=True, slots=True)
class Counted:
    """`seqs` are the entries behind the `k` of `n`; `fresh` when one lies within the month."""

    k: int
    n: int
    seqs: tuple[int, ...]
    fresh: bool

    @property
    def share(self) -> float:
        return self.k / self.n


def compare(rule: Rule, counted: Mapping[str, Counted], limits: Limits) -> Iterator[Found]:
    """Everybody whose share lies too far above that of the others, who leave themselves out."""
    return (one for one in against(rule, counted, limits) if one.chance <= limits.chance)


def against(rule: Rule, counted: Mapping[str, Counted], limits: Limits) -> Iterator[Found]:
    """Everybody's share beside that of the others, however small."""
    enough = {name: one for name, one in counted.items() if one.n >= limits.least}
    for name, one in enough.items():
        if not one.fresh:
            continue
        others = tuple(other.share for key, other in sorted(enough.items()) if key != name)
        usual = usual_share(others, spread=limits.spread, least=limits.floor)
        chance = binomial_tail(one.k, one.n, usual.upper)
        yield Found(
            rule,
            name,
            one.k,
            one.n,
            usual.middle,
            usual.upper,
            chance,
            one.seqs,
            others,
            days=limits.days,
        )
