"""Rules that differ by province, as dated rows; what the whole country starts with stands here.

`DEFAULTS` is the one place to read them. A `RuleRow` of a unit goes before one of its province,
and that before the default; of several the latest that has begun counts. `least` and `most` bound
what a row may say: no province needs a window of ten years. Where a rule says which way is
`stricter`, a unit may be that, never laxer than its province.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from django.db.models import Q, QuerySet

from portal.lib import clock
from portal.lib.errors import Refused

from . import words
from .models import RuleRow, Unit

__all__ = ["DEFAULTS", "Level", "Rule", "Standing", "check_value", "find", "rule", "words"]


@dataclass(frozen=True)
class Rule:
    """Its Vietnamese name and unit stand in `words.RULE_WORDS`."""

    key: str
    value: int
    least: int
    most: int
    meaning: str
    stricter: Callable[..., RuleRow] | None = None  # max or min; None: the nearest level counts


DAY_MINUTES, YEAR_DAYS = 24 * 60, 365
DEFAULTS: tuple[Rule, ...] = (
    # --- one request for footage; beyond these it needs a written reason and a second commander,
    # beyond `most` it is refused ---------------------------------------------------------------
    Rule("request.max_minutes.normal", 12 * 60, 10, DAY_MINUTES, "longest window, minutes"),
    Rule("request.max_minutes.urgent", DAY_MINUTES, 10, 3 * DAY_MINUTES, "the same when urgent"),
    Rule("request.max_days", 14, 1, 31, "days from its first window to its last"),
    Rule("request.max_cameras.normal", 20, 1, 100, "cameras asked at once"),
    Rule("request.max_cameras.urgent", 40, 1, 200, "cameras asked at once when urgent"),
    Rule("request.max_radius_m.normal", 300, 20, 2000, "radius around the place, metres"),
    Rule("request.max_radius_m.urgent", 1000, 20, 5000, "radius when urgent, metres"),
    Rule("request.max_route_m.normal", 1000, 100, 5000, "length of a drawn route, metres"),
    Rule("request.max_route_m.urgent", 3000, 100, 5000, "route when urgent, metres"),
    # --- who decides a request: one commander, or two who are not the one who asks ---------------
    Rule("request.approvals.normal", 1, 1, 2, "commanders who must approve", stricter=max),
    Rule("request.approvals.urgent", 1, 1, 2, "the same when urgent", stricter=max),
    Rule(
        "request.second_approval_over_cameras",
        200,  # the most that may be asked at all: in effect off
        1,
        200,
        "beyond so many cameras two must approve",
        stricter=min,
    ),
    # --- looking up owners: beyond so many an account writes why and the auditors are told; a unit
    # may be stricter, never laxer ----------------------------------------------------------------
    Rule("details.owners", 30, 1, 30, "owners one account looks up without a further reason"),
    Rule("details.minutes", 60, 60, DAY_MINUTES, "within how long these are counted, minutes"),
    # --- sealed before anybody decided: how long, how near the overwriting, how many a day -------
    Rule("hold.hours", 72, 1, 72, "kept shut without an approval, hours", stricter=min),
    Rule("hold.dying_hours", 72, 1, 168, "overwritten within: may be held, hours", stricter=min),
    Rule("hold.per_day", 10, 1, 50, "holds of one officer in 24 hours", stricter=min),
    # --- owners are shown what was done later: for how long at most, in all -----------------------
    Rule("delay.days", 30, 1, 30, "lines of a case shown later, days", stricter=min),
    # --- how long things are open and kept ------------------------------------------------------
    Rule("item.retention_days", 180, 1, 5 * YEAR_DAYS, "kept after its case was closed, days"),
    Rule("viewing.minutes", 60, 10, 240, "an opened clip may be watched for, minutes"),
    Rule("emergency.minutes", 60, 5, 60, "an emergency opening lasts, minutes", stricter=min),
    Rule(
        "consultation.retention_days",
        180,
        1,
        2 * YEAR_DAYS,
        "households asked are known after a consultation, days",
        stricter=min,
    ),
    # --- nights: messages that are not urgent wait; a person may choose hours of their own --------
    Rule("notices.quiet_from", 21, 18, 23, "no messages from, hour of the day"),
    Rule("notices.quiet_until", 7, 5, 9, "no messages until, hour of the day"),
    # --- clocks: by when somebody must have done something ---------------------------------------
    Rule("request.answer_hours.normal", 48, 6, 240, "owners answer a request within, hours"),
    Rule("request.answer_hours.urgent", 6, 1, 48, "the same when urgent, hours"),
    Rule("answer.working_days", 2, 1, 15, "a complaint is answered, working days"),
    Rule("withdrawal.days", 15, 1, 15, "a withdrawal is finished within, days"),
    Rule("withdrawal.third_party_days", 20, 1, 20, "with a third party, days"),
    Rule("withdrawal.extension_days", 15, 0, 15, "the one extension, days"),
    Rule("emergency.review_hours", 24, 1, 24, "an opening is reviewed, hours", stricter=min),
)

_BY_KEY = {rule.key: rule for rule in DEFAULTS}


class Level(StrEnum):
    """From where a value comes, the nearest first."""

    UNIT = "unit"
    PROVINCE = "province"
    COUNTRY = "country"


@dataclass(frozen=True)
class Standing:
    """A rule as it stands in one unit on one day, and the row that says so, if any does."""

    rule: Rule
    row: RuleRow | None
    coming: tuple[RuleRow, ...] = ()  # rows of the unit or above that begin later

    @property
    def value(self) -> int:
        return self.rule.value if self.row is None else int(self.row.value)

    @property
    def level(self) -> Level:
        return Level.COUNTRY if self.row is None else level_of(self.row)


def find(key: str) -> Rule:
    """Raises LookupError for a key nobody defined."""
    if key not in _BY_KEY:
        raise LookupError(f"got rule {key!r}, want one that stands in places/rules.py")
    return _BY_KEY[key]


def rule(key: str, unit: Unit, at: datetime) -> int:
    """The value in force in this unit on that day. LookupError for a key nobody defined."""
    found = find(key)
    best = _in_force(found, rows_for(unit).filter(key=key, valid_from__lte=day_of(at)))
    return found.value if best is None else int(best.value)


def standing(unit: Unit, at: datetime) -> list[Standing]:
    """Every rule as it stands in this unit on that day; one query."""
    day = day_of(at)
    by_key: dict[str, list[RuleRow]] = {}
    for row in rows_for(unit):
        by_key.setdefault(row.key, []).append(row)
    return [_stands(found, by_key.get(found.key, []), day) for found in DEFAULTS]


def _stands(found: Rule, rows: list[RuleRow], day: date) -> Standing:
    begun = [row for row in rows if row.valid_from <= day]
    coming = sorted((row for row in rows if row.valid_from > day), key=lambda row: row.valid_from)
    return Standing(found, _in_force(found, begun), tuple(coming))


def _in_force(found: Rule, begun: Iterable[RuleRow]) -> RuleRow | None:
    """Of rows that have begun the one that counts: the nearest level's latest, or of the latest of
    each level the strictest, the nearest of several alike.
    """
    latest = {level_of(row): row for row in sorted(begun, key=_precedence)}
    if not latest:
        return None
    nearest_first = list(reversed(latest.values()))
    if found.stricter is None:
        return nearest_first[0]
    return found.stricter(nearest_first, key=lambda row: int(row.value))


def rows_for(unit: Unit) -> QuerySet[RuleRow]:
    """Rows of the unit, its province and the country, newest first."""
    return RuleRow.objects.filter(
        Q(unit=unit) | Q(province_id=unit.province_id) | Q(unit=None, province=None)
    ).order_by("-valid_from", "-pk")


def level_of(row: RuleRow) -> Level:
    if row.unit_id:
        return Level.UNIT
    return Level.PROVINCE if row.province_id else Level.COUNTRY


def day_of(at: datetime) -> date:
    """The Vietnamese day of an instant: rules begin at midnight there."""
    return at.astimezone(clock.VIETNAM).date()


def check_value(key: str, value: int) -> None:
    """Raises Refused for a value outside the rule's bounds."""
    found = find(key)
    if not found.least <= value <= found.most:
        raise Refused(
            "places.rule_out_of_bounds", field="value", least=found.least, most=found.most
        )


def _precedence(row: RuleRow) -> tuple[int, int, int]:
    """Nearest level, then latest day; of one day what was written last."""
    nearness = 2 if row.unit_id else 1 if row.province_id else 0
    return nearness, row.valid_from.toordinal(), row.pk
