"""A lease is kept while a step takes long, and who lost it adds nothing."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from evidence.extraction import derivatives, queue, services
from evidence.extraction.models import Job
from evidence.extraction.words import JobState
from portal.ledger.models import Entry
from portal.lib import clock
from portal.media import runner, thumbnails
from tests.cast import Cast
from tests.evidence.requests.scenario import approved
from tests.portal.media import clips

from .scene import Scene

SHORT = timedelta(milliseconds=4)  # a lease that any real step outlasts


def test_a_slow_download_keeps_its_lease(
    scene: Scene, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One recording takes longer than a lease; the sweep must not hand the job to another."""
    settings.JOB_LEASE = timedelta(seconds=0.5)
    slow = scene.recorder.fetch
    freed: list[int] = []

    def trickles(recording: Any, path: Path, *, limit: int, alive: Any) -> None:
        until = clock.now() + 2 * settings.JOB_LEASE
        while not scene.recorder.fetched and clock.now() < until:
            alive()
            freed.append(queue.free_expired(clock.now()))
        slow(recording, path, limit=limit, alive=alive)

    monkeypatch.setattr(scene.recorder, "fetch", trickles)
    scene.sweep()
    assert scene.work()
    assert set(freed) == {0}
    assert (scene.job.state, scene.job.crashes) == (JobState.SEALED, 0)


def test_a_long_encoding_keeps_its_lease(
    cast: Cast, tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    [path] = clips.record(tmp_path / "old", seconds=10, suffix="avi", codec="mpeg4")
    target = approved(cast, clock.now()).targets.get()
    file = SimpleUploadedFile(path.name, path.read_bytes(), "video/x-msvideo")
    services.seal_upload(target=target, file=file, person=cast.owner, means="link", at=clock.now())
    settings.JOB_LEASE = SHORT
    monkeypatch.setattr(runner, "ALIVE_S", 0.001)
    kept: list[str] = []
    keep = queue.keep

    def counted(*facts: Any) -> None:
        kept.append("kept")
        keep(*facts)

    monkeypatch.setattr(queue, "keep", counted)
    job = Job.objects.get(target=target)
    assert services.run_job(job.public_id, at=clock.now())
    assert len(kept) > 5, "two steps and two derivatives are four; the rest came while it encoded"
    job.refresh_from_db()
    assert job.state == JobState.SEALED


def test_pictures_of_a_worker_that_lost_its_lease_are_not_kept(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is overtaken while it draws: the other worker's pictures stand alone."""
    draw = thumbnails.thumbnails

    def overtaken(*facts: Any, **more: Any) -> Any:
        pictures = list(draw(*facts, **more))
        monkeypatch.setattr(derivatives, "thumbnails", draw)
        later = timedelta(minutes=5)
        scene.sweep(later=later)
        assert scene.work(later=later + later)
        return pictures

    monkeypatch.setattr(derivatives, "thumbnails", overtaken)
    scene.sweep()
    assert scene.work()
    assert len(scene.items("thumbnail")) == 12
    assert Entry.objects.filter(kind="item:derived").count() == 13
    assert scene.job.state == JobState.SEALED
