"""The panel on top of a request: what it waits for, and who acts next."""

from datetime import timedelta

import pytest

from cameras.registry.links import NewLink, link_camera
from evidence.requests import answers, services
from evidence.requests.choosing import grouped, map_of
from evidence.requests.models import FootageRequest, Target
from evidence.requests.present import rows_for_officer
from evidence.requests.queries import with_targets
from evidence.requests.standing import Standing, standing_of
from portal.lib.clock import now
from tests.cast import PLACE, Cast

from .scenario import a_draft, approved, candidates_of, submitted


def standing(row: FootageRequest, later: timedelta = timedelta()) -> Standing:
    fresh = with_targets(FootageRequest.objects.all()).get(pk=row.pk)
    at = now() + later
    return standing_of(fresh, rows_for_officer(fresh, at), at)


def test_a_submitted_request_waits_for_the_commander_and_says_what_dies_when(cast: Cast) -> None:
    shown = standing(submitted(cast, now()))
    assert shown.title == "Chờ chỉ huy duyệt"
    assert cast.ward.name in shown.body
    assert "ghi đè" in shown.until
    assert [step.state for step in shown.steps] == ["done", "now", "next", "next"]
    assert cast.officer.full_name in shown.steps[0].note


def test_an_approved_request_waits_for_the_owners_with_their_deadline(cast: Cast) -> None:
    row = approved(cast, now())
    shown = standing(row)
    assert shown.title == "Đang chờ chủ camera trả lời"
    assert shown.until.startswith("Hạn trả lời")
    assert [step.state for step in shown.steps] == ["done", "done", "now", "next"]


def test_a_refused_request_stops_at_the_commander(cast: Cast) -> None:
    row = submitted(cast, now())
    services.refuse(footage_request=row, person=cast.commander, reason="Chưa rõ", at=now())
    shown = standing(row)
    assert (shown.tone, shown.steps[1].state) == ("bad", "stop")


@pytest.mark.parametrize("verdict", ["decline", "nothing"])
def test_a_no_does_not_show_before_the_deadline(cast: Cast, verdict: str) -> None:
    row = approved(cast, now())
    before = standing(row)
    answers.answer(
        target=row.targets.get(), person=cast.owner, verdict=verdict, means="page", at=now()
    )
    after = standing(row)
    assert (after.title, after.steps[2:]) == (before.title, before.steps[2:])
    assert standing(row, timedelta(days=3)).title == "Không có hình"


def test_a_yes_shows_only_as_footage(cast: Cast) -> None:
    row = approved(cast, now())
    answers.answer(
        target=row.targets.get(), person=cast.owner, verdict="share", means="page", at=now()
    )
    assert standing(row).title == "Đang chờ chủ camera trả lời"
    late = standing(row, timedelta(days=3))
    assert late.title == "Không có hình"
    assert "về muộn" in late.body
    Target.objects.update(state="fulfilled")
    assert standing(row, timedelta(days=3)).title == "Đã có hình"


def test_what_is_taken_on_a_demand_shows_while_it_is_fetched(cast: Cast) -> None:
    camera = cast.camera()
    link_camera(camera, NewLink(url="http://127.0.0.1:9"), actor=cast.owner, at=now())
    row = approved(cast, now(), camera, basis="demand", document="12/QĐ")
    assert standing(row).title == "Đang lấy hình"


def test_candidates_that_look_at_the_place_stand_before_those_that_are_only_near(
    cast: Cast,
) -> None:
    looks = cast.camera()
    turned = cast.camera(lat=PLACE[0] + 0.00013, bearing_deg=20, fov_deg=30, range_m=3)
    at = now()
    draft = a_draft(cast, at)
    found = candidates_of(draft, at)
    first, second = grouped(found, set(), set())
    assert [c.camera for _, c in first.lines] == [looks]
    assert [c.camera for _, c in second.lines] == [turned]
    assert not second.is_open
    assert grouped(found, set(), {turned.public_id})[1].is_open
    assert [group.name for group in grouped(found, {looks.public_id}, set())] == [
        "proposed",
        "near",
    ]
    drawn = {f["properties"].get("href"): f for f in map_of(draft, found, at)["features"]}
    assert drawn[f"#pick-{looks.public_id}"]["properties"]["tone"] == "good"
    assert drawn[f"#pick-{turned.public_id}"]["properties"]["tone"] == "plain"
    assert drawn[f"#pick-{looks.public_id}"]["properties"]["unverified"] is True
