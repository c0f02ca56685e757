"""Another commander says afterwards whether it was justified; without that the footage goes."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from evidence.custody import holds
from evidence.emergency import reviews, services
from evidence.emergency.models import Opening, Watch
from evidence.requests import services as requests
from evidence.requests.scope import Window
from portal.duties import services as duties
from portal.duties.models import Duty
from portal.ledger.models import Entry
from portal.lib.errors import Refused
from portal.notices.models import Notice
from portal.people.models import User
from portal.people.roles import Role
from portal.people.services import appoint
from tests.evidence.requests.scenario import submitted

from .conftest import Machine
from .made import make_opening
from .scene import Scene

Enter = Callable[..., Client]
HOUR = timedelta(hours=1)
WHY = "Đã đọc sổ và hỏi lại"


def review(
    scene: Scene, opening: Opening, at: datetime, verdict: str, by: User | None = None
) -> Opening:
    who = by or scene.cast.commander
    return reviews.review(opening=opening, person=who, verdict=verdict, reason=WHY, at=at)


def second_commander(scene: Scene, person: User) -> User:
    appoint(
        person=person,
        role=Role.COMMANDER,
        unit=scene.cast.ward,
        appointed_by=None,
        valid_from=scene.cast.at,
        at=scene.cast.at,
    )
    return person


def gone(scene: Scene) -> bool:
    stored = scene.hold.stored
    assert stored is not None
    return scene.hold.state == "destroyed" and stored.wrapped_key is None


def test_justified_it_waits_for_the_approval_as_any_hold(scene: Scene, machine: Machine) -> None:
    opening = scene.opened(machine.at)
    machine.ran = 2 * HOUR
    services.sweep(machine.at)
    done = review(scene, opening, machine.at, "justified")
    assert (done.state, done.reviewed_by) == ("justified", scene.cast.commander)
    assert holds.sweep(machine.at) == 0
    machine.ran = 73 * HOUR
    assert holds.sweep(machine.at) == 1
    assert scene.hold.ending == "not_approved"


def test_without_reason_its_footage_is_destroyed(scene: Scene, machine: Machine) -> None:
    opening = scene.opened(machine.at)
    watch = scene.watch(opening, machine.at)
    Watch.objects.update(head=b"how the clip is laid out")
    review(scene, opening, machine.at, "unjustified")
    assert holds.sweep(machine.at) == 1
    assert gone(scene)
    watch.refresh_from_db()
    assert bytes(watch.head) == b""
    assert scene.hold.ending == "not_justified"
    told = Notice.objects.get(kind="hold:destroyed", person=scene.cast.owner)
    assert "đã xem trong lần mở khẩn cấp" in told.body
    assert "chưa ai xem" not in told.body


def test_unreviewed_for_a_day_its_footage_is_destroyed(scene: Scene, machine: Machine) -> None:
    opening = scene.opened(machine.at)
    machine.ran = 24 * HOUR - timedelta(minutes=1)
    services.sweep(machine.at)
    assert holds.sweep(machine.at) == 0
    machine.ran = 24 * HOUR
    services.sweep(machine.at)
    assert holds.sweep(machine.at) == 1
    assert gone(scene)
    opening.refresh_from_db()
    assert opening.state == "overdue"
    assert Entry.objects.filter(kind="emergency:unreviewed").count() == 1
    services.sweep(machine.at)
    assert Entry.objects.filter(kind="emergency:unreviewed").count() == 1


def test_no_clock_makes_it_overdue(scene: Scene, machine: Machine) -> None:
    scene.opened(machine.at)
    machine.jump = timedelta(days=3650)
    services.sweep(machine.at)
    machine.boot = "two"
    services.sweep(machine.at)
    holds.sweep(machine.at)
    assert scene.hold.state == "sealed"


def test_what_was_preserved_before_keeps_its_own_end(scene: Scene, machine: Machine) -> None:
    at = machine.at
    why = {"ground": "life", "reason": "Cháu bé đi lạc"}
    holds.preserve(target=scene.target, person=scene.cast.colleague, **why, at=at)
    opening = scene.opened(at)
    review(scene, opening, at, "unjustified")
    assert holds.sweep(at) == 0
    assert scene.hold.state == "sealed"


def test_an_approval_keeps_it_whatever_the_verdict(scene: Scene, machine: Machine) -> None:
    opening = scene.opened(machine.at)
    requests.approve(
        footage_request=scene.row, person=scene.cast.commander, reason="", at=machine.at
    )
    review(scene, opening, machine.at, "unjustified")
    assert holds.sweep(machine.at) == 0
    assert scene.hold.state == "sealed"


def test_found_without_reason_it_is_not_opened_again(scene: Scene, machine: Machine) -> None:
    review(scene, scene.opened(machine.at), machine.at, "unjustified")
    for person in (scene.cast.officer, scene.cast.colleague):
        with pytest.raises(Refused, match="found_wrong"):
            scene.open(machine.at, person)


def test_who_opened_or_asked_never_reviews(scene: Scene, machine: Machine) -> None:
    opening = scene.open(machine.at, scene.cast.colleague)
    for person in (scene.cast.colleague, scene.cast.officer):
        second_commander(scene, person)
        with pytest.raises(Refused, match="own_review"):
            review(scene, opening, machine.at, "justified", person)
        facts = {"state": "justified", "reviewed_by": person, "review_reason": "x"}
        with pytest.raises(IntegrityError), transaction.atomic():
            Opening.objects.filter(pk=opening.pk).update(**facts)


def test_it_is_reviewed_once_and_the_duty_is_done(scene: Scene, machine: Machine) -> None:
    opening = scene.open(machine.at)
    review(scene, opening, machine.at, "justified")
    other = second_commander(scene, scene.cast.colleague)
    with pytest.raises(Refused, match=r"emergency\.reviewed"):
        review(scene, opening, machine.at, "unjustified", other)
    assert Duty.objects.get(kind="emergency_review").done_at is not None
    entry = Entry.objects.get(kind="emergency:reviewed")
    assert entry.facts["verdict"] == "justified"
    assert entry.facts["late"] is False
    assert entry.private("reason") == WHY


def test_a_late_review_stays_late(scene: Scene, machine: Machine) -> None:
    opening = scene.opened(machine.at)
    machine.ran = 25 * HOUR
    services.sweep(machine.at)
    review(scene, opening, machine.at, "justified")
    entry = Entry.objects.get(kind="emergency:reviewed")
    assert entry.facts["late"] is True
    holds.sweep(machine.at)
    assert scene.hold.state == "sealed"  # nothing was destroyed yet, and now it is justified


def test_a_verdict_needs_its_reason(scene: Scene, machine: Machine) -> None:
    opening = scene.open(machine.at)
    with pytest.raises(Refused, match="verdict_reason_missing"):
        reviews.review(
            opening=opening,
            person=scene.cast.commander,
            verdict="justified",
            reason="ổn",
            at=machine.at,
        )
    opening.refresh_from_db()
    assert opening.state == "running"


def test_the_clock_of_the_desk_rings_and_is_never_made_longer(
    scene: Scene, machine: Machine
) -> None:
    at = machine.at
    opening = scene.open(at)
    assert duties.sweep(at + 18 * HOUR) == 1
    assert duties.sweep(at + 24 * HOUR) == 1
    rung = Notice.objects.filter(subject=Duty.objects.get(about=opening.subject).subject)
    assert set(rung.values_list("person_id", flat=True)) == {scene.cast.commander.pk}
    with pytest.raises(Refused, match="not_extended"):
        duties.extend(
            duty=Duty.objects.get(about=opening.subject),
            person=scene.cast.commander,
            days=1,
            reason="Chỉ huy đi vắng",
            at=at,
        )


# --- Pages ---------------------------------------------------------------------------------------


def test_a_commander_reviews_from_the_desk(
    scene: Scene, machine: Machine, as_person: Enter
) -> None:
    opening = scene.opened(machine.at)
    scene.watch(opening, machine.at)
    page = as_person(scene.cast.commander)
    url = reverse("emergency:review", args=[opening.public_id])
    for desk in ("duties:index", "emergency:index"):
        assert url in page.get(reverse(desk)).content.decode()
    shown = page.get(url).content.decode()
    assert scene.cast.officer.full_name in shown
    assert opening.reason in shown
    assert "camera số 1" in shown
    assert page.post(url, {"verdict": "justified", "reason": "ổn"}).status_code == 422
    assert page.post(url, {"reason": WHY}).status_code == 422
    assert page.post(url, {"verdict": "unjustified", "reason": WHY}).status_code == 302
    opening.refresh_from_db()
    assert (opening.state, opening.ending) == ("unjustified", "commander")
    assert "<form" not in page.get(url).content.decode().split("<main")[1].split("</main>")[0]


def test_the_auditor_reads_and_the_opener_does_not_review(
    scene: Scene, machine: Machine, as_person: Enter
) -> None:
    opening = scene.open(machine.at)
    url = reverse("emergency:review", args=[opening.public_id])
    read = as_person(scene.cast.auditor).get(reverse("emergency:index")).content.decode()
    assert opening.reason in read
    assert url not in read
    assert as_person(scene.cast.auditor).get(url).status_code == 403
    second_commander(scene, scene.cast.officer)
    assert as_person(scene.cast.officer).post(url, {"verdict": "justified"}).status_code == 422
    assert as_person(scene.cast.outsider).get(url).status_code in (403, 404)


def test_the_owner_reads_every_step_of_their_own_camera_only(
    scene: Scene, machine: Machine, as_person: Enter
) -> None:
    opening = scene.opened(machine.at)
    scene.watch(opening, machine.at)
    review(scene, opening, machine.at, "unjustified")
    holds.sweep(machine.at)
    url = reverse("disclosure:looks", args=[scene.camera.public_id])
    text = as_person(scene.cast.owner).get(url).content.decode()
    for words in (
        "mở khẩn cấp, trước khi chỉ huy duyệt",
        "đã xem hình trong lần mở khẩn cấp",
        "mở khẩn cấp không có lý do",
        opening.reason,
    ):
        assert words in text
    assert "chưa ai mở được" not in text
    assert scene.cast.officer.full_name not in text


def test_the_list_asks_the_same_of_the_database_however_long_it_is(
    scene: Scene,
    machine: Machine,
    as_person: Enter,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    at = machine.at
    scene.open(at)
    for hours in range(4, 24, 5):
        start = at - hours * HOUR
        window = Window(start, start + timedelta(minutes=5))
        row = submitted(
            scene.cast, at, scene.camera, basis="emergency", urgency="urgent", window=window
        )
        make_opening(row.targets.get(), at)
    page = as_person(scene.cast.commander)
    page.get(reverse("emergency:index"))
    with django_assert_max_num_queries(25):
        assert page.get(reverse("emergency:index")).status_code == 200
