"""The cameras an officer chooses from, as a ranked list and as a map beside it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from cameras.coverage.drawing import band_features, band_legend, hollow_legend
from cameras.coverage.search import Candidate
from portal.look.templatetags.words import metres

from .drafting import search
from .models import FootageRequest
from .place import Mark, Marked
from .planner import Ask
from .scope import HECTARE
from .touch import Touch, touch_of
from .twins import Opening, asked_before, openings
from .windows import Windows, shared, total

DRAWN = 12  # views drawn on the map; more of them would hide each other


@dataclass(frozen=True)
class Group:
    """Candidates that stand together, each with its rank in the whole list."""

    name: str  # proposed, sees or near
    lines: list[tuple[int, Candidate]]
    is_open: bool


def grouped(
    found: Sequence[Candidate], proposed: Collection[str], chosen: Collection[str]
) -> list[Group]:
    """First those proposed, then others that look at the place, then those that only stand near."""
    ranked = list(enumerate(found, start=1))
    first = [line for line in ranked if line[1].camera.public_id in proposed]
    rest = [line for line in ranked if line[1].camera.public_id not in proposed]
    seeing = [line for line in rest if line[1].sees]
    near = [line for line in rest if not line[1].sees]
    near_open = not (first or seeing) or any(line[1].camera.public_id in chosen for line in near)
    groups = [
        Group("proposed", first, True),
        Group("sees", seeing, True),
        Group("near", near, near_open),
    ]
    return [group for group in groups if group.lines]


@dataclass(frozen=True)
class Choice:
    """The cameras of one draft: all that may be asked, and the few proposed."""

    row: FootageRequest
    found: list[Candidate]
    ask: Ask | None  # what is proposed now; None: all that can have seen it was asked
    touch: Touch
    asked: frozenset[str]  # asked by other requests of the case, for some of these minutes
    chosen: list[str]
    openings: dict[str, Opening]  # of all that is sought, camera by camera
    at: datetime

    @property
    def step(self) -> int:
        """1 for a first request, one more for each that was in vain before it."""
        return self.row.step

    @property
    def proposed(self) -> Windows:
        return self.ask.windows if self.ask else self.row.sought

    @property
    def proposed_length(self) -> timedelta:
        return total(self.proposed)

    @property
    def is_cut(self) -> bool:
        """Does the proposal take only a part of the minutes sought?"""
        return self.proposed != self.row.sought

    @property
    def part(self) -> str:
        """Which minutes are ticked: the proposed part, or what was chosen before."""
        beyond = self.row.targets.all() and not set(self.row.windows) <= set(self.proposed)
        return "whole" if beyond or not self.is_cut else "part"

    def windows_of(self, part: str) -> Windows:
        return self.row.sought if part == "whole" else self.proposed

    def groups(self, chosen: Collection[str]) -> list[Group]:
        return grouped(self.found, self.ask.cameras if self.ask else (), chosen)

    @property
    def gone(self) -> frozenset[str]:
        """Whose recorders hold nothing of the first minute, nor of what is proposed of them."""
        proposed = self.ask.cameras if self.ask else ()
        dead = [one.camera.public_id for one in self.found if one.dies_at <= self.at]
        return frozenset(dead) - frozenset(proposed)

    def partly(self, key: str) -> Windows:
        """Of a camera that can be asked for some of the windows sought only: for which."""
        left = self.openings[key].left
        return left if len(left) < len(self.row.sought) else ()

    @property
    def place_words(self) -> str:
        return place_words(self.row.place)

    @property
    def points(self) -> dict[str, Any]:
        return map_of(self.row, self.found, self.at)


def choice_of(row: FootageRequest, at: datetime) -> Choice:
    """What may be asked for this draft, and what is proposed."""
    place, sought = row.place, row.sought
    found = search(place, sought, row.case.unit_id, basis=row.basis, at=at)
    before = asked_before(row)
    touched = touch_of(
        found,
        place,
        sought,
        case=row.case,
        basis=row.basis,
        urgency=row.urgency,
        asked=before,
        at=at,
    )
    targets = list(dict.fromkeys(target.camera.public_id for target in row.targets.all()))
    proposed = list(touched.first.cameras) if touched.first else []
    return Choice(
        row,
        found,
        touched.first,
        touched,
        frozenset(key for key, span in before if shared(sought, [span])),
        targets or proposed,
        openings(found, sought, before, at),
        at,
    )


def place_feature(place: Marked) -> dict[str, Any]:
    """The place that was marked, as the map draws it."""
    facts = {"label": place_words(place), "tone": "bad", "place": True}
    if place.mark in {Mark.SPOT, Mark.CAMERA}:
        geometry: dict[str, Any] = {"type": "Point", "coordinates": [place.lng, place.lat]}
        if place.mark is Mark.SPOT:
            facts["radius_m"] = place.radius_m
    elif place.mark is Mark.AREA:
        ring = [[lng, lat] for lat, lng in (*place.corners, place.corners[0])]
        geometry = {"type": "Polygon", "coordinates": [ring]}
    else:
        line = [[lng, lat] for lat, lng in place.corners]
        geometry = {"type": "LineString", "coordinates": line}
    return {"type": "Feature", "geometry": geometry, "properties": facts}


def place_words(place: Marked) -> str:
    """The place in words, for who does not look at the map."""
    if place.mark is Mark.AREA:
        hectares = max(0.1, round(place.square_m / HECTARE, 1))
        return _("Vùng vẽ trên bản đồ, rộng %(ha)s ha") % {"ha": number_format(hectares)}
    if place.mark is Mark.ROUTE:
        words = _("Tuyến đường vẽ trên bản đồ, dài %(length)s, mỗi bên %(width)s")
        return words % {"length": metres(place.length_m), "width": metres(place.width_m)}
    if place.mark is Mark.CAMERA:
        return _("Đúng một camera, mã %(code)s") % {"code": place.camera}
    return _("Bán kính %(radius)s quanh nơi đã chọn") % {"radius": metres(place.radius_m)}


def place_map(row: FootageRequest) -> dict[str, Any]:
    """The place and the cameras chosen, for whoever reads the request."""
    points = [
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [target.camera.lng, target.camera.lat]},
            "properties": {
                "label": _("Số %(rank)s: %(kind)s")
                % {"rank": target.rank, "kind": target.camera.get_place_kind_display()},
                "tone": "good",
            },
        }
        for target in {target.camera_id: target for target in row.targets.all()}.values()
    ]
    legend = [
        {"tone": "bad", "label": _("Nơi xảy ra")},
        {"tone": "good", "label": _("Camera được hỏi")},
    ]
    features = [place_feature(row.place), *points]
    return {"type": "FeatureCollection", "features": features, "legend": legend}


def map_of(asked: FootageRequest, found: Sequence[Candidate], at: datetime) -> dict[str, Any]:
    """GeoJSON in the words of static/js/map.js; a tap on a point leads to its line."""
    features = [_feature(rank, c, at) for rank, c in enumerate(found, start=1)]
    useful = [c for c in found if c.sees and c.dies_at > at][:DRAWN]
    # Best on top of the others, all of them under the points.
    views = [shape for c in reversed(useful) for shape in band_features(c.view)]
    legend = [
        {"tone": "bad", "label": _("Nơi xảy ra")},
        {"tone": "good", "label": _("Camera nhìn vào")},
        {"tone": "plain", "label": _("Camera đứng gần, hoặc hình đã bị ghi đè")},
        *([hollow_legend()] if any(c.is_unverified for c in found) else []),
        *(band_legend() if views else []),
    ]
    here = place_feature(asked.place)
    return {"type": "FeatureCollection", "features": [*views, here, *features], "legend": legend}


def _feature(rank: int, candidate: Candidate, at: datetime) -> dict[str, Any]:
    camera = candidate.camera
    useful = candidate.sees and candidate.dies_at > at
    facts: dict[str, Any] = {
        "label": _("Số %(rank)s: %(kind)s, cách %(away)s")
        % {
            "rank": rank,
            "kind": camera.get_place_kind_display(),
            "away": metres(candidate.distance_m),
        },
        "tone": "good" if useful else "plain",
        **({"unverified": True} if candidate.is_unverified else {}),
        "href": f"#pick-{camera.public_id}",
    }
    return {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": [camera.lng, camera.lat]},
        "properties": facts,
    }
