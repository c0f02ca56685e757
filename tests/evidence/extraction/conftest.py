from pathlib import Path

import pytest

from tests.cast import Cast
from tests.portal.media import clips

from .scene import Scene, make_scene


@pytest.fixture(scope="session")
def recordings(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """90 s of numbered frames in nine files."""
    return clips.record(tmp_path_factory.mktemp("recorder"), seconds=90)


@pytest.fixture
def scene(cast: Cast, recordings: list[Path], monkeypatch: pytest.MonkeyPatch) -> Scene:
    return make_scene(cast, recordings, monkeypatch)
