"""How much one request may ask for, and whether it makes sense at all. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from math import pi

from portal.lib.errors import Refused

from .place import Mark, Marked

SHORTEST = timedelta(seconds=10)
OLDEST = timedelta(days=365)  # no recorder in the registry keeps more
SHORTEST_PURPOSE = 15  # characters that can be read
SHORTEST_REASON = 20  # for going beyond the limits
HECTARE = 10_000  # square metres


@dataclass(frozen=True)
class Limits:
    """Caps of one urgency, from the dated rule rows of the unit's province."""

    max_minutes: int
    max_cameras: int
    max_radius_m: int
    max_route_m: int = 1000
    max_days: int = 14  # from the first window's start to the last one's end

    @property
    def max_square_m(self) -> float:
        """A drawn area may be as large as the largest circle."""
        return pi * self.max_radius_m**2


class Excess(StrEnum):
    """What goes beyond the usual limits, and so needs a second commander and a written reason."""

    MINUTES = "minutes"
    DAYS = "days"
    GROUND = "ground"
    CAMERAS = "cameras"


@dataclass(frozen=True, order=True)
class Window:
    start: datetime
    stop: datetime

    @property
    def length(self) -> timedelta:
        return self.stop - self.start

    @property
    def minutes(self) -> float:
        return self.length / timedelta(minutes=1)

    def overlap(self, other: "Window") -> timedelta:
        return max(min(self.stop, other.stop) - max(self.start, other.start), timedelta())


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


def check_ground(place: Marked, limits: Limits) -> None:
    """Raises Refused for a place that is too large."""
    if place.mark is Mark.SPOT and not 0 < place.radius_m <= limits.max_radius_m:
        raise Refused("requests.area_too_wide", field="radius_m", metres=limits.max_radius_m)
    if place.mark is Mark.AREA and place.square_m > limits.max_square_m:
        most = int(limits.max_square_m / HECTARE)
        raise Refused("requests.drawn_too_large", field="corners", hectares=most)
    if place.mark is Mark.ROUTE and place.length_m > limits.max_route_m:
        raise Refused("requests.route_too_long", field="corners", metres=limits.max_route_m)


def check_cameras(count: int, limits: Limits) -> None:
    if count == 0:
        raise Refused("requests.no_camera_chosen", field="cameras")
    if count > limits.max_cameras:
        raise Refused("requests.too_many_cameras", field="cameras", cameras=limits.max_cameras)


def excess(
    windows: Sequence[Window], place: Marked, cameras: int, limits: Limits
) -> tuple[Excess, ...]:
    """In what a request goes beyond these limits; empty when it keeps to them. Its minutes are
    those of all windows: several small ones are no way around the limit.
    """
    days = max(one.stop for one in windows) - min(one.start for one in windows)
    wide = (
        place.radius_m > limits.max_radius_m
        if place.mark is Mark.SPOT
        else place.length_m > limits.max_route_m or place.square_m > limits.max_square_m
    )
    found = {
        Excess.MINUTES: sum(one.minutes for one in windows) > limits.max_minutes,
        Excess.DAYS: days > timedelta(days=limits.max_days),
        Excess.GROUND: wide,
        Excess.CAMERAS: cameras > limits.max_cameras,
    }
    return tuple(name for name, is_beyond in found.items() if is_beyond)


def checked_reason(beyond: tuple[Excess, ...], reason: str) -> str:
    """Why a request goes beyond the limits; empty when it does not. Raises Refused."""
    if beyond and len(reason) < SHORTEST_REASON:
        raise Refused("requests.beyond_reason_missing", field="reason", least=SHORTEST_REASON)
    return reason if beyond else ""


def check_alive(dies_at: Iterable[datetime], at: datetime) -> None:
    """At least one recorder must still hold the window's start."""
    if all(instant <= at for instant in dies_at):
        raise Refused("requests.window_overwritten", field="start")


def dies_at(window_start: datetime, retention_hours: int) -> datetime:
    """When a recorder that keeps `retention_hours` overwrites the window's first minute."""
    return window_start + timedelta(hours=retention_hours)
