"""Reminded once, in time, and never who has answered."""

from datetime import timedelta

from evidence.requests import answers
from evidence.requests.models import Target
from evidence.requests.reminders import remind
from portal.notices.models import Notice
from portal.people.models import User
from tests.cast import AT, Cast

from .scenario import approved, submitted

HOUR, SECOND = timedelta(hours=1), timedelta(seconds=1)


def reminders(person: User) -> list[Notice]:
    return list(Notice.objects.filter(person=person, created_at__gt=AT))


def test_an_owner_is_reminded_once_before_the_deadline(cast: Cast) -> None:
    row = approved(cast, AT)
    assert row.deadline is not None
    assert remind(row.deadline - 13 * HOUR) == 0
    assert remind(row.deadline - 12 * HOUR) == 1
    assert remind(row.deadline - 11 * HOUR) == 0
    assert remind(row.deadline + SECOND) == 0
    for adult in (cast.owner, cast.co_owner):
        [told] = reminders(adult)
        assert not told.urgent
    assert reminders(cast.officer) == reminders(cast.commander) == []


def test_who_has_answered_is_left_alone(cast: Cast) -> None:
    row = approved(cast, AT)
    answers.answer(
        target=row.targets.get(), person=cast.owner, verdict="decline", means="page", at=AT
    )
    assert row.deadline is not None
    assert remind(row.deadline - HOUR) == 0


def test_a_short_time_to_answer_is_reminded_at_its_half(cast: Cast) -> None:
    row = approved(cast, AT, urgency="urgent")
    assert row.deadline is not None
    half = AT + (row.deadline - AT) / 2
    assert remind(half - SECOND) == 0
    assert remind(half) == 1
    assert reminders(cast.owner)[0].urgent


def test_a_commander_is_reminded_before_the_footage_is_overwritten(cast: Cast) -> None:
    submitted(cast, AT)
    dies_at = Target.objects.get().dies_at
    assert remind(dies_at - 25 * HOUR) == 0
    assert remind(dies_at - 24 * HOUR) == 1
    assert remind(dies_at - 23 * HOUR) == 0
    assert len(reminders(cast.commander)) == 1
    assert reminders(cast.officer) == []
