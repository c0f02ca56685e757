"""Counts of a unit's cameras: in all, and by equal cells (H3), with a threshold for homes."""

from bisect import bisect_right
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import h3
from django.db.models import Count, Q
from django.utils.translation import gettext as _

from cameras.registry.counts import CELLS
from cameras.registry.models import Camera, TileCount
from cameras.registry.vocabulary import Ownership
from portal.lib import geo
from portal.look.templatetags.words import bearing, metres

FEW_HOMES = 5  # a cell with fewer home cameras shows 'under 5', so that none stands out
BANDS = (5, 20, 40, 80)  # cameras in a cell from which the next shade begins
CENTRAL_M = 200


@dataclass(frozen=True)
class Totals:
    """What the unit has, and how much of it may be asked."""

    by_ownership: dict[str, int]
    known: int
    may_ask: int
    linked: int

    @property
    def all(self) -> int:
        return sum(self.by_ownership.values())


@dataclass
class Cell:
    """One H3 cell; `homes` is exact here and rounded when shown."""

    cell: str
    homes: int = 0
    others: int = 0

    @property
    def homes_hidden(self) -> bool:
        return 0 < self.homes < FEW_HOMES


def totals(unit_id: int) -> Totals:
    """The unit's figures in one query."""
    row = Camera.objects.filter(unit_id=unit_id, status="active").aggregate(
        known=Count("pk", filter=Q(current_consent__map=True)),
        may_ask=Count("pk", filter=Q(current_consent__ask=True)),
        linked=Count("link"),
        **{kind.value: Count("pk", filter=Q(ownership=kind.value)) for kind in Ownership},
    )
    return Totals(
        {kind.value: row[kind.value] for kind in Ownership},
        row["known"],
        row["may_ask"],
        row["linked"],
    )


def cells(unit_id: int) -> list[Cell]:
    """Active cameras of the unit by cell, from the rows that the writes keep."""
    rows = TileCount.objects.filter(unit_id=unit_id, level=CELLS, total__gt=0).order_by("key")
    found: dict[int, Cell] = {}
    for key, ownership, total in rows.values_list("key", "ownership", "total"):
        cell = found.setdefault(key, Cell(h3.int_to_str(key)))
        if ownership == Ownership.HOME:
            cell.homes += total
        else:
            cell.others += total
    return list(found.values())


def cell_feature(cell: Cell, centre: tuple[float, float] | None = None) -> dict[str, Any]:
    """The cell as a GeoJSON feature; a few homes are told as 'under 5', never as their number."""
    ring = [[lng, lat] for lat, lng in h3.cell_to_boundary(cell.cell)]
    homes = FEW_HOMES - 1 if cell.homes_hidden else cell.homes
    total = homes + cell.others
    return {
        "type": "Feature",
        "geometry": {"type": "Polygon", "coordinates": [[*ring, ring[0]]]},
        "properties": {
            "homes": None if cell.homes_hidden else cell.homes,
            "others": cell.others,
            "total": total,
            "about": cell.homes_hidden,
            "band": band(total),
            "label": _label(cell, centre),
        },
    }


def band(total: int) -> int:
    """Which of the map's five shades a cell gets."""
    return bisect_right(BANDS, total)


def legend() -> list[dict[str, Any]]:
    """What each shade means, in words."""
    between = [
        _("%(start)s đến %(stop)s camera") % {"start": start, "stop": stop - 1}
        for start, stop in pairwise(BANDS)
    ]
    lines = [
        _("Dưới %(stop)s camera") % {"stop": BANDS[0]},
        *between,
        _("Từ %(start)s camera") % {"start": BANDS[-1]},
    ]
    return [{"band": number, "label": line} for number, line in enumerate(lines)]


def _label(cell: Cell, centre: tuple[float, float] | None) -> str:
    """Where the cell lies, seen from the unit's centre, and what stands in it."""
    counts = [_homes_words(cell)] if cell.homes else []
    if cell.others:
        counts.append(_("%(n)s camera khác") % {"n": cell.others})
    words = ", ".join(counts)
    if centre is None:
        return words
    lat, lng = h3.cell_to_latlng(cell.cell)
    away = geo.distance_m(*centre, lat, lng)
    if away < CENTRAL_M:
        return _("Giữa đơn vị: %(counts)s") % {"counts": words}
    return _("Cách trung tâm %(away)s về phía %(direction)s: %(counts)s") % {
        "away": metres(away),
        "direction": bearing(geo.bearing_deg(*centre, lat, lng)),
        "counts": words,
    }


def _homes_words(cell: Cell) -> str:
    if cell.homes_hidden:
        return _("dưới %(few)s camera nhà dân") % {"few": FEW_HOMES}
    return _("%(n)s camera nhà dân") % {"n": cell.homes}
