from pathlib import Path

import pytest

from . import clips


@pytest.fixture(scope="session")
def plain(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """40 s in four segments, no B-frames: what most recorders write."""
    return clips.record(tmp_path_factory.mktemp("plain"), seconds=40)


@pytest.fixture(scope="session")
def reordered(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """The same with B-frames: decoding order is not the order of presentation."""
    return clips.record(tmp_path_factory.mktemp("reordered"), seconds=40, b_frames=2)
