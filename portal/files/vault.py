"""The vault: the only file that opens stored bytes.

Writing: `with create() as writer: writer.write(piece) ...; stored = writer.seal()`, then
`stored.save()` in the caller's transaction together with its ledger entry. The bytes are on disk
before the row, so a row without bytes cannot be; bytes without a row are swept after a day.

Reading: `read(stored, start, stop)` decrypts only the chunks that hold the range, and gives no
byte before its chunk has been authenticated.

Holding: what is sealed before anybody decided is written with `create(held_for=...)`. `read` gives
none of it; `release` binds its key anew once the decision stands, or `destroy` ends it.
"""

import hashlib
import logging
import os
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import islice
from types import TracebackType
from typing import Self

from django.conf import settings
from django.db import transaction

from portal.lib import digest
from portal.lib.ids import new_id

from . import backends
from .format import (
    CHUNK_BYTES,
    HEADER_BYTES,
    KEY_BYTES,
    PREFIX_BYTES,
    TAG_BYTES,
    Chunks,
    Damaged,
    Header,
    chunk_count,
    chunk_span,
    decode_header,
    pieces,
    stored_size,
)
from .keys import KeyRing, UnknownKey
from .models import StoredObject
from .place import name_for

__all__ = [
    "Damaged",
    "Destroyed",
    "Held",
    "UnknownKey",
    "Writer",
    "create",
    "destroy",
    "read",
    "read_held",
    "release",
    "rewrap",
    "scrub",
    "sweep",
]

ORPHAN_AGE = timedelta(hours=24)
_SWEEP_BATCH = 500  # SQLite takes at most 999 parameters on old builds

logger = logging.getLogger(__name__)


class Destroyed(Exception):  # noqa: N818 -- the state of the object, as `Damaged` is
    """The object's key is gone: nobody can read it any more."""


class Held(Exception):  # noqa: N818 -- what became of the object
    """Nobody has decided about the object yet: nobody reads it."""


class Writer:
    """Encrypts and hashes one object as it streams in. `size` and `sha256` run along."""

    def __init__(self, held_for: str = "") -> None:
        self._held_for = held_for
        self._ring = _key_ring()  # a vault without a usable key fails before anything is written
        self.public_id = new_id()
        self.size = 0
        self._hash = hashlib.sha256()
        self._key = os.urandom(KEY_BYTES)
        header = Header(self.public_id, os.urandom(PREFIX_BYTES))
        self._chunks = Chunks(header, self._key)
        self._index = 0
        # One chunk is held back, since only the end tells which one is the last. Whole chunks that
        # arrive as immutable bytes are held by reference; only odd pieces are copied together.
        self._whole: memoryview | None = None
        self._buffer = bytearray(CHUNK_BYTES)
        self._filled = 0
        self._out = bytearray(CHUNK_BYTES + TAG_BYTES)
        self._open = True
        self._sink = backends.current().create(name_for(self.public_id))
        try:
            self._sink.write(header.encode())
        except OSError:
            self._sink.abandon()
            raise

    @property
    def sha256(self) -> str:
        """SHA-256 of the plaintext so far, in hex."""
        return self._hash.hexdigest()

    def write(self, data: bytes | bytearray | memoryview) -> None:
        if not self._open:
            raise ValueError("the object is sealed or abandoned already")
        view = memoryview(data).cast("B")
        self._hash.update(view)
        self.size += len(view)
        if self._filled:
            view = self._fill(view)
        if not view:
            return
        self._flush_held()
        while len(view) > CHUNK_BYTES:
            self._put(view[:CHUNK_BYTES], last=False)
            view = view[CHUNK_BYTES:]
        if len(view) == CHUNK_BYTES and isinstance(data, bytes):
            self._whole = view
        else:
            self._fill(view)

    def seal(self) -> StoredObject:
        """Write the last chunk, make the object durable, and give its row, not yet saved."""
        if not self._open:
            raise ValueError("the object is sealed or abandoned already")
        last = self._whole if self._whole is not None else memoryview(self._buffer)[: self._filled]
        self._put(last, last=True)
        self._sink.commit()
        self._open = False
        stored = StoredObject(
            public_id=self.public_id,
            name=name_for(self.public_id),
            size=self.size,
            sha256=self.sha256,
            chunk_bytes=CHUNK_BYTES,
            key_id=self._ring.current,
            held_for=self._held_for,
        )
        stored.wrapped_key = self._ring.wrap(self._key, stored.key_name)
        return stored

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """What was not sealed leaves nothing behind."""
        if self._open:
            self._open = False
            self._sink.abandon()

    def _fill(self, view: memoryview) -> memoryview:
        """Copy as much as the buffer takes; what is left comes after a full buffer."""
        taken = min(CHUNK_BYTES - self._filled, len(view))
        self._buffer[self._filled : self._filled + taken] = view[:taken]
        self._filled += taken
        return view[taken:]

    def _flush_held(self) -> None:
        """More bytes follow, so what is held is not the last chunk."""
        if self._whole is not None:
            self._put(self._whole, last=False)
            self._whole = None
        elif self._filled:
            self._put(memoryview(self._buffer), last=False)
            self._filled = 0

    def _put(self, data: memoryview, *, last: bool) -> None:
        self._sink.write(self._chunks.seal_into(self._index, data, self._out, last=last))
        self._index += 1


def create(held_for: str = "") -> Writer:
    """A writer for one new object; use it as a context manager. With `held_for`, the name of a
    decision that is to come, what it seals stays shut until `release`.
    """
    return Writer(held_for)


def read(stored: StoredObject, start: int = 0, stop: int | None = None) -> Iterator[bytes]:
    """The plaintext [start, stop), chunk by chunk.

    Key, length and header are checked before this returns, so that a page can still answer with
    an error; a chunk is checked before any of its bytes is given. Raises Destroyed, Held, Damaged,
    UnknownKey, and ValueError unless 0 <= start <= stop <= size.
    """
    stop = stored.size if stop is None else stop
    wanted = list(pieces(start, stop, stored.size, stored.chunk_bytes))
    if stored.size == 0:
        wanted = [(0, 0, 0)]  # its one empty chunk has a tag to check like any other
    chunks = _opened(stored)
    return _plain(stored, chunks, wanted)


def read_held(
    stored: StoredObject, held_for: str, start: int = 0, stop: int | None = None
) -> Iterator[bytes]:
    """A held object, for the worker that keeps only a part of it once the decision it is held for
    stands, and for who opened it in an emergency; `evidence.custody` asks that first, in `holds`
    and in `opened`. Raises as `read` does.
    """
    if stored.held_for != held_for:
        raise Held(f"{stored.public_id} is not held for {held_for}")
    stop = stored.size if stop is None else stop
    wanted = list(pieces(start, stop, stored.size, stored.chunk_bytes))
    return _plain(stored, _opened(stored, held=True), wanted)


def release(stored: StoredObject) -> None:
    """The decision stands: from the caller's commit on, the object is read like any other.

    The one caller is `evidence.custody.holds`, which asks for approval and basis first. Raises
    Destroyed, and Damaged where the key was bound to another decision.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("release belongs inside the transaction that records it")
    locked = StoredObject.objects.select_for_update().get(pk=stored.pk)
    if locked.wrapped_key is None:
        raise Destroyed(f"{locked.public_id} was destroyed")
    ring = _key_ring()
    key = ring.unwrap(bytes(locked.wrapped_key), locked.key_name, locked.key_id)
    locked.held_for = ""
    locked.wrapped_key, locked.key_id = ring.wrap(key, locked.key_name), ring.current
    locked.save(update_fields=["held_for", "wrapped_key", "key_id"])
    stored.refresh_from_db(fields=["held_for", "wrapped_key", "key_id"])


def destroy(stored: StoredObject, *, at: datetime) -> None:
    """Make the object unreadable for ever: first its key with the caller's transaction, then its
    bytes once that has been committed. A second call changes nothing.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("destroy belongs inside the transaction that records it")
    changed = StoredObject.objects.filter(pk=stored.pk, destroyed_at=None).update(
        wrapped_key=None, destroyed_at=at
    )
    stored.refresh_from_db(fields=["wrapped_key", "destroyed_at"])
    if changed:
        transaction.on_commit(lambda: _erase(stored, at), robust=True)


def scrub(stored: StoredObject) -> None:
    """Read the whole object and compare its hash with the row's; Damaged when they differ."""
    whole = hashlib.sha256()
    for piece in read(stored):
        whole.update(piece)
    if not digest.equal(whole.hexdigest(), stored.sha256):
        raise Damaged(f"{stored.public_id}: the bytes do not have the recorded SHA-256")


def rewrap(stored: StoredObject) -> bool:
    """Wrap the object's key under the vault key in use now; whether anything changed."""
    ring = _key_ring()
    if stored.key_id == ring.current or stored.wrapped_key is None:
        return False
    key = ring.unwrap(bytes(stored.wrapped_key), stored.key_name, stored.key_id)
    same = StoredObject.objects.filter(
        pk=stored.pk, key_id=stored.key_id, held_for=stored.held_for, destroyed_at=None
    )
    return bool(same.update(wrapped_key=ring.wrap(key, stored.key_name), key_id=ring.current))


def sweep(*, at: datetime) -> int:
    """Clear what crashes left: half-written parts, bytes without a row, bytes whose key is gone."""
    place = backends.current()
    removed = place.sweep_parts(at - ORPHAN_AGE)
    for stored in StoredObject.objects.filter(destroyed_at__isnull=False, erased_at=None):
        _erase(stored, at)
        removed += 1
    names = place.older_than(at - ORPHAN_AGE)
    while batch := set(islice(names, _SWEEP_BATCH)):
        for name in batch - set(
            StoredObject.objects.filter(name__in=batch).values_list("name", flat=True)
        ):
            place.delete(name)
            removed += 1
            logger.warning("vault: removed %s, which no row names", name)
    return removed


def _key_ring() -> KeyRing:
    return KeyRing([settings.VAULT_KEY, *getattr(settings, "VAULT_OLD_KEYS", [])])


def _opened(stored: StoredObject, *, held: bool = False) -> Chunks:
    if stored.wrapped_key is None:
        raise Destroyed(f"{stored.public_id} was destroyed")
    if stored.held_for and not held:
        raise Held(f"{stored.public_id} is held for {stored.held_for}")
    key = _key_ring().unwrap(bytes(stored.wrapped_key), stored.key_name, stored.key_id)
    try:
        with backends.current().open(stored.name) as reader:
            size, header = reader.size, decode_header(reader.read(0, HEADER_BYTES))
    except FileNotFoundError as error:
        raise Damaged(f"{stored.public_id}: its bytes are missing") from error
    if (header.object_id, header.chunk_bytes) != (stored.public_id, stored.chunk_bytes):
        raise Damaged(f"{stored.public_id}: the header belongs to another object")
    if size != (want := stored_size(stored.size, stored.chunk_bytes)):
        raise Damaged(f"{stored.public_id}: got {size} stored bytes, want {want}")
    return Chunks(header, key)


def _plain(
    stored: StoredObject, chunks: Chunks, wanted: list[tuple[int, int, int]]
) -> Iterator[bytes]:
    last = chunk_count(stored.size, stored.chunk_bytes) - 1
    with backends.current().open(stored.name) as reader:
        for index, begin, end in wanted:
            sealed = reader.read(*chunk_span(index, stored.size, stored.chunk_bytes))
            plain = chunks.open(index, sealed, last=index == last)
            yield plain if end - begin == len(plain) else plain[begin:end]


def _erase(stored: StoredObject, at: datetime) -> None:
    backends.current().delete(stored.name)
    StoredObject.objects.filter(pk=stored.pk, erased_at=None).update(erased_at=at)
