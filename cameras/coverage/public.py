"""Every number about cameras that the public sees is made here, and nowhere else.

Only cameras that a board has verified on the ground: who registers a hundred that do not exist
changes nothing here. One fixed level of cells, only cells with at least five owners, only bands,
one snapshot a week, no sub-totals by kind. A single camera more shows at most when it carries a
cell over a band's edge, and then some day of the next week; finer levels, exact counts or daily
figures would let anybody subtract (measured: docs/decisions/0015).
"""

from collections import defaultdict
from datetime import date, datetime, timedelta
from typing import Any

import h3
from django.db import transaction
from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _

from cameras.registry.models import Camera
from cameras.registry.vocabulary import Status, Verification
from portal.lib.clock import VIETNAM
from portal.places.models import Unit

from .models import PublicCell, PublicSnapshot

LEAST_OWNERS = 5
BANDS = ((5, 9), (10, 19), (20, 49), (50, None))
MOST_CELLS = 2_000  # of one unit on one page; the largest ward has some hundred
BATCH = 1_000


def week_of(at: datetime) -> date:
    """The Monday of the week, in Vietnam."""
    day = at.astimezone(VIETNAM).date()
    return day - timedelta(days=day.weekday())


def publish(at: datetime) -> PublicSnapshot:
    """This week's snapshot: made now if there is none, otherwise as it was made."""
    with transaction.atomic():
        snapshot, is_new = PublicSnapshot.objects.get_or_create(
            week=week_of(at), defaults={"made_at": at}
        )
        if is_new:
            cells = [
                PublicCell(snapshot=snapshot, cell=cell, unit_id=unit, band=band)
                for cell, unit, band in _counted()
            ]
            PublicCell.objects.bulk_create(cells, batch_size=BATCH)
    return snapshot


def _counted() -> list[tuple[str, int, int]]:
    """(cell, the unit in which most of its cameras are, band) of each cell that may be shown."""
    active = Camera.objects.filter(
        status=Status.ACTIVE, verification=Verification.CONFIRMED
    ).order_by()
    counted = active.values_list("cell").annotate(
        owners=Count("owner", distinct=True), total=Count("pk")
    )
    shown = counted.filter(owners__gte=LEAST_OWNERS)
    totals = {cell: total for cell, _owners, total in shown}
    by_unit: dict[str, dict[int, int]] = defaultdict(dict)
    for cell, unit, total in active.values_list("cell", "unit_id").annotate(total=Count("pk")):
        by_unit[cell][unit] = total
    return [
        (cell, max(by_unit[cell], key=lambda unit: (by_unit[cell][unit], -unit)), band_of(total))
        for cell, total in sorted(totals.items())
    ]


def band_of(total: int) -> int:
    """Index into BANDS. Raises ValueError below the first."""
    for number, (least, most) in enumerate(BANDS):
        if total >= least and (most is None or total <= most):
            return number
    raise ValueError(f"got {total} cameras, want at least {BANDS[0][0]}")


def band_words(band: int) -> str:
    least, most = BANDS[band]
    if most is None:
        return _("Từ %(least)s camera") % {"least": least}
    return _("%(least)s đến %(most)s camera") % {"least": least, "most": most}


# --- What the page reads -------------------------------------------------------------------------


def latest() -> PublicSnapshot | None:
    return PublicSnapshot.objects.order_by("-week").first()


def units_in(snapshot: PublicSnapshot) -> QuerySet[Unit]:
    """Units with a cell in the snapshot, by name."""
    cells = PublicCell.objects.filter(snapshot=snapshot)
    return Unit.objects.filter(pk__in=cells.values("unit_id")).order_by("name", "code")


def cells_by_band(snapshot: PublicSnapshot, unit: Unit) -> list[tuple[str, int]]:
    """How many of the unit's cells are in each band, in words."""
    rows = PublicCell.objects.filter(snapshot=snapshot, unit=unit).order_by()
    found = dict(rows.values_list("band").annotate(cells=Count("pk")))
    return [(band_words(band), found.get(band, 0)) for band in range(len(BANDS))]


def map_of(snapshot: PublicSnapshot, unit: Unit) -> dict[str, Any]:
    """The unit's cells as GeoJSON, in the words of static/js/map."""
    rows = PublicCell.objects.filter(snapshot=snapshot, unit=unit).order_by("cell")
    return {
        "type": "FeatureCollection",
        "features": [_feature(row) for row in rows[:MOST_CELLS]],
        "legend": [{"band": n + 1, "label": band_words(n)} for n in range(len(BANDS))],
    }


def _feature(row: PublicCell) -> dict[str, Any]:
    ring = [[round(lng, 6), round(lat, 6)] for lat, lng in h3.cell_to_boundary(row.cell)]
    return {
        "type": "Feature",
        "geometry": {"type": "Polygon", "coordinates": [[*ring, ring[0]]]},
        "properties": {"band": row.band + 1, "label": band_words(row.band)},
    }
