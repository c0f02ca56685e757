from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from evidence.cases.models import Case, Outcome
from evidence.cases.services import close_case, open_case, record_outcome
from portal.ledger.models import entries_about
from portal.lib.clock import now
from portal.lib.errors import Refused
from portal.lib.ids import new_id
from tests.cast import AT, PLACE, Cast

Enter = Callable[..., Client]


def opened(cast: Cast, **changes: object) -> Case:
    facts: dict[str, object] = {
        "person": cast.officer,
        "unit": cast.ward,
        "kind": "theft",
        "title": "Mất xe trước cổng chợ",
        "summary": "",
        "happened_at": AT - timedelta(hours=1),
        "lat": PLACE[0],
        "lng": PLACE[1],
        "at": AT,
    }
    return open_case(**{**facts, **changes})  # type: ignore[arg-type]


def outcome(case: Case, cast: Cast, **changes: object) -> Outcome:
    facts: dict[str, object] = {
        "case": case,
        "person": cast.officer,
        "kind": "solved",
        "people_caught": 1,
        "fine_dong": 0,
        "document": "",
        "note": "",
        "at": AT,
    }
    return record_outcome(**{**facts, **changes})  # type: ignore[arg-type]


def test_cases_are_numbered_within_the_vietnamese_year(cast: Cast) -> None:
    assert [opened(cast).number, opened(cast).number] == ["AN-2026-0001", "AN-2026-0002"]
    new_year = AT.replace(month=12, day=31, hour=17, minute=30)  # 00:30 on 1 January in Vietnam
    assert opened(cast, at=new_year).number == "AN-2027-0001"


def test_the_record_holds_the_case_without_its_title(cast: Cast) -> None:
    case = opened(cast)
    entry = entries_about(case.subject).get()
    assert entry.facts == {"kind": "theft", "number": "AN-2026-0001", "unit": "t1"}
    assert case.title.encode() not in bytes(entry.body)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"happened_at": AT + timedelta(minutes=1)}, "cases.happened_in_future"),
        ({"lat": 21.0, "lng": 105.8}, "cases.place_outside_unit"),
    ],
)
def test_it_refuses_what_cannot_be(cast: Cast, changes: dict[str, object], code: str) -> None:
    with pytest.raises(Refused) as refused:
        opened(cast, **changes)
    assert refused.value.code == code
    assert not Case.objects.exists()


def test_outcomes_stand_beside_each_other(cast: Cast) -> None:
    case = opened(cast)
    outcome(case, cast)
    outcome(case, cast, kind="fined", people_caught=0, fine_dong=2_500_000, document="7/QĐ")
    assert case.outcomes.count() == 2
    assert "2.500.000 đ" in case.outcomes.get(kind="fined").summary


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"kind": "no_use"}, "cases.outcome_contradicts"),
        ({"fine_dong": 1, "people_caught": 0}, "cases.fine_without_document"),
    ],
)
def test_an_outcome_that_contradicts_itself_is_refused(
    cast: Cast, changes: dict[str, object], code: str
) -> None:
    with pytest.raises(Refused) as refused:
        outcome(opened(cast), cast, **changes)
    assert refused.value.code == code


def test_a_closed_case_takes_nothing_more(cast: Cast) -> None:
    case = close_case(case=opened(cast), person=cast.officer, at=AT)
    with pytest.raises(Refused):
        outcome(case, cast)
    with pytest.raises(Refused):
        close_case(case=case, person=cast.officer, at=AT)


def answers(cast: Cast, **changes: object) -> dict[str, object]:
    facts: dict[str, object] = {
        "unit": cast.ward.pk,
        "kind": "theft",
        "title": "Mất xe",
        "happened_at_day": "20/11/2026",
        "happened_at_time": "7h30",
        "lat": PLACE[0],
        "lng": PLACE[1],
    }
    return {**facts, **changes}


def test_a_double_click_opens_one_case(cast: Cast, as_person: Enter) -> None:
    officer, once = as_person(cast.officer), new_id()
    assert 'name="once"' in officer.get(reverse("cases:new")).content.decode()
    amiss = officer.post(reverse("cases:new"), answers(cast, once=once, title=""))
    assert once in amiss.content.decode()
    pages = [officer.post(reverse("cases:new"), answers(cast, once=once)) for _ in range(2)]
    case = Case.objects.get()
    assert case.public_id == once
    assert {page["Location"] for page in pages} == {reverse("cases:show", args=[once])}
    assert entries_about(case.subject).count() == 1
    other = as_person(cast.colleague).post(reverse("cases:new"), answers(cast, once=once))
    assert other.status_code == 422
    assert "Hãy mở lại trang" in other.content.decode()
    assert Case.objects.count() == 1


def test_an_officer_opens_a_case_on_the_page(cast: Cast, as_person: Enter) -> None:
    facts = answers(cast)
    page = as_person(cast.officer).post(reverse("cases:new"), facts)
    case = Case.objects.get()
    assert page["Location"] == reverse("cases:show", args=[case.public_id])
    assert case.happened_at.strftime("%H:%M") == "00:30"  # 07:30 in Vietnam
    wrong = as_person(cast.officer).post(reverse("cases:new"), {**facts, "title": ""})
    assert wrong.status_code == 422


def test_cases_are_for_police_of_the_unit(cast: Cast, as_person: Enter) -> None:
    case = opened(cast, at=now())
    url = reverse("cases:show", args=[case.public_id])
    for person in (cast.officer, cast.colleague, cast.commander):
        assert as_person(person).get(url).status_code == 200
    for person in (cast.outsider, cast.stranger, cast.owner, cast.committee, cast.auditor):
        assert as_person(person).get(url).status_code in {403, 404}
    assert "Mất xe" not in as_person(cast.outsider).get(reverse("cases:index")).content.decode()
