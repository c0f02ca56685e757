"""Which bytes a browser asks for (RFC 9110, section 14). Pure: no Django."""

import re
from dataclasses import dataclass

_BYTES = re.compile(r"bytes=[ \t]*([0-9]*)-([0-9]*)[ \t]*")
_MAX_DIGITS = 19  # what fits 64 bits; longer is nonsense that int() would chew on


class Unsatisfiable(Exception):  # noqa: N818 -- the name of the HTTP status
    """The range lies wholly outside: answer 416 with the size."""


@dataclass(frozen=True)
class Span:
    """Bytes [start, stop) of `size`."""

    start: int
    stop: int
    size: int

    @property
    def length(self) -> int:
        return self.stop - self.start

    @property
    def content_range(self) -> str:
        return f"bytes {self.start}-{self.stop - 1}/{self.size}"


def parse(header: str | None, size: int) -> Span | None:
    """The one range asked for, or None when the whole is to be sent.

    A header that is no single byte range (other units, several ranges, nonsense) is ignored, as
    the RFC allows. Raises Unsatisfiable when the range holds no byte of `size`.
    """
    found = _BYTES.fullmatch(header or "")
    if not found or found[1] == found[2] == "" or max(map(len, found.groups())) > _MAX_DIGITS:
        return None
    if found[1] == "":
        start, stop = max(0, size - int(found[2])), size
    else:
        start = int(found[1])
        last = int(found[2]) if found[2] else size - 1
        if found[2] and last < start:
            return None
        stop = min(last + 1, size)
    if start >= stop:
        raise Unsatisfiable
    return Span(start, stop, size)


def split(start: int, stop: int, sizes: list[int]) -> list[tuple[int, int]]:
    """[start, stop) over parts laid end to end: the stretch of each part, empty ones included."""
    stretches, begin = [], 0
    for size in sizes:
        first, last = (min(max(end - begin, 0), size) for end in (start, stop))
        stretches.append((first, last))
        begin += size
    return stretches
