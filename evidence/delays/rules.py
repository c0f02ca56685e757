"""When lines about a case may be shown to owners later than they are written. Pure.

A delay ends by itself: whether it holds is asked of the clock at each look, so no task that fails
can prolong it. Who is asked for consent is never kept waiting for a line: they know already.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

MOST_DAYS = 30
CONSENT = "consent"
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Span:
    """From its start to the first of: its days are over, command lifts it, the case closes."""

    started_at: datetime
    days: int
    lifted_at: datetime | None
    closed_at: datetime | None

    @property
    def ends_at(self) -> datetime:
        last = self.started_at + min(self.days, MOST_DAYS) * DAY
        return min(one for one in (last, self.lifted_at, self.closed_at) if one is not None)

    def holds_at(self, at: datetime) -> bool:
        return self.started_at <= at < self.ends_at

    def days_late(self, written_at: datetime) -> int:
        """How many days after it was written a line came to be shown, begun ones counted whole."""
        return max(1, -((written_at - self.ends_at) // DAY))


def covers(*, basis: str, requested_by: int, decided_by: Collection[int]) -> bool:
    """May lines of such a request wait? Not where the owner is asked, nor where who asks for the
    footage is one of those who decided about the delay.
    """
    return basis != CONSENT and requested_by not in decided_by
