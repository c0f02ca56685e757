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
    now = passage.read(at)
    row = Timekeeper.objects.select_for_update().filter(pk=_ONE).first()
    if row is None:
        kept = passage.first(now)
        row = Timekeeper(pk=_ONE)
    else:
        last = Reading(row.boot, row.uptime_ms, row.wall_ms)
        kept = passage.advance(Kept(last, row.passed_ms, row.anchor_ms), now)
    row.boot, row.uptime_ms, row.wall_ms = now.boot, now.uptime_ms, now.wall_ms
    row.passed_ms, row.anchor_ms = kept.passed_ms, kept.anchor_ms
    row.save()
    if not kept.is_steady:
        logger.error("the clock strays by %s: deadlines are judged without that", kept.strays)
    return kept
