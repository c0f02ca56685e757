"""Looking at footage when one is not at work. Pure.

Nobody tells the portal who is on duty, so the record has to. A turn is a day (06:00 to 18:00) or
a night of one officer; it is off hours when it is a night, or a day that is no working day. On a
turn on which the officer handed in a request or decided one there was work. What is left, looking
at footage of a case for which nothing was asked for ten days or more, belongs to nobody's shift;
quiet hours of a night duty have some of it, so an officer's share of such turns is compared with
that of the colleagues.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime, timedelta

from portal.lib.clock import VIETNAM
from portal.lib.workdays import is_working_day

from .found import Found, Month, Rule, between
from .records import Look, Records
from .shares import Counted, Limits, compare

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


def find(records: Records, month: Month, limits: Limits) -> Iterator[Found]:
    start = month.back(limits.days)
    at_work = {(ask.officer, turn(ask.at)) for ask in between(records.asks, start, month.stop)}
    at_work |= {
        (decision.by, turn(decision.at))
        for decision in between(records.decisions, start, month.stop)
    }
    asked: dict[str, list[datetime]] = defaultdict(list)
    for ask in records.asks:
        asked[ask.case].append(ask.at)
    for instants in asked.values():
        instants.sort()
    turns: dict[str, set[Turn]] = defaultdict(set)
    odd: dict[str, dict[Turn, list[Look]]] = defaultdict(lambda: defaultdict(list))
    for look in between(records.looks, start, month.stop):
        when = turn(look.at)
        turns[look.officer].add(when)
        if when[1] and (look.officer, when) not in at_work and _rests(look, asked):
            odd[look.officer][when].append(look)
    counted = {}
    for officer, all_turns in turns.items():
        looks = [look for rows in odd[officer].values() for look in rows]
        counted[officer] = Counted(
            k=len(odd[officer]),
            n=len(all_turns),
            seqs=tuple(sorted(look.seq for look in looks)),
            fresh=any(look.at >= month.start for look in looks),
        )
    yield from compare(Rule.OFF_SHIFT, counted, limits)


def _rests(look: Look, asked: dict[str, list[datetime]]) -> bool:
    """Nothing was asked for in the case for a while before the look."""
    before = bisect_left(asked[look.case], look.at) if look.case in asked else 0
    return before == 0 or look.at - asked[look.case][before - 1] > RESTING
