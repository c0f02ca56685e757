"""Who could have seen this place at that time? Only cameras whose owners allow the question."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from cameras.consent.queries import allowing
from cameras.consent.scopes import Scope
from cameras.registry.models import Camera
from cameras.registry.vocabulary import Status
from portal.lib.geo import box_around, distance_m
from portal.look.templatetags.words import metres

from .sight import Sight, View, level, samples, sight
from .words import FAINT, LEVEL_WORDS

FARTHEST_VIEW_M = 300  # how far outside the area a camera may stand and still look into it
MOST = 200
ENOUGH_PX_PER_M = 250.0  # 'identify' of 2014: more pixels than that help nobody
SEEN_FROM = 1 / 34  # below half of one sample point nothing of the area is seen


@dataclass(frozen=True)
class Place:
    """A circle on the ground: degrees of WGS84 and metres."""

    lat: float
    lng: float
    radius_m: float


@dataclass(frozen=True)
class Candidate:
    """A camera that may be asked, and why it stands where it stands in the list."""

    camera: Camera
    distance_m: float
    sees_middle: bool
    share: float  # of the area that lies in its view, 0..1
    px_per_m: float
    dies_at: datetime  # when its recorder overwrites the window's first minute

    @property
    def sees(self) -> bool:
        return self.share >= SEEN_FROM

    @property
    def level(self) -> str | None:
        return level(self.px_per_m) if self.sees else None

    @property
    def percent(self) -> int:
        """Share of the area in its view, in whole per cent, at least 1 where it sees any."""
        return max(1, round(self.share * 100)) if self.sees else 0

    @property
    def level_words(self) -> str:
        return str(LEVEL_WORDS[self.level] if self.level else FAINT)

    @property
    def score(self) -> float:
        """Share of the area times what can be made out there, 0..1."""
        return self.share * min(self.px_per_m, ENOUGH_PX_PER_M) / ENOUGH_PX_PER_M


def known_to_police(unit_id: int, at: datetime) -> QuerySet[Camera]:
    """Cameras of the unit whose owners let the police know them on the map."""
    return Camera.objects.filter(allowing(Scope.MAP, at), unit_id=unit_id, status=Status.ACTIVE)


def candidates(
    place: Place, *, start: datetime, unit_id: int, needs_ask: bool, at: datetime
) -> list[Candidate]:
    """Cameras that can have seen the place from `start` on, best first, at most 200.

    Those that see the very spot come first, then those that see a part of the area, then those
    that only stand near; footage that is already overwritten comes last. With `needs_ask` only
    cameras that may be asked.
    """
    box = box_around(place.lat, place.lng, place.radius_m + FARTHEST_VIEW_M)
    near = known_to_police(unit_id, at).filter(
        lat__range=(box.south, box.north), lng__range=(box.west, box.east)
    )
    if needs_ask:
        near = near.filter(allowing(Scope.ASK, at))
    area = samples(place.lat, place.lng, place.radius_m)
    found = [_candidate(camera, area, start) for camera in near.select_related("owner")]
    met = [c for c in found if c.sees or c.distance_m <= place.radius_m]
    met.sort(key=lambda c: (c.dies_at <= at, not c.sees_middle, -c.score, c.distance_m))
    return met[:MOST]


def view_of(camera: Camera) -> View:
    return View(
        camera.lat,
        camera.lng,
        camera.bearing_deg,
        camera.fov_deg,
        camera.range_m,
        camera.width_px,
    )


def _candidate(camera: Camera, area: list[tuple[float, float]], start: datetime) -> Candidate:
    dies_at = start + timedelta(hours=camera.retention_hours)
    if distance_m(camera.lat, camera.lng, *area[0]) > _reach(camera, area):
        met = Sight(False, 0.0, 0.0, distance_m(camera.lat, camera.lng, *area[0]))
    else:
        met = sight(view_of(camera), area)
    return Candidate(camera, met.distance_m, met.centre, met.share, met.px_per_m, dies_at)


def _reach(camera: Camera, area: list[tuple[float, float]]) -> float:
    """Farther than this from the centre no sample can lie within the camera's range."""
    return camera.range_m + distance_m(*area[0], *area[-1])


def point_feature(candidate: Candidate) -> dict[str, Any]:
    """GeoJSON of where it stands, in the words of static/js/map.js; never whose it is."""
    camera = candidate.camera
    facts = {"kind": camera.get_place_kind_display(), "away": metres(candidate.distance_m)}
    return {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": [camera.lng, camera.lat]},
        "properties": {
            "id": camera.public_id,
            "sees": candidate.sees,
            "metres": round(candidate.distance_m),
            "label": _("%(kind)s, cách %(away)s") % facts,
            "tone": "good" if candidate.sees else "plain",
            **view_facts(candidate),
        },
    }


def view_facts(candidate: Candidate) -> dict[str, int]:
    """The properties that make the map draw where a camera looks, if it sees the place."""
    camera = candidate.camera
    if not candidate.sees or camera.bearing_deg is None:
        return {}
    return {
        "bearing_deg": camera.bearing_deg,
        "fov_deg": camera.fov_deg,
        "range_m": camera.range_m,
    }
