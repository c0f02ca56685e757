"""The owner allows fewer minutes: never one more than asked, and nothing else is ever taken."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from evidence.requests import answers
from evidence.requests.models import Target
from evidence.requests.part import narrowed
from evidence.requests.scope import SHORTEST, Window
from portal.ledger.models import entries_about
from portal.lib.clock import VIETNAM, now
from portal.lib.errors import Refused
from tests.cast import AT, Cast

from .scenario import approved
from .test_answer import link_of

Enter = Callable[..., Client]
ASKED = Window(AT, AT + timedelta(minutes=5))
SECONDS = st.integers(-400, 700)


@given(SECONDS, SECONDS)
def test_what_is_allowed_lies_within_what_was_asked(start: int, stop: int) -> None:
    part = Window(AT + timedelta(seconds=start), AT + timedelta(seconds=stop))
    try:
        taken = narrowed(ASKED, part)
    except Refused:
        inside = ASKED.start <= part.start < part.stop <= ASKED.stop
        assert not inside or part.stop - part.start < SHORTEST
    else:
        assert taken == (None if part == ASKED else part)
        assert ASKED.start <= part.start < part.stop <= ASKED.stop


def share(target: Target, person: Any, start: int, stop: int) -> Target:
    begin = target.request.window_start
    part = Window(begin + timedelta(seconds=start), begin + timedelta(seconds=stop))
    return answers.answer(
        target=target, person=person, verdict="share", means="page", part=part, at=AT
    )


def test_a_yes_to_a_part_is_kept_and_on_the_record(cast: Cast) -> None:
    target = share(approved(cast, AT).targets.get(), cast.owner, 60, 120)
    target.refresh_from_db()
    assert (target.state, target.is_narrowed) == ("agreed", True)
    assert target.stop - target.start == timedelta(minutes=1)
    [entry] = entries_about(target.subject).filter(kind="target:answered")
    assert "part" not in entry.facts
    assert entry.private("part")


def test_the_other_adult_narrows_further_and_never_widens(cast: Cast) -> None:
    target = share(approved(cast, AT).targets.get(), cast.owner, 60, 120)
    share(target, cast.co_owner, 80, 100)
    with pytest.raises(Refused) as refused:
        share(target, cast.owner, 60, 120)
    assert refused.value.code == "requests.part_outside"
    target.refresh_from_db()
    assert target.stop - target.start == timedelta(seconds=20)


def test_the_page_takes_a_part_and_explains_a_wrong_one(cast: Cast, client: Client) -> None:
    row = approved(cast, now())
    begin, end = row.window_start.astimezone(VIETNAM), row.window_stop.astimezone(VIETNAM)

    def typed(start: Any, stop: Any) -> dict[str, str]:
        return {
            "answer": "part",
            "start_day": f"{start:%d/%m/%Y}",
            "start_time": f"{start:%H:%M:%S}",
            "stop_day": f"{stop:%d/%m/%Y}",
            "stop_time": f"{stop:%H:%M:%S}",
        }

    minute = timedelta(minutes=1)
    page = client.post(link_of(cast), typed(begin - minute, end))
    assert page.status_code == 422
    assert "nằm ngoài khoảng thời gian được xin" in page.content.decode()
    assert client.post(link_of(cast), typed(begin + minute, end - minute)).status_code == 302
    target = row.targets.get()
    assert timedelta(minutes=2) < target.stop - target.start < timedelta(minutes=4)
    assert "Bạn chỉ cho phần" in client.get(link_of(cast)).content.decode()


def test_a_reason_is_the_owner_s_own(cast: Cast, client: Client, as_person: Enter) -> None:
    row = approved(cast, now())
    link = link_of(cast)
    assert client.post(link, {"answer": "why", "why": "Hình có trẻ em"}).status_code == 422
    assert client.post(link, {"answer": "decline"}).status_code == 302
    assert client.post(link, {"answer": "why", "why": ""}).status_code == 422
    assert client.post(link, {"answer": "why", "why": "Hình có trẻ em"}).status_code == 302
    assert "Hình có trẻ em" in client.get(link).content.decode()
    page = as_person(cast.officer).get(f"/requests/{row.public_id}/")
    assert "trẻ em" not in page.content.decode()
    [last] = entries_about(row.targets.get().subject).order_by("-seq")[:1]
    assert last.private("why") == "Hình có trẻ em"


def test_a_late_answer_is_told_kindly(cast: Cast, client: Client) -> None:
    row = approved(cast, now())
    row.deadline = now()
    row.save()
    page = client.post(link_of(cast), {"answer": "share"})
    assert page.status_code == 422
    assert "Cảm ơn bạn đã trả lời" in page.content.decode()
    assert row.targets.get().state == "waiting"
