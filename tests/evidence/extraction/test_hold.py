"""Preserve first, open later: sealed at once, opened after approval and consent, else destroyed."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from cameras.consent import texts
from cameras.consent.scopes import Scope
from cameras.consent.services import withdraw
from cameras.sources.errors import Unreachable
from evidence.cases.services import close_case
from evidence.custody import holds
from evidence.custody.models import Hold, Item
from evidence.extraction.words import JobState, Step
from evidence.requests import answers, services, sweep
from evidence.requests.models import Target, Timekeeper
from portal.files import vault
from portal.ledger.models import Entry
from portal.lib import clock, passage
from portal.lib.errors import Refused
from portal.notices.models import Notice
from tests.cast import Cast
from tests.evidence.requests.sameness import read

from .scene import Killed, Scene, make_asked
from .test_run import dies_at

HOUR = timedelta(hours=1)
Enter = Callable[..., Client]


class Machine:
    """A machine whose clock and uptime the test turns."""

    def __init__(self, real: Callable[[datetime], passage.Reading]) -> None:
        self.real = real
        self.ran = timedelta()
        self.jump = timedelta()
        self.boot = "one"

    @property
    def at(self) -> datetime:
        return clock.now() + self.ran + self.jump

    def read(self, at: datetime) -> passage.Reading:
        real = self.real(at)
        return replace(real, boot=self.boot, uptime_ms=real.uptime_ms + self.ran // passage._MS)


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch) -> Machine:
    made = Machine(passage.read)
    monkeypatch.setattr(passage, "read", made.read)
    return made


@pytest.fixture
def asked(
    cast: Cast, recordings: list[Path], machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> Scene:
    return make_asked(cast, recordings, monkeypatch)


def preserve(scene: Scene, **changes: Any) -> Hold:
    facts: dict[str, Any] = {
        "target": scene.target,
        "person": scene.cast.officer,
        "ground": "dying",
        "reason": "Đầu ghi sắp ghi đè",
        "at": clock.now(),
    }
    return holds.preserve(**{**facts, **changes})


def held(scene: Scene) -> Hold:
    """Asked for and sealed by a worker."""
    preserve(scene)
    scene.sweep()
    assert scene.work()
    hold = Hold.objects.get()
    assert (hold.state, scene.job.state) == ("sealed", JobState.HELD)
    return hold


def approve(scene: Scene) -> None:
    services.approve(
        footage_request=scene.target.request,
        person=scene.cast.commander,
        reason="",
        at=clock.now(),
    )


def say(scene: Scene, verdict: str, **changes: Any) -> None:
    answers.answer(
        target=scene.target,
        person=scene.cast.owner,
        verdict=verdict,
        means="page",
        at=clock.now(),
        **changes,
    )


def take_back(scene: Scene) -> None:
    withdraw(
        scene.camera,
        person=scene.cast.co_owner,
        scopes=frozenset({Scope.ASK}),
        terms=texts.current("vi"),
        at=clock.now(),
    )


def kinds(start: str = "hold") -> list[str]:
    return [e.kind for e in Entry.objects.order_by("seq") if e.kind.startswith(start)]


def assert_gone(hold: Hold) -> None:
    hold.refresh_from_db()
    assert hold.state == "destroyed"
    assert hold.stored is None or hold.stored.wrapped_key is None
    assert not Item.objects.exists()


# --- Shut ----------------------------------------------------------------------------------------


def test_what_is_held_is_no_item_and_nobody_reads_it(asked: Scene) -> None:
    hold = held(asked)
    assert not Item.objects.exists()
    assert hold.stored is not None
    with pytest.raises(vault.Held):
        vault.read(hold.stored)
    with pytest.raises(Refused):
        holds.bytes_of(hold, Target.objects.get(), clock.now())
    assert kinds() == ["hold:asked", "hold:sealed"]
    assert kinds("extraction") == kinds("item") == []


def test_the_owner_is_told_at_once_and_again_at_the_end(asked: Scene) -> None:
    preserve(asked)
    assert Notice.objects.filter(kind="hold:asked", urgent=True).count() == 2
    services.refuse(
        footage_request=asked.target.request,
        person=asked.cast.commander,
        reason="Không cần",
        at=clock.now(),
    )
    asked.sweep()
    assert Notice.objects.filter(kind="hold:destroyed", person=asked.cast.owner).count() == 1


# --- Released ------------------------------------------------------------------------------------


def test_approval_and_consent_together_open_it(asked: Scene, tmp_path: Path) -> None:
    hold = held(asked)
    asked.recorder.paths = []  # overwritten meanwhile
    approve(asked)
    asked.sweep()
    assert not asked.work()
    assert not Item.objects.exists()
    say(asked, "share")
    asked.sweep()
    assert asked.work()
    [item] = asked.items("footage")
    assert item.public_id == hold.public_id
    assert asked.frames(item, tmp_path) == list(range(140, 760))
    assert asked.state == "fulfilled"
    assert asked.job.state == JobState.SEALED
    assert len(asked.items("index")) == 1
    assert len(asked.items("thumbnail")) == 12
    assert kinds() == ["hold:asked", "hold:sealed", "hold:released"]
    assert kinds("extraction") == ["extraction:started"]


def test_consent_without_approval_opens_nothing(asked: Scene) -> None:
    hold = held(asked)
    Target.objects.update(state="agreed")
    asked.sweep()
    asked.work()
    hold.refresh_from_db()
    assert hold.state == "sealed"
    assert not Item.objects.exists()


def test_a_written_demand_needs_the_approval_alone(
    cast: Cast, recordings: list[Path], machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    scene = make_asked(cast, recordings, monkeypatch, basis="demand", document="12/QĐ")
    hold = held(scene)
    with pytest.raises(Refused) as refused:
        holds.stop(hold=hold, person=cast.owner, at=clock.now())
    assert refused.value.code == "custody.hold_by_law"
    approve(scene)
    scene.sweep()
    assert scene.work()
    assert scene.state == "fulfilled"


def test_an_agreed_hold_outlives_its_recorder_s_footage(asked: Scene) -> None:
    held(asked)
    Target.objects.update(dies_at=clock.now() - HOUR)
    approve(asked)
    request = asked.target.request
    request.refresh_from_db()
    assert request.deadline is not None
    assert request.deadline - clock.now() > 40 * HOUR
    say(asked, "share")
    sweep.sweep(clock.now())
    asked.sweep()
    assert asked.work()
    assert asked.state == "fulfilled"


def test_only_the_minutes_that_the_owner_allows_are_kept(asked: Scene, tmp_path: Path) -> None:
    hold = held(asked)
    asked.recorder.paths = []
    approve(asked)
    start = asked.target.request.window_start
    Target.objects.update(
        window_start=start + timedelta(seconds=20), window_stop=start + timedelta(seconds=30)
    )
    say(asked, "share")
    asked.sweep()
    assert asked.work()
    [item] = asked.items("footage")
    frames = asked.frames(item, tmp_path)
    # 35 s to 45 s of the recording, on key frames two seconds apart.
    assert frames[0] >= 330
    assert frames[-1] < 470
    assert item.window_start == start + timedelta(seconds=20)
    hold.refresh_from_db()
    assert hold.stored is not None
    assert hold.stored.wrapped_key is None


def test_a_part_is_cut_right_from_a_hold_with_a_gap(
    asked: Scene, recordings: list[Path], tmp_path: Path
) -> None:
    asked.recorder.paths = [p for n, p in enumerate(recordings) if n != 4]
    everything = asked.recorder.recordings

    def with_gap(start: Any, stop: Any) -> Any:
        found = []
        for one in everything(start, stop):
            place = recordings.index(Path(one.ref))
            begin = asked.recorder.first_at + timedelta(seconds=10 * place)
            found.append(replace(one, start=begin, stop=begin + timedelta(seconds=10)))
        return found

    asked.recorder.recordings = with_gap  # type: ignore[method-assign]
    held(asked)
    asked.recorder.recordings = everything  # type: ignore[method-assign]
    asked.recorder.paths = []
    approve(asked)
    start = asked.target.request.window_start  # 15 s into the recording; 40 s to 50 s are missing
    Target.objects.update(
        window_start=start + timedelta(seconds=37), window_stop=start + timedelta(seconds=45)
    )
    say(asked, "share")
    asked.sweep()
    assert asked.work()
    [item] = asked.items("footage")
    frames = asked.frames(item, tmp_path)
    assert 500 <= frames[0] <= 520
    assert 590 <= frames[-1] < 620


# --- Destroyed -----------------------------------------------------------------------------------


def test_unapproved_for_72_hours_it_destroys_itself(asked: Scene, machine: Machine) -> None:
    hold = held(asked)
    machine.ran = 72 * HOUR - timedelta(minutes=1)
    assert holds.sweep(machine.at) == 0
    machine.ran = 72 * HOUR + timedelta(minutes=1)
    assert holds.sweep(machine.at) == 1
    assert_gone(hold)
    assert kinds()[-1] == "hold:destroyed"


def test_a_clock_turned_on_or_back_neither_destroys_nor_prolongs(
    asked: Scene, machine: Machine
) -> None:
    hold = held(asked)
    for jump in (timedelta(days=3650), -HOUR):
        machine.jump = jump
        assert holds.sweep(machine.at) == 0
        sweep.sweep(machine.at)
    machine.jump, machine.ran = -HOUR, 72 * HOUR + timedelta(minutes=1)
    assert holds.sweep(machine.at) == 1
    assert_gone(hold)
    machine.jump = -100 * HOUR
    asked.sweep()
    assert_gone(hold)


def test_a_clock_of_ten_years_on_ends_no_question_either(asked: Scene, machine: Machine) -> None:
    hold = held(asked)
    approve(asked)
    sweep.sweep(machine.at)
    machine.jump = timedelta(days=3650)
    sweep.sweep(machine.at)
    holds.sweep(machine.at)
    hold.refresh_from_db()
    assert (hold.state, asked.state) == ("sealed", "waiting")


def test_a_restart_with_a_wrong_clock_destroys_nothing(asked: Scene, machine: Machine) -> None:
    held(asked)
    machine.boot, machine.jump = "two", timedelta(days=3650)
    assert holds.sweep(machine.at) == 0
    assert Timekeeper.objects.count() == 1


def _decline(scene: Scene) -> None:
    approve(scene)
    say(scene, "decline")


def _refuse(scene: Scene) -> None:
    services.refuse(
        footage_request=scene.target.request, person=scene.cast.commander, reason="", at=clock.now()
    )


def _close(scene: Scene) -> None:
    close_case(case=scene.target.request.case, person=scene.cast.officer, at=clock.now())


def _silence(scene: Scene) -> None:
    approve(scene)
    row = scene.target.request
    row.refresh_from_db()
    assert row.deadline is not None
    sweep.expire_overdue(row.deadline)


def _stop(scene: Scene) -> None:
    holds.stop(hold=Hold.objects.get(), person=scene.cast.co_owner, at=clock.now())


ENDINGS = [_decline, _refuse, _close, _silence, _stop, take_back]


@pytest.mark.parametrize("happens", ENDINGS, ids=lambda f: f.__name__)
def test_every_no_destroys_what_is_held(asked: Scene, happens: Callable[[Scene], None]) -> None:
    hold = held(asked)
    happens(asked)
    asked.sweep()
    assert_gone(hold)
    assert kinds().count("hold:destroyed") == 1


@pytest.mark.parametrize("happens", ENDINGS, ids=lambda f: f.__name__)
def test_every_no_while_it_is_fetched_seals_nothing(
    asked: Scene, happens: Callable[[Scene], None]
) -> None:
    preserve(asked)
    asked.sweep()

    def on_the_third(place: int) -> None:
        if place == 3:
            happens(asked)

    asked.recorder.before_fetch = on_the_third
    asked.work()
    assert_gone(Hold.objects.get())
    assert asked.job.state == JobState.STOPPED
    assert kinds() == ["hold:asked", "hold:destroyed"]


def test_a_withdrawal_after_the_yes_stops_the_release(asked: Scene) -> None:
    hold = held(asked)
    approve(asked)
    say(asked, "share")
    take_back(asked)
    asked.sweep()
    asked.work()
    assert_gone(hold)


# --- Killed in between ---------------------------------------------------------------------------


@pytest.mark.parametrize("step", [Step.SEARCH, Step.FETCH, Step.CUT, Step.SEAL])
def test_a_worker_that_dies_while_preserving_leaves_no_half_state(
    asked: Scene, monkeypatch: pytest.MonkeyPatch, step: Step
) -> None:
    preserve(asked)
    asked.sweep()
    dies_at(monkeypatch, step)
    with pytest.raises(Killed):
        asked.work()
    assert Hold.objects.get().state == "asked"
    monkeypatch.undo()
    _revive(asked, monkeypatch)
    assert Hold.objects.get().state == "sealed"
    assert kinds() == ["hold:asked", "hold:sealed"]


@pytest.mark.parametrize("step", [Step.CONSENT, Step.SEAL, Step.INDEX])
def test_a_worker_that_dies_while_releasing_goes_on(
    asked: Scene, monkeypatch: pytest.MonkeyPatch, step: Step
) -> None:
    held(asked)
    approve(asked)
    say(asked, "share")
    asked.sweep()
    dies_at(monkeypatch, step)
    with pytest.raises(Killed):
        asked.work()
    monkeypatch.undo()
    _revive(asked, monkeypatch)
    assert asked.state == "fulfilled"
    assert kinds() == ["hold:asked", "hold:sealed", "hold:released"]
    assert kinds("item").count("item:sealed") == 1


def _revive(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    from cameras.registry import health

    monkeypatch.setattr(health, "source_of", lambda _link: scene.recorder)
    later = timedelta(minutes=5)
    scene.sweep(later=later)
    assert scene.work(later=2 * later)


def test_an_unreachable_recorder_is_tried_again_for_a_hold(asked: Scene) -> None:
    asked.recorder.problem = Unreachable("nobody answers")
    preserve(asked)
    asked.sweep()
    asked.work()
    asked.recorder.problem = None
    assert asked.work(later=timedelta(minutes=5))
    assert Hold.objects.get().state == "sealed"


def test_what_could_not_be_preserved_is_pulled_after_the_yes(asked: Scene) -> None:
    paths, asked.recorder.paths = asked.recorder.paths, []
    preserve(asked)
    asked.sweep()
    asked.work()
    assert (Hold.objects.get().state, asked.job.state) == ("destroyed", JobState.FAILED)
    asked.recorder.paths = paths
    approve(asked)
    say(asked, "share")
    asked.sweep()
    assert asked.work()
    assert asked.state == "fulfilled"


# --- Who may ask, and how often -----------------------------------------------------------------


def test_an_owner_s_no_to_being_asked_forbids_it_and_reads_the_same(asked: Scene) -> None:
    take_back(asked)
    hold = preserve(asked)
    assert_gone(hold)
    assert asked.recorder.fetched == []
    asked.sweep()
    assert not hasattr(Target.objects.get(), "job")
    assert Notice.objects.filter(kind__startswith="hold").count() == 0


def test_pressing_twice_holds_once(asked: Scene) -> None:
    assert preserve(asked) == preserve(asked)
    assert kinds() == ["hold:asked"]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"ground": "life"}, "custody.hold_without_ground"),
        ({"reason": "vì"}, "custody.hold_reason_missing"),
        ({"reason": "a b c " * 100}, "custody.hold_reason_too_long"),
    ],
)
def test_a_ground_and_a_reason_are_needed(asked: Scene, changes: dict[str, str], code: str) -> None:
    with pytest.raises(Refused) as refused:
        preserve(asked, **changes)
    assert refused.value.code == code


def test_a_camera_without_a_recorder_cannot_be_preserved(asked: Scene) -> None:
    asked.camera.link.delete()
    with pytest.raises(Refused) as refused:
        preserve(asked)
    assert refused.value.code == "custody.hold_without_link"


def test_an_officer_has_a_few_a_day(asked: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(holds, "rule", lambda key, *_: 0 if key == "hold.per_day" else 72)
    with pytest.raises(Refused) as refused:
        preserve(asked)
    assert refused.value.code == "custody.hold_too_many"


# --- Pages ---------------------------------------------------------------------------------------


def test_the_officer_s_page_is_the_same_whatever_came_of_it(
    asked: Scene, as_person: Enter, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Held, empty or forbidden: the page tells only what was pressed."""
    at = clock.now()
    monkeypatch.setattr("evidence.requests.pages.now", lambda: at)
    officer = as_person(asked.cast.officer)
    page = reverse("requests:show", args=[asked.target.request.public_id])
    ask = reverse("custody:preserve", args=[asked.target.public_id])
    assert ask in officer.get(page).content.decode()
    assert officer.get(ask).status_code == 200
    assert officer.post(ask, {"ground": "dying", "reason": ""}).status_code == 422
    answer = officer.post(ask, {"ground": "dying", "reason": "Đầu ghi sắp ghi đè"})
    assert answer.headers["Location"] == page
    seen = read(officer.get(page))
    assert "Đã cho giữ tạm" in seen.decode()
    asked.sweep()
    asked.work()
    assert read(officer.get(page)) == seen
    holds.stop(hold=Hold.objects.get(), person=asked.cast.owner, at=clock.now())
    assert read(officer.get(page)) == seen


def test_the_owner_reads_of_it_and_stops_it(asked: Scene, as_person: Enter) -> None:
    hold = held(asked)
    page = reverse("custody:held", args=[hold.public_id])
    for person in (asked.cast.stranger, asked.cast.neighbour, asked.cast.officer):
        assert as_person(person).get(page).status_code in {403, 404}
    owner = as_person(asked.cast.owner)
    assert "Chưa ai xem được" in owner.get(page).content.decode()
    assert owner.post(page).status_code == 302
    assert_gone(hold)
    assert "không ai xem được nữa" in owner.get(page).content.decode()
    assert owner.post(page).status_code == 422
