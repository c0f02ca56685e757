"""Opening in an emergency: what it asks, whom it tells, how often."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from cameras.registry.models import Link
from evidence.cases.services import close_case
from evidence.custody import holds
from evidence.custody.models import Hold
from evidence.delays import services as delays
from evidence.emergency import reviews, services
from evidence.emergency.models import Opening
from evidence.emergency.vocabulary import Ending
from evidence.requests import services as requests
from evidence.requests.models import FootageRequest
from evidence.requests.scope import Window
from portal.duties.models import Duty
from portal.ledger.models import Entry
from portal.lib.errors import Refused
from portal.notices.models import Notice
from portal.people.models import User
from portal.places.models import RuleRow
from portal.places.rules import day_of
from tests.cast import Cast
from tests.evidence.requests.scenario import submitted

from .conftest import Machine
from .scene import REASON, Scene, make_scene

Enter = Callable[..., Client]
HOUR = timedelta(hours=1)


def kinds() -> list[str]:
    names = Entry.objects.order_by("seq").values_list("kind", flat=True)
    return [name for name in names if name.startswith("emergency")]


def test_owner_and_commander_are_told_at_once_also_at_night(scene: Scene, machine: Machine) -> None:
    scene.open(machine.at)
    told = Notice.objects.filter(kind="emergency:opened", urgent=True)
    people = set(told.values_list("person_id", flat=True))
    assert people == {scene.cast.owner.pk, scene.cast.co_owner.pk, scene.cast.commander.pk}


def test_it_is_on_the_record_with_its_reason_and_on_the_commanders_desk(
    scene: Scene, machine: Machine
) -> None:
    at = machine.at
    opening = scene.open(at)
    entry = Entry.objects.get(kind="emergency:opened")
    assert entry.subjects[0] == opening.subject
    assert scene.camera.subject in entry.subjects
    assert entry.private("purpose") == REASON
    assert REASON.encode() not in bytes(entry.body)
    duty = Duty.objects.get(kind="emergency_review", about=opening.subject)
    assert (duty.role, duty.due_at - at) == ("commander", 24 * HOUR)
    assert opening.until - opening.opened_at == HOUR


def test_the_unit_may_be_stricter(scene: Scene, machine: Machine) -> None:
    for key, value in (("emergency.minutes", 20), ("emergency.review_hours", 6)):
        RuleRow.objects.create(
            key=key, value=value, unit=scene.cast.ward, valid_from=day_of(machine.at), source="Mẫu"
        )
    opening = scene.open(machine.at)
    assert opening.until - opening.opened_at == timedelta(minutes=20)
    assert opening.due_at - opening.opened_at == 6 * HOUR


def test_its_footage_is_preserved_at_once_and_the_owner_told_only_once(
    scene: Scene, machine: Machine
) -> None:
    opening = scene.open(machine.at)
    assert holds.preserve_opened(machine.at) == 1
    assert holds.preserve_opened(machine.at) == 0
    hold = Hold.objects.get()
    assert (hold.ground, hold.asked_at, hold.reason) == ("opening", opening.opened_at, REASON)
    assert not Notice.objects.filter(kind="hold:asked").exists()


@pytest.mark.parametrize("basis", ["consent", "demand"])
def test_a_request_on_another_basis_is_never_opened(
    cast: Cast, machine: Machine, basis: str
) -> None:
    number = "12/QĐ" if basis == "demand" else ""
    scene = make_scene(cast, machine.at, basis=basis, document=number)
    with pytest.raises(Refused, match="other_basis"):
        scene.open(machine.at)


def test_only_what_waits_for_a_commander_is_opened(scene: Scene, machine: Machine) -> None:
    requests.approve(
        footage_request=scene.row, person=scene.cast.commander, reason="", at=machine.at
    )
    told = Notice.objects.filter(kind="target:notified", person=scene.cast.owner).get()
    assert told.title == "Công an lấy hình từ camera của bạn vì tính mạng bị đe dọa"
    with pytest.raises(Refused, match="not_waiting"):
        scene.open(machine.at)
    FootageRequest.objects.update(state="draft")
    with pytest.raises(Refused, match="not_waiting"):
        scene.open(machine.at)


def test_a_closed_case_stays_shut(scene: Scene, machine: Machine) -> None:
    close_case(case=scene.row.case, person=scene.cast.officer, at=machine.at)
    with pytest.raises(Refused, match="case_closed"):
        scene.open(machine.at)


def test_without_a_recorder_there_is_nothing_to_open(scene: Scene, machine: Machine) -> None:
    Link.objects.all().delete()
    with pytest.raises(Refused, match="no_link"):
        scene.open(machine.at)


@pytest.mark.parametrize(
    ("reason", "code"),
    [("", "missing"), ("khẩn cấp", "missing"), ("1 2 3 4", "missing"), ("a b " * 90, "too_long")],
)
def test_a_reason_needs_words_and_is_kept_short(
    scene: Scene, machine: Machine, reason: str, code: str
) -> None:
    with pytest.raises(Refused, match=f"reason_{code}") as caught:
        scene.open(machine.at, reason=reason)
    assert caught.value.field == "reason"
    assert not Opening.objects.exists()
    assert kinds() == []


def test_two_tabs_open_once(scene: Scene, machine: Machine) -> None:
    first = scene.open(machine.at)
    assert scene.open(machine.at, reason="Một lý do khác hẳn") == first
    assert kinds() == ["emergency:opened"]
    assert Duty.objects.filter(kind="emergency_review").count() == 1
    first.pk, first.public_id = None, "another-one"
    with pytest.raises(IntegrityError), transaction.atomic():
        first.save(force_insert=True)


def test_a_third_that_nobody_has_reviewed_waits(scene: Scene, machine: Machine) -> None:
    at, cast = machine.at, scene.cast
    openings = [scene.open(at)]
    for hours in (5, 9):
        start = at - timedelta(hours=hours)
        window = Window(start, start + timedelta(minutes=5))
        facts = {"basis": "emergency", "urgency": "urgent", "window": window}
        row = submitted(cast, at, scene.camera, **facts)
        if hours == 9:
            with pytest.raises(Refused, match="too_many"):
                Scene(cast, scene.camera, row).open(at)
            reviews.review(
                opening=openings[0],
                person=cast.commander,
                verdict="justified",
                reason="Cháu bé được tìm thấy",
                at=at,
            )
        openings.append(Scene(cast, scene.camera, row).open(at))
    assert len(openings) == 3


def test_after_its_time_it_may_be_opened_again_and_each_is_reviewed(
    scene: Scene, machine: Machine
) -> None:
    first = scene.open(machine.at)
    machine.ran = timedelta(minutes=61)
    second = scene.open(machine.at)
    assert second != first
    first.refresh_from_db()
    assert (first.state, first.ending) == ("ended", "time")
    assert Duty.objects.filter(kind="emergency_review", done_at=None).count() == 2


def test_a_delay_that_a_commander_decided_keeps_it_from_the_owner_only(
    scene: Scene, machine: Machine
) -> None:
    delays.start(
        case=scene.row.case,
        person=scene.cast.commander,
        ground="people",
        reason="Người bị bắt giữ có thể gặp nguy hiểm",
        days=5,
        at=machine.at,
    )
    scene.opened(machine.at)
    told = Notice.objects.filter(kind="emergency:opened").values_list("person_id", flat=True)
    assert set(told) == {scene.cast.commander.pk}


# --- Pages ---------------------------------------------------------------------------------------


def test_the_page_asks_why_then_says_who_is_told_before_it_opens(
    scene: Scene, machine: Machine, as_person: Enter
) -> None:
    page = as_person(scene.cast.officer)
    url = reverse("emergency:open", args=[scene.row.public_id])
    shown = page.get(reverse("requests:show", args=[scene.row.public_id])).content.decode()
    assert url in shown
    assert page.get(url).status_code == 200
    wrong = page.post(url, {"step": "check", "reason": "khẩn"})
    assert wrong.status_code == 422
    check = page.post(url, {"step": "check", "reason": REASON})
    text = check.content.decode()
    assert check.status_code == 200
    assert "chỉ huy" in text
    assert "Chủ camera được nhắn ngay" in text
    assert "60 phút" in text
    assert not Opening.objects.exists()
    done = page.post(url, {"step": "open", "reason": REASON})
    opening = Opening.objects.get()
    assert done["Location"] == reverse("custody:opening", args=[opening.public_id])
    again = page.post(url, {"step": "open", "reason": REASON})
    assert again["Location"] == done["Location"]
    assert Opening.objects.count() == 1


def test_the_page_says_why_it_is_closed(scene: Scene, machine: Machine, as_person: Enter) -> None:
    requests.approve(
        footage_request=scene.row, person=scene.cast.commander, reason="", at=machine.at
    )
    url = reverse("emergency:open", args=[scene.row.public_id])
    page = as_person(scene.cast.officer)
    assert "đang chờ chỉ huy duyệt" in page.get(url).content.decode()
    assert page.post(url, {"step": "open", "reason": REASON}).status_code == 422
    assert not Opening.objects.exists()


def test_others_find_no_such_page(scene: Scene, as_person: Enter) -> None:
    url = reverse("emergency:open", args=[scene.row.public_id])
    for who in ("outsider", "owner", "auditor", "stranger"):
        assert as_person(getattr(scene.cast, who)).get(url).status_code in (403, 404)


def test_a_commander_approves_instead(scene: Scene, as_person: Enter) -> None:
    person: User = scene.cast.commander
    url = reverse("emergency:open", args=[scene.row.public_id])
    assert as_person(person).get(url).status_code == 403
    shown = as_person(person).get(reverse("requests:show", args=[scene.row.public_id]))
    assert url not in shown.content.decode()


def test_who_opened_it_closes_it(scene: Scene, machine: Machine, as_person: Enter) -> None:
    opening = scene.open(machine.at)
    url = reverse("emergency:end", args=[opening.public_id])
    assert as_person(scene.cast.colleague).post(url).status_code == 403
    assert as_person(scene.cast.officer).post(url).status_code == 302
    opening.refresh_from_db()
    assert (opening.state, opening.ending) == ("ended", "opener")
    services.end(opening, Ending.TIME, at=machine.at)
    assert kinds() == ["emergency:opened", "emergency:ended"]


def test_the_requests_page_leads_who_opened_it_back(
    scene: Scene, machine: Machine, as_person: Enter
) -> None:
    opening = scene.open(machine.at)
    url, shown = (
        reverse("custody:opening", args=[opening.public_id]),
        reverse("requests:show", args=[scene.row.public_id]),
    )
    text = as_person(scene.cast.officer).get(shown).content.decode()
    assert url in text
    assert "Không thể chờ?" not in text
    assert url not in as_person(scene.cast.colleague).get(shown).content.decode()
    services.end(opening, Ending.OPENER, at=machine.at)
    text = as_person(scene.cast.officer).get(shown).content.decode()
    assert url not in text
    assert "Không thể chờ?" in text
