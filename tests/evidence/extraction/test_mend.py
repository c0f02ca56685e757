"""A pull that fails after a yes: the owner reads why and mends it, police read nothing of it."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from cameras.registry.links import NewLink, link_camera
from evidence.extraction import queue
from evidence.extraction.models import Job
from evidence.requests import answers
from evidence.requests.models import Target
from portal.lib import clock
from portal.notices.models import Notice
from portal.people.models import User
from tests.cast import Cast
from tests.evidence.requests.scenario import approved

Enter = Callable[[User], Client]
TITLE = "Chưa lấy được đoạn hình bạn đã đồng ý chia sẻ"


def failed_in(cast: Cast, **changes: object) -> Job:
    """The recorder has another password now."""
    at = clock.now()
    camera = cast.camera()
    link_camera(camera, NewLink(url="http://127.0.0.1:9", username="u"), actor=cast.owner, at=at)
    target = approved(cast, at, camera, **changes).targets.get()
    if target.state == "waiting":
        answers.answer(target=target, person=cast.owner, verdict="share", means="page", at=at)
    queue.create_missing(at)
    job = queue.claim(Job.objects.get().public_id, at)
    assert job is not None
    queue.give_up(job, "wrong_password", at=at)
    return job


def test_every_adult_is_told_why_and_where_to_mend_it(cast: Cast, as_person: Enter) -> None:
    job = failed_in(cast)
    told = Notice.objects.filter(title=TITLE)
    assert {row.person for row in told} == {cast.owner, cast.co_owner}
    page = as_person(cast.co_owner).get(told[0].link).content.decode()
    assert "Đầu ghi từ chối mật khẩu" in page
    respond = reverse("requests:respond", args=[job.target.public_id])
    assert told[0].link in as_person(cast.owner).get(respond).content.decode()
    assert not Notice.objects.filter(person=cast.officer).exists()


def test_the_owner_has_it_tried_again_once_the_password_is_right(
    cast: Cast, as_person: Enter
) -> None:
    job = failed_in(cast)
    mend = reverse("extraction:deliver", args=[job.target.public_id])
    for person in (cast.neighbour, cast.officer, cast.stranger):
        assert as_person(person).post(mend, {"again": "1"}).status_code in {403, 404}
    job.refresh_from_db()
    assert job.state == "failed"
    assert as_person(cast.owner).post(mend, {"again": "1"}).status_code == 302
    job.refresh_from_db()
    assert (job.state, job.reason) == ("waiting", "")


def test_the_owner_hands_over_the_minutes_instead(
    cast: Cast, as_person: Enter, recordings: list[Path]
) -> None:
    job = failed_in(cast)
    mend = reverse("extraction:deliver", args=[job.target.public_id])
    file = SimpleUploadedFile("a.mp4", recordings[0].read_bytes(), "video/mp4")
    assert as_person(cast.owner).post(mend, {"file": file}).status_code == 302
    assert Target.objects.get().state == "fulfilled"
    assert Notice.objects.filter(person=cast.officer, kind="item:sealed").count() == 1


@pytest.mark.parametrize("verdict", ["decline", "nothing"])
def test_after_a_no_nothing_is_tried_again(cast: Cast, as_person: Enter, verdict: str) -> None:
    job = failed_in(cast)
    answers.answer(
        target=job.target, person=cast.co_owner, verdict=verdict, means="page", at=clock.now()
    )
    mend = reverse("extraction:deliver", args=[job.target.public_id])
    as_person(cast.owner).post(mend, {"again": "1"})
    job.refresh_from_db()
    assert job.state == "failed"


def test_what_police_take_on_a_demand_is_theirs_to_try_again(cast: Cast) -> None:
    failed_in(cast, basis="demand", document="12/QĐ")
    assert not Notice.objects.filter(title=TITLE).exists()
