"""From door to door: asking, correcting, closing, forgetting; through the pages."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cameras.consultation import services
from cameras.consultation.models import Consultation, Household, Reply
from cameras.consultation.queries import tally_of
from cameras.consultation.tally import PUBLIC_FROM, Answer, Tally
from portal.ledger.kinds import Kind
from portal.ledger.models import Detail, Entry
from portal.lib.clock import now
from portal.lib.errors import Refused
from portal.lib.ids import new_id
from portal.places.models import Neighbourhood
from portal.places.rules import day_of
from tests.cast import Cast

from .made import DAYS, QUESTION, begin_consultation, put_door, say

Enter = Callable[..., Client]
NAME, NUMBER, REMARK = "Hộ Ông Mẫu Tư", "0901 234 567", "hỏi lại buổi tối"


@pytest.fixture
def at() -> datetime:
    return now()


@pytest.fixture
def running(cast: Cast, at: datetime) -> Consultation:
    return begin_consultation(cast, at=at)


def door(running: Consultation, page: str = "ask") -> str:
    return reverse(f"consultation:{page}", args=[running.public_id])


def given(cast: Cast, **changes: str) -> dict[str, str]:
    facts = {
        "once": new_id(),
        "neighbourhood": str(cast.neighbourhood.pk),
        "label": NAME,
        "phone": NUMBER,
        "remark": REMARK,
        "answer": "agrees",
    }
    return facts | changes


def beside(cast: Cast) -> Neighbourhood:
    return Neighbourhood.objects.create(unit=cast.ward, name="Khu phố 2", kind="khu_pho")


def test_a_board_opens_a_consultation(cast: Cast, as_person: Enter, at: datetime) -> None:
    board = as_person(cast.board)
    facts = {
        "once": new_id(),
        "unit": str(cast.ward.pk),
        "title": "Camera đầu ngõ",
        "question": QUESTION,
        "neighbourhoods": [str(cast.neighbourhood.pk)],
        "begins_on": f"{day_of(at):%d/%m/%Y}",
        "ends_on": f"{day_of(at) + DAYS:%d/%m/%Y}",
    }
    first = board.post(reverse("consultation:open"), facts)
    again = board.post(reverse("consultation:open"), facts)
    assert first.status_code == again.status_code == 302
    row = Consultation.objects.get()
    assert first["Location"] == again["Location"] == door(row, "show")
    assert list(row.neighbourhoods.all()) == [cast.neighbourhood]
    assert Entry.objects.filter(kind=Kind.CONSULTATION_OPENED).count() == 1


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"ends_on": "01/01/2026"}, "Ngày kết thúc phải từ ngày bắt đầu trở đi."),
        ({"begins_on": "32/13/2026"}, "Hãy ghi ngày như 21/11/2026."),
        ({"ends_on": "01/01/2090"}, "kéo dài nhiều nhất 180 ngày"),
        ({"question": ""}, "Hãy viết câu hỏi."),
        ({"begins_on": "01/01/2026", "ends_on": "02/01/2026"}, "Ngày kết thúc đã qua."),
    ],
)
def test_what_cannot_be_asked_is_refused_in_words(
    cast: Cast, as_person: Enter, at: datetime, change: dict[str, str], sentence: str
) -> None:
    facts = {
        "unit": str(cast.ward.pk),
        "title": "Camera đầu ngõ",
        "question": QUESTION,
        "begins_on": f"{day_of(at):%d/%m/%Y}",
        "ends_on": f"{day_of(at):%d/%m/%Y}",
    }
    reply = as_person(cast.board).post(reverse("consultation:open"), facts | change)
    assert reply.status_code == 422
    assert sentence in reply.content.decode()
    assert not Consultation.objects.exists()


def test_one_door_is_one_screen_and_the_next_follows(
    cast: Cast, as_person: Enter, running: Consultation
) -> None:
    board = as_person(cast.board)
    page = board.get(door(running)).content.decode()
    assert "Hộ thứ 1" in page
    assert f'name="neighbourhood" value="{cast.neighbourhood.pk}"' in page
    assert QUESTION in page
    facts = given(cast)
    reply = board.post(door(running), facts)
    assert reply.status_code == 302
    board.post(door(running), facts)  # the same form again
    row = Household.objects.get()
    assert (row.label, row.phone) == (NAME, "+84901234567")
    assert row.replies.get().remark == REMARK
    after = board.get(reply["Location"]).content.decode()
    assert "Hộ thứ 2" in after
    assert NAME not in after


def test_who_copies_the_database_learns_no_name(
    cast: Cast, as_person: Enter, running: Consultation
) -> None:
    as_person(cast.board).post(door(running), given(cast))
    rows = repr([list(model.objects.values()) for model in (Household, Reply, Entry, Detail)])
    for secret in ("Mẫu Tư", "901234567", REMARK):
        assert secret not in rows
    entry = Entry.objects.get(kind=Kind.HOUSEHOLD_ASKED)
    assert b"agrees" not in bytes(entry.body)


def test_the_same_household_twice_is_pointed_out(
    cast: Cast, as_person: Enter, running: Consultation
) -> None:
    board = as_person(cast.board)
    board.post(door(running), given(cast))
    again = given(cast, label="  hộ ông MẪU tu ", answer="disagrees")
    reply = board.post(door(running), again)
    assert reply.status_code == 422
    assert "Hộ này đã được ghi trong đợt này" in reply.content.decode()
    assert Household.objects.count() == 1
    assert board.post(door(running), again | {"another": "on"}).status_code == 302
    assert Household.objects.count() == 2


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"label": ""}, "Hãy ghi tên chủ hộ hoặc số nhà."),
        ({"phone": "12"}, "Số điện thoại chưa đúng."),
        ({"answer": ""}, "Hãy bấm một câu trả lời."),
        ({"answer": "perhaps"}, "perhaps"),
        ({"neighbourhood": "0"}, "neighbourhood"),
    ],
)
def test_a_slip_at_the_door_keeps_what_was_typed(
    cast: Cast,
    as_person: Enter,
    running: Consultation,
    change: dict[str, str],
    sentence: str,
) -> None:
    beside(cast)
    reply = as_person(cast.board).post(door(running), given(cast, **change))
    page = reply.content.decode()
    assert reply.status_code == 422
    assert sentence in page
    assert REMARK in page
    assert not Household.objects.exists()


def test_a_correction_is_a_new_answer_and_the_old_one_stays(
    cast: Cast, as_person: Enter, running: Consultation, at: datetime
) -> None:
    row = say(running, cast.board, cast.neighbourhood, label=NAME, at=at)
    page = reverse("consultation:household", args=[row.public_id])
    reply = as_person(cast.board).post(page, {"answer": "disagrees", "remark": "nghĩ lại"})
    assert reply.status_code == 302
    assert [(one.number, one.answer, one.holds) for one in row.replies.all()] == [
        (1, "agrees", False),
        (2, "disagrees", True),
    ]
    assert tally_of(running) == Tally(disagrees=1)
    assert Entry.objects.filter(kind=Kind.HOUSEHOLD_CORRECTED).count() == 1


def test_a_neighbourhood_s_board_reads_and_writes_its_own_doors_only(
    cast: Cast, as_person: Enter, running: Consultation, at: datetime
) -> None:
    other = beside(cast)
    own = say(running, cast.board, cast.neighbourhood, label="Số 1", at=at)
    theirs = put_door(running, cast.second_board, other, at=at)
    board = as_person(cast.board)
    page = board.get(door(running, "households")).content.decode()
    assert "Số 1" in page
    assert "Số 99" not in page
    for row, status in ((own, 200), (theirs, 404)):
        reply = board.get(reverse("consultation:household", args=[row.public_id]))
        assert reply.status_code == status
    with pytest.raises(Refused, match="not_your_part"):
        say(running, cast.board, other, at=at)


def test_the_committee_reads_counts_and_no_door(
    cast: Cast, as_person: Enter, running: Consultation, at: datetime
) -> None:
    row = say(running, cast.board, cast.neighbourhood, label=NAME, at=at)
    committee = as_person(cast.committee)
    for page in ("show", "sheet"):
        shown = committee.get(door(running, page)).content.decode()
        assert cast.neighbourhood.name in shown
        assert NAME not in shown
    for page in ("ask", "households"):
        assert committee.get(door(running, page)).status_code in {403, 404}
    address = reverse("consultation:household", args=[row.public_id])
    assert committee.get(address).status_code in {403, 404}


def test_nothing_is_written_once_it_is_over(
    cast: Cast, as_person: Enter, running: Consultation, at: datetime
) -> None:
    row = say(running, cast.board, cast.neighbourhood, at=at)
    late = at + DAYS + timedelta(days=1)
    with pytest.raises(Refused, match="closed"):
        say(running, cast.board, cast.neighbourhood, at=late)
    assert as_person(cast.committee).post(door(running, "close")).status_code == 302
    with pytest.raises(Refused, match="closed"):
        say(running, cast.board, cast.neighbourhood, at=at)
    with pytest.raises(Refused, match="closed"):
        services.correct(household=row, person=cast.board, answer=Answer.AWAY, remark="", at=at)
    with pytest.raises(Refused, match="closed"):
        services.close(consultation=running, actor=cast.board.subject, at=at)


def test_nobody_is_asked_before_the_first_day_or_outside_the_area(
    cast: Cast, running: Consultation, at: datetime
) -> None:
    other = beside(cast)
    Consultation.objects.filter(pk=running.pk).update(begins_on=day_of(at) + timedelta(days=1))
    with pytest.raises(Refused, match="not_begun"):
        say(running, cast.board, other, at=at)
    Consultation.objects.filter(pk=running.pk).update(begins_on=day_of(at))
    running.neighbourhoods.set([cast.neighbourhood])
    with pytest.raises(Refused, match="elsewhere"):
        say(running, cast.board, other, at=at)


def answered(running: Consultation, cast: Cast, part: Neighbourhood, n: int, at: datetime) -> None:
    for number in range(n):
        answer = Answer.DISAGREES if number % 5 == 0 else Answer.AGREES
        say(running, cast.board, part, answer=answer, at=at)


@pytest.mark.parametrize(("n", "seen"), [(PUBLIC_FROM - 1, False), (PUBLIC_FROM, True)])
def test_the_public_reads_a_closed_tally_of_twenty_answers(
    cast: Cast, client: Client, running: Consultation, at: datetime, n: int, seen: bool
) -> None:
    public = reverse("consultation:board", args=[cast.ward.code])
    answered(running, cast, cast.neighbourhood, n, at)
    put_door(running, cast.second_board, beside(cast), at=at)
    assert QUESTION not in client.get(public).content.decode()
    services.close(consultation=running, actor=cast.board.subject, at=at)
    page = client.get(public).content.decode()
    assert (QUESTION in page) is seen
    assert "Khu phố 2" not in page  # a part with too few answers hides all of them
    entry = Entry.objects.get(kind=Kind.CONSULTATION_CLOSED)
    assert (b'"agrees"' in bytes(entry.body)) is seen


def test_names_go_when_their_days_are_over_and_counts_stay(
    cast: Cast, running: Consultation, as_person: Enter, at: datetime
) -> None:
    as_person(cast.board).post(door(running), given(cast))
    over = at + DAYS + timedelta(days=1)
    services.sweep(over)
    running.refresh_from_db()
    assert running.closed_at == over
    services.sweep(over + timedelta(days=179))
    assert Household.objects.get().label == NAME
    services.sweep(over + timedelta(days=180))
    services.sweep(over + timedelta(days=181))
    row = Household.objects.get()
    assert (row.label, row.phone, row.mark) == ("", "", "")
    assert row.replies.get().remark == ""
    assert not Detail.objects.filter(name="answer").exists()
    assert tally_of(running) == Tally(agrees=1)
    assert Entry.objects.filter(kind=Kind.CONSULTATION_ERASED).count() == 1
    page = as_person(cast.board).get(door(running, "households")).content.decode()
    assert "Đã xóa tên" in page


@pytest.mark.parametrize("page", ["households", "show", "ask"])
def test_a_page_of_many_asks_the_database_as_often_as_of_one(
    cast: Cast, as_person: Enter, running: Consultation, at: datetime, page: str
) -> None:
    board = as_person(cast.board)
    say(running, cast.board, cast.neighbourhood, at=at)
    board.get(door(running, page))
    with CaptureQueriesContext(connection) as one:
        board.get(door(running, page))
    for _number in range(12):
        say(running, cast.board, cast.neighbourhood, at=at)
    with CaptureQueriesContext(connection) as many:
        assert board.get(door(running, page)).status_code == 200
    assert len(many) == len(one)


def test_the_sheet_has_a_head_a_table_and_lines_to_sign(
    cast: Cast, as_person: Enter, running: Consultation, at: datetime
) -> None:
    answered(running, cast, cast.neighbourhood, 5, at)
    page = as_person(cast.board).get(door(running, "sheet")).content.decode()
    for words in ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Ký, ghi rõ họ tên", "80,0 %"):
        assert words in page


def test_a_list_of_consultations_is_one_query_more(
    cast: Cast, as_person: Enter, at: datetime, django_assert_max_num_queries: Any
) -> None:
    board = as_person(cast.board)
    begin_consultation(cast, at=at)
    url = reverse("consultation:index")
    with CaptureQueriesContext(connection) as one:
        board.get(url)
    for _number in range(5):
        begin_consultation(cast, at=at)
    with django_assert_max_num_queries(len(one)):
        board.get(url)
