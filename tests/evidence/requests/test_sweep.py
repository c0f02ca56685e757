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


def test_what_is_taken_on_a_demand_waits_for_the_owner_s_file_where_there_is_no_link(
    cast: Cast,
) -> None:
    row = approved(cast, AT, basis="demand", document="12/QĐ")
    (line,) = rows_for_officer(row, AT)
    assert (line.words, line.stuck, line.retry) == ("Chờ chủ camera gửi tệp", True, False)
    assert not under_way(row, [line])


def test_a_failed_pull_on_a_demand_says_so_and_is_tried_again(cast: Cast, as_person: Enter) -> None:
    target = approved(cast, now(), basis="demand", document="12/QĐ").targets.get()
    job = Job.objects.create(
        target=target, state="failed", reason="wrong_password", created_at=AT, next_try_at=AT
    )
    officer = as_person(cast.officer)
    retry = reverse("extraction:retry", args=[target.public_id])
    page = officer.get(reverse("requests:show", args=[target.request.public_id]))
    assert retry in page.content.decode()
    assert "HX-Request" in page["Vary"]
    for person in (cast.outsider, cast.stranger, cast.owner):
        assert as_person(person).post(retry).status_code in {403, 404}
    assert officer.post(retry).status_code == 302
    job.refresh_from_db()
    assert (job.state, job.reason) == ("waiting", "")


def test_an_officer_tries_nothing_again_where_the_owner_was_asked(
    cast: Cast, as_person: Enter
) -> None:
    target = agreed(cast)
    job = Job.objects.create(
        target=target, state="failed", reason="wrong_password", created_at=AT, next_try_at=AT
    )
    retry = reverse("extraction:retry", args=[target.public_id])
    for _instant in range(2):
        assert as_person(cast.officer).post(retry).status_code == 302
        job.refresh_from_db()
        assert job.state == "failed"
        FootageRequest.objects.update(deadline=now())
