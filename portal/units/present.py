"""How a unit and its rules are put on a page: words, groups, and the map's outline."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.places.models import RuleRow, Unit
from portal.places.rules import DEFAULTS, Level, Rule, Standing, level_of
from portal.places.words import RULE_WORDS

_ZOOMS = ((1_000, 14), (2_500, 13), (5_000, 12), (12_000, 11), (30_000, 10))  # metres, zoom
_FARTHEST_ZOOM = 9
LEVEL_WORDS = {
    Level.UNIT: _("Đơn vị này"),
    Level.PROVINCE: _("Tỉnh, thành phố"),
    Level.COUNTRY: _("Cả nước (mặc định)"),
}
_ASKED, _KEPT, _CLOCKS = _("Được xin gì"), _("Mở và giữ bao lâu"), _("Hạn phải làm xong")
_NIGHTS = _("Giờ yên lặng, chỉ tin khẩn được gửi")
_DECIDED, _REACHED = _("Ai duyệt"), _("Xem cách liên hệ chủ camera")
_GROUPS = {
    _ASKED: ("request.max_",),
    _DECIDED: ("request.approvals.", "request.second_approval"),
    _REACHED: ("details.",),
    _KEPT: ("item.", "viewing.", "hold.", "delay.", "consultation.", "emergency.minutes"),
    _CLOCKS: ("request.answer", "answer.", "withdrawal.", "emergency.review"),
    _NIGHTS: ("notices.",),
}


@dataclass(frozen=True)
class Line:
    """One rule as a row of a table."""

    rule: Rule
    slug: str
    label: Promise
    unit_word: Promise
    value: int
    level: Promise
    since: date | None  # None: from the start
    source: str  # empty: the country's default
    coming: tuple[RuleRow, ...]
    never_laxer: bool  # a unit may be stricter than its province, not laxer


@dataclass(frozen=True)
class Past:
    """A row that was written for a rule."""

    row: RuleRow
    level: Promise


@dataclass(frozen=True)
class Drawn:
    """What the map shows: an official outline, or a circle of the same area."""

    outline: dict[str, Any]
    centre: str


def slug_of(rule: Rule) -> str:
    """'request.max_cameras.normal' as an address may hold it."""
    return rule.key.replace(".", "-")


def rule_from_slug(slug: str) -> Rule:
    """Raises LookupError for what is no rule."""
    found = next((rule for rule in DEFAULTS if slug_of(rule) == slug), None)
    if found is None:
        raise LookupError(f"got {slug!r}, want a rule of places/rules.py")
    return found


def line_of(stands: Standing) -> Line:
    label, unit_word = RULE_WORDS[stands.rule.key]
    return Line(
        rule=stands.rule,
        slug=slug_of(stands.rule),
        label=label,
        unit_word=unit_word,
        value=stands.value,
        level=LEVEL_WORDS[stands.level],
        since=stands.row.valid_from if stands.row else None,
        source=stands.row.source if stands.row else "",
        coming=stands.coming,
        never_laxer=stands.rule.stricter is not None,
    )


def lines_by_group(rules: Iterable[Standing]) -> list[tuple[Promise, list[Line]]]:
    lines = [line_of(stands) for stands in rules]
    groups = [
        (title, [line for line in lines if line.rule.key.startswith(starts)])
        for title, starts in _GROUPS.items()
    ]
    return [(title, of_group) for title, of_group in groups if of_group]


def past_of(rule: Rule, rows: Iterable[RuleRow]) -> list[Past]:
    return [Past(row, LEVEL_WORDS[level_of(row)]) for row in rows if row.key == rule.key]


def map_of(unit: Unit) -> Drawn | None:
    """None for a unit whose place nobody knows."""
    if unit.lat is None or unit.lng is None:
        return None
    radius = unit.radius_m or 0
    zoom = next((zoom for most, zoom in _ZOOMS if radius <= most), _FARTHEST_ZOOM)
    outline = unit.outline or {"lat": unit.lat, "lng": unit.lng, "radius_m": radius}
    return Drawn(outline, f"{unit.lat},{unit.lng},{zoom}")
