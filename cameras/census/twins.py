"""Which camera is one that is known already: same owner, same place, same direction. Pure."""

from collections.abc import Hashable, Iterator
from dataclasses import dataclass, field
from typing import Generic, NamedTuple, TypeVar

from portal.lib import geo
from portal.lib.words import folded

NEAR_M = 5.0  # two pins of one camera differ by what a telephone's position does
_PER_DEGREE = 10_000  # squares of about 11 m: a neighbour is in this one or beside it


Label = TypeVar("Label")


class Spot(NamedTuple):
    """`owner` is anything that tells owners apart."""

    owner: Hashable
    lat: float
    lng: float
    bearing: int | None
    name: str


@dataclass
class Twins(Generic[Label]):
    """Spots by owner and square, each with a label: a camera's name or id, a row's number."""

    _by_name: dict[tuple[Hashable, ...], list[tuple[Spot, Label]]] = field(default_factory=dict)
    _by_bearing: dict[tuple[Hashable, ...], list[tuple[Spot, Label]]] = field(default_factory=dict)

    def add(self, spot: Spot, label: Label) -> None:
        x, y = _square(spot)
        self._by_name.setdefault((spot.owner, x, y, folded(spot.name)), []).append((spot, label))
        if spot.bearing is not None:
            key = (spot.owner, x, y, spot.bearing)
            self._by_bearing.setdefault(key, []).append((spot, label))

    def same(self, spot: Spot) -> Label | None:
        """The label of this very camera: its name and direction agree as well."""
        rows = self._near(self._by_name, spot, folded(spot.name))
        return next((label for other, label in rows if other.bearing == spot.bearing), None)

    def alike(self, spot: Spot) -> Label | None:
        """The label of another name in the same place that looks the same way."""
        if spot.bearing is None:
            return None  # many cameras of one building are entered at one pin
        return next((label for _, label in self._near(self._by_bearing, spot, spot.bearing)), None)

    def _near(
        self,
        index: dict[tuple[Hashable, ...], list[tuple[Spot, Label]]],
        spot: Spot,
        last: Hashable,
    ) -> Iterator[tuple[Spot, Label]]:
        x, y = _square(spot)
        for dx in (0, -1, 1):
            for dy in (0, -1, 1):
                for other, label in index.get((spot.owner, x + dx, y + dy, last), ()):
                    if geo.distance_m(spot.lat, spot.lng, other.lat, other.lng) <= NEAR_M:
                        yield other, label


def _square(spot: Spot) -> tuple[int, int]:
    return int(spot.lat * _PER_DEGREE), int(spot.lng * _PER_DEGREE)
