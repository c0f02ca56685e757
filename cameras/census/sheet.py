"""A list as rows of texts: from .xlsx or .csv, bounded, nothing evaluated. Pure."""

import csv
import io
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from itertools import chain, islice
from typing import IO, Any, NamedTuple
from xml.etree.ElementTree import ParseError

from openpyxl import load_workbook
from openpyxl.cell.read_only import EMPTY_CELL

from portal.lib.errors import Refused
from portal.lib.words import clean, folded

from . import headings, safe
from .archive import LARGEST_BYTES, MOST_ROW_TAGS, inspect, is_excel
from .cells import is_formula
from .columns import LONGEST_CELL, MOST_COLUMNS, MOST_ROWS

SHEET = "Camera"  # the template's; any other name is fine where there is only one
TITLE_ROWS = 15  # above the headings there may be titles
FORMULA, DATE, ERROR, LONG, GARBLED = "formula", "date", "error", "long", "garbled"
_UNTRUSTED = {"f": FORMULA, "e": ERROR}  # as the library calls a cell's type
_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_SEPARATORS = ";,\t"
_MANY_ZEROS = 0.3  # of the bytes: UTF-16 without its mark


class Cell(NamedTuple):
    """`flaw` says why the text cannot be trusted: it was a formula, a date, or was cut."""

    text: str
    flaw: str = ""


EMPTY = Cell("")


class Line(NamedTuple):
    """`number` is the row's number in the program that shows the file."""

    number: int
    cells: tuple[Cell, ...]


class Table(NamedTuple):
    headings: list[str]
    lines: Iterator[Line]


def read(file: IO[bytes]) -> Table:
    """The headings, and the rows below them as they are asked for.

    Raises Refused, also while rows are read: for more than MOST_ROWS of them, or a file that turns
    out to be damaged. `file` has to stay open as long as.
    """
    size = file.seek(0, io.SEEK_END)
    file.seek(0)
    if size > LARGEST_BYTES:
        raise Refused("census.too_large", field="file", most_mb=LARGEST_BYTES // 1_000_000)
    if size == 0:
        raise Refused("census.empty", field="file")
    start = file.read(8)
    file.seek(0)
    lines = _excel(file) if is_excel(start) else _csv(file.read())
    return _table(_bounded(lines))


def _bounded(lines: Iterator[Line]) -> Iterator[Line]:
    """Empty rows are nothing; too many rows, however long the file goes on, are refused."""
    full = 0
    for line in lines:
        if line.number > MOST_ROW_TAGS:
            raise Refused("census.too_many_rows", field="file", most=MOST_ROWS)
        if any(cell.text or cell.flaw for cell in line.cells):
            full += 1
            if full > MOST_ROWS + TITLE_ROWS:
                raise Refused("census.too_many_rows", field="file", most=MOST_ROWS)
            yield line


def _table(lines: Iterator[Line]) -> Table:
    first = list(islice(lines, TITLE_ROWS))
    if not first:
        raise Refused("census.empty", field="file")
    texts = [[cell.text for cell in line.cells] for line in first]
    best = max(range(len(first)), key=lambda index: (headings.score(texts[index]), -index))
    names = texts[best]
    while names and not names[-1]:
        names.pop()
    if len(names) > MOST_COLUMNS:
        raise Refused("census.too_many_columns", field="file", most=MOST_COLUMNS)
    return Table(names, chain(first[best + 1 :], lines))


# --- Excel ---------------------------------------------------------------------------------------


def _excel(file: IO[bytes]) -> Iterator[Line]:
    inspect(file)
    try:
        book = load_workbook(file, read_only=True, keep_links=False)
        sheet = _sheet_of(book)
        for number, row in enumerate(sheet.iter_rows(max_col=MOST_COLUMNS + 1), start=1):
            if number > MOST_ROW_TAGS:
                raise Refused("census.too_many_rows", field="file", most=MOST_ROWS)
            yield Line(number, tuple(map(_from_excel, row)))
    except (
        zipfile.BadZipFile, ParseError, KeyError, ValueError, TypeError, IndexError,
        AttributeError, OverflowError, OSError,
    ) as error:  # fmt: skip  # a library's answers to a file that breaks its own format
        raise Refused("census.damaged", field="file") from error


def _sheet_of(book: Any) -> Any:
    """The one called as the template's, else the first that is shown."""
    sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    if not sheets:
        raise Refused("census.empty", field="file")
    named = (sheet for sheet in sheets if folded(sheet.title) == folded(SHEET))
    chosen = next(named, sheets[0])
    chosen.reset_dimensions()  # a file may state any size it likes
    return chosen


def _from_excel(cell: Any) -> Cell:
    if cell is EMPTY_CELL or cell.value is None:
        return EMPTY
    value, flaw = cell.value, _UNTRUSTED.get(cell.data_type)
    if flaw is not None:
        return Cell(clean(str(getattr(value, "text", value) or ""))[:LONGEST_CELL], flaw)
    return _plain(value)


def _plain(value: object) -> Cell:
    if isinstance(value, bool):
        return Cell("Có" if value else "Không")
    if isinstance(value, int | float):
        return Cell(_digits(value))
    if isinstance(value, datetime | date | time):
        return Cell(_day(value), DATE)
    return _text(str(value))


def _digits(value: float) -> str:
    """As a person reads it: 15 and not 15.0, no powers of ten."""
    if isinstance(value, int) or value.is_integer():
        return str(int(value))[:LONGEST_CELL]
    return repr(value) if "e" not in repr(value) else f"{value:.12f}".rstrip("0")


def _day(value: datetime | date | time) -> str:
    return value.strftime("%d/%m/%Y") if isinstance(value, date) else str(value)


def _text(text: str) -> Cell:
    plain = clean(safe.unquoted(text.strip()))
    if len(plain) > LONGEST_CELL:
        return Cell(plain[:LONGEST_CELL], LONG)
    if is_formula(plain):
        return Cell(plain, FORMULA)
    return Cell(plain, GARBLED if "\ufffd" in plain else "")


# --- CSV -----------------------------------------------------------------------------------------


def _csv(data: bytes) -> Iterator[Line]:
    text = _decoded(data)
    if "\0" in text:
        raise Refused("census.not_a_list", field="file")
    first, _, rest = text.partition("\n")
    declared = first.strip().casefold()
    if declared.startswith("sep=") and len(declared) == len("sep=") + 1:
        separator, text, skipped = declared[-1], rest, 1
    else:
        separator, skipped = _separator(text), 0
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        for number, row in enumerate(reader, start=1 + skipped):
            yield Line(number, tuple(_text(value) for value in row[: MOST_COLUMNS + 1]))
    except csv.Error as error:
        raise Refused("census.not_a_list", field="file") from error


def _decoded(data: bytes) -> str:
    """By the mark in front, else as UTF-8, else as older Vietnamese Windows wrote it."""
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return data.decode(encoding, errors="replace")
    start = data[:4_000]
    if start.count(0) > _MANY_ZEROS * len(start):
        return data.decode("utf-16-le" if data[1:2] == b"\0" else "utf-16-be", errors="replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("cp1258", errors="replace")


def _separator(text: str) -> str:
    """Of the first lines: the mark that stands in most of them, outside of quotation marks."""
    lines = text[:20_000].splitlines()[:TITLE_ROWS]
    counts = {mark: max((_outside(line, mark) for line in lines), default=0) for mark in ",;\t"}
    return max(_SEPARATORS, key=lambda mark: counts[mark])


def _outside(line: str, mark: str) -> int:
    return sum(part.count(mark) for part in line.split('"')[::2])
