"""ISO base media boxes (MP4), read with bounds and written.

Pure and memory-safe, so it may read a stranger's file in our own process: every length is checked
against what surrounds it, and every malformed table is a MediaError.
"""

import struct
from array import array
from collections.abc import Iterator
from dataclasses import dataclass

from .errors import MediaError

MAX_SAMPLES = 4_000_000  # 37 hours at 30 frames a second
CONTAINERS = {b"avcC", b"hvcC", b"esds"}
ENTRY_FIXED = 78  # bytes of a VisualSampleEntry before its boxes


@dataclass(frozen=True, slots=True)
class Box:
    """One box inside `data`: its kind, and where its body starts and stops."""

    kind: bytes
    start: int
    body: int
    stop: int


def walk(data: bytes | memoryview, start: int = 0, stop: int | None = None) -> Iterator[Box]:
    """The boxes that lie side by side between `start` and `stop`."""
    end = len(data) if stop is None else stop
    at = start
    while at + 8 <= end:
        size, kind = struct.unpack_from(">I4s", data, at)
        body = at + 8
        if size == 1 and at + 16 <= end:
            size = struct.unpack_from(">Q", data, body)[0]
            body = at + 16
        elif size == 0:
            size = end - at
        if size < body - at or at + size > end:
            raise MediaError("damaged", f"got a box of {size} bytes where {end - at} are left")
        yield Box(kind, at, body, at + size)
        at += size


def find(
    data: bytes | memoryview, path: str, start: int = 0, stop: int | None = None
) -> Box | None:
    """The first box along a path such as ``mdia/minf/stbl``."""
    found: Box | None = None
    for name in path.split("/"):
        wanted = name.encode()
        found = next((box for box in walk(data, start, stop) if box.kind == wanted), None)
        if found is None:
            return None
        start, stop = found.body, found.stop
    return found


def need(data: bytes | memoryview, path: str, start: int = 0, stop: int | None = None) -> Box:
    """As `find`, raising MediaError when the box is missing."""
    box = find(data, path, start, stop)
    if box is None:
        raise MediaError("damaged", f"no box {path}")
    return box


def write(kind: bytes, *parts: bytes) -> bytes:
    """A box with the given body."""
    size = 8 + sum(map(len, parts))
    return b"".join((struct.pack(">I4s", size, kind), *parts))


def write_full(kind: bytes, version: int, flags: int, *parts: bytes) -> bytes:
    """A box with version and flags before its body."""
    return write(kind, struct.pack(">I", version << 24 | flags), *parts)


def words(
    data: bytes | memoryview, at: int, count: int, stop: int, code: str = "I"
) -> "array[int]":
    """`count` big-endian 32-bit numbers from `at`, which must end before `stop`."""
    if count > MAX_SAMPLES * 4 or at + 4 * count > stop:
        raise MediaError("damaged", f"got a table of {count} rows, more than its box holds")
    table = array(code)
    table.frombytes(bytes(data[at : at + 4 * count]))
    table.byteswap()  # both machines we build for are little-endian
    return table


def number(data: bytes | memoryview, at: int, form: str = ">I") -> int:
    """One number at `at`. Raises MediaError past the end."""
    try:
        return int(struct.unpack_from(form, data, at)[0])
    except struct.error as error:
        raise MediaError("damaged", f"box too short: {error}") from error


def video_track(moov: bytes | memoryview) -> Box:
    """The first video track inside the body of a moov box."""
    for box in walk(moov):
        if box.kind == b"trak":
            handler = find(moov, "mdia/hdlr", box.body, box.stop)
            if handler and bytes(moov[handler.body + 8 : handler.body + 12]) == b"vide":
                return box
    raise MediaError("not_video", "no video track")


@dataclass(frozen=True, slots=True)
class Description:
    """How the samples of a track are to be decoded: stsd, and what must be equal to join tracks."""

    stsd: bytes
    codec: str  # fourcc, such as avc1
    config: bytes  # avcC, hvcC or esds, whole
    width: int
    height: int


def description(data: bytes | memoryview, trak: Box) -> Description:
    """Read stsd of a track; exactly one entry is allowed."""
    box = need(data, "mdia/minf/stbl/stsd", trak.body, trak.stop)
    if number(data, box.body + 4) != 1:
        raise MediaError("damaged", "want one sample description")
    entry = next(walk(data, box.body + 8, box.stop), None)
    if entry is None or entry.body + ENTRY_FIXED > entry.stop:
        raise MediaError("damaged", "empty sample description")
    config = b"".join(
        bytes(data[child.start : child.stop])
        for child in walk(data, entry.body + ENTRY_FIXED, entry.stop)
        if child.kind in CONTAINERS
    )
    return Description(
        stsd=bytes(data[box.start : box.stop]),
        codec=entry.kind.decode("latin-1"),
        config=config,
        width=number(data, entry.body + 24, ">H"),
        height=number(data, entry.body + 26, ">H"),
    )
