"""A question about one's own data stands on the committee's desk with the law's clock running."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.test import Client

from evidence.privacy import asking
from evidence.privacy.models import DataRequest
from portal.duties.models import Duty
from portal.ledger.models import Entry
from portal.lib import clock
from portal.lib.errors import Refused
from portal.notices.models import Notice
from portal.people.models import User
from tests.cast import Cast

Enter = Callable[[User], Client]
ASK = "/account/data/ask/"
TEXT = "Ai đã xem hình của tôi hôm thứ Hai?"
ANSWER = "Chỉ cán bộ phụ trách vụ việc, một lần."


def asked(cast: Cast, at: datetime | None = None) -> DataRequest:
    return asking.ask(
        person=cast.owner, unit=cast.ward, kind="explain", text=TEXT, at=at or clock.now()
    )


def test_asked_answered_told_and_the_clock_stops(cast: Cast, as_person: Enter) -> None:
    owner, desk = as_person(cast.owner), as_person(cast.committee)
    sent = {"kind": "explain", "text": TEXT, "unit": cast.ward.pk}
    assert "Chờ trả lời" in owner.post(ASK, sent, follow=True).content.decode()
    row = DataRequest.objects.get()
    link = f"/account/data/asked/{row.public_id}/"
    assert link in desk.get("/duties/").content.decode()
    assert TEXT in desk.get(link).content.decode()
    assert desk.post(link, {"answer": ANSWER}).status_code == 302
    assert Duty.objects.get(about=row.subject).done_at is not None
    assert link not in desk.get("/duties/").content.decode()
    told = Notice.objects.get(subject=row.subject, person=cast.owner)
    assert told.link == ASK
    assert ANSWER in owner.get(ASK).content.decode()


def test_it_is_due_in_two_working_days(cast: Cast) -> None:
    friday = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
    row = asked(cast, friday)
    duty = Duty.objects.get(about=row.subject)
    assert duty.due_at == datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
    assert (duty.role, duty.unit_id) == ("committee", cast.ward.pk)


def test_an_answer_is_given_once(cast: Cast) -> None:
    row = asked(cast)
    asking.answer(row=row, person=cast.committee, text=ANSWER, at=clock.now())
    with pytest.raises(Refused, match=r"privacy\.answered_already"):
        asking.answer(row=row, person=cast.committee, text=ANSWER, at=clock.now())


@pytest.mark.parametrize("text", ["", "  ", "ngắn", "x" * 2001])
def test_too_little_and_too_much_are_refused_and_kept(
    cast: Cast, as_person: Enter, text: str
) -> None:
    sent = {"kind": "explain", "text": text, "unit": cast.ward.pk}
    assert as_person(cast.owner).post(ASK, sent).status_code == 422
    assert not DataRequest.objects.exists()


def test_a_fourth_question_waits_for_an_answer(cast: Cast) -> None:
    for _ in range(3):
        asked(cast)
    with pytest.raises(Refused, match=r"privacy\.ask_too_many"):
        asked(cast)


def test_only_the_units_committee_reads_it(cast: Cast, as_person: Enter) -> None:
    link = f"/account/data/asked/{asked(cast).public_id}/"
    for person in (cast.neighbour, cast.officer, cast.commander, cast.board, cast.owner):
        assert as_person(person).get(link).status_code in {403, 404}, person


def test_the_record_says_that_and_when_and_never_what(cast: Cast) -> None:
    row = asked(cast)
    asking.answer(row=row, person=cast.committee, text=ANSWER, at=clock.now())
    bodies = b"".join(bytes(body) for body in Entry.objects.values_list("body", flat=True))
    assert b"data:asked" in bodies
    assert TEXT.encode() not in bodies
    assert ANSWER.encode() not in bodies


def test_it_goes_with_the_account(cast: Cast) -> None:
    row = asked(cast)
    asking.erase(cast.owner, clock.now())
    assert not DataRequest.objects.exists()
    assert Duty.objects.get(about=row.subject).done_at is not None
