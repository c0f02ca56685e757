"""Who may give and end an office, and what the pages say to everybody else."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from portal.appointments import services, terms
from portal.ledger.kinds import Kind
from portal.ledger.models import Detail, Entry
from portal.lib import clock
from portal.lib.errors import Refused
from portal.notices.models import Notice
from portal.people.enrolment import redeem
from portal.people.models import EnrolmentCode, Office, User
from portal.people.roles import Role
from portal.people.services import appoint, end_office, give_totp
from portal.places.models import Province, Unit
from tests.cast import Cast
from tests.portal.people.test_second_factor import enter_by_sms

Enter = Callable[..., Client]
INDEX = reverse("appointments:index")
CODE = re.compile(r"\b[2-9A-Z]{5}-[2-9A-Z]{5}\b")
DOCUMENT = "15/QĐ-UBND"
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def fresh_limits() -> None:
    cache.clear()


def new(unit: Unit) -> str:
    return reverse("appointments:appoint", args=[unit.code])


def day(offset: int = 0) -> str:
    return f"{terms.today(clock.now()) + offset * DAY:%d/%m/%Y}"


def answers(person: User, **changes: Any) -> dict[str, str]:
    facts = {
        "once": "abcdefgh23456789",
        "phone": str(person.phone),
        "role": "officer",
        "document": DOCUMENT,
        "valid_from": day(),
        "step": "check",
    }
    return {**facts, **changes}


def said(answer: Any) -> str:
    text: str = answer.content.decode()
    return text


def test_an_officer_is_appointed_in_three_pages(cast: Cast, as_person: Enter) -> None:
    client = as_person(cast.administrator)
    assert client.get(new(cast.ward)).status_code == 200
    page = client.post(new(cast.ward), answers(cast.stranger))
    assert page.status_code == 200
    for words in ("Stranger", "Cán bộ công an", DOCUMENT, "Ngay khi bạn bấm"):
        assert words in said(page)
    assert not cast.stranger.offices.exists()
    page = client.post(new(cast.ward), answers(cast.stranger, step="give"))
    code = CODE.search(said(page))
    assert code
    assert "no-store" in page.headers["Cache-Control"]
    office = cast.stranger.offices.get()
    assert (office.document, office.appointed_by) == (DOCUMENT, cast.administrator)
    entry = Entry.objects.get(kind=Kind.OFFICE_APPOINTED, mentions__subject=office.subject)
    assert entry.parsed["facts"]["document"] == DOCUMENT
    assert entry.actor == cast.administrator.subject
    notice = Notice.objects.get(person=cast.stranger)
    assert "Cán bộ công an" in notice.title
    assert code[0] not in notice.title + notice.body
    redeem(person=cast.stranger, text=code[0], at=clock.now())


def test_the_code_is_shown_once_and_a_second_click_gives_no_second_office(
    cast: Cast, as_person: Enter
) -> None:
    client = as_person(cast.administrator)
    first = client.post(new(cast.ward), answers(cast.stranger, step="give"))
    again = client.post(new(cast.ward), answers(cast.stranger, step="give"))
    assert CODE.search(said(first))
    assert again.status_code == 200
    assert not CODE.search(said(again))
    assert Office.objects.filter(person=cast.stranger).count() == 1
    for person, url in ((cast.administrator, INDEX), (cast.stranger, reverse("notices:index"))):
        assert not CODE.search(said(as_person(person).get(url)))
    other = client.post(new(cast.ward), answers(cast.owner, step="give"))
    assert other.status_code == 422
    assert not cast.owner.offices.exists()


def test_going_back_keeps_the_answers(cast: Cast, as_person: Enter) -> None:
    page = as_person(cast.administrator).post(
        new(cast.ward), answers(cast.stranger, step="change", role="auditor")
    )
    assert page.status_code == 200
    assert DOCUMENT in said(page)
    assert page.context["form"]["role"].value() == "auditor"


WRONG: list[tuple[dict[str, str], str]] = [
    ({"phone": ""}, "Hãy nhập số điện thoại"),
    ({"phone": "123"}, "chưa đúng"),
    ({"phone": "0909 999 999"}, "Chưa có tài khoản"),
    ({"role": ""}, "Hãy chọn chức vụ"),
    ({"role": "superuser"}, "error"),
    ({"role": "board"}, "Ban điều hành thuộc một khu phố"),
    ({"document": ""}, "Hãy ghi số quyết định"),
    ({"document": "QĐ bổ nhiệm Nguyễn Văn Mẫu"}, "Số quyết định chưa đúng"),
    ({"document": "1/" + "A" * 90}, "error"),
    ({"valid_from": "32/13/2026"}, "Ngày phải có dạng"),
    ({"valid_from": day(-1)}, "lùi về trước"),
    ({"valid_from": day(400)}, "không quá một năm"),
    ({"valid_to": day(-3)}, "không được trước"),
    ({"valid_to": day(5000)}, "không quá mười năm"),
    ({"once": "u" * 16}, "Trang này không dùng tiếp được"),
]


@pytest.mark.parametrize(("changes", "words"), WRONG)
@pytest.mark.parametrize("step", ["check", "give"])
def test_bad_answers_are_named_and_nothing_happens(
    cast: Cast, as_person: Enter, changes: dict[str, str], words: str, step: str
) -> None:
    page = as_person(cast.administrator).post(
        new(cast.ward), answers(cast.stranger, **{"step": step, **changes})
    )
    assert page.status_code == 422
    assert words in said(page)
    assert not cast.stranger.offices.exists()


def test_a_number_that_was_never_confirmed_is_no_account(cast: Cast, as_person: Enter) -> None:
    User.objects.filter(pk=cast.stranger.pk).update(phone_verified=False)
    page = as_person(cast.administrator).post(new(cast.ward), answers(cast.stranger))
    assert page.status_code == 422


def test_nobody_appoints_themself_on_the_page_either(cast: Cast, as_person: Enter) -> None:
    page = as_person(cast.administrator).post(
        new(cast.ward), answers(cast.administrator, step="give", role="commander")
    )
    assert page.status_code == 422
    assert "Không ai tự bổ nhiệm mình" in said(page)
    assert cast.administrator.offices.count() == 1


@pytest.mark.parametrize("name", ["officer", "commander", "committee", "board", "auditor", "owner"])
def test_only_administrators_appoint(cast: Cast, as_person: Enter, name: str) -> None:
    client = as_person(getattr(cast, name))
    for answer in (client.get(new(cast.ward)), client.post(new(cast.ward), answers(cast.stranger))):
        assert answer.status_code in {403, 404}


def test_an_administrator_of_elsewhere_finds_nothing(cast: Cast, as_person: Enter) -> None:
    """Neither of the ward next door, of what the ward once lay in, nor of another province."""
    province = Province.objects.create(code="01", name="Tỉnh khác")
    district = Unit.objects.create(
        code="old-d", name="Quận Mẫu", kind="district", province=cast.ward.province,
        valid_from=date(2000, 1, 1),
    )  # fmt: skip
    far = Unit.objects.create(
        code="f1", name="Phường Mẫu Một", kind="ward", province=province,
        valid_from=date(2025, 7, 1),
    )  # fmt: skip
    at = clock.now()
    office = cast.officer.offices.get()
    for person, unit in (
        (cast.neighbour, district),
        (cast.owner, far),
        (cast.stranger, cast.other_ward),
    ):
        role = Role.ADMINISTRATOR
        appoint(person=person, role=role, unit=unit, appointed_by=None, at=at)
        client = as_person(person)
        for url in (
            new(cast.ward),
            f"{INDEX}?unit={cast.ward.code}",
            *(
                reverse(f"appointments:{name}", args=[office.public_id])
                for name in ("show", "end", "code")
            ),
        ):
            assert client.get(url).status_code == 404, (unit, url)
            assert client.post(url, answers(cast.co_owner, step="give")).status_code in {404, 405}
    assert cast.officer.offices.get().valid_to is None
    assert not cast.co_owner.offices.exists()
    assert not EnrolmentCode.objects.exists()


def test_an_administrator_whose_term_ended_yesterday_finds_nothing(
    cast: Cast, as_person: Enter
) -> None:
    client = as_person(cast.administrator)
    office = cast.administrator.offices.get()
    end_office(office=office, ended_by=cast.administrator, at=clock.now() - DAY)
    assert client.get(INDEX).status_code == 403
    assert client.post(new(cast.ward), answers(cast.stranger, step="give")).status_code in {
        403,
        404,
    }
    assert not cast.stranger.offices.exists()


def test_a_unit_that_is_no_more_takes_no_office(cast: Cast, as_person: Enter) -> None:
    client = as_person(cast.administrator)
    Unit.objects.filter(pk=cast.ward.pk).update(valid_to=date(2026, 1, 1))
    page = client.post(new(cast.ward), answers(cast.stranger, step="give"))
    assert page.status_code == 422
    assert "không còn nữa" in said(page)


def test_a_term_from_tomorrow_counts_from_its_first_instant(cast: Cast, as_person: Enter) -> None:
    client = as_person(cast.administrator)
    client.post(
        new(cast.ward), answers(cast.stranger, step="give", valid_from=day(1), valid_to=day(1))
    )
    office = cast.stranger.offices.get()
    cast.stranger.forget_read()
    assert not cast.stranger.is_official(clock.now())
    assert not cast.stranger.is_official(office.valid_from - timedelta(microseconds=1))
    assert cast.stranger.is_official(office.valid_from)
    assert office.valid_to == office.valid_from + DAY
    assert not cast.stranger.is_official(office.valid_to)
    assert "Stranger" in said(client.get(f"{INDEX}?state=coming"))
    assert "Stranger" not in said(client.get(INDEX))


def test_a_board_sits_in_a_neighbourhood(cast: Cast, as_person: Enter) -> None:
    client = as_person(cast.administrator)
    part = str(cast.neighbourhood.pk)
    wrong = client.post(new(cast.ward), answers(cast.stranger, neighbourhood=part))
    assert "Chỉ ban điều hành" in said(wrong)
    client.post(
        new(cast.ward), answers(cast.stranger, step="give", role="board", neighbourhood=part)
    )
    assert cast.stranger.offices.get().neighbourhood == cast.neighbourhood


def test_sixty_looks_an_hour_and_then_a_sentence(cast: Cast) -> None:
    at = clock.now()
    for _ in range(services.LOOKS_AN_HOUR):
        with pytest.raises(Refused, match="no_account"):
            services.look_up(phone="+84909999999", asked_by=cast.administrator, at=at)
    with pytest.raises(Refused, match="too_many_looks"):
        services.look_up(phone=str(cast.owner.phone), asked_by=cast.administrator, at=at)
    later = at + timedelta(hours=1)
    found = services.look_up(phone=str(cast.owner.phone), asked_by=cast.administrator, at=later)
    assert found == cast.owner


def test_the_second_of_two_administrators_is_told(cast: Cast, as_person: Enter) -> None:
    role = Role.ADMINISTRATOR
    appoint(person=cast.owner, role=role, unit=cast.ward, appointed_by=None, at=clock.now())
    first, second = as_person(cast.administrator), as_person(cast.owner)
    for client in (first, second):
        assert client.post(new(cast.ward), answers(cast.stranger)).status_code == 200
    first.post(new(cast.ward), answers(cast.stranger, step="give"))
    late = second.post(new(cast.ward), answers(cast.stranger, step="give", once="bbcdefgh23456789"))
    assert late.status_code == 422
    assert "đang giữ đúng vai trò đó" in said(late)
    assert cast.stranger.offices.count() == 1


def test_the_end_is_at_once_in_open_sessions_too(cast: Cast, as_person: Enter) -> None:
    officer, client = as_person(cast.officer), as_person(cast.administrator)
    assert officer.get(reverse("cases:index")).status_code == 200
    office = cast.officer.offices.get()
    url = reverse("appointments:end", args=[office.public_id])
    assert client.get(url).status_code == 200
    assert client.post(url, {"reason": " \u200b "}).status_code == 422
    assert client.post(url, {"reason": "x" * 501}).status_code == 422
    answer = client.post(url, {"reason": "Chuyển công tác"})
    assert answer.headers["Location"] == reverse("appointments:show", args=[office.public_id])
    assert officer.get(reverse("cases:index")).status_code == 403
    assert officer.get(reverse("notices:index")).status_code == 200
    entry = Entry.objects.get(kind=Kind.OFFICE_ENDED)
    assert entry.actor == cast.administrator.subject
    assert "Chuyển" not in bytes(entry.body).decode()
    assert Detail.objects.get(entry=entry, name="reason").text == "Chuyển công tác"
    assert Notice.objects.filter(person=cast.officer, kind="office-ended").count() == 1
    assert client.post(url, {"reason": "Lần nữa"}).status_code == 422
    page = said(client.get(f"{INDEX}?state=ended"))
    assert "Officer" in page


def test_one_lays_down_ones_own_office_and_no_other(cast: Cast, as_person: Enter) -> None:
    client = as_person(cast.officer)
    mine, other = cast.officer.offices.get(), cast.colleague.offices.get()
    assert client.get(reverse("appointments:end", args=[other.public_id])).status_code == 404
    answer = client.post(reverse("appointments:end", args=[mine.public_id]), {"reason": "Xin thôi"})
    assert answer.headers["Location"] == reverse("people:profile")
    assert not cast.officer.offices.get().holds(clock.now())


def test_an_administrator_hands_out_a_new_code_never_their_own(
    cast: Cast, as_person: Enter
) -> None:
    client = as_person(cast.administrator)
    office, own = cast.officer.offices.get(), cast.administrator.offices.get()
    url = reverse("appointments:code", args=[own.public_id])
    assert (client.get(url).status_code, client.post(url).status_code) == (403, 403)
    client.get(reverse("appointments:code", args=[office.public_id]))
    assert not EnrolmentCode.objects.exists()
    page = client.post(reverse("appointments:code", args=[office.public_id]))
    code = CODE.search(said(page))
    assert code
    redeem(person=cast.officer, text=code[0], at=clock.now())
    row = EnrolmentCode.objects.get()
    assert row.issued_by == cast.administrator
    assert Notice.objects.filter(person=cast.officer, kind="factor-code").count() == 1


def test_whoever_has_a_factor_that_counts_needs_no_code(cast: Cast, as_person: Enter) -> None:
    give_totp(person=cast.outsider, secret="JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
    page = as_person(cast.administrator).post(new(cast.ward), answers(cast.outsider, step="give"))
    assert "không cần mã" in said(page)
    assert not EnrolmentCode.objects.exists()


def test_an_auditor_reads_and_changes_nothing(cast: Cast, as_person: Enter) -> None:
    client = as_person(cast.auditor)
    office = cast.officer.offices.get()
    assert "Officer" in said(client.get(INDEX))
    assert new(cast.ward) not in said(client.get(INDEX))
    assert client.get(reverse("appointments:show", args=[office.public_id])).status_code == 200
    for name in ("end", "code"):
        url = reverse(f"appointments:{name}", args=[office.public_id])
        assert client.post(url, {"reason": "x"}).status_code == 403


def test_ones_own_offices_stand_on_the_profile(cast: Cast, as_person: Enter) -> None:
    page = said(as_person(cast.board).get(reverse("people:profile")))
    for words in ("Chức vụ của tôi", "Phường Mẫu Một", "Khu phố 1", "21/10/2026"):
        assert words in page


def test_the_list_costs_the_same_for_many(
    cast: Cast, as_person: Enter, django_assert_max_num_queries: Any
) -> None:
    client = as_person(cast.administrator)
    client.get(INDEX)
    for person in (cast.owner, cast.co_owner, cast.neighbour, cast.stranger):
        appoint(
            person=person,
            role=Role.BOARD,
            unit=cast.ward,
            neighbourhood=cast.neighbourhood,
            appointed_by=cast.administrator,
            at=clock.now(),
        )
    with django_assert_max_num_queries(13):
        assert client.get(INDEX).status_code == 200
    with django_assert_max_num_queries(13):
        assert client.get(reverse("people:profile")).status_code == 200


@pytest.mark.parametrize("query", ["unit=nowhere", "unit=%00", "unit=" + "x" * 5000, "unit=t2"])
def test_units_that_are_not_ours_are_not_found(cast: Cast, as_person: Enter, query: str) -> None:
    assert as_person(cast.administrator).get(f"{INDEX}?{query}").status_code == 404


def test_strange_states_and_pages_show_the_first(cast: Cast, as_person: Enter) -> None:
    client = as_person(cast.administrator)
    for query in ("state=x", "page=999", "page=x", "state=%00"):
        assert client.get(f"{INDEX}?{query}").status_code == 200


def command(**options: str | bool) -> str:
    out = StringIO()
    call_command("appoint_administrator", stdout=out, **options)
    return out.getvalue()


def test_the_operator_appoints_the_first_administrator(cast: Cast) -> None:
    options = {"phone": "0912 345 678", "unit": cast.other_ward.code}
    with pytest.raises(CommandError, match="họ và tên"):
        command(**options)
    said_first = command(**options, name="Quản Trị Mẫu")
    person = User.objects.get(phone="+84912345678")
    assert person.units_with(Role.ADMINISTRATOR, clock.now()) == {cast.other_ward.pk}
    first, again = CODE.search(said_first), CODE.search(command(**options))
    assert first
    assert again
    assert person.offices.count() == 1
    with pytest.raises(Refused, match="code_wrong"):
        redeem(person=person, text=first[0], at=clock.now())
    redeem(person=person, text=again[0], at=clock.now())
    client, _answer = enter_by_sms(person)
    assert client.get(INDEX).headers["Location"].startswith(reverse("people:enrol"))


@pytest.mark.parametrize(
    "options", [{"phone": "12", "unit": "t1"}, {"phone": "0912345678", "unit": "no"}]
)
def test_the_operator_is_told_what_is_wrong(cast: Cast, options: dict[str, str]) -> None:
    with pytest.raises(CommandError):
        command(**options, name="Quản Trị Mẫu")
