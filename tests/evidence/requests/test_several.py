"""A request for several windows: each camera asked once for all of them, each window a target."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cameras.consent.decision import Step
from cameras.consent.limits import Ahead
from evidence.cases.models import Case
from evidence.custody.basis import verdict_for_target
from evidence.requests import ahead, answers, services
from evidence.requests.choosing import choice_of
from evidence.requests.models import FootageRequest, Invitation, Target
from evidence.requests.present import by_camera, reach, rows_for_officer
from evidence.requests.queries import with_targets
from evidence.requests.reminders import remind
from evidence.requests.scope import Window
from evidence.requests.standing import standing_of
from evidence.requests.states import TargetState
from evidence.requests.windows import Windows
from portal.ledger.kinds import Kind
from portal.ledger.models import entries_about
from portal.lib.clock import now
from portal.lib.errors import Refused
from portal.notices.models import Notice
from tests.cast import AT, PLACE, Cast

from .scenario import HOUR, a_case, a_draft, approved, candidates_of, choose, submitted
from .test_ahead import LIMITS, NOW, allow

Enter = Callable[..., Client]
MINUTE = timedelta(minutes=1)


def three(at: datetime) -> Windows:
    """Five minutes each, ten minutes apart, the last an hour ago."""
    starts = [at - HOUR - 30 * MINUTE, at - HOUR - 15 * MINUTE, at - HOUR]
    return tuple(Window(start, start + 5 * MINUTE) for start in starts)


def read(row: FootageRequest) -> FootageRequest:
    return with_targets(FootageRequest.objects.filter(pk=row.pk)).get()


def states(row: FootageRequest) -> list[str]:
    return [target.state for target in row.targets.order_by("asked_start", "camera")]


# --- What is asked for ---------------------------------------------------------------------------


def test_each_camera_is_asked_for_each_window_and_the_minutes_are_theirs(cast: Cast) -> None:
    cameras = [cast.camera(), cast.camera(ownership="business")]
    row = read(submitted(cast, AT, *cameras, windows=three(AT)))
    assert row.windows == row.sought == three(AT)
    assert (row.window_start, row.window_stop) == (three(AT)[0].start, three(AT)[-1].stop)
    assert [(t.camera, t.asked) for t in row.targets.order_by("rank", "asked_start")] == [
        (camera, window) for camera in cameras for window in three(AT)
    ]
    touched = reach(row)
    assert (touched.cameras, touched.homes) == (2, 1)
    assert (touched.length, touched.camera_length) == (15 * MINUTE, 30 * MINUTE)
    entry = entries_about(row.subject, [Kind.REQUEST_SUBMITTED]).get()
    assert (entry.facts["cameras"], entry.facts["windows"], entry.facts["seconds"]) == (2, 3, 900)


def test_one_camera_cannot_have_the_same_window_twice(cast: Cast) -> None:
    target = submitted(cast, AT, windows=three(AT)).targets.first()
    assert target is not None
    other = three(AT)[1]
    with pytest.raises(IntegrityError, match=r"UNIQUE|target_once"), transaction.atomic():
        Target.objects.filter(pk=target.pk).update(asked_start=other.start, asked_stop=other.stop)


def test_the_usual_minutes_hold_for_all_windows_together(cast: Cast) -> None:
    """Twelve hours are usual: five times three hours need a reason, as fifteen hours would."""
    windows = [Window(AT - n * 4 * HOUR, AT - n * 4 * HOUR + 3 * HOUR) for n in range(5, 0, -1)]
    draft = a_draft(cast, AT, windows=windows)
    choose(draft, AT, cast.camera())
    with pytest.raises(Refused, match="beyond_reason_missing"):
        services.submit(footage_request=draft, person=cast.officer, at=AT)


def test_two_days_of_the_year_are_too_far_apart_for_one_request_and_two_weeks_need_a_reason(
    cast: Cast,
) -> None:
    def windows(days: int) -> Windows:
        early = AT - timedelta(days=days)
        return Window(early, early + MINUTE), Window(AT - HOUR, AT - HOUR + MINUTE)

    with pytest.raises(Refused, match="windows_too_far"):
        a_draft(cast, AT, windows=windows(40))
    draft = a_draft(cast, AT, windows=windows(20))
    choose(draft, AT, cast.camera(retention_hours=24 * 30))
    with pytest.raises(Refused, match="beyond_reason_missing"):
        services.submit(footage_request=draft, person=cast.officer, at=AT)


def test_a_window_that_a_recorder_has_lost_is_not_asked_of_its_owner(
    cast: Cast, as_person: Enter
) -> None:
    at = now()
    short, long = cast.camera(retention_hours=24), cast.camera(lat=PLACE[0] - 2e-4)
    windows = (Window(at - 30 * HOUR, at - 29 * HOUR), Window(at - 2 * HOUR, at - HOUR))
    draft = a_draft(cast, at, windows=windows, case=a_case(cast, at))
    page = as_person(cast.officer).get(reverse("requests:cameras", args=[draft.public_id]))
    assert "Chỉ hỏi được những phút sau" in page.content.decode()
    choose(draft, at, short, long)
    assert [t.asked for t in draft.targets.filter(camera=short)] == [windows[1]]
    assert [t.asked for t in draft.targets.filter(camera=long)] == list(windows)
    page = as_person(cast.officer).get(reverse("requests:check", args=[draft.public_id]))
    assert "Chỉ hỏi:" in page.content.decode()


def test_a_dead_window_does_not_hurry_the_owners_of_those_that_live(cast: Cast) -> None:
    camera = cast.camera(retention_hours=24)
    windows = (Window(AT - 23 * HOUR, AT - 22 * HOUR), Window(AT - 2 * HOUR, AT - HOUR))
    row = submitted(cast, AT, camera, windows=windows)
    later = AT + 2 * HOUR  # by now the first is overwritten, the second lives for twenty hours
    row = services.approve(footage_request=row, person=cast.commander, reason="", at=later)
    assert row.deadline is not None
    assert row.deadline > later + 10 * HOUR


def test_minutes_asked_for_before_are_left_out_and_the_rest_is_asked(cast: Cast) -> None:
    camera, case, windows = cast.camera(), a_case(cast, AT), three(AT)
    first = approved(cast, AT, camera, case=case, window=windows[1])
    Target.objects.filter(request=first).update(state="declined")
    services.record_not_found(footage_request=first, person=cast.officer, note="", at=AT)
    row = submitted(cast, AT, camera, case=case, windows=windows)
    assert [t.asked for t in row.targets.all()] == [windows[0], windows[2]]
    assert read(row).windows == (windows[0], windows[2])


def test_the_same_question_is_told_by_its_windows_not_by_what_lies_between(cast: Cast) -> None:
    case, windows = a_case(cast, AT), three(AT)
    first = submitted(cast, AT, case=case, windows=windows)
    between = tuple(Window(one.stop, one.stop + 5 * MINUTE) for one in windows[:2])
    # Within the same half hour, but other minutes.
    a_draft(cast, AT, case=case, windows=between, person=cast.colleague)
    with pytest.raises(Refused, match="duplicate") as refused:
        a_draft(cast, AT, case=case, windows=(between[0], windows[2]))
    assert (refused.value.field, refused.value.facts["request"]) == ("start2", first.public_id)


def test_the_proposal_cuts_the_window_of_the_event_and_keeps_the_others(cast: Cast) -> None:
    camera, case = cast.camera(), a_case(cast, AT)  # it happened an hour ago
    long = Window(AT - 3 * HOUR, AT)
    day_before = Window(AT - 25 * HOUR, AT - 25 * HOUR + 10 * MINUTE)
    draft = a_draft(cast, AT, case=case, windows=(day_before, long))
    choice = choice_of(draft, AT)
    assert choice.is_cut
    assert choice.proposed == (
        day_before,
        Window(case.happened_at - 5 * MINUTE, case.happened_at + 15 * MINUTE),
    )
    services.choose_cameras(
        footage_request=draft,
        candidates=candidates_of(draft, AT),
        chosen=[camera.public_id],
        windows=choice.proposed,
        at=AT,
    )
    assert read(draft).windows == choice.proposed
    assert choice_of(read(draft), AT).part == "part"
    choose(draft, AT, camera)
    assert choice_of(read(draft), AT).part == "whole"


# --- The owner -----------------------------------------------------------------------------------


def test_each_adult_is_told_once_for_all_windows_of_a_camera(cast: Cast) -> None:
    row = approved(cast, AT, cast.camera(), windows=three(AT))
    for adult in (cast.owner, cast.co_owner):
        [told] = Notice.objects.filter(person=adult, kind="target:notified")
        assert "3 đoạn hình" in str(told.title)
        assert Invitation.objects.filter(person=adult).count() == 1
    # Each window is on the record.
    assert entries_about(row.subject, [Kind.TARGET_NOTIFIED]).count() == 3
    assert row.targets.exclude(told_at=AT).count() == 0


def test_one_reminder_stands_for_all_windows_and_none_where_all_are_answered(cast: Cast) -> None:
    row = approved(cast, AT, cast.camera(), windows=three(AT))
    assert row.deadline is not None
    first = row.targets.first()
    assert first is not None
    known: dict[str, Any] = {"person": cast.owner, "means": "page", "at": AT}
    answers.answer(target=first, verdict="share", **known)
    assert remind(row.deadline - 2 * HOUR) == 1
    assert remind(row.deadline - HOUR) == 0
    other = approved(cast, AT, cast.camera(), windows=three(AT))
    answers.answer_all(targets=list(other.targets.all()), verdict="decline", **known)
    assert other.deadline is not None
    assert remind(other.deadline - 2 * HOUR) == 0


def test_one_tap_agrees_to_all_of_them(cast: Cast, client: Client) -> None:
    row = approved(cast, now(), cast.camera(), windows=three(now()))
    [told] = Notice.objects.filter(person=cast.owner, kind="target:notified")
    page = client.get(told.link).content.decode()
    assert "Đồng ý tất cả" in page
    assert page.count("Trả lời riêng đoạn") == 3
    assert "cộng lại 15 phút" in page
    everything = [target.public_id for target in row.targets.all()]
    assert client.post(told.link, {"answer": "share", "of": everything}).status_code == 302
    assert states(row) == ["agreed"] * 3
    assert client.post(told.link, {"answer": "share", "of": everything}).status_code == 422
    assert "Đồng ý tất cả" not in client.get(told.link).content.decode()


def test_each_window_has_an_answer_of_its_own(cast: Cast, as_person: Enter) -> None:
    row = approved(cast, now(), cast.camera(), windows=three(now()))
    one, two, three_ = row.targets.order_by("asked_start")
    owner = as_person(cast.owner)
    here = reverse("requests:respond", args=[two.public_id])  # any of them leads to all
    owner.post(here, {"answer": "share", "of": one.public_id})
    owner.post(here, {"answer": "decline", "of": two.public_id})
    assert states(row) == ["agreed", "declined", "waiting"]
    page = owner.get(here).content.decode()
    assert "Bạn đã đồng ý" in page
    assert "Bạn đã từ chối" in page
    assert page.count("Trả lời riêng đoạn") == 1
    assert "Đồng ý tất cả" not in page  # it would not be about all of them any more
    assert owner.post(here, {"answer": "part", "of": three_.public_id}).status_code == 422
    assert states(row)[2] == "waiting"
    why = {"answer": "why", "why": "Nhà có khách", "of": two.public_id}
    assert owner.post(here, why).status_code == 302
    two.refresh_from_db()
    assert two.answered_why == "Nhà có khách"
    assert owner.post(here, {"answer": "share", "of": "khong-co-doan-nay"}).status_code == 200
    assert states(row)[2] == "waiting"


def test_a_no_to_all_ends_an_earlier_yes_to_some(cast: Cast) -> None:
    row = approved(cast, AT, cast.camera(), windows=three(AT))
    targets = list(row.targets.order_by("asked_start"))
    known: dict[str, Any] = {"means": "page", "at": AT}
    answers.answer(target=targets[0], person=cast.owner, verdict="share", **known)
    answers.answer(target=targets[1], person=cast.owner, verdict="nothing", **known)
    answers.answer_all(targets=targets, person=cast.co_owner, verdict="decline", **known)
    assert states(row) == ["declined", "nothing", "declined"]


def test_when_one_of_the_answers_is_refused_none_is_kept(cast: Cast) -> None:
    row = approved(cast, AT, cast.camera(), windows=three(AT))
    assert row.deadline is not None
    with pytest.raises(Refused, match="deadline_passed"):
        answers.answer_all(
            targets=list(row.targets.all()),
            person=cast.owner,
            verdict="share",
            means="page",
            at=row.deadline,
        )
    assert states(row) == ["waiting"] * 3


def test_the_inbox_has_one_line_for_a_camera_at_the_same_cost(
    cast: Cast,
    as_person: Enter,
    django_assert_max_num_queries: Callable[[int], AbstractContextManager[object]],
) -> None:
    approved(cast, now(), cast.camera(name="Cổng"), windows=three(now()))
    approved(cast, now(), cast.camera(name="Sân"))
    owner, url = as_person(cast.owner), reverse("requests:inbox")
    owner.get(url)
    with django_assert_max_num_queries(9):
        page = owner.get(url).content.decode()
    assert page.count("row-waits") == 2
    assert "3 đoạn hình cộng lại 15 phút" in page


def test_a_file_goes_to_the_window_that_the_link_names(cast: Cast, client: Client) -> None:
    row = approved(cast, now(), cast.camera(), windows=three(now()))
    [told] = Notice.objects.filter(person=cast.owner, kind="target:notified")
    last = row.targets.order_by("asked_start").last()
    assert last is not None
    page = client.get(told.link).content.decode()
    url = f"{reverse('extraction:upload', args=[told.link.split('/')[-2]])}?part={last.public_id}"
    assert url in page
    assert client.get(url).context["target"] == last
    other = approved(cast, now(), cast.camera()).targets.get()  # of another question
    foreign = url.replace(last.public_id, other.public_id)
    assert client.get(foreign).context["target"] == row.targets.order_by("asked_start").first()


# --- Taken ahead ---------------------------------------------------------------------------------


def robbery(cast: Cast, length: timedelta, limits: Ahead) -> FootageRequest:
    """Three windows of a morning, from a camera whose owner lets such cases have it at once."""
    camera, case = cast.camera(), a_case(cast, NOW)
    Case.objects.filter(pk=case.pk).update(kind="robbery")
    case.refresh_from_db()
    allow(cast, camera, limits, at=NOW - MINUTE)
    starts = [NOW - n * 20 * MINUTE for n in (3, 2, 1)]
    windows = [Window(start, start + length) for start in starts]
    return approved(cast, NOW, camera, case=case, windows=windows)


@pytest.mark.parametrize(
    ("length", "per_month", "means"),
    [(3 * MINUTE, 3, "ahead"), (4 * MINUTE, 3, ""), (3 * MINUTE, 2, "")],
    ids=["nine minutes", "twelve minutes", "one time too many"],
)
def test_an_owner_s_limits_hold_for_all_windows_together_or_they_are_asked_for_all(
    cast: Cast, length: timedelta, per_month: int, means: str
) -> None:
    row = robbery(cast, length, replace(LIMITS, per_month=per_month))
    assert {target.answered_means for target in row.targets.all()} == {means}
    for target in row.targets.all():
        assert verdict_for_target(target, Step.PULL, at=NOW).flows == bool(means)


def test_one_tap_stops_every_window_that_was_taken_ahead(cast: Cast) -> None:
    row = robbery(cast, 3 * MINUTE, replace(LIMITS, per_month=3))
    [told] = Notice.objects.filter(person=cast.owner, kind="target:notified")
    first = row.targets.first()
    assert first is not None
    ahead.stop(target=first, person=cast.owner, means="page", at=NOW)
    assert states(row) == ["withdrawn"] * 3
    assert "cho phép trước" in str(told.title)


# --- The officer ---------------------------------------------------------------------------------


def test_the_officer_reads_camera_by_camera_and_a_part_of_the_answers_tells_nothing(
    cast: Cast,
) -> None:
    row = approved(cast, AT, cast.camera(), cast.camera(lat=PLACE[0] - 2e-4), windows=three(AT))
    mine = list(row.targets.filter(rank=1))
    known: dict[str, Any] = {"person": cast.owner, "means": "page", "at": AT}
    answers.answer(target=mine[0], verdict="share", **known)
    answers.answer(target=mine[1], verdict="decline", **known)
    kept = read(row)
    rows = rows_for_officer(kept, AT)
    assert [len(camera.lines) for camera in by_camera(rows)] == [3, 3]
    assert {line.state for line in rows} == {TargetState.WAITING}
    assert "2 trên 2 camera" in standing_of(kept, rows, AT).body


def test_a_commander_s_list_and_the_case_name_the_windows(cast: Cast, as_person: Enter) -> None:
    row = submitted(cast, now(), cast.camera(), cast.camera(), windows=three(now()))
    page = as_person(cast.commander).get(reverse("requests:approvals")).content.decode()
    assert "của 3 khoảng thời gian" in page
    assert "2 camera" in page
    listed = as_person(cast.officer).get(reverse("cases:show", args=[row.case.public_id]))
    assert "3 khoảng thời gian, từ" in listed.content.decode()


def test_the_pages_cost_the_same_for_one_window_and_for_five(cast: Cast, as_person: Enter) -> None:
    at = now()
    clients: dict[int, Client] = {}
    cameras = [cast.camera(lat=PLACE[0] - 0.00018 - n * 1e-5) for n in range(4)]
    five = [Window(at - n * HOUR, at - n * HOUR + 5 * MINUTE) for n in range(5, 0, -1)]
    pages: dict[str, list[int]] = {}
    for windows in (five[:1], five):
        draft = a_draft(cast, at, windows=windows)
        choose(draft, at, *cameras)
        asked = approved(cast, at, *cameras, windows=windows)
        target = asked.targets.first()
        assert target is not None
        for person, name, key in (
            (cast.officer, "cameras", draft.public_id),
            (cast.officer, "check", draft.public_id),
            (cast.officer, "show", asked.public_id),
            (cast.owner, "respond", target.public_id),
        ):
            client = clients.setdefault(person.pk, as_person(person))
            url = reverse(f"requests:{name}", args=[key])
            client.get(url)
            with CaptureQueriesContext(connection) as seen:
                assert client.get(url).status_code == 200
            pages.setdefault(name, []).append(len(seen))
    assert all(one == other for one, other in pages.values()), pages
