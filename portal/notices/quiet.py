"""Quiet hours (pure): from a time of day to another, on clocks in Việt Nam, over midnight or not.

The first minute belongs to them, the last no longer: what is due at 07:00 sharp goes out.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from portal.lib.clock import VIETNAM

HOURS = 24


@dataclass(frozen=True)
class Quiet:
    """Whole hours of the day, 0 to 23. Where both are the same hour nothing is quiet."""

    begins: int
    ends: int

    def __post_init__(self) -> None:
        if not (0 <= self.begins < HOURS and 0 <= self.ends < HOURS):
            raise ValueError(f"got hours {self.begins} and {self.ends}, want 0 to 23")

    def holds(self, at: datetime) -> bool:
        hour = at.astimezone(VIETNAM).hour
        return (hour - self.begins) % HOURS < (self.ends - self.begins) % HOURS


NOTHING_QUIET = Quiet(0, 0)


def goes_out_at(at: datetime, quiet: Quiet) -> datetime:
    """`at` itself, or the instant the quiet hours around it end. Always in the zone of `at`.

    Reckoned over wall clocks, since a day need not have had 24 hours.
    """
    if not quiet.holds(at):
        return at
    local = at.astimezone(VIETNAM)
    day = local.date() + timedelta(days=1 if local.hour >= quiet.ends else 0)
    ending = datetime(day.year, day.month, day.day, quiet.ends, tzinfo=VIETNAM)
    return ending.astimezone(at.tzinfo)
