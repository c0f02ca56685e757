"""Rules that differ by province, as dated rows; what the whole country starts with stands here.

`DEFAULTS` is the one place to read them. A `RuleRow` of a unit goes before one of its province,
and that before the default; of several the latest that has begun counts.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from portal.lib import clock

from .models import RuleRow, Unit


@dataclass(frozen=True)
class Rule:
    key: str
    value: int
    meaning: str


DEFAULTS: tuple[Rule, ...] = (
    # --- one request for footage; beyond these caps it is refused with a sentence ---------------
    Rule("request.max_minutes.normal", 12 * 60, "longest window, minutes"),
    Rule("request.max_minutes.urgent", 24 * 60, "longest window of an urgent request, minutes"),
    Rule("request.max_cameras.normal", 20, "cameras asked at once"),
    Rule("request.max_cameras.urgent", 40, "cameras asked at once when urgent"),
    Rule("request.max_radius_m.normal", 300, "radius around the place, metres"),
    Rule("request.max_radius_m.urgent", 1000, "radius when urgent, metres"),
    # --- time to answer, to withdraw, to keep -----------------------------------------------------
    Rule("answer.working_days", 2, "a person's question is answered within, working days"),
    Rule("withdrawal.days", 15, "a withdrawal is finished within, days"),
    Rule("withdrawal.third_party_days", 20, "the same where a third party must stop, days"),
    Rule("withdrawal.extension_days", 15, "the one extension, days"),
    Rule("emergency.minutes", 60, "how long an emergency opening lasts, minutes"),
    Rule("emergency.review_hours", 24, "an emergency opening is reviewed within, hours"),
    Rule("item.retention_days", 180, "footage is kept after its case was closed, days"),
    Rule("camera.retention_hours", 15 * 24, "what a recorder keeps when nobody said, hours"),
    Rule("place.slack_m", 500, "a pin this far outside a unit is asked about, metres"),
)

_BY_KEY = {rule.key: rule for rule in DEFAULTS}


def rule(key: str, unit: Unit, at: datetime) -> int:
    """The value in force in this unit on that day. LookupError for a key nobody defined."""
    if key not in _BY_KEY:
        raise LookupError(f"got rule {key!r}, want one that stands in places/rules.py")
    day = at.astimezone(clock.VIETNAM).date()
    rows = RuleRow.objects.filter(
        Q(unit=unit) | Q(province_id=unit.province_id) | Q(unit=None, province=None),
        key=key,
        valid_from__lte=day,
    )
    best = max(rows, key=_precedence, default=None)
    return _BY_KEY[key].value if best is None else int(best.value)


def _precedence(row: RuleRow) -> tuple[int, int]:
    nearness = 2 if row.unit_id else 1 if row.province_id else 0
    return nearness, row.valid_from.toordinal()
