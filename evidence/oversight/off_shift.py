"""Looking at footage when one is not at work. Pure.

Nobody tells the portal who is on duty, so the record has to. A turn is a day (06:00 to 18:00) or
a night of one officer; it is off hours when it is a night, or a day that is no working day. On a
turn on which the officer handed in a request or decided one there was work. What is left, looking
at footage of a case for which nothing was asked for ten days or more, belongs to nobody's shift;
quiet hours of a night duty have some of it, so an officer's share of such turns, of all that the
officer had off hours, is compared with that of the colleagues. Beside it stands a second count:
such turns after which the officer was at it the next day. Whoever had night duty mostly rests then.
"""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta

from portal.lib.clock import VIETNAM
from portal.lib.workdays import is_working_day

from .found import Found, Month, Rule, between
from .records import Look, Records
from .shares import Counted, Limits, against

MORNING, EVENING = 6, 18
RESTING = timedelta(days=10)
Turn = tuple[date, bool]  # the evening's date for a night; whether it is off hours


def turn(at: datetime) -> Turn:
    """The turn in which an instant lies, by Vietnamese time."""
    local = at.astimezone(VIETNAM)
    if local.hour >= EVENING:
        return local.date(), True
    if local.hour < MORNING:
        return local.date() - timedelta(days=1), True
    return local.date(), not is_working_day(local.date())


def find(
    records: Records, month: Month, limits: Limits, *, besides: Limits, weight: float
) -> Iterator[Found]:
    """Both counts together have to be as telling as `weight`."""
    start = month.back(limits.days)
    busy = {(ask.officer, turn(ask.at)) for ask in between(records.asks, start, month.stop)}
    busy |= {(row.by, turn(row.at)) for row in between(records.decisions, start, month.stop)}
    asked: dict[str, list[datetime]] = defaultdict(list)
    for ask in sorted(records.asks, key=lambda ask: ask.at):
        asked[ask.case].append(ask.at)
    there = set(busy)
    odd: dict[str, dict[Turn, list[Look]]] = defaultdict(lambda: defaultdict(list))
    for look in between(records.looks, start, month.stop):
        when = turn(look.at)
        there.add((look.officer, when))
        if when[1] and (look.officer, when) not in busy and _rests(look, asked):
            odd[look.officer][when].append(look)
    off = Counter(officer for officer, (_day, is_off) in there if is_off)
    by_day = {(officer, day) for officer, (day, is_off) in there if not is_off}
    first: dict[str, Counted] = {}
    second: dict[str, Counted] = {}
    for officer, n in off.items():
        turns = odd[officer]
        then = [when for when in turns if (officer, when[0] + timedelta(days=1)) in by_day]
        seqs = tuple(sorted(look.seq for looks in turns.values() for look in looks))
        fresh = any(look.at >= month.start for looks in turns.values() for look in looks)
        first[officer] = Counted(k=len(turns), n=n, seqs=seqs, fresh=fresh)
        second[officer] = Counted(k=len(then), n=n, seqs=(), fresh=fresh)
    after = {one.officer: one.chance for one in against(Rule.OFF_SHIFT, second, besides)}
    for one in against(Rule.OFF_SHIFT, first, limits):
        found = replace(one, besides=after[one.officer])
        if found.chance <= limits.chance and found.weight <= weight:
            yield found


def _rests(look: Look, asked: dict[str, list[datetime]]) -> bool:
    """Nothing was asked for in the case for a while before the look."""
    before = bisect_left(asked[look.case], look.at) if look.case in asked else 0
    return before == 0 or look.at - asked[look.case][before - 1] > RESTING
