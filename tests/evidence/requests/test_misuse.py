"""What must not work: answers and decisions by whoever may not give them, and hints of a 'no'."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from cameras.consent import texts
from cameras.consent.scopes import Scope
from cameras.consent.services import withdraw
from evidence.cases.services import close_case
from evidence.requests import answers, services
from evidence.requests.models import FootageRequest, Target
from evidence.requests.present import officer_state
from evidence.requests.states import RequestState, TargetState
from portal.ledger.models import entries_about
from portal.lib.clock import now
from portal.lib.errors import Refused
from portal.notices.models import Notice
from portal.people.models import Membership
from portal.people.services import end_membership
from tests.cast import AT, PLACE, Cast

from .scenario import a_case, a_draft, approved, submitted
from .test_pages import answers as typed

Enter = Callable[..., Client]


def link_of(cast: Cast) -> str:
    return Notice.objects.get(person=cast.owner, kind="target:notified").link


# --- Answers ------------------------------------------------------------------------------------


def test_an_owner_s_no_does_not_stop_a_written_demand(cast: Cast, client: Client) -> None:
    target = approved(cast, now(), basis="demand", document="12/QĐ").targets.get()
    for verdict in ("decline", "nothing"):
        page = client.post(link_of(cast), {"answer": verdict})
        assert page.status_code == 422
        assert "được báo chứ không được hỏi" in page.content.decode()
    target.refresh_from_db()
    assert target.state == TargetState.AGREED
    assert not entries_about(target.subject).filter(kind="target:answered").exists()


def test_a_link_ends_with_its_holder_s_membership(cast: Cast, client: Client) -> None:
    target = approved(cast, now()).targets.get()
    link = link_of(cast)
    token = link.rstrip("/").rpartition("/")[2]
    membership = Membership.objects.get(person=cast.owner, organisation=cast.household)
    end_membership(membership=membership, actor=cast.co_owner, at=now())
    assert client.get(link).status_code == 404
    assert client.post(link, {"answer": "share"}).status_code == 404
    assert client.get(reverse("extraction:upload", args=[token])).status_code == 404
    target.refresh_from_db()
    assert target.state == TargetState.WAITING


def test_a_yes_for_a_closed_case_is_refused(cast: Cast) -> None:
    row = approved(cast, AT)
    close_case(case=row.case, person=cast.officer, at=AT)
    with pytest.raises(Refused) as refused:
        answers.answer(
            target=row.targets.get(), person=cast.owner, verdict="share", means="link", at=AT
        )
    assert refused.value.code == "requests.case_closed"


def test_an_owner_does_not_find_what_nobody_approved(cast: Cast, as_person: Enter) -> None:
    target = submitted(cast, now()).targets.get()
    page = as_person(cast.owner).get(reverse("requests:respond", args=[target.public_id]))
    assert page.status_code == 404


# --- Decisions ----------------------------------------------------------------------------------


@pytest.mark.parametrize("verdict", [{}, {"verdict": ""}, {"verdict": "Approve"}])
def test_nothing_is_approved_without_saying_so(
    cast: Cast, as_person: Enter, verdict: dict[str, str]
) -> None:
    row = submitted(cast, now())
    page = as_person(cast.commander).post(reverse("requests:decide", args=[row.public_id]), verdict)
    assert page.status_code == 422
    row.refresh_from_db()
    assert row.state == RequestState.SUBMITTED


def test_a_request_of_a_closed_case_is_not_approved(cast: Cast) -> None:
    row = submitted(cast, AT)
    close_case(case=row.case, person=cast.officer, at=AT)
    with pytest.raises(Refused) as refused:
        services.approve(footage_request=row, person=cast.commander, reason="", at=AT)
    assert refused.value.code == "requests.case_closed"
    assert FootageRequest.objects.get().state == RequestState.SUBMITTED
    assert not Notice.objects.filter(kind="target:notified").exists()


# --- What an officer may not learn --------------------------------------------------------------


def test_a_withdrawal_before_the_approval_looks_like_silence(cast: Cast) -> None:
    row = submitted(cast, AT)
    _withdraw(cast, row)
    row = services.approve(footage_request=row, person=cast.commander, reason="", at=AT)
    assert row.deadline is not None
    target = Target.objects.get()
    assert officer_state(target, row, AT) == TargetState.WAITING
    assert officer_state(target, row, row.deadline) == TargetState.NOTHING


def test_silence_reads_like_a_no_from_the_deadline_on(cast: Cast) -> None:
    row = approved(cast, AT)
    assert row.deadline is not None
    silent = Target.objects.get()
    declined = Target(state=TargetState.DECLINED, told_at=silent.told_at)
    for at in (row.deadline - timedelta(seconds=1), row.deadline, row.deadline + timedelta(1)):
        assert officer_state(silent, row, at) == officer_state(declined, row, at)


# --- Input --------------------------------------------------------------------------------------


@pytest.mark.parametrize("year", ["0001", "1969", "9999"])
def test_an_absurd_year_gets_a_sentence(cast: Cast, as_person: Enter, year: str) -> None:
    case = a_case(cast, now())
    day = f"01/01/{year}"
    facts = typed(start_day=day, start_time="00:00", stop_day=day, stop_time="00:05")
    page = as_person(cast.officer).post(reverse("requests:new", args=[case.public_id]), facts)
    assert page.status_code == 422
    assert not FootageRequest.objects.exists()


@pytest.mark.parametrize("number", ["nan", "inf", "-inf", "1e400"])
def test_a_place_that_is_no_number_is_refused(cast: Cast, as_person: Enter, number: str) -> None:
    case = a_case(cast, now())
    page = as_person(cast.officer).post(
        reverse("requests:new", args=[case.public_id]), typed(lat=number)
    )
    assert page.status_code == 422


@pytest.mark.parametrize(
    ("where", "words"),
    [
        ({"lat": str(PLACE[1]), "lng": str(PLACE[0])}, "có vẻ bị đảo"),
        ({"lat": "48.85", "lng": "2.35"}, "nằm ngoài lãnh thổ Việt Nam"),
        ({"lat": "", "lng": ""}, "Hãy chạm lên bản đồ"),
        ({"mark": "route", "width_m": "500"}, "Mỗi bên đường phải từ 5 đến 100 mét"),
    ],
)
def test_a_place_that_is_none_is_told_as_where_cameras_are_searched(
    cast: Cast, as_person: Enter, where: dict[str, str], words: str
) -> None:
    case = a_case(cast, now())
    new = reverse("requests:new", args=[case.public_id])
    page = as_person(cast.officer).post(new, typed(**where))
    assert page.status_code == 422
    assert words in page.content.decode()


def test_a_reason_of_invisible_characters_is_no_reason(cast: Cast, as_person: Enter) -> None:
    case = a_case(cast, now())
    page = as_person(cast.officer).post(
        reverse("requests:new", args=[case.public_id]), typed(purpose="\u200b\u202e" * 20)
    )
    assert page.status_code == 422
    with pytest.raises(Refused):
        a_draft(cast, AT, purpose="\u200b" * 20)
    assert not FootageRequest.objects.exists()


def _withdraw(cast: Cast, row: FootageRequest) -> None:
    withdraw(
        row.targets.get().camera,
        person=cast.owner,
        scopes=frozenset({Scope.ASK}),
        terms=texts.current("vi"),
        at=AT,
    )
