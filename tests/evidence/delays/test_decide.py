"""A commander who asked for nothing decides, within thirty days, on the record."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from evidence.cases.services import close_case
from evidence.delays.models import Delay
from evidence.delays.queries import keeps_back
from evidence.delays.services import extend, lift, start
from portal.ledger.kinds import Kind
from portal.ledger.models import Entry
from portal.lib import clock
from portal.lib.errors import Refused
from portal.people.roles import Role
from portal.people.services import appoint
from tests.evidence.custody.scene import Scene

from .conftest import REASON

DAY = timedelta(days=1)


def url(scene: Scene) -> str:
    return f"/delays/case/{scene.case.public_id}/"


def test_through_the_page_and_on_the_record(scene: Scene) -> None:
    client = scene.enter(scene.cast.commander)
    assert client.get(url(scene)).status_code == 200
    sent = {"days": "10", "ground": "people", "reason": REASON}
    assert client.post(url(scene), sent).status_code == 302
    entry = Entry.objects.get(kind=Kind.DELAY_STARTED)
    assert entry.facts["days"] == 10
    assert entry.private("reason") == REASON
    assert REASON not in bytes(entry.body).decode()
    assert keeps_back(scene.request, clock.now())
    assert REASON in scene.enter(scene.cast.auditor).get("/delays/").content.decode()
    auditors = scene.enter(scene.cast.auditor).get(f"/ledger/{entry.seq}/")
    assert auditors.status_code in (200, 404)


def test_nobody_of_lower_rank_or_of_another_unit(scene: Scene) -> None:
    for who in ("officer", "committee", "auditor", "owner", "outsider"):
        client = scene.enter(getattr(scene.cast, who))
        assert client.get(url(scene)).status_code in (403, 404), who
        assert client.post(url(scene), {"days": "3"}).status_code in (403, 404), who
    assert not Delay.objects.exists()


def test_whoever_asked_for_footage_of_the_case_decides_nothing(scene: Scene) -> None:
    cast = scene.cast
    appoint(
        person=cast.officer,
        role=Role.COMMANDER,
        unit=cast.ward,
        appointed_by=None,
        valid_from=scene.at - DAY,
        at=scene.at,
    )
    assert scene.enter(cast.officer).get(url(scene)).status_code in (403, 404)
    with pytest.raises(Refused, match=r"delays\.own_request"):
        start(
            case=scene.case,
            person=cast.officer,
            ground="people",
            reason=REASON,
            days=3,
            at=clock.now(),
        )


def test_one_who_decides_and_asks_afterwards_keeps_nothing_back(scene: Scene, delay: Delay) -> None:
    scene.request.requested_by = delay.person
    assert not keeps_back(scene.request, clock.now())


def test_footage_that_owners_are_asked_for_is_never_kept_back(scene: Scene, delay: Delay) -> None:
    scene.request.basis = "consent"
    assert not keeps_back(scene.request, clock.now())
    assert delay.span.holds_at(clock.now())


def test_thirty_days_in_all_by_the_service_and_by_the_database(scene: Scene, delay: Delay) -> None:
    at = clock.now()
    commander = scene.cast.commander
    with pytest.raises(Refused, match=r"delays\.too_many_days"):
        extend(delay=delay, person=commander, reason=REASON, days=31, at=at)
    with pytest.raises(Refused, match=r"delays\.not_longer"):
        extend(delay=delay, person=commander, reason=REASON, days=10, at=at)
    extend(delay=delay, person=commander, reason=REASON, days=30, at=at)
    last = delay.started_at + 30 * DAY
    assert keeps_back(scene.request, last - timedelta(seconds=1))
    assert not keeps_back(scene.request, last)
    with pytest.raises(IntegrityError), transaction.atomic():
        Delay.objects.update(days=31)


def test_once_over_it_is_neither_made_longer_nor_begun_again(scene: Scene, delay: Delay) -> None:
    after = delay.started_at + 10 * DAY
    facts = {"person": scene.cast.commander, "reason": REASON, "days": 20, "at": after}
    with pytest.raises(Refused, match=r"delays\.over"):
        extend(delay=delay, **facts)  # type: ignore[arg-type]
    with pytest.raises(Refused, match=r"delays\.once"):
        start(case=scene.case, ground="people", **facts)  # type: ignore[arg-type]


def test_closing_the_case_or_a_commander_ends_it_at_once(scene: Scene, delay: Delay) -> None:
    lift(delay=delay, person=scene.cast.commander, at=clock.now())
    assert not keeps_back(scene.request, clock.now())
    Delay.objects.update(lifted_at=None)
    assert keeps_back(scene.request, clock.now())
    close_case(case=scene.case, person=scene.cast.officer, at=clock.now())
    assert not keeps_back(scene.request, clock.now())


def test_a_bad_form_says_what_to_do(scene: Scene) -> None:
    client = scene.enter(scene.cast.commander)
    page = client.post(url(scene), {"days": "40", "ground": "people", "reason": "vì thế"})
    assert page.status_code == 422
    assert "Không hoãn được quá 30 ngày" in page.content.decode()
    page = client.post(url(scene), {"days": "4", "ground": "people", "reason": "vì thế"})
    assert page.status_code == 422
    assert "ít nhất 20 chữ cái" in page.content.decode()
