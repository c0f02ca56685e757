"""A session of the cast's household, and footage of it as a recorder or a person brings it."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from django.core.files.uploadedfile import SimpleUploadedFile

from cameras.beacon import secret, services
from cameras.beacon.models import Beacon
from cameras.registry.models import Camera
from cameras.sources.errors import SourceError
from cameras.sources.protocol import ClockReading, Health, Recording
from tests.cast import Cast

from . import world
from .world import Film, Hold

STARTED = datetime(2026, 11, 21, 1, 0, 0, 300_000, tzinfo=UTC)
FILMED = STARTED + timedelta(seconds=3)  # true time of the footage's first picture
RECEIVED = STARTED + timedelta(seconds=20)
AHEAD = timedelta(minutes=3, seconds=20)
DECODED = Film(width=640, height=360, fps=8, seconds=4, from_s=0.6, until_s=3.8, hold=Hold(4.0))


def begun(cast: Cast, camera: Camera, at: datetime = STARTED) -> Beacon:
    """A session whose codes were shown."""
    beacon = services.begin(camera=camera, person=cast.owner, at=at)
    services.codes_of(beacon=beacon, at=at + timedelta(seconds=1))
    return beacon


def film_of(beacon: Beacon, path: Path, *, more: tuple[str, ...] = (), **changes: Any) -> Path:
    """The session's code held before a camera, from FILMED on."""
    began_ms = round(FILMED.timestamp() * 1000)
    facts: dict[str, Any] = {"began_ms": began_ms, "key": secret.key()}
    facts["token"] = secret.token_of(beacon.public_id)
    what = replace(DECODED, **{**facts, **changes})
    return world.film(path, what, more=more)


def upload_of(path: Path) -> SimpleUploadedFile:
    return SimpleUploadedFile(path.name, path.read_bytes(), "video/mp4")


def dated(instant: datetime) -> tuple[str, ...]:
    return ("-metadata", f"creation_time={instant.isoformat()}")


@dataclass
class Recorder:
    """A recorder behind the link: what it has, by its own clock, which runs ahead by `ahead`."""

    recordings_: list[tuple[Path, datetime]]
    ahead: timedelta = AHEAD
    trouble: SourceError | None = None
    asked: int = 0

    def test(self) -> Health:
        if self.trouble:
            raise self.trouble
        reading = ClockReading(self.ahead, timedelta(milliseconds=600), STARTED)
        return Health("Đầu ghi", "DS-1", "V4", reading, None, records_now=True)

    def recordings(self, start: datetime, stop: datetime) -> list[Recording]:
        self.asked += 1
        length = timedelta(seconds=DECODED.seconds)
        all_ = [Recording(str(path), at, at + length) for path, at in self.recordings_]
        return [one for one in all_ if one.start < stop and one.stop > start]

    def fetch(self, recording: Recording, path: Path, *, limit: int, alive: Any = None) -> None:
        assert limit > 0
        path.write_bytes(Path(recording.ref).read_bytes())
        alive()


def is_picture(data: bytes) -> bool:
    return cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR) is not None
