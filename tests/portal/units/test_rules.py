"""Rules on pages: everybody reads what holds, the unit's administrator adds dated rows."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client

from portal.ledger.models import entries_about
from portal.lib import clock
from portal.lib.errors import Refused
from portal.lib.ids import new_id
from portal.people.models import User
from portal.people.roles import Role
from portal.people.services import appoint, register_person
from portal.places.models import Province, RuleRow, Unit
from portal.places.rules import DEFAULTS, day_of, rule
from portal.units import services
from tests.cast import AT, SYSTEM, Cast

Enter = Callable[..., Client]
KEY = "request.max_cameras.normal"
PAGE = "/units/t1/rules/request-max_cameras-normal/"
CHANGE = f"{PAGE}change/"


def answers(**changes: object) -> dict[str, object]:
    today = day_of(clock.now())
    facts = {"value": "12", "valid_from": f"{today:%d/%m/%Y}", "source": "Quyết định 12/QĐ-UBND"}
    return {**facts, "once": new_id(), **changes}


def test_everybody_signed_in_reads_the_rules_and_where_they_come_from(
    cast: Cast, as_person: Enter
) -> None:
    RuleRow.objects.create(
        key=KEY,
        value=15,
        province=cast.ward.province,
        valid_from=date(2026, 1, 1),
        source="Quy chế mẫu của tỉnh",
    )
    page = as_person(cast.stranger).get("/units/t1/rules/").content.decode()
    assert "15 camera" in page
    assert "Quy chế mẫu của tỉnh" in page
    assert "1.440 phút" in page
    # Every other rule that the code obeys stands in one of the page's groups.
    assert page.count("Cả nước (mặc định)") == len(DEFAULTS) - 1


def test_the_list_of_rules_costs_one_query_for_rows(
    cast: Cast, as_person: Enter, django_assert_max_num_queries: object
) -> None:
    client = as_person(cast.stranger)
    client.get("/units/t1/rules/")
    with django_assert_max_num_queries(8):  # type: ignore[operator]
        client.get("/units/t1/rules/")


def test_an_administrator_checks_then_writes_and_the_rule_holds_at_once(
    cast: Cast, as_person: Enter
) -> None:
    client = as_person(cast.administrator)
    data = answers()
    check = client.post(CHANGE, {**data, "step": "check"})
    assert check.status_code == 200
    assert "Kiểm tra trước khi ghi" in check.content.decode()
    assert not RuleRow.objects.exists()
    edit = client.post(CHANGE, {**data, "step": "edit"})
    assert edit.status_code == 200
    assert 'value="12"' in edit.content.decode()
    assert client.post(CHANGE, {**data, "step": "save"}).headers["Location"] == PAGE
    row = RuleRow.objects.get()
    assert rule(KEY, cast.ward, clock.now()) == 12
    assert rule(KEY, cast.other_ward, clock.now()) == 20
    entry = entries_about(cast.ward.subject).get(kind="rule:changed")
    assert entry.facts["value"] == 12
    assert entry.facts["rule"] == KEY
    assert entry.private("source") == "Quyết định 12/QĐ-UBND"
    assert entry.actor == cast.administrator.subject == row.recorded_by
    page = client.get(PAGE).content.decode()
    assert "Quyết định 12/QĐ-UBND" in page
    assert "Đơn vị này" in page


def test_pages_say_where_a_unit_may_be_stricter_only(cast: Cast, as_person: Enter) -> None:
    client = as_person(cast.administrator)
    page = "/units/t1/rules/request-approvals-normal/"
    for url in (page, f"{page}change/"):
        assert "không được lỏng hơn" in client.get(url).content.decode()
    assert "không được lỏng hơn" not in client.get(PAGE).content.decode()


def test_a_form_sent_twice_writes_one_row(cast: Cast, as_person: Enter) -> None:
    data = {**answers(), "step": "save"}
    client = as_person(cast.administrator)
    for _ in range(2):
        assert client.post(CHANGE, data).status_code == 302
    assert RuleRow.objects.count() == 1


@pytest.mark.parametrize("step", ["check", "save"])
@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"value": "0"}, "Hãy ghi một số từ 1 đến 100."),
        ({"value": "101"}, "Hãy ghi một số từ 1 đến 100."),
        ({"value": "-5"}, "Hãy ghi một số từ 1 đến 100."),
        ({"value": "9" * 5000}, "Hãy ghi một số nguyên."),
        ({"value": "1,5"}, "Hãy ghi một số nguyên."),
        ({"value": "\u202e12"}, "Hãy ghi một số nguyên."),
        ({"value": ""}, "Hãy ghi giá trị mới."),
        ({"valid_from": "31/02/2027"}, "Hãy ghi ngày như 21/11/2026."),
        ({"valid_from": ""}, "Hãy ghi ngày."),
        ({"valid_from": "01/01/2020"}, "Ngày bắt đầu phải từ hôm nay"),
        ({"valid_from": "01/01/2099"}, "Ngày bắt đầu không được muộn hơn"),
        ({"source": " \u202e\u200b "}, "Hãy ghi số và ngày của văn bản."),
        ({"source": "x" * 201}, "Hãy ghi ngắn hơn"),
    ],
)
def test_bad_answers_are_named_at_both_steps_and_nothing_is_written(
    cast: Cast, as_person: Enter, changes: dict[str, str], words: str, step: str
) -> None:
    answer = as_person(cast.administrator).post(CHANGE, {**answers(**changes), "step": step})
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not RuleRow.objects.exists()


def test_the_service_itself_keeps_bounds_and_days(cast: Cast) -> None:
    today = day_of(AT)
    for value, day, code in (
        (101, today, "places.rule_out_of_bounds"),
        (12, today - timedelta(days=1), "units.rule_in_past"),
        (12, today + timedelta(days=731), "units.rule_too_far"),
    ):
        with pytest.raises(Refused, match=code):
            services.set_rule(
                unit=cast.ward,
                key=KEY,
                value=value,
                valid_from=day,
                source="Quyết định mẫu",
                person=cast.administrator,
                at=AT,
            )
    assert not RuleRow.objects.exists()


def test_a_coming_rule_is_announced_and_does_not_hold_yet(cast: Cast, as_person: Enter) -> None:
    coming = day_of(clock.now()) + timedelta(days=10)
    data = answers(valid_from=f"{coming:%d/%m/%Y}")
    client = as_person(cast.administrator)
    client.post(CHANGE, {**data, "step": "save"})
    assert rule(KEY, cast.ward, clock.now()) == 20
    assert f"Từ {coming:%d/%m/%Y}: 12" in client.get("/units/t1/rules/").content.decode()


def administrator_of(unit: Unit) -> User:
    person = register_person(full_name="Quản Trị Khác", actor=SYSTEM, at=AT)
    appoint(
        person=person,
        role=Role.ADMINISTRATOR,
        unit=unit,
        appointed_by=None,
        valid_from=AT - timedelta(days=1),
        at=AT,
    )
    return person


def test_an_administrator_of_another_unit_or_province_changes_nothing_here(
    cast: Cast, as_person: Enter
) -> None:
    far = Unit.objects.create(
        code="t9",
        name="Phường Tỉnh Khác",
        kind="ward",
        province=Province.objects.create(code="01", name="Tỉnh khác"),
        valid_from=date(2025, 7, 1),
    )
    people = [administrator_of(cast.other_ward), administrator_of(far)]
    for person in (*people, cast.committee, cast.commander, cast.owner):
        answer = as_person(person).post(CHANGE, {**answers(), "step": "save"})
        assert answer.status_code in {403, 404}, person
    assert not RuleRow.objects.exists()


def test_what_is_no_rule_is_not_found(cast: Cast, as_person: Enter) -> None:
    client = as_person(cast.administrator)
    for key in ("nothing", "request-max_stars", "request.max_cameras.normal"):
        assert client.get(f"/units/t1/rules/{key}/").status_code == 404
        assert client.post(f"/units/t1/rules/{key}/change/", answers()).status_code == 404
