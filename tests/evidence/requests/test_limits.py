"""What a unit's own rules change about its requests."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, timedelta
from typing import Any

import pytest

from evidence.requests import services
from evidence.requests.limits import limits_for
from evidence.requests.scope import Window
from portal.ledger.models import entries_about
from portal.lib.errors import Refused
from portal.places.models import RuleRow
from tests.cast import AT, PLACE, Cast

from .scenario import HOUR, a_draft, approved, choose, submitted


def set_rule(cast: Cast, key: str, value: int) -> None:
    RuleRow.objects.create(
        key=key, value=value, unit=cast.ward, valid_from=date(2026, 1, 1), source="Quy chế mẫu"
    )


def test_the_unit_s_own_clock_is_the_owners_deadline(cast: Cast) -> None:
    assert approved(cast, AT).deadline == AT + timedelta(hours=48)
    set_rule(cast, "request.answer_hours.normal", 12)
    assert approved(cast, AT).deadline == AT + timedelta(hours=12)


REASON = "Kẻ gian đi qua cả khu chợ, chưa biết lối nào"


@pytest.mark.parametrize(
    ("key", "value", "excess"),
    [
        ("request.max_minutes.normal", 10, "minutes"),
        ("request.max_radius_m.normal", 59, "ground"),
        ("request.max_cameras.normal", 1, "cameras"),
    ],
)
def test_beyond_the_unit_s_own_limits_a_reason_and_a_second_commander_are_needed(
    cast: Cast, key: str, value: int, excess: str
) -> None:
    cameras = [cast.camera(lat=PLACE[0] - 0.00018 - n * 1e-5) for n in range(2)]
    window = Window(AT - HOUR, AT - HOUR + timedelta(minutes=11))
    assert submitted(cast, AT, *cameras, window=window).approvals_needed == 1
    set_rule(cast, key, value)
    draft = a_draft(cast, AT, window=window)
    choose(draft, AT, *cameras)
    for reason in ("", "Cần lắm"):
        with pytest.raises(Refused, match="beyond_reason_missing"):
            services.submit(footage_request=draft, person=cast.officer, reason=reason, at=AT)
    row = services.submit(footage_request=draft, person=cast.officer, reason=REASON, at=AT)
    assert (row.approvals_needed, row.beyond_reason) == (2, REASON)
    entry = entries_about(row.subject).get()
    assert (entry.facts["beyond"], entry.private("beyond_reason")) == ([excess], REASON)
    with pytest.raises(Refused, match="approval_reason_missing"):
        services.approve(footage_request=row, person=cast.commander, reason=" ", at=AT)
    row = services.approve(footage_request=row, person=cast.commander, reason="Vụ lớn", at=AT)
    assert row.state == "submitted"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"window": Window(AT - timedelta(days=40), AT)}, "window_too_long"),
        ({"window": Window(AT - timedelta(days=2), AT)}, "window_too_long"),
        ({"radius_m": 2001}, "area_too_wide"),
    ],
)
def test_beyond_the_hard_bounds_nothing_is_asked_whoever_would_approve(
    cast: Cast, changes: dict[str, Any], code: str
) -> None:
    with pytest.raises(Refused, match=code):
        a_draft(cast, AT, **changes)


def test_the_limits_of_one_urgency_cost_one_query(
    cast: Cast, django_assert_num_queries: Callable[[int], AbstractContextManager[object]]
) -> None:
    with django_assert_num_queries(1):
        limits_for(cast.ward, "urgent", AT)
