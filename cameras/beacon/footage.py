"""The footage of a session: pulled from the linked recorder, or the file handed over.

It lies in plain in a folder of its own while it is read, and nowhere afterwards.
"""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import mkdtemp

from django.conf import settings

from cameras.registry import health
from cameras.registry.models import Link
from cameras.sources.errors import NoRecording, TooLarge
from portal.files import vault

from .models import Beacon

MOST_BYTES = 2 << 30  # of a pull: some recorders hand out whole hours only
MOST_RECORDINGS = 200
BEFORE, AFTER = timedelta(seconds=5), timedelta(seconds=15)

Alive = Callable[[], object]


@dataclass(frozen=True)
class Piece:
    """A recording. `began` is its first picture by the recorder's clock, where that is told."""

    path: Path
    began: datetime | None


@dataclass(frozen=True)
class Footage:
    pieces: Iterator[Piece]
    complete: bool  # false: the recorder may still be writing the rest


@contextmanager
def workplace() -> Iterator[Path]:
    """0700, gone at the end; what a kill leaves is swept with all work folders."""
    root = Path(settings.WORK_FOLDER)
    root.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = Path(mkdtemp(dir=root, prefix="beacon-"))
    try:
        yield path
    finally:
        shutil.rmtree(path, ignore_errors=True)


def pulled(beacon: Beacon, link: Link, folder: Path, alive: Alive) -> Footage:
    """Recordings of the session's minutes, fetched one by one as they are read, in order of time.

    Which minutes these are by the recorder's clock is asked of the recorder: that is only where to
    look. Raises SourceError.
    """
    assert beacon.received_at is not None
    source = health.source_of(link)
    ahead = source.test().clock.offset
    until = min(beacon.received_at, beacon.expires_at) + ahead
    found = source.recordings(beacon.started_at - BEFORE + ahead, until + AFTER)
    if not found:
        raise NoRecording("nothing of the session's minutes")
    if len(found) > MOST_RECORDINGS:
        raise TooLarge(f"{len(found)} recordings")

    def pieces() -> Iterator[Piece]:
        left = MOST_BYTES
        for number, recording in enumerate(found):
            path = folder / f"{number}.rec"
            source.fetch(recording, path, limit=left, alive=alive)
            left -= path.stat().st_size
            yield Piece(path, recording.start)
            path.unlink()

    return Footage(pieces(), complete=max(r.stop for r in found) >= until)


def uploaded(beacon: Beacon, folder: Path, alive: Alive) -> Footage:
    """The file that was handed over, decrypted for the decoder's child."""
    assert beacon.upload is not None
    path = folder / "upload"
    with path.open("wb") as file:
        for data in vault.read(beacon.upload):
            file.write(data)
            alive()
    return Footage(iter([Piece(path, None)]), complete=True)
