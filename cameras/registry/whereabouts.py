"""From a pin and the words people use to a place and a unit, asking again where the two disagree.

Nothing is ever refused for lying far from the named unit: outlines are approximate, names changed
in 2025, and the pin may be the thing that slipped. The person decides.
"""

import re
from dataclasses import dataclass
from datetime import datetime

from portal.lib import geo
from portal.lib.errors import Refused
from portal.lib.words import clean
from portal.places.models import Unit
from portal.places.queries import search_units, unit_at

SLACK_M = 1_000  # outlines are circles of the right area until an official one is loaded
_DECIMAL = re.compile(r"-?\d{1,3}(?:[.,]\d{1,12})?")


@dataclass(frozen=True)
class Swapped:
    """The two numbers make sense the other way round: is that what was meant?"""

    lat: float
    lng: float


@dataclass(frozen=True)
class FarAway:
    """The pin lies `distance_m` outside the unit that was named; `at_pin` is where it lies."""

    named: Unit
    distance_m: float
    at_pin: Unit | None


@dataclass(frozen=True)
class Place:
    """Settled: `far_m` is how far the person put the pin outside the unit, knowingly."""

    lat: float
    lng: float
    unit: Unit
    became: bool = False
    far_m: int = 0


@dataclass(frozen=True)
class Found:
    unit: Unit
    became: bool = False  # the words named a unit that ended; `unit` is its successor


def settle(
    lat_text: str, lng_text: str, words: str, chosen: str, at: datetime
) -> Place | Swapped | FarAway:
    """A place, or the question to ask. `chosen` is the unit picked in answer to FarAway."""
    lat, lng = read_number(lat_text, "lat"), read_number(lng_text, "lng")
    swapped = check_pin(lat, lng)
    if swapped is not None:
        return swapped
    unit = Unit.objects.filter(public_id=chosen).first() if chosen else None
    if unit is not None and unit.is_current(at):
        return Place(lat, lng, unit, far_m=round(unit.distance_m(lat, lng) or 0))
    found = find_unit(lat, lng, words, at)
    if isinstance(found, FarAway):
        return found
    return Place(lat, lng, found.unit, became=found.became)


def read_number(text: str, field: str) -> float:
    """A coordinate with a point or a comma. Refused when it is none."""
    text = clean(text)
    if not _DECIMAL.fullmatch(text):
        raise Refused("registry.place_missing", field=field)
    return float(text.replace(",", "."))


def check_pin(lat: float, lng: float) -> Swapped | None:
    """None: a place in Vietnam. Swapped: ask. Refused: elsewhere."""
    if geo.in_vietnam(lat, lng):
        return None
    if geo.looks_swapped(lat, lng):
        return Swapped(lat=lng, lng=lat)
    raise Refused("registry.outside_vietnam", field="lat")


def find_unit(lat: float, lng: float, words: str, at: datetime) -> Found | FarAway:
    """The unit of a pin in Vietnam: the named one, or without a name the one it lies in."""
    if not clean(words):
        here = unit_at(lat, lng, at)
        if here is None:
            raise Refused("registry.unit_missing", field="unit_text")
        return Found(here)
    named = _nearest(lat, lng, words, at)
    if named is None:
        raise Refused("registry.unit_unknown", field="unit_text", text=clean(words))
    distance = named.unit.distance_m(lat, lng)
    if distance is None or distance <= SLACK_M:
        return named
    return FarAway(named.unit, distance, unit_at(lat, lng, at))


def _nearest(lat: float, lng: float, words: str, at: datetime) -> Found | None:
    """Of all units that answer to these words, old names included, the one nearest to the pin."""
    candidates: list[tuple[float, int, Found]] = []
    for unit in search_units(words):
        is_current = unit.is_current(at)
        heirs = [unit] if is_current else [row.new for row in unit.became.select_related("new")]
        for heir in heirs:
            distance = heir.distance_m(lat, lng)
            far = float("inf") if distance is None else distance
            candidates.append((far, len(candidates), Found(heir, became=not is_current)))
    return min(candidates)[2] if candidates else None
