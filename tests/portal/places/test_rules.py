from datetime import UTC, date, datetime

import pytest

from portal.places.models import RuleRow
from portal.places.rules import DEFAULTS, rule
from tests.cast import Cast

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


def test_a_key_nobody_defined_is_an_error(cast: Cast) -> None:
    with pytest.raises(LookupError, match=r"rules\.py"):
        rule("request.max_stars", cast.ward, AT)
