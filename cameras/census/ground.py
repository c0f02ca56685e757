"""The units around the pins of a list, read once for all of its rows."""

import math

import numpy as np

from cameras.registry.whereabouts import MOST_NAMESAKES, SLACK_M
from portal.lib.words import clean, folded
from portal.people.phones import normalised
from portal.places.models import Neighbourhood, Unit
from portal.places.search import search_units
from portal.places.shapes import Shape, distance_to

from .models import Whose
from .rows import Land

REACH_M = 60_000  # farther from every centre is no unit of ours
MOST_NEAR = 8  # nearest by share of the radius; the right one is among them
_LONGEST = 120
_DEGREE_M = 111_000


class Ground:
    """`cameras.census.rows.Ground` on the tables of `portal.places`; asks the database rarely."""

    def __init__(self, whose: Whose) -> None:
        self._whose = whose
        self._shapes: dict[int, Shape | None] = {}
        self._units: dict[int, Unit] = {whose.unit.pk: whose.unit}
        self._parts: dict[int, dict[str, int]] = {}
        self._named: dict[str, list[Unit]] = {}
        self._centres: tuple[list[int], np.ndarray, np.ndarray, np.ndarray] | None = None

    def named(self, words: str, lat: float, lng: float) -> Land | None:
        """Of all units that answer to these words, old names included, the one nearest."""
        words = folded(clean(words)[:_LONGEST])
        if words not in self._named:
            found = [item.unit for item in search_units(words, limit=MOST_NAMESAKES)]
            self._named[words] = [self._keep(unit) for unit in found]
        lands = (self._land(unit, lat, lng) for unit in self._named[words])
        return min(lands, key=lambda land: land.outside_m, default=None)

    def at_pin(self, lat: float, lng: float) -> Land | None:
        """The unit whose ground this is, or the nearest one within reach."""
        keys, lats, lngs, radii = self._current()
        if not keys:
            return None
        # On a plane, in degrees of latitude: good enough to choose who is measured exactly.
        away = np.hypot(lats - lat, (lngs - lng) * math.cos(math.radians(lat))) * _DEGREE_M
        order = np.argsort(away / radii)[:MOST_NEAR]
        near = [self._units[keys[i]] for i in order if away[i] <= REACH_M]
        lands = [self._land(unit, lat, lng) for unit in self._whole(near)]
        # Inside an outline goes before inside a circle: that one is only as good as its area.
        inside = [land for land in lands if land.outside_m == 0]
        drawn = [land for land in inside if self._units[land.unit].outline is not None]
        return next(iter(drawn or inside or sorted(lands, key=lambda land: land.outside_m)), None)

    def own(self, lat: float, lng: float) -> Land | None:
        return self._land(self._whose.unit, lat, lng) if self._whose.is_board else None

    def neighbourhood(self, unit: int, words: str) -> int | None:
        """By its whole name, or by what stands behind its kind: '3' for 'Khu phố 3'."""
        parts = self._parts.get(unit)
        if parts is None:
            rows = Neighbourhood.objects.filter(unit_id=unit).values_list("folded", "pk")
            parts = self._parts[unit] = dict(rows)
        wanted = folded(words)
        if wanted in parts:
            return parts[wanted]
        ends = [key for name, key in parts.items() if name.endswith(f" {wanted}")]
        return ends[0] if len(ends) == 1 else None

    def phone(self, text: str) -> str:
        return normalised(text)

    def unit(self, key: int) -> Unit:
        return self._units[key]

    def _keep(self, unit: Unit) -> Unit:
        return self._units.setdefault(unit.pk, unit)

    def _land(self, unit: Unit, lat: float, lng: float) -> Land:
        shape = self._shape(unit)
        outside = 0.0 if shape is None else distance_to(shape, lat, lng)
        return Land(unit.pk, unit.name, outside, SLACK_M)

    def _shape(self, unit: Unit) -> Shape | None:
        if unit.pk not in self._shapes:
            self._shapes[unit.pk] = unit.shape()
        return self._shapes[unit.pk]

    def _current(self) -> tuple[list[int], np.ndarray, np.ndarray, np.ndarray]:
        if self._centres is None:
            rows = list(
                Unit.objects.filter(valid_to=None, lat__isnull=False)
                .defer("outline")
                .select_related("province")
            )
            for unit in rows:
                self._keep(unit)
            self._centres = (
                [unit.pk for unit in rows],
                np.array([unit.lat for unit in rows]),
                np.array([unit.lng for unit in rows]),
                np.array([max(unit.radius_m or 1, 1) for unit in rows]),
            )
        return self._centres

    def _whole(self, units: list[Unit]) -> list[Unit]:
        """With their outlines, which were left out of the long list, read together."""
        bare = [unit.pk for unit in units if "outline" in unit.get_deferred_fields()]
        if bare:
            for pk, outline in Unit.objects.filter(pk__in=bare).values_list("pk", "outline"):
                self._units[pk].outline = outline
        return units
