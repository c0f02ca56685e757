"""Which cameras stand where: the queries of maps and searches, each a few ranges of one index.

What a query costs depends on what stands inside its box, never on what stands elsewhere: the index
(unit, status, qk) is read in at most eight ranges that hold the box (and are about twice as large).
"""

from datetime import datetime

from django.db.models import QuerySet

from cameras.consent.models import CurrentConsent
from cameras.registry.models import Camera
from cameras.registry.vocabulary import Status
from portal.lib.geo import Box, qk_ranges

from .area import Area

# Unit and status stand in each branch, not beside them: with them outside SQLite would rather read
# the whole unit than join eight ranges. In plain SQL, since the ORM takes longer to put two dozen
# conditions together than the database to answer them.
_C = "registry_camera"
_BRANCH = f"({_C}.unit_id = %s AND {_C}.status = %s AND {_C}.qk BETWEEN %s AND %s)"
_INSIDE = f"{_C}.lat BETWEEN %s AND %s AND {_C}.lng BETWEEN %s AND %s"


def run_out(at: datetime) -> list[int]:
    """Cameras (by primary key) whose consent has ended, but whose row is not folded anew yet: those
    of the last minutes. `on_map` still says yes for them, so every map and search leaves them out.
    """
    ended = CurrentConsent.objects.filter(until__lte=at, map=True)
    return list(ended.values_list("camera_id", flat=True))


def known_in(box: Box, unit_id: int, at: datetime) -> QuerySet[Camera]:
    """Cameras of the unit in the box whose owners let the police know them on the map.

    `on_map` is written with the consent it is folded from, in one transaction.
    """
    ranges = qk_ranges(box)
    branches = " OR ".join([_BRANCH] * len(ranges))
    values: list[object] = [box.south, box.north, box.west, box.east]
    for first, last in ranges:
        values += [unit_id, Status.ACTIVE, first, last]
    where = f"{_INSIDE} AND ({branches})"
    cameras = Camera.objects.filter(on_map=True).extra(  # noqa: S610 -- columns and placeholders
        where=[where], params=values
    )
    gone = run_out(at)
    return cameras.exclude(pk__in=gone) if gone else cameras


def standing_in(area: Area, unit_id: int, at: datetime) -> list[int]:
    """Primary keys of known cameras that stand in the area, whatever they look at."""
    rows = list(known_in(area.box, unit_id, at).values_list("pk", "lat", "lng"))
    if not rows:
        return []
    keys, lats, lngs = zip(*rows, strict=True)
    return [key for key, inside in zip(keys, area.holds(lats, lngs), strict=True) if inside]
