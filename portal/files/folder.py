"""Sealed objects as files of one folder: written beside their name, synced, then renamed."""

import contextlib
import os
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from .place import Reader, Sink, WrongName, checked

_PART = ".part"
_READ_ONLY = 0o440


class Folder:
    """The vault on a file system that renames atomically and honours fsync."""

    def __init__(self, root: str | os.PathLike[str]) -> None:
        self._root = Path(root).resolve()

    def create(self, name: str) -> Sink:
        path = self._path(name)
        if not path.parent.is_dir():
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            _sync_folder(path.parent.parent)
        return _FolderSink(path)

    @contextlib.contextmanager
    def open(self, name: str) -> Iterator[Reader]:
        descriptor = os.open(self._path(name), os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
        try:
            yield _FolderReader(descriptor)
        finally:
            os.close(descriptor)

    def delete(self, name: str) -> None:
        path = self._path(name)
        path.unlink(missing_ok=True)
        if path.parent.is_dir():
            _sync_folder(path.parent)

    def older_than(self, instant: datetime) -> Iterator[str]:
        for path in self._aged("*.v1", instant):
            yield checked(f"{path.parent.name}/{path.name}")

    def sweep_parts(self, instant: datetime) -> int:
        removed = 0
        for path in self._aged(f"*{_PART}", instant):
            path.unlink(missing_ok=True)
            removed += 1
        return removed

    def _aged(self, pattern: str, instant: datetime) -> Iterator[Path]:
        for path in self._root.glob(f"??/{pattern}"):
            with contextlib.suppress(FileNotFoundError):  # another sweep was here first
                if path.lstat().st_mtime < instant.timestamp():
                    yield path

    def _path(self, name: str) -> Path:
        """Both are checked: the name's grammar, and that the path stays inside the folder."""
        path = self._root / checked(name)
        if not path.parent.resolve().is_relative_to(self._root):
            raise WrongName(f"got {name!r}, which leads out of the vault")
        return path


class _FolderSink:
    def __init__(self, path: Path) -> None:
        self._path = path
        self._part = path.with_name(path.name + _PART)
        if path.exists():
            raise FileExistsError(f"{path.name} is sealed already")
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
        self._descriptor = os.open(self._part, flags, 0o600)

    def write(self, data: bytes | memoryview) -> None:
        view = memoryview(data)
        while view:  # a short write is legal on a file system that is nearly full
            view = view[os.write(self._descriptor, view) :]

    def commit(self) -> None:
        os.fchmod(self._descriptor, _READ_ONLY)
        os.fsync(self._descriptor)
        self._close()
        self._part.rename(self._path)
        _sync_folder(self._path.parent)

    def abandon(self) -> None:
        self._close()
        self._part.unlink(missing_ok=True)

    def _close(self) -> None:
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1


class _FolderReader:
    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self.size = os.fstat(descriptor).st_size

    def read(self, start: int, stop: int) -> bytes:
        return os.pread(self._descriptor, stop - start, start)


def _sync_folder(path: Path) -> None:
    """A rename or an unlink survives a power cut only when its folder was synced."""
    descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
