"""Which cameras stand where: the queries of maps and searches, each a few ranges of one index.

What a query costs depends on what stands inside its box, never on what stands outside: the index
(unit, status, qk) is read in at most eight ranges that hold the box.
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


def known_to_police(unit_id: int, at: datetime) -> QuerySet[Camera]:
    """Cameras of the unit whose owners let the police know them on the map."""
    return Camera.objects.filter(allowing(Scope.MAP, at), unit_id=unit_id, status=Status.ACTIVE)


def in_box(box: Box) -> Q:
    """Condition on Camera: it stands in the box."""
    ranges = reduce(or_, (Q(qk__range=between) for between in qk_ranges(box)))
    return ranges & Q(lat__range=(box.south, box.north), lng__range=(box.west, box.east))


def standing_in(area: Area, cameras: QuerySet[Camera]) -> list[int]:
    """Primary keys of those that stand in the area itself, whatever they look at."""
    rows = list(cameras.filter(in_box(area.box)).values_list("pk", "lat", "lng"))
    if not rows:
        return []
    keys, lats, lngs = zip(*rows, strict=True)
    return [key for key, inside in zip(keys, area.holds(lats, lngs), strict=True) if inside]
