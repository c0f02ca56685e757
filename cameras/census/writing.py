"""Lists on their way out: workbooks and CSV with safe cells, row by row."""

import csv
import io
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import IO, Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from portal.lib import clock

from . import safe

BOM = "\ufeff"  # by it a spreadsheet knows that the file is UTF-8
DAY = "dd/mm/yyyy"
HEAD = PatternFill("solid", fgColor="0B4F45")
BAD = PatternFill("solid", fgColor="F7D9D3")
_MEMORY = 2_000_000  # bytes of a workbook that stay in memory; a longer one lies in a file
_PIECE = 64 * 1024

Row = Sequence[object]


@dataclass
class Sheet:
    """One sheet. `bad` names cells of the row just given, by place, that are shown as wrong.
    `lead` stands above the headings, `tail` below the rows.
    """

    title: str
    headings: Sequence[str]
    rows: Iterable[Row]
    widths: Sequence[int] = ()
    bad: set[int] = field(default_factory=set)
    lead: Sequence[Row] = ()
    tail: Sequence[Row] = ()


class Pieces(Iterator[bytes]):
    """A file in pieces; closed at its end, or by whoever does not want the rest of it."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file

    def __next__(self) -> bytes:
        piece = self._file.read(_PIECE) if not self._file.closed else b""
        if not piece:
            self.close()
            raise StopIteration
        return piece

    def close(self) -> None:
        self._file.close()


def xlsx(sheets: Iterable[Sheet]) -> Iterator[bytes]:
    """The workbook in pieces. It is made in full before the first one."""
    book = Workbook(write_only=True)
    for sheet in sheets:
        _fill(book, sheet)
    out: IO[bytes] = tempfile.SpooledTemporaryFile(_MEMORY)  # noqa: SIM115 -- Pieces closes it
    book.save(out)
    out.seek(0)
    return Pieces(out)


def delimited(headings: Sequence[str], rows: Iterable[Row]) -> Iterator[str]:
    """CSV as RFC 4180 has it, one row a piece."""
    yield BOM
    yield _line(headings)
    for row in rows:
        yield _line(row)


def _fill(book: Any, sheet: Sheet) -> None:
    page = book.create_sheet(sheet.title)
    if not sheet.lead:  # a title block that stays would leave no room for rows
        page.freeze_panes = "A2"
    for place, width in enumerate(sheet.widths, start=1):
        page.column_dimensions[get_column_letter(place)].width = width
    for row in sheet.lead:
        page.append([_bold(page, value) for value in row])
    page.append([_head(page, heading) for heading in sheet.headings])
    for row in sheet.rows:
        page.append([_cell(page, value, bad=place in sheet.bad) for place, value in enumerate(row)])
    for row in sheet.tail:
        page.append([_bold(page, value) for value in row])


def _bold(page: Any, value: object) -> Any:
    cell: Any = WriteOnlyCell(page)
    cell.value, cell.font = safe.cell(value), Font(bold=True)
    return cell


def _head(page: Any, heading: str) -> Any:
    cell: Any = WriteOnlyCell(page, value=safe.text(heading))
    cell.font, cell.fill = Font(bold=True, color="FFFFFF"), HEAD
    cell.alignment = Alignment(wrap_text=True, vertical="center")
    return cell


def _cell(page: Any, value: object, *, bad: bool) -> Any:
    """A plain value wherever no look is needed: a cell of its own costs ten times as much."""
    if isinstance(value, datetime):
        dated: Any = WriteOnlyCell(page)
        dated.value = value.astimezone(clock.VIETNAM).date()
        dated.number_format = DAY
        return dated
    if bad:
        marked: Any = WriteOnlyCell(page)
        marked.value = safe.cell(value)
        marked.fill = BAD
        return marked
    return safe.cell(value)


def _line(row: Row) -> str:
    out = io.StringIO()
    csv.writer(out).writerow([_flat(value) for value in row])
    return out.getvalue()


def _flat(value: object) -> object:
    if isinstance(value, datetime):
        return value.astimezone(clock.VIETNAM).strftime("%d/%m/%Y")
    return safe.cell(value)
