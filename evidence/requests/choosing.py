"""The cameras an officer chooses from, as a ranked list and as a map beside it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from cameras.coverage.drawing import band_features, band_legend
from cameras.coverage.search import Candidate
from portal.look.templatetags.words import metres

from .models import FootageRequest

DRAWN = 12  # views drawn on the map; more of them would hide each other


@dataclass(frozen=True)
class Group:
    """Candidates that stand together, each with its rank in the whole list."""

    sees: bool
    lines: list[tuple[int, Candidate]]
    is_open: bool


def grouped(found: Sequence[Candidate], chosen: Collection[str]) -> list[Group]:
    """First those that look at the place, then those that only stand near."""
    ranked = list(enumerate(found, start=1))
    seeing = [line for line in ranked if line[1].sees]
    near = [line for line in ranked if not line[1].sees]
    near_open = not seeing or any(line[1].camera.public_id in chosen for line in near)
    groups = [Group(True, seeing, True), Group(False, near, near_open)]
    return [group for group in groups if group.lines]


def map_of(asked: FootageRequest, found: Sequence[Candidate], at: datetime) -> dict[str, Any]:
    """GeoJSON in the words of static/js/map.js; a tap on a point leads to its line."""
    features = [_feature(rank, c, at) for rank, c in enumerate(found, start=1)]
    useful = [c for c in found if c.sees and c.dies_at > at][:DRAWN]
    # Best on top of the others, all of them under the points.
    views = [shape for c in reversed(useful) for shape in band_features(c.view)]
    spot = _("Nơi xảy ra")
    here = {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": [asked.lng, asked.lat]},
        "properties": {"label": spot, "tone": "bad"},
    }
    legend = [
        {"tone": "bad", "label": spot},
        {"tone": "good", "label": _("Camera nhìn vào")},
        {"tone": "plain", "label": _("Camera đứng gần, hoặc hình đã bị ghi đè")},
        *(band_legend() if views else []),
    ]
    return {"type": "FeatureCollection", "features": [*views, *features, here], "legend": legend}


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
        "href": f"#pick-{camera.public_id}",
    }
    return {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": [camera.lng, camera.lat]},
        "properties": facts,
    }
