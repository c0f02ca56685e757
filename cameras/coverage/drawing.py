"""Cameras and what they see as GeoJSON, in the words of static/js/map; never whose they are."""

from typing import Any

from django.utils.translation import gettext as _

from portal.look.templatetags.words import metres

from .bands import Band, bands, outline
from .density import EDITION_2014, Edition
from .search import Candidate
from .sight import View
from .words import FAINT, LEVEL_WORDS

Feature = dict[str, Any]

# The shade of each level on the map: dark is near and sharp.
SHADES = {"identify": 4, "recognise": 3, "observe": 2, "detect": 1, None: 0}


def collection(features: list[Feature]) -> dict[str, Any]:
    return {"type": "FeatureCollection", "features": features}


def point_feature(candidate: Candidate) -> Feature:
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


def view_facts(candidate: Candidate) -> dict[str, float]:
    """The properties that make the map draw where a camera looks, if it sees the place."""
    view = candidate.view
    if not candidate.sees or view is None or view.bearing is None:
        return {}
    return {"bearing_deg": view.bearing, "fov_deg": view.fov, "range_m": view.range_m}


def band_features(view: View | None, *, label: bool = False) -> list[Feature]:
    """The wedge, band by band. With `label` each says what it is and how far it goes."""
    if view is None:
        return []
    return [
        {
            "type": "Feature",
            "geometry": {"type": "Polygon", "coordinates": outline(view, band)},
            "properties": {
                "band": SHADES[band.level],
                "sight": True,
                **({"label": band_words(band)} if label else {}),
            },
        }
        for band in bands(view)
    ]


def band_words(band: Band) -> str:
    """'Đến 12 m: đủ để xác định danh tính'."""
    level = LEVEL_WORDS[band.level] if band.level else FAINT
    return _("Đến %(far)s: %(level)s") % {"far": metres(band.far_m), "level": level}


def band_legend(edition: Edition = EDITION_2014) -> list[dict[str, Any]]:
    """What each shade means, in words."""
    lines = [
        {
            "band": SHADES[name],
            "label": _("%(level)s (từ %(least)g điểm ảnh mỗi mét)")
            % {"level": str(LEVEL_WORDS[name]).capitalize(), "least": least},
        }
        for name, least in edition.levels
    ]
    return [*lines, {"band": SHADES[None], "label": str(FAINT).capitalize()}]
