"""How long an emergency opening lasts, and from when its review is overdue. Pure.

Both are counted in time that truly passed (`portal/lib/passage.py`), so a clock turned back
prolongs nothing. A clock that can be trusted ends the looking as well: after a restart of the
machine less may have been counted than passed, and looking must never last longer for that.
Being overdue destroys footage, so it goes by passed time alone.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

ZERO = timedelta()


@dataclass(frozen=True)
class Span:
    lasts: timedelta
    until: datetime  # when it would end by the clock of its beginning
    review: timedelta

    def left(self, age: timedelta, at: datetime, *, steady: bool) -> timedelta:
        """How much longer somebody may look; nothing before it began, either."""
        rest = self.lasts - max(age, ZERO)
        if steady:
            rest = min(rest, self.until - at)
        return max(min(rest, self.lasts), ZERO)

    def is_overdue(self, age: timedelta) -> bool:
        return age >= self.review
