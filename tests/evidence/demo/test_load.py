"""A small town with everything in it that the demo promises to show."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from cameras.consultation.models import Consultation
from cameras.consultation.tally import PUBLIC_FROM
from evidence.cases.models import Case
from evidence.custody.models import Item, Viewing
from evidence.delays.models import Delay
from evidence.demo import wards
from evidence.demo.load import is_whole, load
from evidence.demo.telling import tell
from evidence.oversight.models import Question
from evidence.reports.models import PublicMonth
from evidence.requests.models import FootageRequest, Target
from evidence.requests.states import RequestState, TargetState
from portal.duties.models import Duty
from portal.ledger.models import Entry
from portal.notices.models import Delivery

AT = datetime(2026, 11, 21, 11, 30, 5, tzinfo=UTC)
SMALL = (
    wards.DemoUnit("26506", 0.7, 2, ((10.3466, 107.0841, 250),)),
    wards.DemoUnit("26526", 0.3, 1, ((10.3624, 107.0950, 250),)),
)


@pytest.mark.django_db
def test_stories_go_on_in_the_order_of_their_instants() -> None:
    told: list[str] = []

    def story(name: str, *days: int) -> Iterator[datetime]:
        for day in days:
            yield AT + timedelta(days=day)
            told.append(f"{name}{day}")

    tell([story("a", 1, 4), story("b", 2, 3), story("c")])
    assert told == ["a1", "b2", "b3", "a4"]


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_the_demo_shows_every_desk_at_work(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wards, "UNITS", SMALL)
    monkeypatch.setattr(wards, "HOMES", 260)
    monkeypatch.setattr(wards, "COMMUNITY", 40)
    load(recorders="http://127.0.0.1:9", at=AT, say=lambda _words: None)

    assert is_whole()
    states = set(FootageRequest.objects.values_list("state", flat=True))
    assert states == set(RequestState)
    answers = set(Target.objects.values_list("state", flat=True))
    assert answers == set(TargetState)
    assert Target.objects.exclude(window_start=None).exists()
    assert Target.objects.filter(answered_means="ahead", state=TargetState.FULFILLED).exists()
    waiting = FootageRequest.objects.get(state=RequestState.SUBMITTED, approvals_needed=2)
    assert waiting.approvals.count() == 1
    assert Case.objects.exclude(outcomes=None).exclude(closed_at=None).count() > 20
    assert not Case.objects.filter(is_demo=False).exists()
    assert Delay.objects.get().span.holds_at(AT)
    assert Item.objects.filter(case__closed_at=None).count() > 3
    assert Viewing.objects.exists()
    over, running = Consultation.objects.order_by("opened_at")
    assert over.closed_at is not None
    assert over.households.count() > PUBLIC_FROM
    assert running.closed_at is None
    open_questions = Question.objects.filter(state="open").values_list("rule", flat=True)
    assert set(open_questions) == {"no-outcome", "vague"}
    assert Question.objects.exclude(state="open").exists()
    assert PublicMonth.objects.filter(figures__name="kinds").distinct().count() == 2
    assert Duty.objects.filter(done_at=None, due_at__lt=AT + timedelta(days=4)).count() == 2
    heard = Delivery.objects.filter(state="waiting", notice__created_at__lt=AT - timedelta(hours=1))
    assert not heard.exists()
    times = list(Entry.objects.order_by("seq").values_list("at", flat=True))
    assert sum(later < one for one, later in pairwise(times)) < 5
