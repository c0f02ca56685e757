"""A withdrawal is finished when nothing is left to stop, and whoever withdrew is told the truth."""

from datetime import timedelta
from typing import Any

import pytest

from cameras.consent import services as consent
from cameras.consent import texts
from cameras.consent.scopes import PLAIN, Means, Scope
from evidence.custody import withdrawals
from evidence.extraction.models import Job
from evidence.requests.models import FootageRequest, Target
from portal.duties.models import Duty
from portal.ledger.kinds import Kind
from portal.ledger.models import entries_about
from portal.ledger.write import Draft, append
from portal.notices.models import Notice
from portal.people.policy import RESERVED
from tests.cast import SYSTEM, Cast

from .scene import Scene, make_scene

DAY = timedelta(days=1)
TITLE = "Đã hoàn tất việc rút lại sự đồng ý"


@pytest.fixture
def scene(cast: Cast) -> Scene:
    made = make_scene(cast)
    made.withdraw()
    return made


def duty_of(scene: Scene) -> Duty:
    return Duty.objects.get(about=scene.camera.subject)


def test_a_withdrawal_starts_the_clock_of_fifteen_days_for_the_commander(scene: Scene) -> None:
    duty = duty_of(scene)
    assert duty.due_at == scene.at + 15 * DAY
    assert (duty.role, duty.unit_id) == ("commander", scene.cast.ward.pk)


def test_with_nothing_left_to_stop_it_is_finished_and_the_owner_told_what_stays_sealed(
    scene: Scene,
) -> None:
    assert withdrawals.settle(scene.at) == 1
    assert withdrawals.settle(scene.at) == 0
    assert duty_of(scene).done_at == scene.at
    notice = Notice.objects.get(title=TITLE)
    assert notice.person_id == scene.cast.co_owner.pk
    assert "1 đoạn đã niêm phong" in notice.body
    scene.item.refresh_from_db()
    assert scene.item.destroyed_at is None


@pytest.mark.parametrize("state", ["waiting", "running"])
def test_a_worker_that_may_still_be_at_it_keeps_the_clock_running(scene: Scene, state: str) -> None:
    Target.objects.filter(pk=scene.target.pk).update(state="agreed")
    lease = {"lease_until": scene.at + DAY, "token": "x"} if state == "running" else {}
    job: Any = Job.objects.create(
        target=scene.target, state=state, created_at=scene.at, next_try_at=scene.at, **lease
    )
    assert withdrawals.settle(scene.at) == 0
    assert duty_of(scene).done_at is None
    Job.objects.filter(pk=job.pk).update(state="stopped", token="", lease_until=None)
    assert withdrawals.settle(scene.at) == 1
    scene.target.refresh_from_db()
    assert scene.target.state == "withdrawn"


def test_what_the_owner_was_to_bring_by_hand_is_ended(scene: Scene) -> None:
    Target.objects.filter(pk=scene.target.pk).update(state="agreed")
    assert withdrawals.settle(scene.at) == 1
    scene.target.refresh_from_db()
    assert scene.target.state == "withdrawn"


def leaves_the_house(scene: Scene) -> None:
    """As whatever issues packages will write it; see the next test."""
    subjects = (scene.item.subject, scene.camera.subject, scene.case.subject)
    append(Draft(Kind.ITEM_EXPORTED, subjects), actor=SYSTEM, at=scene.at)


def test_nothing_leads_out_of_the_house_yet() -> None:
    """No footage goes to anybody outside, so the longer time of the law is tried with an entry
    written by hand. Once packages can be issued this fails: then let `leaves_the_house` issue one.
    """
    assert "package:issue" in RESERVED


def test_footage_that_left_the_house_gives_twenty_days_and_waits_for_a_person(
    scene: Scene,
) -> None:
    leaves_the_house(scene)
    assert withdrawals.settle(scene.at) == 0
    duty = duty_of(scene)
    assert duty.third_party
    assert duty.due_at == scene.at + 20 * DAY
    assert withdrawals.settle(scene.at) == 0


def test_what_left_the_house_on_a_written_demand_is_not_part_of_a_withdrawal(scene: Scene) -> None:
    """The longer time would tell whoever withdraws of a case that is still kept from them."""
    FootageRequest.objects.filter(pk=scene.target.request_id).update(
        basis="demand", document="12/QĐ"
    )
    leaves_the_house(scene)
    assert withdrawals.settle(scene.at) == 1
    assert not duty_of(scene).third_party
    assert "không có đoạn nào bị giữ" in Notice.objects.get(title=TITLE).body


def test_agreeing_again_leaves_nothing_to_stop(scene: Scene) -> None:
    said = consent.Said(camera=scene.camera, person=scene.cast.co_owner, yes=PLAIN)
    terms = texts.current("vi")
    consent.answer(said, terms=terms, means=Means.WEB, actor=scene.cast.co_owner, at=scene.at)
    Target.objects.filter(pk=scene.target.pk).update(state="agreed")
    assert withdrawals.settle(scene.at) == 1
    scene.target.refresh_from_db()
    assert scene.target.state == "agreed"
    assert "không có đoạn nào bị giữ" in Notice.objects.get(title=TITLE).body


def test_the_whole_of_it_is_on_the_record(scene: Scene) -> None:
    withdrawals.settle(scene.at)
    about = entries_about(scene.camera.subject, [Kind.DUTY_OPENED, Kind.DUTY_DONE])
    assert [entry.actor for entry in about.order_by("seq")] == [
        scene.cast.co_owner.subject,
        "system:custody",
    ]


def test_a_second_purpose_taken_back_later_runs_on_the_same_clock(scene: Scene) -> None:
    consent.withdraw(
        scene.camera,
        person=scene.cast.co_owner,
        scopes=frozenset({Scope.MAP}),
        terms=texts.current("vi"),
        at=scene.at + DAY,
    )
    assert duty_of(scene).due_at == scene.at + 15 * DAY
