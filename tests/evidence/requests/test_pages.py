"""The officer's way from case to request, page by page."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from evidence.requests.models import FootageRequest
from portal.lib.clock import VIETNAM, now
from portal.lib.ids import new_id
from tests.cast import PLACE, Cast

from .scenario import a_case, approved, submitted

Enter = Callable[..., Client]


def answers(**changes: object) -> dict[str, object]:
    start = (now() - timedelta(hours=1)).astimezone(VIETNAM)
    stop = start + timedelta(minutes=5)
    facts: dict[str, object] = {
        "purpose": "Tìm người lấy xe lúc bảy giờ sáng",
        "basis": "consent",
        "urgency": "normal",
        "start_day": start.strftime("%d/%m/%Y"),
        "start_time": start.strftime("%H:%M"),
        "stop_day": stop.strftime("%d/%m/%Y"),
        "stop_time": stop.strftime("%H:%M"),
        "lat": str(PLACE[0]),
        "lng": str(PLACE[1]),
        "radius_m": "60",
    }
    return {**facts, **changes}


def test_an_officer_asks_step_by_step(cast: Cast, as_person: Enter) -> None:
    camera = cast.camera()
    case = a_case(cast, now())
    officer = as_person(cast.officer)
    page = officer.post(reverse("requests:new", args=[case.public_id]), answers())
    draft = FootageRequest.objects.get()
    assert page["Location"] == reverse("requests:cameras", args=[draft.public_id])
    assert camera.public_id in officer.get(page["Location"]).content.decode()
    page = officer.post(page["Location"], {"cameras": [camera.public_id]})
    assert page["Location"] == reverse("requests:check", args=[draft.public_id])
    page = officer.post(page["Location"])
    draft.refresh_from_db()
    assert draft.state == "submitted"


def test_a_double_click_keeps_one_draft(cast: Cast, as_person: Enter) -> None:
    url = reverse("requests:new", args=[a_case(cast, now()).public_id])
    officer, once = as_person(cast.officer), new_id()
    assert 'name="once"' in officer.get(url).content.decode()
    pages = [officer.post(url, answers(once=once)) for _ in range(2)]
    assert FootageRequest.objects.get().public_id == once
    assert {page["Location"] for page in pages} == {reverse("requests:cameras", args=[once])}
    other = as_person(cast.colleague).post(url, answers(once=once))
    assert other.status_code == 422
    assert FootageRequest.objects.count() == 1


def test_unticking_every_camera_is_not_taken_as_no_change(cast: Cast, as_person: Enter) -> None:
    camera = cast.camera()
    officer = as_person(cast.officer)
    page = officer.post(reverse("requests:new", args=[a_case(cast, now()).public_id]), answers())
    officer.post(page["Location"], {"cameras": [camera.public_id]})
    again = officer.post(page["Location"], {})
    assert again.status_code == 422
    assert "ít nhất một camera" in again.content.decode()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"stop_day": "21/11/2096"}, "chưa diễn ra xong"),
        ({"start_day": "21/11/2096"}, "Giờ kết thúc phải sau giờ bắt đầu"),
        ({"start_day": "01/01/2026"}, "nhiều nhất"),
        ({"start_day": "31/02/2026"}, "Ngày phải có dạng"),
        ({"radius_m": "5000"}, "Bán kính phải từ 1 đến"),
        ({"purpose": "xem"}, "ít nhất"),
        ({"basis": "demand"}, "số văn bản"),
    ],
)
def test_wrong_answers_get_a_sentence_and_keep_what_was_typed(
    cast: Cast, as_person: Enter, changes: dict[str, object], words: str
) -> None:
    case = a_case(cast, now())
    page = as_person(cast.officer).post(
        reverse("requests:new", args=[case.public_id]), answers(**changes)
    )
    assert page.status_code == 422
    assert words in page.content.decode()
    assert not FootageRequest.objects.exists()


def test_the_requester_s_own_approval_gets_a_sentence(cast: Cast, as_person: Enter) -> None:
    case = a_case(cast, now())
    camera = cast.camera()
    commander = as_person(cast.commander)
    page = commander.post(reverse("requests:new", args=[case.public_id]), answers())
    page = commander.post(page["Location"], {"cameras": [camera.public_id]})
    commander.post(page["Location"])
    row = FootageRequest.objects.get()
    page = commander.post(reverse("requests:decide", args=[row.public_id]), {"verdict": "approve"})
    assert page.status_code == 422
    assert "không được tự duyệt" in page.content.decode()
    row.refresh_from_db()
    assert row.state == "submitted"


def test_only_the_unit_s_police_see_a_request(cast: Cast, as_person: Enter) -> None:
    row = submitted(cast, now())
    url = reverse("requests:show", args=[row.public_id])
    assert as_person(cast.officer).get(url).status_code == 200
    assert as_person(cast.colleague).get(url).status_code == 200
    for person in (cast.outsider, cast.stranger, cast.owner, cast.committee, cast.auditor):
        assert as_person(person).get(url).status_code in {403, 404}


def test_an_officer_cannot_decide(cast: Cast, as_person: Enter) -> None:
    row = submitted(cast, now())
    page = as_person(cast.colleague).post(
        reverse("requests:decide", args=[row.public_id]), {"verdict": "approve"}
    )
    assert page.status_code == 403


def test_the_commander_s_list_and_decision(cast: Cast, as_person: Enter) -> None:
    row = submitted(cast, now())
    commander = as_person(cast.commander)
    assert row.case.title in commander.get(reverse("requests:approvals")).content.decode()
    commander.post(reverse("requests:decide", args=[row.public_id]), {"verdict": "approve"})
    row.refresh_from_db()
    assert (row.state, row.decided_by) == ("approved", cast.commander)


def test_the_request_page_costs_the_same_for_one_and_for_many_cameras(
    cast: Cast, as_person: Enter, django_assert_max_num_queries: Callable[..., object]
) -> None:
    cameras = [cast.camera(lat=PLACE[0] - 0.00018 - n * 1e-5) for n in range(8)]
    row = approved(cast, now(), *cameras)
    officer = as_person(cast.officer)
    url = reverse("requests:show", args=[row.public_id])
    officer.get(url)
    with django_assert_max_num_queries(14):  # type: ignore[attr-defined]
        officer.get(url)
