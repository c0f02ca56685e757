"""How much one request may ask for, and whether it makes sense at all. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from portal.lib.errors import Refused

SHORTEST = timedelta(seconds=10)
OLDEST = timedelta(days=365)  # no recorder in the registry keeps more
SHORTEST_PURPOSE = 15  # characters that can be read


@dataclass(frozen=True)
class Limits:
    """Caps of one urgency, from the dated rule rows of the unit's province."""

    max_minutes: int
    max_cameras: int
    max_radius_m: int


@dataclass(frozen=True)
class Window:
    start: datetime
    stop: datetime

    @property
    def minutes(self) -> float:
        return (self.stop - self.start) / timedelta(minutes=1)


def check_purpose(purpose: str) -> None:
    """Raises Refused when nothing is left for the owner to read."""
    if len(purpose) < SHORTEST_PURPOSE:
        raise Refused("requests.purpose_missing", field="purpose")


def check_window(window: Window, limits: Limits, at: datetime) -> None:
    """Raises Refused unless the window lies in the recent past, runs forward and is short."""
    if window.stop <= window.start:
        raise Refused("requests.window_backwards", field="stop")
    if window.stop > at:
        raise Refused("requests.window_in_future", field="stop")
    if window.stop - window.start < SHORTEST:
        raise Refused("requests.window_too_short", field="stop", seconds=SHORTEST.seconds)
    if window.start < at - OLDEST:
        raise Refused("requests.window_overwritten", field="start")
    if window.minutes > limits.max_minutes:
        raise Refused("requests.window_too_long", field="stop", minutes=limits.max_minutes)


def check_area(radius_m: int, limits: Limits) -> None:
    if not 0 < radius_m <= limits.max_radius_m:
        raise Refused("requests.area_too_wide", field="radius_m", metres=limits.max_radius_m)


def check_cameras(count: int, limits: Limits) -> None:
    if count == 0:
        raise Refused("requests.no_camera_chosen", field="cameras")
    if count > limits.max_cameras:
        raise Refused("requests.too_many_cameras", field="cameras", cameras=limits.max_cameras)


def check_alive(dies_at: Iterable[datetime], at: datetime) -> None:
    """At least one recorder must still hold the window's start."""
    if all(instant <= at for instant in dies_at):
        raise Refused("requests.window_overwritten", field="start")


def dies_at(window_start: datetime, retention_hours: int) -> datetime:
    """When a recorder that keeps `retention_hours` overwrites the window's first minute."""
    return window_start + timedelta(hours=retention_hours)
