"""Is this the camera that is known already? Pure: positions and directions in, pairs out.

Two pins of one camera differ by what telephones say of themselves: some 5 m under the open sky,
10 m and more between houses. So a pair is only shown to the person who stands before the wall.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from portal.lib import geo

NEAR_M = 12.0
SIMILAR_DEG = 30
_FAR_DEG = 0.0002  # more than NEAR_M anywhere in Việt Nam: most pairs need no geodesic


@dataclass(frozen=True)
class Spot:
    """`owner` is anything that tells owners apart; `bearing` None: nobody said."""

    key: int
    owner: int
    lat: float
    lng: float
    bearing: int | None


def alike(one: Spot, other: Spot) -> bool:
    """Same owner, within metres, and no different direction as far as both are known."""
    if one.key == other.key or one.owner != other.owner:
        return False
    if max(abs(one.lat - other.lat), abs(one.lng - other.lng)) > _FAR_DEG:
        return False
    if geo.distance_m(one.lat, one.lng, other.lat, other.lng) > NEAR_M:
        return False
    return turned(one.bearing, other.bearing) <= SIMILAR_DEG


def turned(one: int | None, other: int | None) -> float:
    """Degrees between two directions, 0 to 180; 0 when one of them is not known."""
    if one is None or other is None:
        return 0
    return abs((one - other + 180) % 360 - 180)


def twins_of(spot: Spot, others: Iterable[Spot]) -> list[int]:
    """The keys of those that may be the same camera."""
    return [other.key for other in others if alike(spot, other)]
