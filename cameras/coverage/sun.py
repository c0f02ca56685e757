"""How high the sun stands, and so whether a place was dark. Pure.

The formulas are those of J. Meeus, Astronomical Algorithms (2nd edition 1998, chapters 12, 22, 25
and 28: low accuracy, 0.01 degrees), as NOAA's solar calculator uses them. Refraction is left out:
it lifts the sun by half a degree at the horizon and by nothing that matters where dark begins.
"""

import math
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from enum import StrEnum

# Civil twilight ends at -6 degrees. About 3 lux are left then: people need lamps to go on working
# outdoors, and cameras have gone over to infrared or see nothing. A fixed hour would be wrong by up
# to an hour and a half between June and December in Hà Nội.
DARK_BELOW = -6.0
STEP = timedelta(hours=1)

_J2000 = datetime(2000, 1, 1, 12, tzinfo=UTC)
_CENTURY_DAYS = 36_525


class Light(StrEnum):
    """Of a window of time: all of it in daylight, a part of it dark, all of it dark."""

    DAY = "day"
    DUSK = "dusk"
    NIGHT = "night"


def elevation(lat: float, lng: float, at: datetime) -> float:
    """Degrees of the sun's centre above the horizon. Raises ValueError for a naive datetime."""
    if at.tzinfo is None:
        raise ValueError(f"got naive datetime {at}, want an aware one")
    century = (at - _J2000) / timedelta(days=_CENTURY_DAYS)
    declination, right_ascension = _place_of_sun(century)
    hour_angle = math.radians(_sidereal(century) + lng) - right_ascension
    north = math.radians(lat)
    height = math.sin(north) * math.sin(declination)
    height += math.cos(north) * math.cos(declination) * math.cos(hour_angle)
    return math.degrees(math.asin(max(-1.0, min(1.0, height))))


def is_dark(lat: float, lng: float, at: datetime) -> bool:
    return elevation(lat, lng, at) < DARK_BELOW


def light(lat: float, lng: float, start: datetime, stop: datetime) -> Light:
    """Asked at both edges, in the middle, and at least every hour between them."""
    parts = max(2, math.ceil((stop - start) / STEP))
    dark = [is_dark(lat, lng, start + (stop - start) * n / parts) for n in range(parts + 1)]
    if all(dark):
        return Light.NIGHT
    return Light.DUSK if any(dark) else Light.DAY


def together(lights: Iterable[Light]) -> Light:
    """Of several windows: what they all are, else that a part of them is dark."""
    found = set(lights)
    return found.pop() if len(found) == 1 else Light.DUSK


def _place_of_sun(t: float) -> tuple[float, float]:
    """Apparent declination and right ascension in radians, `t` centuries after J2000 (ch. 25)."""
    longitude = 280.46646 + t * (36_000.76983 + 0.0003032 * t)
    anomaly = math.radians(357.52911 + t * (35_999.05029 - 0.0001537 * t))
    centre = (1.914602 - t * (0.004817 + 0.000014 * t)) * math.sin(anomaly)
    centre += (0.019993 - 0.000101 * t) * math.sin(2 * anomaly) + 0.000289 * math.sin(3 * anomaly)
    node = math.radians(125.04 - 1934.136 * t)
    apparent = math.radians(longitude + centre - 0.00569 - 0.00478 * math.sin(node))
    tilt = 23.4392911 - t * (0.0130042 + t * (1.64e-7 - 5.04e-7 * t)) + 0.00256 * math.cos(node)
    obliquity = math.radians(tilt)
    declination = math.asin(math.sin(obliquity) * math.sin(apparent))
    ascension = math.atan2(math.cos(obliquity) * math.sin(apparent), math.cos(apparent))
    return declination, ascension


def _sidereal(t: float) -> float:
    """Mean sidereal time at Greenwich in degrees (ch. 12)."""
    return 280.46061837 + 360.98564736629 * t * _CENTURY_DAYS + t * t * 0.000387933
