"""A job runs: from the recorder's files to a sealed, playable clip of exactly the window."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from cameras.consent import texts
from cameras.consent.scopes import Scope
from cameras.consent.services import withdraw
from cameras.sources.errors import Unreachable, WrongPassword
from evidence.custody import queries
from evidence.extraction import derivatives, queue, services
from evidence.extraction.models import Job
from evidence.extraction.words import JobState, Step
from evidence.requests import answers
from evidence.requests.models import Target
from portal.files import vault
from portal.files.models import StoredObject
from portal.ledger.models import Entry
from portal.lib import clock
from portal.media import runner
from portal.media.errors import MediaError
from portal.media.samples import read as read_samples
from tests.portal.media import clips

from .scene import BEFORE, Killed, Scene

LATER = timedelta(minutes=5)  # after every lease and every delay of a first retry


def kinds() -> list[str]:
    return [
        entry.kind for entry in Entry.objects.order_by("seq") if entry.actor == "system:extraction"
    ]


def test_the_sealed_clip_holds_exactly_the_window(scene: Scene, tmp_path: Path) -> None:
    scene.sweep()
    assert scene.work()
    [item] = scene.items("footage")
    # The window begins 15 s into the footage: key frames lie at 14 s and 76 s.
    assert scene.frames(item, tmp_path) == list(range(140, 760))
    assert item.frames == 620
    assert item.first_frame_at == scene.target.request.window_start - timedelta(seconds=1)
    assert item.clock_offset_ms == 0
    assert not item.partial
    assert item.notes["edges"] == {"before_ms": 1000, "after_ms": 1000}
    assert item.notes["samples_byte_exact"] is True
    assert item.notes["clock"]["method"] == "recorder_clock"
    assert item.notes["tool"].startswith("ffmpeg")
    assert scene.job.state == JobState.SEALED
    assert scene.job.step == Step.DONE
    assert scene.state == "fulfilled"


def test_it_is_playable_and_has_pictures(scene: Scene, tmp_path: Path) -> None:
    scene.sweep()
    scene.work()
    [item] = scene.items("footage")
    index = queries.index_of(item)
    assert index is not None
    whole = tmp_path / "whole.mp4"
    whole.write_bytes(b"".join([*vault.read(index.stored), *vault.read(item.stored)]))
    assert clips.numbers(whole) == list(range(140, 760))
    movie = read_samples(whole)
    assert movie is not None
    assert movie.ordinary
    pictures = queries.thumbnails_of(item)
    assert len(pictures) == 12
    assert all(b"".join(vault.read(p.stored)).startswith(b"\xff\xd8") for p in pictures)


def test_the_record_tells_it_in_order(scene: Scene, nudges: list[Any]) -> None:
    scene.sweep()
    scene.work()
    assert kinds() == ["extraction:started", "item:sealed", *["item:derived"] * 13]


def test_nothing_in_plain_is_left(scene: Scene, settings: Any) -> None:
    scene.sweep()
    scene.work()
    assert [path for path in Path(settings.WORK_FOLDER).rglob("*") if path.is_file()] == []


def test_a_wrong_clock_is_measured_and_applied(scene: Scene, tmp_path: Path) -> None:
    scene.recorder.ahead = timedelta(minutes=3, seconds=20)
    scene.sweep()
    scene.work()
    [item] = scene.items("footage")
    assert scene.frames(item, tmp_path) == list(range(140, 760))
    assert item.clock_offset_ms == 200_000
    assert item.first_frame_at == scene.target.request.window_start - timedelta(seconds=1)


def test_gaps_of_a_motion_recorder_are_told_in_true_time(
    scene: Scene, recordings: list[Path]
) -> None:
    scene.recorder.ahead = timedelta(seconds=90)
    everything = scene.recorder.recordings

    def without_two(start: Any, stop: Any) -> Any:
        found = everything(start, stop)
        return [one for one in found if one.ref not in {str(recordings[3]), str(recordings[4])}]

    scene.recorder.recordings = without_two  # type: ignore[method-assign]
    scene.sweep()
    scene.work()
    [item] = scene.items("footage")
    begin = scene.target.request.window_start - BEFORE
    assert item.notes["gaps"] == [
        [clock.to_text(begin + timedelta(seconds=30)), clock.to_text(begin + timedelta(seconds=50))]
    ]
    assert item.notes["spans"] == [
        [0, clock.to_text(begin + timedelta(seconds=14))],
        [16_000, clock.to_text(begin + timedelta(seconds=50))],
    ]


def test_no_footage_ends_the_target(scene: Scene) -> None:
    scene.recorder.paths = []
    scene.sweep()
    scene.work()
    assert (scene.job.state, scene.job.reason) == (JobState.FAILED, "no_footage")
    assert scene.state == "nothing"
    assert kinds() == ["extraction:started", "extraction:failed"]


def test_an_unreachable_recorder_is_tried_again(scene: Scene) -> None:
    scene.recorder.problem = Unreachable("nobody answers")
    scene.sweep()
    scene.work()
    job = scene.job
    assert (job.state, job.reason, job.attempts) == (JobState.WAITING, "unreachable", 1)
    assert not scene.work()  # not due yet
    scene.recorder.problem = None
    assert scene.work(later=LATER)
    assert scene.job.state == JobState.SEALED


def test_an_unreachable_recorder_is_given_up_when_the_footage_is_overwritten(scene: Scene) -> None:
    scene.recorder.problem = Unreachable("nobody answers")
    scene.sweep()
    Target.objects.filter(pk=scene.target.pk).update(dies_at=clock.now() + timedelta(seconds=2))
    scene.work()
    assert (scene.job.state, scene.job.reason) == (JobState.FAILED, "footage_expired")
    assert scene.state == "nothing"


def test_a_wrong_password_is_not_tried_twice(scene: Scene) -> None:
    scene.recorder.problem = WrongPassword("no")
    scene.sweep()
    scene.work()
    assert (scene.job.state, scene.job.reason) == (JobState.FAILED, "wrong_password")
    assert not scene.work(later=LATER)
    scene.recorder.problem = None
    assert services.retry(job=scene.job, at=clock.now())
    assert scene.work()
    assert scene.job.state == JobState.SEALED


def take_back(scene: Scene) -> None:
    withdraw(
        scene.camera,
        person=scene.cast.co_owner,
        scopes=frozenset({Scope.ASK}),
        terms=texts.current("vi"),
        at=clock.now(),
    )


def test_a_withdrawal_before_the_pull_stops_it_without_a_call(scene: Scene) -> None:
    scene.sweep()
    take_back(scene)
    scene.work()
    assert (scene.job.state, scene.job.reason) == (JobState.STOPPED, "withdrawn")
    assert scene.state == "withdrawn"
    assert scene.recorder.fetched == []
    assert kinds() == ["extraction:started", "extraction:stopped"]


def test_a_withdrawal_during_the_pull_seals_nothing(scene: Scene, settings: Any) -> None:
    def on_the_third(place: int) -> None:
        if place == 3:
            take_back(scene)

    scene.recorder.before_fetch = on_the_third
    scene.sweep()
    scene.work()
    assert scene.job.state == JobState.STOPPED
    assert scene.state == "withdrawn"
    assert not StoredObject.objects.exists()
    assert "item:sealed" not in kinds()


def test_an_owners_later_no_stops_the_pull(scene: Scene) -> None:
    scene.sweep()
    answers.answer(
        target=scene.target,
        person=scene.cast.co_owner,
        verdict="decline",
        means="page",
        at=clock.now(),
    )
    scene.work()
    assert scene.job.state == JobState.STOPPED
    assert scene.state == "declined"


@pytest.mark.parametrize("step", [Step.CONSENT, Step.SEARCH, Step.FETCH, Step.CUT, Step.SEAL])
@pytest.mark.parametrize("again", [1])
def test_a_worker_that_dies_before_a_step_leaves_no_half_state(
    scene: Scene, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: Step, again: int
) -> None:
    dies_at(monkeypatch, step)
    scene.sweep()
    with pytest.raises(Killed):
        scene.work()
    assert scene.items("footage") == []
    assert scene.state == "agreed"
    monkeypatch.undo()
    _revive(scene, monkeypatch)
    [item] = scene.items("footage")
    assert scene.frames(item, tmp_path) == list(range(140, 760))
    assert kinds().count("extraction:started") == kinds().count("item:sealed") == 1
    assert len(scene.recorder.fetched) == len(set(scene.recorder.fetched)) == 7


@pytest.mark.parametrize("step", [Step.INDEX, Step.THUMBNAILS])
def test_a_worker_that_dies_after_the_seal_goes_on_with_the_rest(
    scene: Scene, monkeypatch: pytest.MonkeyPatch, step: Step
) -> None:
    dies_at(monkeypatch, step)
    scene.sweep()
    with pytest.raises(Killed):
        scene.work()
    [sealed] = scene.items("footage")
    assert scene.state == "fulfilled"
    monkeypatch.undo()
    _revive(scene, monkeypatch)
    [item] = scene.items("footage")
    assert item.stored.sha256 == sealed.stored.sha256
    assert len(scene.items("index")) == 1
    assert len(scene.items("thumbnail")) == 12
    assert scene.job.state == JobState.SEALED


def dies_at(monkeypatch: pytest.MonkeyPatch, step: Step) -> None:
    keep = queue.keep

    def dying(job: Job, at: Any, now: Step | None = None) -> None:
        keep(job, at, now)
        if now == step:
            raise Killed

    monkeypatch.setattr(queue, "keep", dying)


def _revive(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    from cameras.registry import health

    monkeypatch.setattr(health, "source_of", lambda _link: scene.recorder)
    assert not scene.work(later=LATER)  # it is still leased to the dead
    scene.sweep(later=LATER)
    assert scene.job.crashes == 1
    assert scene.work(later=LATER + LATER)
    assert scene.job.state == JobState.SEALED


def test_three_dead_workers_are_enough(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    dies_at(monkeypatch, Step.CUT)
    scene.sweep()
    for round_ in range(1, 4):
        with pytest.raises(Killed):
            scene.work(later=round_ * LATER)
        scene.sweep(later=(round_ + 0.9) * LATER)
    assert (scene.job.state, scene.job.reason) == (JobState.FAILED, "crashed")
    assert scene.state == "agreed"
    assert kinds()[-1] == "extraction:failed"


def test_a_worker_whose_lease_went_on_writes_nothing(scene: Scene, tmp_path: Path) -> None:
    scene.sweep()

    def overtaken(place: int) -> None:
        scene.recorder.before_fetch = None
        scene.sweep(later=LATER)
        assert scene.work(later=LATER + LATER)

    scene.recorder.before_fetch = overtaken
    assert scene.work()
    assert scene.job.state == JobState.SEALED
    assert len(scene.items("footage")) == 1
    assert len(scene.items("thumbnail")) == 12
    assert kinds().count("item:sealed") == 1


def test_two_messages_make_one_effect(scene: Scene) -> None:
    scene.sweep()
    assert scene.work()
    assert not scene.work()
    assert not scene.work(later=LATER)
    assert len(scene.items("footage")) == 1


def test_a_lost_message_is_found_by_the_sweep(scene: Scene, nudges: list[Any]) -> None:
    scene.sweep()
    nudges.clear()
    scene.sweep()
    assert ("extraction.run", (scene.job.public_id,)) in nudges


def test_a_target_without_a_link_gets_no_job(scene: Scene) -> None:
    scene.camera.link.delete()
    scene.sweep()
    assert not Job.objects.exists()


def test_a_decoder_that_fails_on_pictures_does_not_undo_the_clip(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object, **__: object) -> int:
        raise MediaError("not_video", "no picture")

    monkeypatch.setattr(derivatives, "make_thumbnails", fails)
    scene.sweep()
    scene.work()
    assert scene.job.state == JobState.SEALED
    assert scene.state == "fulfilled"


def test_frames_outside_the_window_are_never_sealed(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    stream = runner.stream

    def widened(command: list[str], *rest: Any) -> Any:
        script = Path(command[command.index("-i") + 1])
        lines = script.read_text().splitlines()
        kept = [line for line in lines if not line.startswith(("inpoint", "outpoint"))]
        script.write_text("\n".join(kept) + "\n")
        return stream(command, *rest)

    monkeypatch.setattr(runner, "stream", widened)
    scene.sweep()
    scene.work()
    assert (scene.job.state, scene.job.reason) == (JobState.FAILED, "frames_outside")
    assert not StoredObject.objects.exists()
