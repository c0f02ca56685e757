"""Cameras and what they see as GeoJSON, in the words of static/js/map; never whose they are."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import h3
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cameras.registry.vocabulary import PlaceKind, Verification
from portal.lib.geo import Box
from portal.look.templatetags.words import metres
from portal.places.models import Unit

from .bands import Band, bands, outline
from .density import EDITION_2014, Edition
from .figures import Cell, cell_feature, cells, legend
from .search import Candidate
from .sight import View, after_dark
from .tiles import PLACE_FACTS, VIEW_FACTS, Frame, Shown, Spot, Tile
from .words import FAINT, LEVEL_WORDS

Feature = dict[str, Any]

VERIFICATION = PLACE_FACTS.index("verification")
MOST_CELLS = 2_000
MOST_VIEWS = 12  # drawn after a search: more of them would hide each other
CELL_DEG = 0.003  # an H3 cell of resolution 9 is some 200 m from its middle to a corner

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
            **({"unverified": True} if candidate.is_unverified else {}),
            **view_facts(candidate),
        },
    }


def found_map(found: Sequence[Candidate], at: datetime) -> dict[str, Any]:
    """What a search found, by rank: a tap on a point leads to its line of the list."""
    points = [point_feature(candidate) for candidate in found]
    for rank, (point, candidate) in enumerate(zip(points, found, strict=True), start=1):
        facts = point["properties"]
        facts |= {
            "label": _("Số %(rank)s: %(label)s") % {"rank": rank, "label": facts["label"]},
            "href": f"#seen-{facts['id']}",
            "tone": "good" if candidate.sees and candidate.dies_at > at else "plain",
        }
        # The best ones' views are drawn as bands; a plain wedge over them would hide the shades.
        for name in VIEW_FACTS:
            facts.pop(name, None)
    best = [one for one in found if one.sees and one.dies_at > at][:MOST_VIEWS]
    views = [shape for one in reversed(best) for shape in band_features(one.view)]
    return collection([*views, *points])


def view_facts(candidate: Candidate) -> dict[str, float]:
    """The properties that make the map draw where a camera looks, if it sees the place."""
    view = candidate.view
    if not candidate.sees or view is None or view.bearing is None:
        return {}
    return {"bearing_deg": view.bearing, "fov_deg": view.fov, "range_m": view.range_m}


def police_map(shown: Shown, frame: Frame) -> str:
    """Counts or points of known cameras as JSON text, with what they come to in words."""
    features = [to_json(_count_feature(tile)) for tile in shown.tiles]
    features += _spots_json(shown.points, with_views=frame.shows_views)
    fresh = sum(spot[VERIFICATION] != Verification.CONFIRMED for spot in shown.points)
    words = _count_words(shown.count)
    if fresh:
        words = _("%(all)s, %(n)s chưa xác minh tại chỗ") % {"all": words, "n": fresh}
    told = {"words": words, "count": shown.count, "legend": [hollow_legend()] if fresh else []}
    facts = to_json(told)
    return f'{{"type":"FeatureCollection","features":[{",".join(features)}],{facts[1:]}'


def _spots_json(spots: Sequence[Spot], *, with_views: bool) -> list[str]:
    """Two thousand points put together by hand: seven times as fast as through dictionaries."""
    kinds = {kind.value: str(kind.label) for kind in PlaceKind}
    if with_views:
        return [to_json(_spot_feature(spot, kinds)) for spot in spots]
    facts: dict[tuple[str, ...], str] = {}
    features = []
    for _pk, public_id, lat, lng, *about in spots:
        told = facts.get(tuple(about))
        if told is None:
            told = facts[tuple(about)] = to_json(_spot_facts(kinds, *about))[1:]
        # Ids are letters and digits of our own making: nothing in them needs escaping.
        features.append(
            f'{{"type":"Feature","geometry":{{"type":"Point","coordinates":[{lng:.6f},{lat:.6f}]}},'
            f'"properties":{{"id":"{public_id}",{told}}}'
        )
    return features


def to_json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def unit_map(unit: Unit, frame: Frame, points: Sequence[Spot]) -> dict[str, Any]:
    """Cells of the unit that lie in the frame, and near by its public cameras."""
    centre = (unit.lat, unit.lng) if unit.lat is not None and unit.lng is not None else None
    features = [cell_feature(cell, centre) for cell in cells(unit.pk) if _in(frame.box, cell)]
    kinds = {kind.value: str(kind.label) for kind in PlaceKind}
    features = features[:MOST_CELLS] + [_spot_feature(spot, kinds) for spot in points]
    fresh = any(spot[VERIFICATION] != Verification.CONFIRMED for spot in points)
    return collection(features) | {"legend": legend() + ([hollow_legend()] if fresh else [])}


def _in(box: Box, cell: Cell) -> bool:
    """Does the cell's middle lie in the frame, or so near that its edge may?"""
    middle: tuple[float, float] = h3.cell_to_latlng(cell.cell)
    lat, lng = middle
    high = box.south - CELL_DEG <= lat <= box.north + CELL_DEG
    return high and box.west - CELL_DEG <= lng <= box.east + CELL_DEG


def _count_feature(tile: Tile) -> Feature:
    return {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": [tile.lng, tile.lat]},
        "properties": {"count": tile.count, "label": _count_words(tile.count)},
    }


def _count_words(count: int) -> str:
    return ngettext("%(n)s camera", "%(n)s camera", count) % {"n": number_format(count)}


def _spot_feature(spot: Spot, kinds: dict[str, str]) -> Feature:
    _pk, public_id, lat, lng, kind, ownership, verification, *view = spot
    facts = {"id": public_id, **_spot_facts(kinds, kind, ownership, verification)}
    if view and view[0] is not None:  # it is known which way it looks
        facts |= dict(zip(VIEW_FACTS, view, strict=True))
    return {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": [lng, lat]},
        "properties": facts,
    }


def _spot_facts(
    kinds: dict[str, str], kind: str, ownership: str, verification: str
) -> dict[str, Any]:
    label = kinds.get(kind, kind)
    if verification == Verification.CONFIRMED:
        return {"label": label, "ownership": ownership}
    label = _("%(camera)s, chưa xác minh tại chỗ") % {"camera": label}
    return {"label": label, "ownership": ownership, "unverified": True}


def hollow_legend() -> dict[str, Any]:
    """The shape of a camera that nobody has been to see yet."""
    return {"label": _("Chưa xác minh tại chỗ: có thể không đúng như đăng ký"), "hollow": True}


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
            "label": _("%(level)s (từ %(least)s điểm ảnh mỗi mét)")
            % {"level": str(LEVEL_WORDS[name]).capitalize(), "least": _short(least)},
        }
        for name, least in edition.levels
    ]
    return [*lines, {"band": SHADES[None], "label": str(FAINT).capitalize()}]


def _short(least: float) -> str:
    """62,5 and 250, as the reader writes numbers."""
    return number_format(int(least) if least == int(least) else least)


def sight_map(view: View, *, dark: bool) -> dict[str, Any]:
    """One camera and what it sees, by day or after dark."""
    seen = after_dark(view) if dark else view
    here: Feature = {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": [view.lng, view.lat]},
        "properties": {"tone": "good"},
    }
    words = "" if seen else _("Camera này không thấy gì trong tối.")
    features = [*band_features(seen, label=True), here]
    return collection(features) | {"legend": band_legend(), "words": words}


def reaches(view: View, edition: Edition) -> list[tuple[str, float, str, str]]:
    """Level by level: what it means, pixels per metre, as far as by day, as far as after dark."""
    by_day = {band.level: band.far_m for band in bands(view, edition)}
    night = after_dark(view)
    by_night = {band.level: band.far_m for band in bands(night, edition)} if night else {}
    return [
        (
            str(LEVEL_WORDS[name]).capitalize(),
            least,
            _far(by_day, edition, name),
            _far(by_night, edition, name),
        )
        for name, least in edition.levels
    ]


def _far(reached: dict[str | None, float], edition: Edition, name: str) -> str:
    """How far this level holds: where a sharper one reaches the end of the view, it does, too."""
    names = [level for level, _least in edition.levels]
    up_to_here = [reached[level] for level in names[: names.index(name) + 1] if level in reached]
    return metres(max(up_to_here)) if up_to_here else "–"
