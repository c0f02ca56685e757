"""What time does to requests, and what an officer reads when nothing moves any more."""

from collections.abc import Callable
from datetime import timedelta

from django.test import Client
from django.urls import reverse

from evidence.cases.services import close_case
from evidence.extraction.models import Job
from evidence.requests import answers, sweep
from evidence.requests.models import FootageRequest, Target
from evidence.requests.present import rows_for_officer, under_way
from portal.ledger.models import entries_about
from portal.lib.clock import now
from tests.cast import AT, Cast

from .scenario import approved, submitted

Enter = Callable[..., Client]


def agreed(cast: Cast, at: object = AT) -> Target:
    target = approved(cast, AT).targets.get()
    return answers.answer(target=target, person=cast.owner, verdict="share", means="page", at=AT)


def test_a_closed_case_asks_for_nothing_more(cast: Cast) -> None:
    row = approved(cast, AT)
    waiting = submitted(cast, AT)
    for asked in (row, waiting):
        close_case(case=asked.case, person=cast.officer, at=AT)
    sweep.sweep(AT)
    assert set(FootageRequest.objects.values_list("state", flat=True)) == {"closed"}
    assert row.targets.get().state == "expired"
    assert entries_about(row.subject).filter(kind="request:closed").count() == 1
    sweep.sweep(AT)
    assert entries_about(row.subject).filter(kind="request:closed").count() == 1


def test_footage_that_nobody_brought_ends_when_it_is_overwritten(cast: Cast) -> None:
    target = agreed(cast)
    assert sweep.end_overwritten(target.dies_at - timedelta(seconds=1)) == 0
    assert sweep.end_overwritten(target.dies_at) == 1
    assert Target.objects.get(pk=target.pk).state == "nothing"


def test_a_job_under_way_is_left_to_its_worker(cast: Cast) -> None:
    target = agreed(cast)
    Job.objects.create(target=target, created_at=AT, next_try_at=AT)
    assert sweep.end_overwritten(target.dies_at) == 0


def test_a_camera_without_a_recorder_waits_for_its_owner_s_file(cast: Cast) -> None:
    row = agreed(cast).request
    assert row.deadline is not None
    (before,) = rows_for_officer(row, AT)
    assert before.words == "Đang chờ chủ camera trả lời"  # another adult may still say no
    (line,) = rows_for_officer(row, row.deadline)
    assert (line.words, line.stuck, line.retry) == ("Chờ chủ camera gửi tệp", True, False)
    assert not under_way(row, [line])


def test_a_failed_pull_says_so_and_is_tried_again_on_demand(cast: Cast, as_person: Enter) -> None:
    target = approved(cast, now()).targets.get()
    answers.answer(target=target, person=cast.owner, verdict="share", means="page", at=now())
    job = Job.objects.create(
        target=target, state="failed", reason="wrong_password", created_at=AT, next_try_at=AT
    )
    officer = as_person(cast.officer)
    retry = reverse("extraction:retry", args=[target.public_id])
    assert officer.post(retry).status_code == 302
    job.refresh_from_db()
    assert job.state == "failed", "while owners are asked, every camera is answered alike"
    FootageRequest.objects.update(deadline=now())
    page = officer.get(reverse("requests:show", args=[target.request.public_id]))
    assert retry in page.content.decode()
    assert "HX-Request" in page["Vary"]
    for person in (cast.outsider, cast.stranger, cast.owner):
        assert as_person(person).post(retry).status_code in {403, 404}
    assert officer.post(retry).status_code == 302
    job.refresh_from_db()
    assert (job.state, job.reason) == ("waiting", "")
