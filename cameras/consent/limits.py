"""How far an agreement reaches, as its owner drew it. Pure: no Django.

Hours are those of the footage, by the clock on the wall in Việt Nam; months are counted there, too.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from portal.lib.clock import VIETNAM
from portal.lib.errors import Refused

# Kinds of case in which somebody may be hurt. All others are asked for each time.
SERIOUS = ("robbery", "injury", "missing", "traffic", "drugs")
MOST_MINUTES = 60
MOST_PER_MONTH = 20
KEEP_DAYS = (30, 90, 180)  # an owner's choices; the unit's own rule may be shorter
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What would be taken without asking. `earlier` is how often that was done this month, `beside`
    what the same request takes from this camera besides: an hour in four parts is an hour.
    """

    case_kind: str
    start: datetime
    stop: datetime
    earlier: int
    beside: timedelta = timedelta()


@dataclass(frozen=True, slots=True)
class Ahead:
    """Limits of a release without asking: kinds of case, hours of the day from `from_hour` (0-23)
    to `to_hour` (1-24, past midnight where it is not later), minutes of footage, times a month.
    """

    kinds: frozenset[str]
    from_hour: int
    to_hour: int
    minutes: int
    per_month: int

    def covers(self, wanted: Wanted) -> bool:
        """Is every limit kept? The window lies wholly within the hours of one day or night."""
        length = wanted.stop - wanted.start
        return (
            wanted.case_kind in self.kinds
            and timedelta() < length <= timedelta(minutes=self.minutes) - wanted.beside
            and self._into_the_hours(wanted.start) + length <= self._open_for
            and 0 <= wanted.earlier < self.per_month
        )

    @property
    def all_day(self) -> bool:
        return self._open_for == DAY

    @property
    def _open_for(self) -> timedelta:
        return timedelta(hours=(self.to_hour - self.from_hour) % 24 or 24)

    def _into_the_hours(self, instant: datetime) -> timedelta:
        """How long the hours have been open; more than they last where they are closed."""
        local = instant.astimezone(VIETNAM)
        opened = local.replace(hour=self.from_hour, minute=0, second=0, microsecond=0)
        return (local - opened) % DAY

    def checked(self) -> "Ahead":
        """Itself, or Refused where it says nothing or too much."""
        if not self.kinds or not self.kinds <= set(SERIOUS):
            raise Refused("consent.kinds_missing", field="kinds")
        if not (0 <= self.from_hour < 24 and 1 <= self.to_hour <= 24):  # noqa: PLR2004 -- hours
            raise Refused("consent.hours_wrong", field="from_hour")
        if not 1 <= self.minutes <= MOST_MINUTES:
            raise Refused("consent.minutes_wrong", field="minutes", most=MOST_MINUTES)
        if not 1 <= self.per_month <= MOST_PER_MONTH:
            raise Refused("consent.times_wrong", field="per_month", most=MOST_PER_MONTH)
        return self

    def plain(self) -> dict[str, Any]:
        """As it stands in an event and on the record: texts and whole numbers."""
        return {
            "kinds": sorted(self.kinds),
            "from_hour": self.from_hour,
            "to_hour": self.to_hour,
            "minutes": self.minutes,
            "per_month": self.per_month,
        }

    @classmethod
    def of(cls, plain: Mapping[str, Any]) -> "Ahead":
        """The inverse of `plain`."""
        return cls(**{**plain, "kinds": frozenset(plain["kinds"])})


def checked_days(days: int | None) -> int | None:
    """How long extracts may be kept, or Refused for what is not offered. None: the unit's rule."""
    if days is not None and days not in KEEP_DAYS:
        raise Refused("consent.days_wrong", field="keep_days")
    return days


def month_of(at: datetime) -> tuple[datetime, datetime]:
    """First instant of the Vietnamese month in which `at` lies, and of the next one."""
    first = at.astimezone(VIETNAM).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    after = (first + timedelta(days=31)).replace(day=1)
    return first, after
