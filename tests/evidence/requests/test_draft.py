"""Drafts: the place, the paper behind it, a form sent again, and one question asked once."""

import threading
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, timedelta

import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from cameras.consent.scopes import Scope
from evidence.requests import services
from evidence.requests.models import FootageRequest
from evidence.requests.place import drawn_area, drawn_route, one_camera, spot
from evidence.requests.scope import Window
from evidence.requests.services import Paper
from portal.lib.clock import VIETNAM, now
from portal.lib.errors import Refused
from portal.lib.ids import new_id
from tests.cast import AT, PLACE, Cast, make_cast

from .scenario import HOUR, a_case, a_draft, approved, candidates_of, choose, submitted
from .test_pages import answers

Enter = Callable[..., Client]
Queries = Callable[[int], AbstractContextManager[object]]
DEADLINE_S = 20
ONE_WRITER = pytest.mark.skipif(
    connection.vendor == "sqlite", reason="SQLite has one writer at a time, nothing can be mixed"
)
LAT, LNG = PLACE
AREA = "; ".join(
    f"{LAT + n}, {LNG + e}" for n, e in ((-3e-4, -3e-4), (-3e-4, 3e-4), (3e-4, 3e-4), (3e-4, -3e-4))
)


# --- The place ---------------------------------------------------------------------------------


def test_cameras_of_a_drawn_area_and_of_a_route_are_those_that_see_it(cast: Cast) -> None:
    near = cast.camera()
    far = cast.camera(lat=LAT + 0.004, lng=LNG + 0.004)
    area = a_draft(cast, AT, place=drawn_area(AREA))
    route = a_draft(
        cast,
        AT,
        place=drawn_route(f"{LAT + 0.0038},{LNG + 0.004}; {LAT + 0.0046},{LNG + 0.004}", 20),
    )
    assert [one.camera for one in candidates_of(area, AT)] == [near]
    assert [one.camera for one in candidates_of(route, AT)] == [far]
    assert choose(area, AT, near)[0].distance_m >= 0
    kept = FootageRequest.objects.get(pk=area.pk)
    assert kept.place == drawn_area(AREA)
    assert kept.radius_m < 60


def test_one_camera_is_asked_for_by_its_code_and_nobody_else_is_offered(cast: Cast) -> None:
    one = cast.camera()
    cast.camera(lng=LNG + 1e-4)
    draft = a_draft(cast, AT, place=one_camera(one.public_id, 0, 0))
    assert (draft.lat, draft.lng) == (one.lat, one.lng)
    assert [found.camera for found in candidates_of(draft, AT)] == [one]


def test_a_camera_police_may_not_know_or_ask_reads_like_one_that_is_not_there(
    cast: Cast, as_person: Enter
) -> None:
    hidden = cast.camera(scopes=frozenset())
    known = cast.camera(scopes=frozenset({Scope.MAP}))
    elsewhere = cast.camera(unit=cast.other_ward)
    case = a_case(cast, now())
    officer = as_person(cast.officer)
    url = reverse("requests:touch", args=[case.public_id])
    pages = set()
    for code in (hidden.public_id, known.public_id, elsewhere.public_id, new_id(), ""):
        with pytest.raises(Refused, match="camera_unknown"):
            a_draft(cast, AT, place=one_camera(code, 0, 0))
        said = answers(mark="camera", camera=code)
        pages.add(officer.post(url, said).content)
    assert len(pages) == 1
    a_draft(cast, AT, basis="demand", document="12/YC", place=one_camera(known.public_id, 0, 0))


# --- The paper ---------------------------------------------------------------------------------


@pytest.mark.parametrize("basis", ["demand", "administrative"])
@pytest.mark.parametrize(
    ("paper", "code"),
    [
        (Paper("", AT.date(), "Phó trưởng"), "document_missing"),
        (Paper("12/YC", None, "Phó trưởng"), "document_undated"),
        (Paper("12/YC", AT.date(), " "), "document_unsigned"),
        (Paper("12/YC", date(2026, 11, 21), "Phó trưởng"), "document_of_tomorrow"),
    ],
)
def test_a_basis_on_paper_names_its_number_day_and_signer(
    cast: Cast, basis: str, paper: Paper, code: str
) -> None:
    with pytest.raises(Refused, match=code):
        a_draft(cast, AT, basis=basis, paper=paper)


def test_the_day_of_the_paper_is_vietnam_s(cast: Cast) -> None:
    late = AT.replace(hour=18)  # 21/11/2026 01:00 in Vietnam
    row = a_draft(cast, late, basis="demand", paper=Paper("12/YC", date(2026, 11, 21), "Trưởng"))
    assert row.document_date == date(2026, 11, 21)


def test_an_emergency_is_urgent_and_needs_no_paper(cast: Cast) -> None:
    with pytest.raises(Refused, match="emergency_is_urgent"):
        a_draft(cast, AT, basis="emergency")
    assert a_draft(cast, AT, basis="emergency", urgency="urgent").document == ""


# --- The same form again -----------------------------------------------------------------------


def test_going_back_and_changing_the_form_changes_the_draft_that_was_made(
    cast: Cast, as_person: Enter
) -> None:
    camera = cast.camera()
    url = reverse("requests:new", args=[a_case(cast, now()).public_id])
    officer, once = as_person(cast.officer), new_id()
    page = officer.post(url, answers(once=once))
    officer.post(page["Location"], {"cameras": [camera.public_id]})
    purpose = {"purpose": "Tìm người lấy xe, mặc áo đỏ"}
    officer.post(url, answers(once=once, **purpose))
    row = FootageRequest.objects.get()
    assert row.purpose == purpose["purpose"]
    assert row.targets.count() == 1  # who is asked has nothing to do with the words
    officer.post(url, answers(once=once, mark="area", corners=AREA, **purpose))
    row = FootageRequest.objects.get()
    assert row.place == drawn_area(AREA)
    assert row.targets.count() == 0  # chosen for another place
    page = officer.get(reverse("requests:change", args=[once]))
    assert "Tìm người lấy xe, mặc áo đỏ" in page.content.decode()


def test_what_was_sent_is_not_changed_by_the_form_again_and_the_page_says_so(
    cast: Cast, as_person: Enter
) -> None:
    camera = cast.camera()
    url = reverse("requests:new", args=[a_case(cast, now()).public_id])
    officer, once = as_person(cast.officer), new_id()
    said = answers(once=once)
    officer.post(officer.post(url, said)["Location"], {"cameras": [camera.public_id]})
    officer.post(reverse("requests:check", args=[once]))
    assert officer.post(url, said)["Location"] == reverse("requests:cameras", args=[once])
    page = officer.post(url, {**said, "purpose": "Lý do khác hẳn lần trước"})
    assert page.status_code == 422
    assert "đã được gửi rồi" in page.content.decode()
    assert reverse("requests:show", args=[once]) in page.content.decode()
    assert FootageRequest.objects.get().purpose == said["purpose"]


def test_a_draft_s_form_comes_back_as_it_was_filled_in(cast: Cast, as_person: Enter) -> None:
    draft = a_draft(cast, now(), place=drawn_area(AREA), basis="demand", document="12/YC-CSĐT")
    url = reverse("requests:change", args=[draft.public_id])
    officer = as_person(cast.officer)
    form = officer.get(url).context["form"]
    said = {name: form[name].value() for name in form.fields if form[name].value() is not None}
    for name in ("start", "stop"):
        moment = said.pop(name).astimezone(VIETNAM)
        said[f"{name}_day"], said[f"{name}_time"] = f"{moment:%d/%m/%Y}", f"{moment:%H:%M:%S}"
    assert officer.post(url, said)["Location"] == reverse(
        "requests:cameras", args=[draft.public_id]
    )
    row = FootageRequest.objects.get()
    assert (row.place, row.document_signer) == (drawn_area(AREA), draft.document_signer)
    assert as_person(cast.colleague).get(url).status_code in {403, 404}


# --- One question, asked once -------------------------------------------------------------------


def test_the_same_place_and_minutes_in_one_case_lead_to_the_request_that_is_there(
    cast: Cast, as_person: Enter
) -> None:
    at = now()
    case = a_case(cast, at)
    first = submitted(cast, at, case=case)
    for changes in (
        {},
        {"place": drawn_area(AREA)},
        {"person": cast.colleague},
        {"window": Window(at - HOUR - timedelta(minutes=2), at - HOUR + timedelta(minutes=4))},
    ):
        with pytest.raises(Refused, match="duplicate") as refused:
            a_draft(cast, at, case=case, **changes)
        assert refused.value.facts["request"] == first.public_id
    page = as_person(cast.officer).post(reverse("requests:new", args=[case.public_id]), answers())
    assert page.status_code == 422
    assert reverse("requests:show", args=[first.public_id]) in page.content.decode()


def test_other_minutes_another_place_another_basis_and_a_refused_one_are_no_duplicates(
    cast: Cast,
) -> None:
    case = a_case(cast, AT)
    first = submitted(cast, AT, case=case)
    later = Window(first.window_stop, first.window_stop + timedelta(minutes=5))
    a_draft(cast, AT, case=case, window=later)
    a_draft(cast, AT, case=case, place=spot(LAT + 0.002, LNG, 60))
    a_draft(cast, AT, case=case, basis="demand", document="12/YC")
    services.refuse(footage_request=first, person=cast.commander, reason="Rộng", at=AT)
    a_draft(cast, AT, case=case)


def test_of_two_officers_drafts_of_the_same_only_one_is_sent(cast: Cast) -> None:
    camera, case = cast.camera(), a_case(cast, AT)
    mine = a_draft(cast, AT, case=case)
    theirs = a_draft(cast, AT, case=case, person=cast.colleague)
    for draft in (mine, theirs):
        choose(draft, AT, camera)
    services.submit(footage_request=mine, person=cast.officer, at=AT)
    with pytest.raises(Refused, match="duplicate"):
        services.submit(footage_request=theirs, person=cast.colleague, at=AT)
    theirs.refresh_from_db()
    assert theirs.state == "draft"


def test_nobody_is_asked_twice_for_the_same_minutes_of_a_case(cast: Cast) -> None:
    camera, case = cast.camera(), a_case(cast, AT)
    first = approved(cast, AT, camera, case=case)
    longer = Window(first.window_start, first.window_stop + timedelta(minutes=30))
    wide = a_draft(cast, AT, case=case, place=spot(LAT + 0.001, LNG, 85), window=longer)
    assert camera in [one.camera for one in candidates_of(wide, AT)]
    with pytest.raises(Refused, match="camera_asked_already"):
        choose(wide, AT, camera)
    services.choose_cameras(
        footage_request=wide,
        candidates=candidates_of(wide, AT),
        chosen=[camera.public_id],
        windows=(Window(first.window_stop, longer.stop),),
        at=AT,
    )


def test_minutes_outside_those_sought_cannot_be_chosen(cast: Cast) -> None:
    camera, draft = cast.camera(), a_draft(cast, AT)
    with pytest.raises(Refused, match="window_outside"):
        services.choose_cameras(
            footage_request=draft,
            candidates=candidates_of(draft, AT),
            chosen=[camera.public_id],
            windows=(Window(draft.window_start - HOUR, draft.window_stop),),
            at=AT,
        )


def test_the_pages_of_asking_cost_the_same_for_few_and_many_cameras(
    cast: Cast, as_person: Enter, django_assert_max_num_queries: Queries
) -> None:
    for n in range(12):
        cast.camera(lat=LAT - 0.00018 - n * 1e-5)
    for _ in range(4):
        submitted(cast, now(), cast.camera())
    draft = a_draft(cast, now())
    choose(draft, now(), *[one.camera for one in candidates_of(draft, now())][:3])
    officer = as_person(cast.officer)
    new = reverse("requests:new", args=[draft.case.public_id])
    touch = reverse("requests:touch", args=[draft.case.public_id])
    cameras = reverse("requests:cameras", args=[draft.public_id])
    check = reverse("requests:check", args=[draft.public_id])
    officer.get(check)
    for url, most in ((new, 12), (cameras, 20), (check, 20)):
        with django_assert_max_num_queries(most):
            officer.get(url)
    with django_assert_max_num_queries(16):
        officer.post(touch, answers())


# --- At once -----------------------------------------------------------------------------------


def both_at_once(first: Callable[[], object], second: Callable[[], object]) -> list[str]:
    """The second begins before the first commits; the codes of what was refused."""
    problems: list[str] = []

    def other() -> None:
        try:
            second()
        except Refused as refused:
            problems.append(refused.code)
        finally:
            connection.close()

    thread = threading.Thread(target=other)
    with transaction.atomic():
        first()
        thread.start()
        thread.join(0.5)
        assert thread.is_alive(), "the second did not wait for the first"
    thread.join(DEADLINE_S)
    return problems


@ONE_WRITER
@pytest.mark.django_db(transaction=True)
def test_two_tabs_of_one_officer_at_once_make_one_draft() -> None:
    cast = make_cast()
    case = a_case(cast, AT)
    problems = both_at_once(
        lambda: a_draft(cast, AT, case=case), lambda: a_draft(cast, AT, case=case)
    )
    assert problems == ["requests.duplicate"]
    assert FootageRequest.objects.count() == 1


@ONE_WRITER
@pytest.mark.django_db(transaction=True)
def test_two_officers_who_send_the_same_at_once_ask_once() -> None:
    cast = make_cast()
    camera, case = cast.camera(), a_case(cast, AT)
    mine = a_draft(cast, AT, case=case)
    theirs = a_draft(cast, AT, case=case, person=cast.colleague)
    for draft in (mine, theirs):
        choose(draft, AT, camera)
    problems = both_at_once(
        lambda: services.submit(footage_request=mine, person=cast.officer, at=AT),
        lambda: services.submit(footage_request=theirs, person=cast.colleague, at=AT),
    )
    assert problems == ["requests.duplicate"]
    states = FootageRequest.objects.order_by("pk").values_list("state", flat=True)
    assert list(states) == ["submitted", "draft"]
