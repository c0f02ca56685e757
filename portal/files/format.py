"""The bytes of a sealed object, version 1. Written for ever: never change it, add a version.

    offset  bytes  field
    0       8      magic 89 57 43 56 0D 0A 1A 0A (a text-mode transfer or a 7-bit path breaks it)
    8       1      version, 1
    9       1      algorithm, 1 = AES-256-GCM in the STREAM construction
    10      2      header length, 48
    12      4      chunk size: plaintext bytes in every chunk but the last
    16      7      nonce prefix, random for each object
    23      1      zero
    24      16     object id in ASCII, the row's public id
    40      8      zero
    48      ...    chunks: ciphertext of at most one chunk size, then a tag of 16 bytes

Integers are unsigned and big-endian. Chunk number i (from 0) is sealed with

    nonce            = prefix (7) || i (4) || 1 if it is the last chunk, else 0 (1)
    associated data  = the whole header

STREAM (Hoang, Reyhanitabar, Rogaway, Vizár 2015): the counter pins each chunk to its place, the
last flag pins the end, the header pins the object. So a bit flipped, a chunk moved, dropped, added
or taken from another object does not authenticate, and each chunk can be read alone. The empty
object is one empty last chunk; otherwise the last chunk holds 1 to `chunk_bytes` bytes, so one
plaintext under one header has exactly one form.

The key is 32 random bytes of this object alone, wrapped elsewhere (`keys.py`). Pure: no Django.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from portal.lib.ids import ALPHABET, LENGTH

MAGIC = b"\x89WCV\r\n\x1a\n"
VERSION = 1
AES_256_GCM_STREAM = 1
HEADER_BYTES = 48
PREFIX_BYTES = 7
TAG_BYTES = 16
KEY_BYTES = 32
CHUNK_BYTES = 1024 * 1024
MAX_CHUNK_BYTES = 64 * 1024 * 1024
MAX_CHUNKS = 2**32

_OBJECT_ID = re.compile(rf"[{ALPHABET}]{{{LENGTH}}}".encode())


class Damaged(Exception):  # noqa: N818 -- the state of the bytes, as `Destroyed` is
    """The stored bytes are not the ones that were sealed (or the key is not theirs)."""


@dataclass(frozen=True)
class Header:
    object_id: str
    prefix: bytes
    chunk_bytes: int = CHUNK_BYTES

    def encode(self) -> bytes:
        """The 48 bytes. Raises ValueError when a field is out of its domain."""
        if not _OBJECT_ID.fullmatch(self.object_id.encode()):
            raise ValueError(f"got object id {self.object_id!r}, want {LENGTH} of base 32")
        if len(self.prefix) != PREFIX_BYTES:
            raise ValueError(f"got a prefix of {len(self.prefix)} bytes, want {PREFIX_BYTES}")
        if not 1 <= self.chunk_bytes <= MAX_CHUNK_BYTES:
            raise ValueError(f"got chunks of {self.chunk_bytes}, want 1 to {MAX_CHUNK_BYTES}")
        return b"".join(
            (
                MAGIC,
                bytes((VERSION, AES_256_GCM_STREAM)),
                HEADER_BYTES.to_bytes(2, "big"),
                self.chunk_bytes.to_bytes(4, "big"),
                self.prefix,
                b"\x00",
                self.object_id.encode(),
                bytes(8),
            )
        )


def decode_header(data: bytes) -> Header:
    """The inverse of `Header.encode`; anything else is Damaged."""
    if len(data) != HEADER_BYTES:
        raise Damaged(f"got a header of {len(data)} bytes, want {HEADER_BYTES}")
    try:
        header = Header(
            object_id=data[24:40].decode("ascii"),
            prefix=data[16:23],
            chunk_bytes=int.from_bytes(data[12:16], "big"),
        )
        again = header.encode()
    except ValueError as error:
        raise Damaged(f"unreadable header: {error}") from error
    if again != data:  # magic, version, algorithm, length and the zeros, in one comparison
        raise Damaged("unknown magic, version or algorithm in the header")
    return header


def chunk_count(size: int, chunk_bytes: int) -> int:
    """How many chunks hold `size` bytes of plaintext: at least one."""
    return max(1, -(-size // chunk_bytes))


def stored_size(size: int, chunk_bytes: int) -> int:
    """The length of the whole sealed object for `size` bytes of plaintext."""
    return HEADER_BYTES + size + TAG_BYTES * chunk_count(size, chunk_bytes)


def chunk_span(index: int, size: int, chunk_bytes: int) -> tuple[int, int]:
    """Where chunk `index` lies in the stored bytes, tag included, as [start, stop)."""
    start = HEADER_BYTES + index * (chunk_bytes + TAG_BYTES)
    plain = min(chunk_bytes, size - index * chunk_bytes)
    return start, start + plain + TAG_BYTES


class Chunks:
    """Seals and opens the chunks of one object; holds its key."""

    def __init__(self, header: Header, key: bytes) -> None:
        if len(key) != KEY_BYTES:
            raise ValueError(f"got a key of {len(key)} bytes, want {KEY_BYTES}")
        self.header = header
        self._bound = header.encode()
        self._cipher = AESGCM(key)

    def seal_into(
        self, index: int, data: bytes | memoryview, out: bytearray, *, last: bool
    ) -> memoryview:
        """Encrypt one chunk into `out` (chunk size + tag) and give the part of it that was used."""
        room = memoryview(out)[: len(data) + TAG_BYTES]
        self._cipher.encrypt_into(self._nonce(index, last=last), data, self._bound, room)
        return room

    def open(self, index: int, data: bytes, *, last: bool) -> bytes:
        """Decrypt one chunk, or Damaged: not a byte of it is released before its tag is checked."""
        try:
            return self._cipher.decrypt(self._nonce(index, last=last), data, self._bound)
        except InvalidTag as error:
            raise Damaged(f"chunk {index} is not what was sealed") from error

    def _nonce(self, index: int, *, last: bool) -> bytes:
        if not 0 <= index < MAX_CHUNKS:
            raise ValueError(f"got chunk {index}, want less than {MAX_CHUNKS}")
        return self.header.prefix + index.to_bytes(4, "big") + (b"\x01" if last else b"\x00")


def pieces(start: int, stop: int, size: int, chunk_bytes: int) -> Iterator[tuple[int, int, int]]:
    """Which chunks hold the plaintext [start, stop) of `size`: (index, from, to) inside each.

    Raises ValueError unless 0 <= start <= stop <= size.
    """
    if not 0 <= start <= stop <= size:
        raise ValueError(f"got range {start}-{stop} of {size} bytes")
    while start < stop:
        index = start // chunk_bytes
        begin = index * chunk_bytes
        end = min(stop, begin + chunk_bytes)
        yield index, start - begin, end - begin
        start = end
