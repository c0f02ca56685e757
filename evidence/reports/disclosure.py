"""What may be said in public of a month's requests. Pure; nothing else makes a public figure here.

Four rules (docs/decisions/0027):

1. A unit with fewer than five requests in the month stands nowhere: no figure and no sum has it in.
2. A count is only ever a band, and there is none below five; nought reads as four does.
3. A part is shown only where what remains of the whole is five or more as well, otherwise the
   smallest part goes into the rest: whoever subtracts comes upon no small number.
4. One month, once, made long after it ended: nothing is there to compare before and after.

One number is plain, and of every unit: openings in an emergency that no commander reviewed in time.
It counts what officials left undone, names no camera, day or kind of case, and is published so that
it stays at nought (docs/decisions/0032).
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from statistics import median

LEAST = 5
BANDS: tuple[tuple[int, int | None], ...] = (
    (5, 9),
    (10, 19),
    (20, 49),
    (50, 99),
    (100, 199),
    (200, None),
)
HOURS: tuple[tuple[int, int | None], ...] = ((0, 6), (6, 24), (24, 48), (48, None))
REST = "rest"
UNREVIEWED = "unreviewed"


@dataclass(frozen=True)
class UnitMonth:
    """What is counted of one unit in one month. `kinds` add up to `requests`."""

    unit: int
    requests: int
    asked: int  # owners who were asked
    unanswered: int  # of these
    answer_hours: Collection[float]
    kinds: Mapping[str, int]  # of case
    outcomes: Mapping[str, int]  # recorded in the month


@dataclass(frozen=True)
class Figure:
    """One published figure: of a unit, or of all units together. `band` is an index; `count` is
    there instead where the plain number is said.
    """

    unit: int | None
    name: str
    part: str
    band: int | None
    count: int | None = None


def protect(
    months: Iterable[UnitMonth], *, delays: int, unreviewed: Mapping[int, int] | None = None
) -> list[Figure]:
    """All that is published of one month; `unreviewed` by unit."""
    large = [month for month in months if month.requests >= LEAST]
    found = [figure for month in large for figure in _of_unit(month)]
    found += _parts("kinds", [month.kinds for month in large])
    found += _parts("outcomes", [month.outcomes for month in large])
    if delays >= LEAST:
        found.append(Figure(None, "delays", "", band_of(delays)))
    left = sorted((unreviewed or {}).items())
    return [*found, *(Figure(unit, UNREVIEWED, "", None, count) for unit, count in left if count)]


def band_of(count: int) -> int:
    """Raises ValueError below the first band."""
    for number, (least, most) in enumerate(BANDS):
        if count >= least and (most is None or count <= most):
            return number
    raise ValueError(f"got {count}, want at least {LEAST}")


def _of_unit(month: UnitMonth) -> list[Figure]:
    found = [Figure(month.unit, "requests", "", band_of(month.requests))]
    if min(month.unanswered, month.asked - month.unanswered) >= LEAST:
        found.append(Figure(month.unit, "unanswered", "", band_of(month.unanswered)))
    if len(month.answer_hours) >= LEAST:
        found.append(Figure(month.unit, "answer_time", "", _hours(median(month.answer_hours))))
    return found


def _hours(hours: float) -> int:
    return next(n for n, (_, below) in enumerate(HOURS) if below is None or hours < below)


def _parts(name: str, counted: Iterable[Mapping[str, int]]) -> list[Figure]:
    """Parts of five and more; the rest together, which is never less than five."""
    totals: dict[str, int] = {}
    for parts in counted:
        for part, count in parts.items():
            totals[part] = totals.get(part, 0) + count
    shown = sorted((count, part) for part, count in totals.items() if count >= LEAST)
    rest = sum(count for count in totals.values() if count < LEAST)
    while rest < LEAST and shown:
        count, _part = shown.pop(0)
        rest += count
    found = [Figure(None, name, part, band_of(count)) for count, part in reversed(shown)]
    return [*found, Figure(None, name, REST, band_of(rest))] if rest >= LEAST else found
