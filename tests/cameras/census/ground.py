"""Two invented units side by side, for rules that need no database."""

from cameras.census.rows import Land
from portal.lib import geo
from portal.lib.words import folded
from portal.people.phones import normalised

HERE, THERE = (10.36, 107.085), (10.42, 107.12)
RADIUS_M = 2_500
NAMES = {1: "Phường Mẫu Một", 2: "Phường Mẫu Hai"}
FORMER = {"phuong 9": 1}


class FakeGround:
    def __init__(self, own: int | None = None) -> None:
        self._own = own

    def named(self, words: str, lat: float, lng: float) -> Land | None:
        names = {folded(name): unit for unit, name in NAMES.items()} | FORMER
        unit = names.get(folded(words))
        return self._land(unit, lat, lng) if unit else None

    def at_pin(self, lat: float, lng: float) -> Land | None:
        return min((self._land(unit, lat, lng) for unit in NAMES), key=lambda land: land.outside_m)

    def own(self, lat: float, lng: float) -> Land | None:
        return self._land(self._own, lat, lng) if self._own else None

    def neighbourhood(self, unit: int, words: str) -> int | None:
        return 11 if (unit, folded(words)) == (1, "khu pho 1") else None

    def phone(self, text: str) -> str:
        return normalised(text)

    def _land(self, unit: int, lat: float, lng: float) -> Land:
        centre = HERE if unit == 1 else THERE
        outside = max(0.0, geo.distance_m(*centre, lat, lng) - RADIUS_M)
        return Land(unit, NAMES[unit], outside, 500)
