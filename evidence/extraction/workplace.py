"""Where recordings lie in plain while a clip is cut: one folder a job, 0700, swept."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp

from django.conf import settings


def folder_of(job_id: str) -> Path:
    """The job's folder; recordings that came whole stay in it between two tries."""
    path = Path(settings.WORK_FOLDER) / job_id
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


def clear(job_id: str) -> None:
    """Nothing is left of the job's plain bytes."""
    shutil.rmtree(Path(settings.WORK_FOLDER) / job_id, ignore_errors=True)


@contextmanager
def passing() -> Iterator[Path]:
    """A folder for one short piece of work."""
    root = Path(settings.WORK_FOLDER)
    root.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = Path(mkdtemp(dir=root, prefix="passing-"))
    try:
        yield path
    finally:
        shutil.rmtree(path, ignore_errors=True)


def left_behind(keep: frozenset[str], before: float) -> Iterator[str]:
    """Names of folders that belong to none of `keep` and have lain since `before`."""
    root = Path(settings.WORK_FOLDER)
    for path in root.iterdir() if root.is_dir() else ():
        if path.name not in keep and path.lstat().st_mtime < before:
            yield path.name
