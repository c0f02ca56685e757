"""How unusual a count is: exact tails, medians, and what counts as usual among colleagues. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, lgamma, log, log1p
from statistics import median

MAD_TO_SD = 1.4826  # of a normal distribution


def binomial_tail(k: int, n: int, p: float) -> float:
    """The chance of `k` or more out of `n` when each has the chance `p`. Exact.

    Raises ValueError unless 0 <= p <= 1 and n >= 0.
    """
    if not 0 <= p <= 1 or n < 0:
        raise ValueError(f"got p={p} and n={n}, want a chance and a count")
    if k <= 0 or p == 1:
        return 1.0 if k <= n else 0.0
    if k > n or p == 0:
        return 0.0
    whole = lgamma(n + 1)
    terms = (
        exp(whole - lgamma(i + 1) - lgamma(n - i + 1) + i * log(p) + (n - i) * log1p(-p))
        for i in range(k, n + 1)
    )
    return min(sum(terms), 1.0)


@dataclass(frozen=True, slots=True)
class Usual:
    """What is usual among colleagues: their middle, and how far up one still calls it usual."""

    middle: float
    upper: float


def usual_share(shares: Sequence[float], *, spread: float, least: float) -> Usual:
    """The median, and the median plus `spread` robust standard deviations, from `least` to 0.98.

    One or two colleagues far out do not move either. Nobody to compare with: `least` for both.
    """
    if not shares:
        return Usual(least, least)
    middle = median(shares)
    deviation = median(abs(share - middle) for share in shares) * MAD_TO_SD
    return Usual(middle, min(max(middle + spread * deviation, least), 0.98))
