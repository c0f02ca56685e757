from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from portal.lib import clock, passage
from tests.cast import Cast
from tests.portal.media import clips

from .scene import Scene, make_scene


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
        ran = self.ran // timedelta(milliseconds=1)
        return replace(real, boot=self.boot, uptime_ms=real.uptime_ms + ran)


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch) -> Machine:
    made = Machine(passage.read)
    monkeypatch.setattr(passage, "read", made.read)
    return made


@pytest.fixture
def scene(cast: Cast, machine: Machine) -> Scene:
    return make_scene(cast, machine.at)


@pytest.fixture(scope="session")
def recordings(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """90 s of numbered frames in nine files."""
    return clips.record(tmp_path_factory.mktemp("recorder"), seconds=90)
