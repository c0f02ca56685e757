"""Working days in Việt Nam: Monday to Friday without the public holidays. Pure.

Sources:
- Labour Code 2019 (45/2019/QH14), Article 112(1): the public holidays; Article 112(3): which five
  days Tết takes and which neighbour 2 September gets is decided year by year; Article 111(3): one
  that falls on a weekly day of rest is made up on the next working day.
- The lunar days in solar dates: the first day of a lunar month is the day of its new moon in
  Vietnamese time (UTC+7; Decision 121/CP of 8 August 1967). The table's days are held by a test
  against computed new moons. 2030 differs from China's: the new moon is at 23:07 here.

24 November (Việt Nam's Culture Day) is meant to be a holiday by Resolution 80-NQ/TW of 2026; it
stands in no text of Article 112 seen here, so it is not in the table.

What is not decided yet, and working days that were swapped for a Saturday, count as worked: what
is due then is due a little too early, never too late. Past the table only the fixed days count.
"""

from datetime import date, datetime, timedelta
from functools import cache

from .clock import VIETNAM

SATURDAY = 5
# Month and day: New Year, Victory Day, Labour Day, National Day.
FIXED = ((1, 1), (4, 30), (5, 1), (9, 2))
# The first day of the first lunar month, and the tenth of the third (the Hùng Kings' day).
TET = {
    2025: date(2025, 1, 29),
    2026: date(2026, 2, 17),
    2027: date(2027, 2, 6),
    2028: date(2028, 1, 26),
    2029: date(2029, 2, 13),
    2030: date(2030, 2, 2),
}
HUNG_KINGS = {
    2025: date(2025, 4, 7),
    2026: date(2026, 4, 26),
    2027: date(2027, 4, 16),
    2028: date(2028, 4, 4),
    2029: date(2029, 4, 23),
    2030: date(2030, 4, 12),
}
# Whatever is decided, Tết takes the last day of the old year and the first three of the new one.
SURELY_TET = (-1, 0, 1, 2)
# The fifth day of Tết and the neighbour of 2 September, once they are decided for a year.
DECIDED = {
    2025: (date(2025, 1, 27), date(2025, 9, 1)),
    2026: (date(2026, 2, 20), date(2026, 9, 1)),
}


def is_working_day(day: date) -> bool:
    """Neither a weekend nor a public holiday nor the day one is made up on."""
    return day.weekday() < SATURDAY and day not in _days_off(day.year)


def working_days_after(start: datetime, days: int) -> datetime:
    """The same time of day in Việt Nam, `days` working days after `start`; in `start`'s zone.

    The day of `start` itself does not count. Raises ValueError for less than one day.
    """
    if days < 1:
        raise ValueError(f"got {days} working days, want at least one")
    local = start.astimezone(VIETNAM)
    while days > 0:
        local += timedelta(days=1)
        days -= is_working_day(local.date())
    return local.astimezone(start.tzinfo)


def public_holidays(year: int) -> frozenset[date]:
    """The year's holidays by law, as far as they are decided, on whatever weekday they fall."""
    days = {date(year, month, day) for month, day in FIXED}
    days.update(DECIDED.get(year, ()))
    if year in TET:
        days.update(TET[year] + timedelta(days=after) for after in SURELY_TET)
        days.add(HUNG_KINGS[year])
    return frozenset(days)


@cache
def _days_off(year: int) -> frozenset[date]:
    """The holidays, and for each on a weekend the next day that is otherwise worked."""
    off = set(public_holidays(year))
    for holiday in sorted(off):
        if holiday.weekday() >= SATURDAY:
            day = holiday
            while day.weekday() >= SATURDAY or day in off:
                day += timedelta(days=1)
            off.add(day)
    return frozenset(off)
