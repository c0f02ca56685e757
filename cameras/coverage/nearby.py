"""Which cameras stand where: the queries of maps and searches, each a few ranges of one index.

What a query costs depends on what stands inside its box, never on what stands elsewhere: the index
(unit, status, qk) is read in at most eight ranges that hold the box (and are about twice as large).
"""

from datetime import datetime
from functools import reduce
from operator import or_

from django.db.models import Q, QuerySet

from cameras.consent.queries import allowing
from cameras.consent.scopes import Scope
from cameras.registry.models import Camera
from cameras.registry.vocabulary import Status
from portal.lib.geo import Box, qk_ranges

from .area import Area


def known_in(box: Box, unit_id: int, at: datetime) -> QuerySet[Camera]:
    """Cameras of the unit in the box whose owners let the police know them on the map."""
    # Unit and status stand in each branch, not beside them: with them outside SQLite would rather
    # read the whole unit than join eight ranges.
    ranges = reduce(
        or_,
        (Q(unit_id=unit_id, status=Status.ACTIVE, qk__range=between) for between in qk_ranges(box)),
    )
    inside = Q(lat__range=(box.south, box.north), lng__range=(box.west, box.east))
    return Camera.objects.filter(allowing(Scope.MAP, at), ranges, inside)


def standing_in(area: Area, unit_id: int, at: datetime) -> list[int]:
    """Primary keys of known cameras that stand in the area, whatever they look at."""
    rows = list(known_in(area.box, unit_id, at).values_list("pk", "lat", "lng"))
    if not rows:
        return []
    keys, lats, lngs = zip(*rows, strict=True)
    return [key for key, inside in zip(keys, area.holds(lats, lngs), strict=True) if inside]
