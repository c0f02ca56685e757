"""A duty is opened once, rings before and at its due instant and never twice, and is extended once
for a reason on the record.
"""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from portal.duties import services
from portal.duties.clocks import State
from portal.duties.models import Duty
from portal.duties.vocabulary import DutyKind
from portal.ledger.kinds import Kind
from portal.ledger.models import entries_about
from portal.lib import clock
from portal.lib.errors import Refused
from portal.lib.ids import new_id, subject
from portal.notices.models import Notice
from portal.people.models import User
from portal.people.roles import Role
from portal.people.services import end_office
from tests.cast import SYSTEM, Cast

Enter = Callable[[User], Client]
NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
DAY = timedelta(days=1)
WHY = "Chờ bên thứ ba trả lời"


def opened(cast: Cast, at: datetime = NOW, **changes: Any) -> Duty:
    facts: dict[str, Any] = {
        "kind": DutyKind.WITHDRAWAL,
        "about": subject("camera", new_id()),
        "unit": cast.ward,
        "role": Role.COMMANDER,
        "actor": SYSTEM,
        "at": at,
    }
    return services.open_duty(**{**facts, **changes})


def told(duty: Duty) -> list[str]:
    return list(Notice.objects.filter(subject=duty.subject).values_list("title", flat=True))


def extend(duty: Duty, cast: Cast, days: int = 15, at: datetime = NOW, reason: str = WHY) -> Duty:
    person = cast.commander
    return services.extend(duty=duty, person=person, days=days, reason=reason, at=at)


@pytest.mark.parametrize(
    ("changes", "days"),
    [({}, 15), ({"third_party": True}, 20), ({"kind": DutyKind.DATA_REQUEST}, 4)],
)
def test_the_decrees_times(cast: Cast, changes: dict[str, Any], days: int) -> None:
    assert opened(cast, **changes).due_at == NOW + days * DAY  # a weekend lies in the two days


def test_the_same_thing_again_does_not_begin_its_time_anew(cast: Cast) -> None:
    first = opened(cast)
    again = opened(cast, about=first.about, at=NOW + DAY)
    assert (again.pk, again.due_at) == (first.pk, first.due_at)
    services.finish(duty=first, actor=SYSTEM, at=NOW + DAY)
    assert opened(cast, about=first.about, at=NOW + 2 * DAY).pk != first.pk


def test_it_rings_before_and_at_the_instant_and_never_twice(cast: Cast) -> None:
    duty = opened(cast)
    moment = timedelta(microseconds=1)
    before = (duty.warn_at - moment, duty.warn_at, duty.warn_at, duty.due_at - moment)
    after = (duty.due_at, duty.due_at, duty.due_at + DAY)
    assert [services.sweep(at) for at in (*before, *after)] == [0, 1, 0, 0, 1, 0, 0]
    assert sorted(told(duty)) == ["Sắp đến hạn theo luật", "Đã quá hạn theo luật"]
    late = Notice.objects.get(subject=duty.subject, urgent=True)
    assert late.person_id == cast.commander.pk


def test_a_sweep_that_was_asleep_tells_only_that_it_is_overdue(cast: Cast) -> None:
    duty = opened(cast)
    assert services.sweep(duty.due_at + DAY) == 1
    assert told(duty) == ["Đã quá hạn theo luật"]


def test_what_is_done_rings_no_more(cast: Cast) -> None:
    duty = opened(cast)
    assert services.finish(duty=duty, actor=SYSTEM, at=NOW)
    assert not services.finish(duty=duty, actor=SYSTEM, at=NOW)
    assert services.sweep(duty.due_at) == 0
    [entry] = entries_about(duty.about, [Kind.DUTY_DONE])
    assert entry.facts == {"late": False, "unit": cast.ward.code}


def test_without_anybody_in_that_office_the_administrator_hears_of_it(cast: Cast) -> None:
    for office in cast.commander.offices.all():
        end_office(office=office, ended_by=cast.administrator, at=NOW)
    duty = opened(cast)
    services.sweep(duty.due_at)
    assert Notice.objects.get(subject=duty.subject).person_id == cast.administrator.pk


def test_one_extension_for_a_reason_on_the_record(cast: Cast) -> None:
    duty = extend(opened(cast), cast)
    assert duty.due_at == NOW + 30 * DAY
    assert duty.state_at(NOW) is State.EXTENDED
    assert duty.warned_at is None  # it rings again before the new instant
    [entry] = entries_about(duty.about, [Kind.DUTY_EXTENDED])
    assert entry.facts == {"days": 15, "unit": cast.ward.code}
    assert [detail.text for detail in entry.details.all()] == [WHY]
    with pytest.raises(Refused, match=r"duties\.extended_already"):
        extend(duty, cast)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"days": 16}, "duties.days_wrong"),
        ({"days": 0}, "duties.days_wrong"),
        ({"reason": "vì bận"}, "duties.reason_missing"),
        ({"reason": "dài quá rồi " * 40}, "duties.reason_too_long"),
        ({"at": NOW + 15 * DAY}, "duties.too_late"),
    ],
)
def test_no_extension_beyond_the_law(cast: Cast, change: dict[str, Any], code: str) -> None:
    duty = opened(cast)
    with pytest.raises(Refused, match=code):
        extend(duty, cast, **change)
    duty.refresh_from_db()
    assert duty.due_at == NOW + 15 * DAY


def test_what_is_done_cannot_be_extended(cast: Cast) -> None:
    duty = opened(cast)
    services.finish(duty=duty, actor=SYSTEM, at=NOW)
    with pytest.raises(Refused, match=r"duties\.done_already"):
        extend(duty, cast)


def test_the_desk_lists_by_due_for_whoever_must_act_and_nobody_else(
    cast: Cast, as_person: Enter, django_assert_max_num_queries: Any
) -> None:
    now, asks = clock.now(), {"kind": DutyKind.DATA_REQUEST}
    later, first = opened(cast, now, **asks), opened(cast, now - 20 * DAY)
    elsewhere = opened(cast, now, unit=cast.other_ward, **asks)
    for_committee = opened(cast, now, role=Role.COMMITTEE, **asks)
    done = opened(cast, now, **asks)
    services.finish(duty=done, actor=SYSTEM, at=now)
    client = as_person(cast.commander)
    client.get("/duties/")
    with django_assert_max_num_queries(12):
        page = client.get("/duties/").content.decode()
    shown = [page.find(row.about.partition(":")[2]) for row in (first, later, done)]
    assert -1 < shown[0] < shown[1] < shown[2]
    assert "đã quá 5 ngày" in page
    assert elsewhere.about.partition(":")[2] not in page
    assert for_committee.about.partition(":")[2] not in page
    assert (
        for_committee.about.partition(":")[2]
        in as_person(cast.committee).get("/duties/").content.decode()
    )
    assert as_person(cast.officer).get("/duties/").status_code == 403


def test_a_withdrawal_comes_to_the_desk_of_police_only_when_it_is_stuck(
    cast: Cast,
) -> None:
    """Before that the desk would say who has just taken consent back."""
    now = clock.now()
    fresh, gone, outside = opened(cast, now), opened(cast, now), opened(cast, now, third_party=True)
    services.finish(duty=gone, actor=SYSTEM, at=now)

    def desk(at: datetime) -> list[Duty]:
        return list(services.desk_of(cast.commander, at))

    assert desk(now) == [outside]
    assert desk(fresh.warn_at - timedelta(seconds=1)) == [outside]
    assert desk(fresh.warn_at) == [fresh, outside]
    services.finish(duty=fresh, actor=SYSTEM, at=fresh.warn_at + DAY)
    assert desk(fresh.warn_at + DAY) == [outside, fresh]


def test_extending_on_the_page(cast: Cast, as_person: Enter) -> None:
    duty = opened(cast, clock.now())
    client = as_person(cast.commander)
    url = f"/duties/{duty.public_id}/extend/"
    wrong = client.post(url, {"days": "16", "reason": WHY})
    assert wrong.status_code == 422
    assert WHY in wrong.content.decode()
    assert client.post(url, {"days": "10", "reason": WHY}).status_code == 302
    assert WHY in client.get("/duties/").content.decode()


def test_only_a_third_partys_stop_is_said_by_hand(cast: Cast, as_person: Enter) -> None:
    client = as_person(cast.commander)
    by_itself = opened(cast, clock.now())
    assert client.post(f"/duties/{by_itself.public_id}/done/").status_code == 422
    by_hand = opened(cast, clock.now(), third_party=True)
    assert client.post(f"/duties/{by_hand.public_id}/done/").status_code == 302
    by_hand.refresh_from_db()
    assert by_hand.done_at is not None
