"""An agreed target, its recorder with numbered frames, and ways to let a worker die."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from cameras.registry import health
from cameras.registry.links import NewLink, link_camera
from cameras.registry.models import Camera, Link
from cameras.sources.errors import SourceError
from cameras.sources.protocol import Alive, ClockReading, Health, Recording
from evidence.custody.models import Item
from evidence.extraction import services
from evidence.extraction.models import Job
from evidence.requests import answers
from evidence.requests.models import Target
from evidence.requests.scope import Window
from evidence.requests.services import approve
from portal.files import vault
from portal.lib import clock
from tests.cast import Cast
from tests.evidence.requests.scenario import submitted
from tests.portal.media import clips

LENGTH = timedelta(seconds=60)
BEFORE = timedelta(seconds=15)  # the recorder has footage from so long before the window


class Killed(BaseException):
    """The worker dies here: nothing after it runs, as with kill -9."""


@dataclass
class FakeRecorder:
    """Speaks the protocol of a source over files, by a clock that is `ahead`."""

    paths: list[Path]
    first_at: datetime  # true time of the first frame of the first file
    ahead: timedelta = timedelta()
    before_fetch: Callable[[int], None] | None = None
    problem: SourceError | None = None
    fetched: list[str] = field(default_factory=list)

    def test(self) -> Health:
        if self.problem:
            raise self.problem
        reading = ClockReading(self.ahead, timedelta(milliseconds=500), clock.now())
        return Health("Recorder", "Model", "1", reading, None, records_now=True)

    def recordings(self, start: datetime, stop: datetime) -> list[Recording]:
        made = []
        for place, path in enumerate(self.paths):
            begin = self.first_at + self.ahead + timedelta(seconds=10 * place)
            made.append(Recording(str(path), begin, begin + timedelta(seconds=10)))
        return [one for one in made if one.start < stop and one.stop > start]

    def fetch(
        self, recording: Recording, path: Path, *, limit: int, alive: Alive | None = None
    ) -> None:
        if self.before_fetch:
            self.before_fetch(len(self.fetched))
        assert alive is not None
        alive()
        data = Path(recording.ref).read_bytes()
        assert len(data) <= limit
        path.write_bytes(data)
        self.fetched.append(recording.ref)


@dataclass
class Scene:
    cast: Cast
    camera: Camera
    target: Target
    recorder: FakeRecorder

    @property
    def job(self) -> Job:
        return Job.objects.get(target=self.target)

    @property
    def state(self) -> str:
        return Target.objects.get(pk=self.target.pk).state

    def items(self, role: str) -> list[Item]:
        return list(Item.objects.filter(target=self.target, role=role).select_related("stored"))

    def sweep(self, *, later: timedelta = timedelta()) -> None:
        services.sweep(at=clock.now() + later)

    def work(self, *, later: timedelta = timedelta()) -> bool:
        return services.run_job(self.job.public_id, at=clock.now() + later)

    def frames(self, item: Item, folder: Path) -> list[int]:
        path = folder / "sealed.mp4"
        path.write_bytes(b"".join(vault.read(item.stored)))
        return clips.numbers(path)


def make_scene(cast: Cast, paths: list[Path], monkeypatch: pytest.MonkeyPatch) -> Scene:
    """Approved and agreed."""
    scene = make_asked(cast, paths, monkeypatch)
    at = scene.target.request.submitted_at
    assert at is not None
    approve(footage_request=scene.target.request, person=cast.commander, reason="", at=at)
    answers.answer(target=scene.target, person=cast.owner, verdict="share", means="page", at=at)
    return scene


def make_asked(
    cast: Cast, paths: list[Path], monkeypatch: pytest.MonkeyPatch, **changes: object
) -> Scene:
    """Submitted, and nobody has decided; the recorder overwrites within two days."""
    at = datetime.now(UTC).replace(microsecond=0) - timedelta(minutes=1)
    camera = cast.camera(retention_hours=49)
    link_camera(camera, NewLink(url="http://127.0.0.1:9", username="u"), actor=cast.owner, at=at)
    start = at - timedelta(hours=1)
    window = Window(start, start + LENGTH)
    request = submitted(cast, at, camera, **{"window": window, **changes})
    target = request.targets.get()
    recorder = FakeRecorder(paths, start - BEFORE)

    def source_of(_link: Link) -> FakeRecorder:
        return recorder

    monkeypatch.setattr(health, "source_of", source_of)
    return Scene(cast, camera, target, recorder)
