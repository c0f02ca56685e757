"""Once a year an owner says in one tap whether the camera still hangs there."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from cameras.registry.models import Camera
from cameras.registry.services import remove_camera
from cameras.registry.vocabulary import Status, Verification
from cameras.registry.yearly import PATIENCE, YEAR, due_at, is_unanswered
from cameras.upkeep import asking, services
from cameras.upkeep.models import Question
from cameras.upkeep.vocabulary import Answer
from portal.ledger.kinds import Kind
from portal.ledger.models import entries_about
from portal.notices.models import Notice
from portal.people.models import Membership, User
from tests.cast import Cast

Enter = Callable[[User], Client]
DAY = timedelta(days=1)


def link_of(person: User) -> str:
    return Notice.objects.filter(person=person).latest("pk").link


def test_nobody_is_asked_before_a_year_and_nobody_twice(cast: Cast) -> None:
    camera = cast.camera()
    due = due_at(camera.created_at, None)
    assert asking.sweep(due - DAY) == 0
    assert asking.sweep(due) == 1
    assert asking.sweep(due + DAY) == 0
    assert Question.objects.count() == 2  # both adults of the household
    answered = due + 3 * DAY
    services.affirm(camera, said=Answer.THERE, actor=cast.owner, at=answered)
    assert asking.sweep(answered + YEAR - DAY) == 0
    assert asking.sweep(answered + YEAR) == 1


def test_opening_the_link_changes_nothing_and_one_tap_answers(cast: Cast) -> None:
    camera = cast.camera()
    asking.sweep(camera.created_at + YEAR)
    link = link_of(cast.owner)
    for _ in range(2):
        page = Client().get(link)
        assert page.status_code == 200
    assert "Còn đó, vẫn như cũ" in page.content.decode()
    camera.refresh_from_db()
    assert camera.affirmed_at is None
    assert Client().post(link, {"answer": "there"}).status_code == 302
    camera.refresh_from_db()
    assert camera.affirmed_at is not None
    assert camera.asked_again_at is None
    assert "Cảm ơn bạn" in Client().get(link).content.decode()
    assert Client().post(link, {"answer": "gone"}).status_code == 422  # said already
    assert entries_about(camera.subject, [Kind.CAMERA_AFFIRMED]).count() == 1


@pytest.mark.parametrize("answer", ["gone", "changed"])
def test_gone_takes_it_off_the_list_and_changed_asks_for_a_visit(cast: Cast, answer: str) -> None:
    camera = cast.camera()
    Camera.objects.update(verification=Verification.CONFIRMED)
    asking.sweep(camera.created_at + YEAR)
    Client().post(link_of(cast.owner), {"answer": answer})
    camera.refresh_from_db()
    if answer == "gone":
        assert camera.status == Status.REMOVED
        assert Client().get(link_of(cast.co_owner)).status_code == 200  # says thank you
    else:
        assert camera.verification == Verification.WAITING


def test_the_link_of_somebody_who_left_opens_nothing(cast: Cast) -> None:
    camera = cast.camera()
    asking.sweep(camera.created_at + YEAR)
    link = link_of(cast.co_owner)
    Membership.objects.filter(person=cast.co_owner).update(valid_to=cast.at)
    assert Client().get(link).status_code == 404
    assert Client().post(link, {"answer": "gone"}).status_code == 404


def test_nonsense_is_no_answer(cast: Cast) -> None:
    camera = cast.camera()
    asking.sweep(camera.created_at + YEAR)
    assert Client().post(link_of(cast.owner), {"answer": "maybe"}).status_code == 422
    assert Client().get("/upkeep/still-there/nonsense/").status_code == 404


def test_a_business_with_many_gets_one_message(cast: Cast, as_person: Enter) -> None:
    cameras = [cast.camera(name=f"Camera {number}") for number in range(3)]
    asking.sweep(cameras[0].created_at + YEAR)
    assert Notice.objects.filter(person=cast.owner).count() == 1
    assert link_of(cast.owner) == "/cameras/"
    owner = as_person(cast.owner)
    assert owner.get("/cameras/").content.decode().count("Camera này còn đó không?") == 3
    owner.post(f"/upkeep/{cameras[0].public_id}/affirm/", {"answer": "there"})
    assert owner.get("/cameras/").content.decode().count("Camera này còn đó không?") == 2


def test_after_sixty_days_of_silence_it_says_so(cast: Cast, as_person: Enter) -> None:
    asked = datetime.now(UTC) - PATIENCE
    assert is_unanswered(asked, asked + PATIENCE)
    assert not is_unanswered(asked, asked + PATIENCE - DAY)
    assert not is_unanswered(None, asked)
    cast.camera()
    Camera.objects.update(asked_again_at=asked)
    assert "Chưa xác nhận lại" in as_person(cast.owner).get("/cameras/").content.decode()


def test_a_removed_camera_is_not_asked_about(cast: Cast) -> None:
    camera = cast.camera()
    remove_camera(camera, actor=cast.owner, at=cast.at)
    assert asking.sweep(camera.created_at + 2 * YEAR) == 0
