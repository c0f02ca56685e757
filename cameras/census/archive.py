"""What an Excel file is made of, looked at before anything in it is read. Pure.

An .xlsx is a zip of XML. Everything here is counted while it is inflated piece by piece and thrown
away, so a file of a million rows and a zip bomb both cost their first few megabytes and no memory.
"""

import zipfile
import zlib
from typing import IO

from portal.lib.errors import Refused

from .columns import MOST_ROWS

LARGEST_BYTES = 10_000_000  # of the file
MOST_PARTS = 300
MOST_INFLATED = 120_000_000  # of all parts together
MOST_STRINGS = 40_000_000  # of the table of texts, which is held in memory
MOST_STYLES = 5_000_000
MOST_ROW_TAGS = 5 * MOST_ROWS  # with the empty ones that formatting leaves behind
MOST_RATIO = 200
_SMALL = 1_000_000  # below it a ratio says nothing
_PIECE = 1 << 18

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # a file behind a password, or one of the 1990s
_ENCRYPTED = 0x1
_MACROS = ("vbaproject", "vbadata", "macrosheets/", "activex/")
_OUTSIDE = ("externallinks/", "connections.xml", "querytables/", "embeddings/", "webextensions/")
_ROW = (b"<row ", b"<row>", b"<x:row ")


def is_excel(start: bytes) -> bool:
    """By the first bytes; what the file calls itself says nothing."""
    return start.startswith((b"PK\x03\x04", b"PK\x05\x06", _OLE))


def inspect(file: IO[bytes]) -> None:
    """Raise Refused for what is no plain workbook of a reasonable size. Leaves the file at 0."""
    if file.read(len(_OLE)) == _OLE:
        raise Refused("census.encrypted", field="file")
    file.seek(0)
    try:
        with zipfile.ZipFile(file) as archive:
            _names(archive.infolist())
            _inflate(archive)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError) as error:
        raise Refused("census.damaged", field="file") from error
    finally:
        file.seek(0)


def _names(parts: list[zipfile.ZipInfo]) -> None:
    names = [part.filename.casefold().replace("\\", "/") for part in parts]
    if len(parts) > MOST_PARTS:
        raise Refused("census.too_large_inside", field="file")
    if any(part.flag_bits & _ENCRYPTED for part in parts):
        raise Refused("census.encrypted", field="file")
    if any(mark in name for name in names for mark in _MACROS):
        raise Refused("census.macros", field="file")
    if any(mark in name for name in names for mark in _OUTSIDE):
        raise Refused("census.outside", field="file")
    if "xl/workbook.xml" not in names or "[content_types].xml" not in names:
        raise Refused("census.not_excel", field="file")
    if sum(part.file_size for part in parts) > MOST_INFLATED:
        raise Refused("census.too_large_inside", field="file")


def _inflate(archive: zipfile.ZipFile) -> None:
    """Count what really comes out: what a header says about it may be anything."""
    total = 0
    for part in archive.infolist():
        name = part.filename.casefold()
        limit = _limit_of(name)
        size = tags = 0
        tail = b""
        with archive.open(part) as stream:
            while piece := stream.read(_PIECE):
                size += len(piece)
                total += len(piece)
                _bounded(size, total, limit, part.compress_size)
                text = tail + piece
                _plain_xml(name, text)
                if "worksheets/" in name:
                    tags += sum(text.count(tag) - tail.count(tag) for tag in _ROW)
                    if tags > MOST_ROW_TAGS:
                        raise Refused("census.too_many_rows", field="file", most=MOST_ROWS)
                tail = text[-12:]


def _bounded(size: int, total: int, limit: int, packed: int) -> None:
    squeezed = size > _SMALL and size > MOST_RATIO * max(packed, 1)
    if size > limit or total > MOST_INFLATED or squeezed:
        raise Refused("census.too_large_inside", field="file")


def _plain_xml(name: str, text: bytes) -> None:
    """No document types: an office program writes none, and entities hide in them."""
    if name.endswith((".xml", ".rels")) and (b"<!DOCTYPE" in text or b"<!ENTITY" in text):
        raise Refused("census.damaged", field="file")
    if name == "[content_types].xml" and b"macroEnabled" in text:
        raise Refused("census.macros", field="file")


def _limit_of(name: str) -> int:
    if name.endswith("sharedstrings.xml"):
        return MOST_STRINGS
    if "worksheets/" in name:
        return MOST_INFLATED
    return MOST_STYLES
