"""What a unit's own rules change about its requests."""

from datetime import date, timedelta

import pytest

from portal.lib.errors import Refused
from portal.places.models import RuleRow
from tests.cast import AT, Cast

from .scenario import a_draft, approved


def set_rule(cast: Cast, key: str, value: int) -> None:
    RuleRow.objects.create(
        key=key, value=value, unit=cast.ward, valid_from=date(2026, 1, 1), source="Quy chế mẫu"
    )


def test_the_unit_s_own_clock_is_the_owners_deadline(cast: Cast) -> None:
    assert approved(cast, AT).deadline == AT + timedelta(hours=48)
    set_rule(cast, "request.answer_hours.normal", 12)
    assert approved(cast, AT).deadline == AT + timedelta(hours=12)


@pytest.mark.parametrize(
    ("key", "value", "code"),
    [
        ("request.max_minutes.normal", 4, "requests.window_too_long"),
        ("request.max_radius_m.normal", 59, "requests.area_too_wide"),
    ],
)
def test_the_unit_s_own_caps_refuse_what_the_country_s_allow(
    cast: Cast, key: str, value: int, code: str
) -> None:
    a_draft(cast, AT)
    set_rule(cast, key, value)
    with pytest.raises(Refused, match=code):
        a_draft(cast, AT)
