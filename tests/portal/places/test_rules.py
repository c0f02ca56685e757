from datetime import UTC, date, datetime
from typing import Any

import pytest

from portal.lib.errors import Refused
from portal.places.models import RuleRow
from portal.places.rules import DEFAULTS, Level, check_value, rule, standing
from portal.places.words import RULE_WORDS
from tests.cast import Cast
from tests.house.test_floors import ROOT

KEY = "request.max_cameras.normal"
AT = datetime(2026, 11, 21, 3, tzinfo=UTC)


def test_every_key_stands_once() -> None:
    assert len({line.key for line in DEFAULTS}) == len(DEFAULTS)


def test_without_rows_the_country_has_one_rule(cast: Cast) -> None:
    assert rule(KEY, cast.ward, AT) == 20


def test_a_unit_goes_before_its_province_and_that_before_the_country(cast: Cast) -> None:
    source = "Quy chế mẫu"
    RuleRow.objects.create(key=KEY, value=18, valid_from=date(2026, 1, 1), source=source)
    province = cast.ward.province
    RuleRow.objects.create(
        key=KEY, value=15, valid_from=date(2026, 1, 1), source=source, province=province
    )
    assert rule(KEY, cast.ward, AT) == 15
    RuleRow.objects.create(
        key=KEY, value=8, valid_from=date(2026, 1, 1), source=source, unit=cast.ward
    )
    assert rule(KEY, cast.ward, AT) == 8
    assert rule(KEY, cast.other_ward, AT) == 15


def test_the_latest_row_that_has_begun_counts_and_days_are_vietnamese(cast: Cast) -> None:
    for value, day in ((10, date(2026, 1, 1)), (12, date(2026, 11, 22))):
        RuleRow.objects.create(
            key=KEY, value=value, valid_from=day, source="Quy chế mẫu", unit=cast.ward
        )
    assert rule(KEY, cast.ward, AT) == 10
    assert rule(KEY, cast.ward, datetime(2026, 11, 21, 17, tzinfo=UTC)) == 12


@pytest.mark.parametrize(
    ("key", "lax", "strict"),
    [("request.approvals.normal", 1, 2), ("request.second_approval_over_cameras", 50, 10)],
)
def test_where_it_protects_people_a_unit_is_stricter_than_its_province_never_laxer(
    cast: Cast, key: str, lax: int, strict: int
) -> None:
    day, source = date(2026, 1, 1), "Quy chế mẫu"
    province = {"province": cast.ward.province, "valid_from": day, "source": source}
    own = {"unit": cast.ward, "valid_from": day, "source": source}
    of_province = RuleRow.objects.create(key=key, value=strict, **province)
    RuleRow.objects.create(key=key, value=lax, **own)
    assert rule(key, cast.ward, AT) == strict
    shown = next(one for one in standing(cast.ward, AT) if one.rule.key == key)
    assert (shown.value, shown.level) == (strict, Level.PROVINCE)
    of_province.value = lax
    of_province.save()
    RuleRow.objects.create(key=key, value=strict, **own)
    assert rule(key, cast.ward, AT) == strict
    assert rule(key, cast.other_ward, AT) == lax
    RuleRow.objects.create(key=key, value=lax, **own)  # of one level the latest counts, also laxer
    assert rule(key, cast.ward, AT) == lax


def test_a_key_nobody_defined_is_an_error(cast: Cast) -> None:
    with pytest.raises(LookupError, match=r"rules\.py"):
        rule("request.max_stars", cast.ward, AT)


def test_of_one_day_what_was_written_last_counts(cast: Cast) -> None:
    for value in (15, 9, 11):
        RuleRow.objects.create(
            key=KEY, value=value, valid_from=date(2026, 1, 1), source="Quy chế mẫu", unit=cast.ward
        )
    assert rule(KEY, cast.ward, AT) == 11


def test_every_rule_has_its_words_and_lies_within_its_own_bounds() -> None:
    assert {line.key for line in DEFAULTS} == RULE_WORDS.keys()
    assert all(line.least <= line.value <= line.most for line in DEFAULTS)


@pytest.mark.parametrize("value", [0, -1, 101, 10**12])
def test_a_value_out_of_bounds_is_refused_with_the_bounds(value: int) -> None:
    with pytest.raises(Refused) as refused:
        check_value(KEY, value)
    assert refused.value.facts == {"least": 1, "most": 100}


def test_all_rules_of_a_unit_are_read_in_one_query(
    cast: Cast, django_assert_num_queries: Any
) -> None:
    rows = (
        {"value": 15, "valid_from": date(2026, 1, 1), "province": cast.ward.province},
        {"value": 8, "valid_from": date(2026, 12, 1), "unit": cast.ward},
        {"value": 3, "valid_from": date(2026, 1, 1), "unit": cast.other_ward},
    )
    for row in rows:
        RuleRow.objects.create(key=KEY, source="Quy chế mẫu", **row)
    with django_assert_num_queries(1):
        found = {one.rule.key: one for one in standing(cast.ward, AT)}
    one = found[KEY]
    assert (one.value, one.level, [row.value for row in one.coming]) == (15, Level.PROVINCE, [8])
    assert found["request.answer_hours.normal"].level == Level.COUNTRY


def test_pages_show_no_rule_that_nothing_obeys(cast: Cast) -> None:
    portal = ("portal/duties", "portal/notices", "portal/people")
    wings = [ROOT / wing for wing in ("cameras", "evidence", *portal)]
    code = "".join(path.read_text() for wing in wings for path in wing.rglob("*.py"))
    for one in standing(cast.ward, AT):
        assert one.rule.key.removesuffix(".normal").removesuffix(".urgent") in code, one.rule.key
