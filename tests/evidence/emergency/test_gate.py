"""No byte flows after the end, for another officer, of another request, past an owner's 'no'."""

from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.http import Http404
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from cameras.registry import masking
from evidence.cases.services import close_case
from evidence.custody import gate, holds, opened
from evidence.custody.models import Item
from evidence.emergency import reviews, services
from evidence.emergency.models import Opening, Watch
from evidence.emergency.vocabulary import Ending
from evidence.requests import services as requests
from evidence.requests.models import Target
from evidence.requests.scope import Window
from portal.files import vault
from portal.ledger.models import Entry
from portal.lib.errors import Refused
from portal.people.models import User
from portal.people.roles import Role
from portal.people.services import appoint, end_office
from tests.evidence.requests.scenario import submitted

from .conftest import Machine
from .scene import CLIP, REASON, Scene

Enter = Callable[..., Client]
MINUTE = timedelta(minutes=1)
DENIED = (Refused, Http404, PermissionDenied)


def test_who_opened_it_sees_it_and_each_look_is_on_the_record_first(
    scene: Scene, machine: Machine
) -> None:
    opening = scene.opened(machine.at)
    watch = scene.watch(opening, machine.at)
    entry = Entry.objects.get(kind="emergency:viewed")
    assert entry.seq == watch.ledger_seq
    assert entry.actor == scene.cast.officer.subject
    assert entry.facts["basis"] == "emergency"
    assert entry.private("purpose") == REASON
    assert f"item:{scene.hold.public_id}" in entry.subjects
    assert scene.read(watch, machine.at) == CLIP
    watch.refresh_from_db()
    assert watch.bytes_served == len(CLIP)


def test_it_stays_held_and_is_no_item(scene: Scene, machine: Machine) -> None:
    opening = scene.opened(machine.at)
    scene.read(scene.watch(opening, machine.at), machine.at)
    assert not Item.objects.exists()
    assert scene.hold.state == "sealed"
    assert scene.hold.stored is not None
    with pytest.raises(vault.Held):
        vault.read(scene.hold.stored)


# --- What shuts it -------------------------------------------------------------------------------


def _time(scene: Scene, opening: Opening, machine: Machine) -> None:
    machine.ran = 60 * MINUTE


def _closed_by_opener(scene: Scene, opening: Opening, machine: Machine) -> None:
    services.end(opening, Ending.OPENER, at=machine.at)


def _unjustified(scene: Scene, opening: Opening, machine: Machine) -> None:
    review(scene, opening, machine, "unjustified")


def _justified(scene: Scene, opening: Opening, machine: Machine) -> None:
    review(scene, opening, machine, "justified")


def _refused(scene: Scene, opening: Opening, machine: Machine) -> None:
    requests.refuse(
        footage_request=scene.row, person=scene.cast.commander, reason="", at=machine.at
    )


def _case_closed(scene: Scene, opening: Opening, machine: Machine) -> None:
    close_case(case=scene.row.case, person=scene.cast.officer, at=machine.at)


def _office_ended(scene: Scene, opening: Opening, machine: Machine) -> None:
    office = scene.cast.officer.offices.get()
    end_office(office=office, ended_by=scene.cast.administrator, at=machine.at)


def _owner_said_no(scene: Scene, opening: Opening, machine: Machine) -> None:
    said_no(scene, machine)


def _clock_back_after_the_end(scene: Scene, opening: Opening, machine: Machine) -> None:
    machine.ran, machine.jump = 61 * MINUTE, -600 * MINUTE


def _off_for_two_hours(scene: Scene, opening: Opening, machine: Machine) -> None:
    """Across a restart less is counted than passed; the clock ends it."""
    machine.boot, machine.jump = "two", 120 * MINUTE


def _overdue(scene: Scene, opening: Opening, machine: Machine) -> None:
    machine.ran = 25 * 60 * MINUTE
    services.sweep(machine.at)


ENDS = [
    _time,
    _closed_by_opener,
    _unjustified,
    _justified,
    _refused,
    _case_closed,
    _office_ended,
    _owner_said_no,
    _clock_back_after_the_end,
    _off_for_two_hours,
    _overdue,
]


def review(scene: Scene, opening: Opening, machine: Machine, verdict: str) -> None:
    reviews.review(
        opening=opening,
        person=scene.cast.commander,
        verdict=verdict,
        reason="Đã đọc sổ và hỏi lại",
        at=machine.at,
    )


def said_no(scene: Scene, machine: Machine) -> None:
    """To some of the same minutes, in the same case, when they were asked."""
    window = scene.row.windows[0]
    asked = submitted(
        scene.cast,
        machine.at,
        scene.camera,
        case=scene.row.case,
        window=Window(window.start + MINUTE, window.stop + MINUTE),
    )
    Target.objects.filter(request=asked).update(state="declined")


@pytest.mark.parametrize("happens", ENDS, ids=lambda f: f.__name__)
def test_no_byte_flows_and_no_look_begins_after(
    scene: Scene, machine: Machine, happens: Callable[..., None]
) -> None:
    opening = scene.opened(machine.at)
    watch = scene.watch(opening, machine.at)
    assert scene.read(watch, machine.at)
    happens(scene, opening, machine)
    scene.cast.officer.forget_read()
    with pytest.raises(DENIED):
        scene.read(watch, machine.at)
    with pytest.raises(DENIED):
        scene.watch(opening, machine.at)
    assert Watch.objects.count() == 1


@pytest.mark.parametrize("happens", ENDS, ids=lambda f: f.__name__)
def test_a_stream_stops_at_its_next_chunk(
    scene: Scene,
    machine: Machine,
    happens: Callable[..., None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    opening = scene.opened(machine.at)
    watch = scene.watch(opening, machine.at)
    monkeypatch.setattr(gate, "clock", SimpleNamespace(now=lambda: machine.at))
    stretches = [(0, len(watch.head)), (0, len(CLIP))]
    pieces = opened.bytes_for(watch, stretches, visitor=scene.visitor(), at=machine.at)
    first = next(pieces)
    assert 0 < len(first) < len(CLIP)
    happens(scene, opening, machine)
    with pytest.raises(DENIED):
        next(pieces)
    watch.refresh_from_db()
    assert watch.bytes_served == len(first)


def test_a_clock_set_back_or_on_changes_nothing_while_it_runs(
    scene: Scene, machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gate, "clock", SimpleNamespace(now=lambda: machine.at))
    opening = scene.opened(machine.at)
    machine.ran = 59 * MINUTE
    for jump in (-600 * MINUTE, timedelta(days=3650), timedelta()):
        machine.jump = jump
        watch = scene.watch(opening, machine.at)
        assert scene.read(watch, machine.at) == CLIP


def test_a_look_before_its_own_beginning_is_none(scene: Scene, machine: Machine) -> None:
    watch = scene.watch(scene.opened(machine.at), machine.at)
    with pytest.raises(Refused, match="viewing_over"):
        scene.read(watch, machine.at - 5 * MINUTE)


@pytest.mark.parametrize("who", ["colleague", "commander", "outsider", "owner", "auditor"])
def test_nobody_but_who_opened_it_comes_in(scene: Scene, machine: Machine, who: str) -> None:
    opening = scene.opened(machine.at)
    watch = scene.watch(opening, machine.at)
    person: User = getattr(scene.cast, who)
    with pytest.raises(DENIED):
        scene.read(watch, machine.at, person=person)
    with pytest.raises(DENIED):
        scene.watch(opening, machine.at, person=person)


def test_a_copied_session_opens_nothing(scene: Scene, machine: Machine) -> None:
    watch = scene.watch(scene.opened(machine.at), machine.at)
    with pytest.raises(Refused, match="viewing_over"):
        scene.read(watch, machine.at, session="another")


def test_another_request_s_footage_stays_shut(scene: Scene, machine: Machine) -> None:
    opening = scene.opened(machine.at)
    start = scene.row.window_start - 300 * MINUTE
    row = submitted(
        scene.cast,
        machine.at,
        scene.camera,
        basis="emergency",
        urgency="urgent",
        window=Window(start, start + 5 * MINUTE),
    )
    other = Scene(scene.cast, scene.camera, row)
    holds.preserve(
        target=other.target,
        person=scene.cast.officer,
        ground="life",
        reason="Cháu bé đi lạc",
        at=machine.at,
    )
    other.fetch(machine.at)
    with pytest.raises(Refused, match="nothing_yet"):
        scene.watch(opening, machine.at, target=other.target)


def test_of_a_camera_that_was_declined_nothing_is_fetched_and_nobody_learns_why(
    scene: Scene, machine: Machine, as_person: Enter
) -> None:
    said_no(scene, machine)
    opening = scene.open(machine.at)
    assert not opening.targets.exists()
    assert holds.preserve_opened(machine.at) == 0
    assert (scene.hold.state, scene.hold.ending) == ("destroyed", "owner")
    assert not Entry.objects.filter(kind="emergency:opened", mentions__subject=scene.camera.subject)
    page = as_person(scene.cast.officer).get(reverse("custody:opening", args=[opening.public_id]))
    text = page.content.decode()
    assert "Chưa có hình" in text
    assert "từ chối" not in text
    shown = as_person(scene.cast.officer).get(reverse("requests:show", args=[scene.row.public_id]))
    assert "Giữ cho lần mở khẩn cấp" in shown.content.decode()
    with pytest.raises(Refused, match="nothing_yet"):
        scene.watch(opening, machine.at)


# --- Another basis -------------------------------------------------------------------------------


def test_approval_is_a_basis_after_which_time_has_no_part(scene: Scene, machine: Machine) -> None:
    opening = scene.opened(machine.at)
    watch = scene.watch(opening, machine.at)
    requests.approve(
        footage_request=scene.row, person=scene.cast.commander, reason="", at=machine.at
    )
    machine.ran = 120 * MINUTE
    services.sweep(machine.at)
    opening.refresh_from_db()
    assert (opening.state, opening.ending) == ("ended", "decided")
    assert scene.read(watch, machine.at) == CLIP


def test_found_without_reason_this_door_shuts_although_it_was_approved(
    scene: Scene, machine: Machine
) -> None:
    opening = scene.opened(machine.at)
    watch = scene.watch(opening, machine.at)
    requests.approve(
        footage_request=scene.row, person=scene.cast.commander, reason="", at=machine.at
    )
    second = scene.cast.colleague
    appoint(
        person=second,
        role=Role.COMMANDER,
        unit=scene.cast.ward,
        appointed_by=None,
        valid_from=scene.cast.at,
        at=scene.cast.at,
    )
    reviews.review(
        opening=opening, person=second, verdict="unjustified", reason="Đã hỏi lại kỹ", at=machine.at
    )
    with pytest.raises(DENIED):
        scene.read(watch, machine.at)


def test_approved_without_being_reviewed_it_is_still_reviewed(
    scene: Scene, machine: Machine
) -> None:
    opening = scene.opened(machine.at)
    requests.approve(
        footage_request=scene.row, person=scene.cast.commander, reason="", at=machine.at
    )
    machine.ran = 25 * 60 * MINUTE
    services.sweep(machine.at)
    opening.refresh_from_db()
    assert opening.state == "overdue"
    assert holds.sweep(machine.at) == 0  # the approval carries it
    assert scene.hold.state == "sealed"


# --- Pages ---------------------------------------------------------------------------------------


def test_the_officer_sees_it_through_the_pages_and_nobody_else_does(
    scene: Scene, machine: Machine, as_person: Enter
) -> None:
    opening = scene.opened(machine.at)
    page = as_person(scene.cast.officer)
    shown = page.get(reverse("custody:opening", args=[opening.public_id])).content.decode()
    url = reverse("custody:watch", args=[opening.public_id, scene.target.public_id])
    assert url in shown
    where = page.post(url)["Location"]
    watch = Watch.objects.get()
    assert where == reverse("custody:watching", args=[watch.public_id])
    assert scene.cast.officer.full_name in page.get(where).content.decode()
    video = reverse("custody:watched", args=[watch.public_id])
    answer = page.get(video, headers={"Range": "bytes=10-19"})
    assert answer.status_code == 206
    assert b"".join(answer) == CLIP[10:20]
    assert answer["Cache-Control"] == "no-store, private"
    for who in ("colleague", "commander", "owner", "auditor"):
        other = as_person(getattr(scene.cast, who))
        for address in (where, video):
            assert other.get(address).status_code in (403, 404)


def test_many_cameras_cost_no_more_queries(
    scene: Scene,
    machine: Machine,
    as_person: Enter,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    opening = scene.opened(machine.at)
    page = as_person(scene.cast.officer)
    url = reverse("custody:opening", args=[opening.public_id])
    page.get(url)
    with CaptureQueriesContext(connection) as few:
        page.get(url)
    for rank in range(2, 9):
        camera = scene.cast.camera()
        facts = {"distance_m": 20, "px_per_m": 100, "dies_at": machine.at + 600 * MINUTE}
        span = {"asked_start": scene.row.window_start, "asked_stop": scene.row.window_stop}
        Target.objects.create(request=scene.row, camera=camera, rank=rank, **facts, **span)
    with django_assert_num_queries(len(few)):
        assert "Chưa có hình" in page.get(url).content.decode()


def test_after_the_end_the_pages_say_so(scene: Scene, machine: Machine, as_person: Enter) -> None:
    opening = scene.opened(machine.at)
    page = as_person(scene.cast.officer)
    page.post(reverse("custody:watch", args=[opening.public_id, scene.target.public_id]))
    watch = Watch.objects.get()
    services.end(opening, Ending.COMMANDER, at=machine.at)
    assert page.get(reverse("custody:watched", args=[watch.public_id])).status_code == 403
    assert page.get(reverse("custody:watching", args=[watch.public_id])).status_code == 422
    shown = page.get(reverse("custody:opening", args=[opening.public_id])).content.decode()
    assert "đã kết thúc" in shown
    again = page.post(reverse("custody:watch", args=[opening.public_id, scene.target.public_id]))
    assert again.status_code == 422


def test_masks_lie_over_it_and_a_bare_tab_shows_nothing(
    scene: Scene, machine: Machine, as_person: Enter
) -> None:
    corner = ((0, 0), (200, 0), (200, 200))
    owner = scene.cast.owner
    masking.draw(scene.camera, points=corner, reason="window", actor=owner, at=machine.at)
    opening = scene.opened(machine.at)
    page = as_person(scene.cast.officer)
    page.post(reverse("custody:watch", args=[opening.public_id, scene.target.public_id]))
    watch = Watch.objects.get()
    assert (
        "0,0 200,0 200,200"
        in page.get(reverse("custody:watching", args=[watch.public_id])).content.decode()
    )
    url = reverse("custody:watched", args=[watch.public_id])
    assert page.get(url, headers={"Sec-Fetch-Dest": "document"}).status_code == 403
    assert page.get(url, headers={"Sec-Fetch-Dest": "video"}).status_code == 200


def test_a_ledger_that_is_down_shows_nothing(
    scene: Scene, machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    opening = scene.opened(machine.at)

    def down(*_: object, **__: object) -> int:
        raise OSError

    monkeypatch.setattr(opened, "append", down)
    with pytest.raises(Refused, match="record_unavailable"):
        scene.watch(opening, machine.at)
    assert not Watch.objects.exists()
