"""The one row that remembers how much time has truly passed (`portal/lib/passage.py`)."""

import logging
from datetime import datetime

from django.db import transaction

from portal.lib import passage
from portal.lib.passage import Kept, Reading

from .models import Timekeeper

logger = logging.getLogger(__name__)
_ONE = 1


@transaction.atomic
def look(at: datetime) -> Kept:
    """Look at the machine once more and remember it; `at` is what its clock shows."""
    row = Timekeeper.objects.select_for_update().filter(pk=_ONE).first()
    kept = _ahead_of(row, at)
    now, row = kept.reading, row or Timekeeper(pk=_ONE)
    row.boot, row.uptime_ms, row.wall_ms = now.boot, now.uptime_ms, now.wall_ms
    row.passed_ms, row.anchor_ms = kept.passed_ms, kept.anchor_ms
    row.save()
    if not kept.is_steady:
        logger.error("the clock strays by %s: deadlines are judged without that", kept.strays)
    return kept


def peek(at: datetime) -> Kept:
    """The same without remembering it: for what asks at every piece of bytes, and must not wait."""
    return _ahead_of(Timekeeper.objects.filter(pk=_ONE).first(), at)


def _ahead_of(row: Timekeeper | None, at: datetime) -> Kept:
    now = passage.read(at)
    if row is None:
        return passage.first(now)
    last = Reading(row.boot, row.uptime_ms, row.wall_ms)
    return passage.advance(Kept(last, row.passed_ms, row.anchor_ms), now)
