"""A camera's wedge cut into what can be made out where: nearest band first. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass

from portal.lib.geo import destination

from .density import ALL_ROUND, EDITION_2014, Edition, reach_m
from .sight import View

_STEP_DEG = 6  # a corner of the drawn arc every so often
_DECIMALS = 6  # of a degree: about a decimetre

Ring = list[list[float]]


@dataclass(frozen=True)
class Band:
    """From `near_m` to `far_m` a picture reaches `level`; None: less than the lowest level."""

    level: str | None
    least: float  # pixels per metre
    near_m: float
    far_m: float


def bands(view: View, edition: Edition = EDITION_2014) -> list[Band]:
    """What can be made out at which distance, up to the view's range. Empty without a range."""
    found, near = [], 0.0
    for name, least in edition.levels:
        far = min(reach_m(view.width_px, view.fov, least), view.range_m)
        if far > near:
            found.append(Band(name, least, near, far))
            near = far
    if view.range_m > near:
        found.append(Band(None, 0.0, near, view.range_m))
    return found


def outline(view: View, band: Band) -> list[Ring]:
    """The band as rings of a GeoJSON polygon: a part of a wedge, a disc, or a disc with a hole."""
    if view.is_round:
        rings = [list(_arc(view, band.far_m, 0, ALL_ROUND))]
        if band.near_m:
            rings.append(list(_arc(view, band.near_m, 0, ALL_ROUND))[::-1])
        return rings
    start, stop = -view.fov / 2, view.fov / 2
    inner = list(_arc(view, band.near_m, start, stop))[::-1] if band.near_m else [_tip(view)]
    ring = [*inner, *_arc(view, band.far_m, start, stop)]
    return [[*ring, ring[0]]]


def _arc(view: View, distance: float, start: float, stop: float) -> Iterator[list[float]]:
    steps = max(2, round((stop - start) / _STEP_DEG))
    for n in range(steps + 1):
        turn = (view.bearing or 0) + start + (stop - start) * n / steps
        lat, lng = destination(view.lat, view.lng, turn, distance)
        yield [round(lng, _DECIMALS), round(lat, _DECIMALS)]


def _tip(view: View) -> list[float]:
    return [round(view.lng, _DECIMALS), round(view.lat, _DECIMALS)]
