"""What leaves the database: signed checkpoints and hash tiles under ``settings.LEDGER_FEED``.

newest              "<epoch> <size>": what a database must at least hold
epoch-1/checkpoint  the latest note
epoch-1/history     every note with its instant, one JSON object a line, only appended to
epoch-1/tile/...    hash tiles
epoch-1/vkey        the verifier key of the notes
"""

import fcntl
import json
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings

from portal.lib import canonical, clock
from portal.lib.errors import Refused

from . import note, tiles


@dataclass(frozen=True)
class Published:
    """One line of the history."""

    at: str
    size: int
    note: str


def origin(epoch: int) -> str:
    """The log's name. A new epoch forks the tree, so it is another log with another name."""
    name = str(settings.LEDGER_ORIGIN)
    return name if epoch == 1 else f"{name}/epoch-{epoch}"


def signer(epoch: int) -> note.Signer:
    """Raises Refused when the key cannot be used; on a laptop it is made on first use."""
    return _signer(origin(epoch))


def signer_of(papers: str) -> note.Signer:
    """The same key under a name of its own, so that no such paper passes for a checkpoint."""
    return _signer(f"{settings.LEDGER_ORIGIN}/{papers}")


def _signer(name: str) -> note.Signer:
    try:
        key = note.load_key(settings.LEDGER_KEY_FILE, create=not settings.PRODUCTION)
        return note.Signer(name, key)
    except note.NoteError as error:
        raise Refused("ledger.key_unusable", reason=str(error)) from error


def statement(epoch: int, size: int, root: bytes) -> note.Statement:
    return note.Statement(origin(epoch), size, root)


def folder(epoch: int) -> Path:
    return Path(settings.LEDGER_FEED) / f"epoch-{epoch}"


def newest() -> tuple[int, int]:
    """(epoch, size) of what was published last; (0, 0) before the first time.

    Read before every append: it must cost microseconds, so no signature is checked here.
    """
    try:
        text = (Path(settings.LEDGER_FEED) / "newest").read_text()
        epoch, size = text.split()
        return int(epoch), int(size)
    except FileNotFoundError:
        return 0, 0
    except ValueError as error:
        raise Refused("ledger.feed_unreadable") from error


def published_size(epoch: int) -> int:
    newest_epoch, size = newest()
    return size if newest_epoch == epoch else 0


def publish(
    *, epoch: int, size: int, signed: str, at: datetime, leaves: Callable[[int], Sequence[bytes]]
) -> None:
    """Bring the files up to `size`. `leaves(n)` gives the leaf hashes after the first n.

    Tiles first, then the note, then `newest`: whoever reads a checkpoint finds its tiles, and a
    crash in between is made good by the next call.
    """
    with _locked():
        old = published_size(epoch)
        if size <= old and old:
            return
        place = folder(epoch)
        tiles.Tiles(place).extend(old, leaves(old))
        line = canonical.encode({"at": clock.to_text(at), "note": signed, "size": size})
        _append_line(place / "history", line)
        tiles.write_whole(place / "checkpoint", signed.encode())
        tiles.write_whole(place / "vkey", f"{signer(epoch).verifier.vkey}\n".encode())
        tiles.write_whole(Path(settings.LEDGER_FEED) / "newest", f"{epoch} {size}\n".encode())


def latest_note(epoch: int) -> str:
    """The last published checkpoint. Raises OSError, or Malformed when it is no text."""
    try:
        return (folder(epoch) / "checkpoint").read_text()
    except UnicodeDecodeError as error:
        raise note.Malformed("the published checkpoint is no text") from error


def history(epoch: int) -> list[Published]:
    """Every published note. Raises `tiles.Damaged` for a line that is none."""
    try:
        lines = (folder(epoch) / "history").read_bytes().splitlines()
    except FileNotFoundError:
        return []
    try:
        records = [json.loads(line) for line in lines]
        return [Published(str(r["at"]), int(r["size"]), str(r["note"])) for r in records]
    except (ValueError, KeyError, TypeError) as error:
        raise tiles.Damaged("a line of the history is no record") from error


def _append_line(path: Path, line: bytes) -> None:
    """A line that a crash cut short goes first: what it would have said is written again now."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+b") as file:
        end = file.seek(0, os.SEEK_END)
        file.seek(0)
        whole = file.read().rfind(b"\n") + 1
        if whole != end:
            file.truncate(whole)
        file.write(line + b"\n")
        file.flush()
        os.fsync(file.fileno())


@contextmanager
def _locked() -> Iterator[None]:
    root = Path(settings.LEDGER_FEED)
    root.mkdir(parents=True, exist_ok=True)
    with (root / "lock").open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
