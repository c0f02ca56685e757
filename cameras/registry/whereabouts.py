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
from portal.places import addresses
from portal.places.models import Unit, UnitKind
from portal.places.queries import is_sea, unit_at
from portal.places.search import Found, search_units

SEA_M = 15_000  # farther from every unit than any corner of one reaches out of its circle
SLACK_M = 1_000  # outlines are circles of the right area until an official one is loaded
MOST_NAMESAKES = 500  # there was a 'Phường 1' in nearly every town
_DECIMAL = re.compile(r"-?\d{1,3}(?:[.,]\d{1,12})?")


@dataclass(frozen=True)
class Swapped:
    """The two numbers make sense the other way round: is that what was meant?"""

    lat: float
    lng: float


@dataclass(frozen=True)
class FarAway:
    """The pin lies `distance_m` outside the unit that was named; `at_pin` is where it lies, None
    for the sea.
    """

    named: Unit
    distance_m: float
    at_pin: Unit | None


@dataclass(frozen=True)
class Place:
    """Settled. `former` is the ended unit whose name was used; `far_m` is how far outside the unit
    the person put the pin, knowingly.
    """

    lat: float
    lng: float
    unit: Unit
    former: Unit | None = None
    far_m: int = 0


def settle(
    lat_text: str, lng_text: str, words: str, chosen: str, at: datetime
) -> Place | Swapped | FarAway:
    """A place, or the question to ask. `chosen` is the unit picked in answer to FarAway."""
    lat, lng = read_number(lat_text, "lat"), read_number(lng_text, "lng")
    swapped = check_pin(lat, lng)
    if swapped is not None:
        return swapped
    unit = Unit.objects.filter(public_id=clean(chosen)).first() if chosen else None
    if unit is not None and unit.is_current(at):
        return Place(lat, lng, unit, far_m=round(unit.distance_m(lat, lng) or 0))
    return _by_words(lat, lng, words) if clean(words) else _by_pin(lat, lng)


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


def guess(address: str, words: str) -> Unit | None:
    """For who has put no pin: the one unit that the words, or the end of the address, can mean."""
    words = clean(words) or addresses.parse(address[: addresses.MAX_LENGTH]).rest
    found = search_units(words, limit=2)
    return found[0].unit if len(found) == 1 and found[0].unit.lat is not None else None


def _by_pin(lat: float, lng: float) -> Place:
    here = _on_land(lat, lng)
    if here is None:
        raise Refused("registry.at_sea", field="lat")
    return Place(lat, lng, here)


def _on_land(lat: float, lng: float) -> Unit | None:
    """The unit at the pin; None in the sea, and where every unit is far away."""
    here = unit_at(lat, lng)
    if here is None:
        return None
    if here.outline is not None and here.contains(lat, lng):
        return here
    # Islands that are special zones had no wards; without wards only today's circles are known.
    at_sea = None if here.kind == UnitKind.SPECIAL else is_sea(lat, lng)
    if at_sea is None:
        distance = here.distance_m(lat, lng)
        at_sea = distance is not None and distance > SEA_M
    return None if at_sea else here


def _by_words(lat: float, lng: float, words: str) -> Place | FarAway:
    found = _nearest(lat, lng, words)
    if found is None:
        raise Refused("registry.unit_unknown", field="unit_text", text=clean(words))
    distance = found.unit.distance_m(lat, lng)
    if distance is None or distance <= SLACK_M:
        return Place(lat, lng, found.unit, former=found.former)
    return FarAway(found.unit, distance, _on_land(lat, lng))


def _nearest(lat: float, lng: float, words: str) -> Found | None:
    """Of all units that answer to these words, old names included, the one nearest to the pin."""

    def distance(found: Found) -> float:
        metres = found.unit.distance_m(lat, lng)
        return float("inf") if metres is None else metres

    return min(search_units(words, limit=MOST_NAMESAKES), key=distance, default=None)
