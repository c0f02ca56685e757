"""What crashes left lying is cleared away; what is in use stays."""

import os
from datetime import timedelta
from pathlib import Path

import pytest
from pytest_django import Settings

from portal.files import tasks
from portal.lib.clock import now

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("vault_folder")]


@pytest.fixture
def uploads(tmp_path: Path, settings: Settings) -> Path:
    folder = tmp_path / "uploads"
    folder.mkdir()
    settings.FILE_UPLOAD_TEMP_DIR = folder
    return folder


def left(folder: Path, name: str, *, hours: int) -> Path:
    path = folder / name
    path.write_bytes(b"a clip in plain")
    then = (now() - timedelta(hours=hours)).timestamp()
    os.utime(path, (then, then))
    return path


def test_what_a_killed_worker_left_of_an_upload_goes_after_a_day(uploads: Path) -> None:
    old = left(uploads, "tmpab12.upload.mp4", hours=25)
    arriving = left(uploads, "tmpcd34.upload.mp4", hours=23)
    tasks.sweep()
    assert not old.exists()
    assert arriving.exists()


def test_a_folder_that_is_not_there_yet_is_no_error(uploads: Path) -> None:
    uploads.rmdir()
    tasks.sweep()
