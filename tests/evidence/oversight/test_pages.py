"""What the auditor reads and writes, what the committee learns, and what nobody else sees."""

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from evidence.oversight.models import Question, Sheet
from evidence.oversight.present import by_chance, per_cent, shown
from portal.people.models import User
from tests.cast import AT, Cast

from .made import make_question, make_sheet

Enter = Callable[..., Client]
INDEX = reverse("oversight:index")


@pytest.fixture
def sheet(cast: Cast) -> Sheet:
    return make_sheet(cast.ward, AT)


@pytest.fixture
def question(cast: Cast, sheet: Sheet) -> Question:
    return make_question(sheet, cast.officer)


def text_of(client: Client, address: str) -> str:
    reply = client.get(address)
    assert reply.status_code == 200
    return " ".join(reply.content.decode().split())


def page_of(thing: Question | Sheet) -> str:
    name = "question" if isinstance(thing, Question) else "sheet"
    return reverse(f"oversight:{name}", args=[thing.public_id])


def test_the_auditor_reads_numbers_and_entries_and_no_owner(
    cast: Cast, as_person: Enter, question: Question
) -> None:
    cast.camera(address="12 Đường Mẫu")
    client = as_person(cast.auditor)
    assert page_of(question.sheet) in text_of(client, INDEX)
    listed = text_of(client, page_of(question.sheet))
    for words in ("7 trong 40", "Officer", "Mỗi mục là một câu hỏi", "<svg"):
        assert words in listed
    alone = text_of(client, page_of(question))
    for seq in question.seqs:
        assert reverse("ledger:entry", args=[seq]) in alone
    for page in (listed, alone):
        assert cast.owner.full_name not in page
        assert cast.household.name not in page
        assert "Đường Mẫu" not in page


def test_what_came_of_it_is_written_and_read_on_the_sheet(
    cast: Cast, as_person: Enter, question: Question
) -> None:
    client = as_person(cast.auditor)
    sent = {"verdict": "explained", "note": "Nhà bị trộm ba lần"}
    assert client.post(page_of(question), sent).status_code == 302
    listed = text_of(client, page_of(question.sheet))
    assert "Nhà bị trộm ba lần" in listed
    assert "Chưa hỏi lại" not in listed


def test_a_form_that_lacks_something_keeps_what_was_written(
    cast: Cast, as_person: Enter, question: Question
) -> None:
    client = as_person(cast.auditor)
    reply = client.post(page_of(question), {"verdict": "", "note": "Đã hỏi trực ban"})
    assert reply.status_code == 422
    assert "Đã hỏi trực ban" in reply.content.decode()
    assert "Hãy chọn kết quả." in reply.content.decode()
    question.refresh_from_db()
    assert question.state == "open"


@pytest.mark.parametrize("who", ["officer", "commander", "committee", "outsider", "stranger"])
def test_nobody_but_an_auditor_of_the_unit_reads_a_sheet_or_writes(
    cast: Cast, as_person: Enter, question: Question, who: str
) -> None:
    client = as_person(getattr(cast, who))
    sent = {"verdict": "explained", "note": "Không sao"}
    for reply in (
        client.get(page_of(question.sheet)),
        client.get(page_of(question)),
        client.post(page_of(question), sent),
    ):
        assert reply.status_code in {403, 404}
    question.refresh_from_db()
    assert question.state == "open"


def test_nobody_reads_or_answers_what_is_asked_about_themselves(
    cast: Cast, as_person: Enter, sheet: Sheet
) -> None:
    own = make_question(sheet, cast.auditor)
    shared = make_question(sheet, cast.officer, rule="pair", other=cast.auditor, about="")
    client = as_person(cast.auditor)
    listed = text_of(client, page_of(sheet))
    assert "Không có việc nào cần hỏi lại" in listed
    for question in (own, shared):
        assert page_of(question) not in listed
        assert client.get(page_of(question)).status_code in {403, 404}
        sent = {"verdict": "explained", "note": "Tôi tự giải thích"}
        assert client.post(page_of(question), sent).status_code in {403, 404}
    assert '<td class="number" data-label="Số việc">0</td>' in text_of(client, INDEX)


def test_the_committee_learns_the_number_and_nothing_else(
    cast: Cast, as_person: Enter, question: Question
) -> None:
    page = text_of(as_person(cast.committee), INDEX)
    assert "Còn bao nhiêu việc chưa hỏi lại" in page
    assert "Officer" not in page
    assert question.rule_label not in page
    assert page_of(question.sheet) not in page


def test_lists_cost_the_same_for_many_rows(
    cast: Cast, as_person: Enter, sheet: Sheet, django_assert_max_num_queries: object
) -> None:
    people: list[User] = [cast.officer, cast.colleague, cast.commander]
    for person in people:
        make_question(sheet, person)
        make_question(sheet, person, rule="vague", about="")
    for month in range(1, 9):
        make_sheet(cast.ward, AT, date(2026, month, 1))
    client = as_person(cast.auditor)
    client.get(INDEX)
    with django_assert_max_num_queries(14):  # type: ignore[operator]
        client.get(INDEX)
    with django_assert_max_num_queries(14):  # type: ignore[operator]
        client.get(page_of(sheet))


def test_a_drawing_stays_inside_and_words_are_round(cast: Cast, sheet: Sheet) -> None:
    row = make_question(sheet, cast.officer, k=40, n=40, colleagues=[0.0, 1.0], upper=0.98)
    drawing = shown(row).drawing
    assert (drawing.officer, drawing.colleagues) == (288.0, [12.0, 288.0])
    assert per_cent(0.123) == "12 %"
    assert per_cent(17 / 21) == "81 %"  # 80.95, rounded and not cut off
    assert per_cent(0.004) == "0,4 %"
    assert by_chance(1e-9) == "dưới 1 phần 1.000"
    assert by_chance(0.2) == "khoảng 20 %"
