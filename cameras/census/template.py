"""The empty list to fill in, with an example row and the values that may stand in each column."""

import io
from collections.abc import Iterator
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from . import columns
from .columns import BEARING_LABELS, LABELS, Column, columns_for
from .sheet import SHEET
from .writing import HEAD, delimited

VALUES = "Giá trị cho phép"
_UNKNOWN = "Không biết"
_YES_NO = ("Có", "Không")
_FIRST = 5  # columns of the second sheet before the values of the drop-downs
_PLAIN_ROWS = 300  # empty rows that are set to text beforehand


def xlsx(*, boards: bool) -> bytes:
    """A workbook whose columns with a closed list of values offer them."""
    book = Workbook()
    page, values = book.worksheets[0], book.create_sheet(VALUES)
    page.title = SHEET
    page.freeze_panes = "A2"
    chosen = columns_for(boards=boards)
    offers: list[tuple[int, list[str]]] = []
    values.append(["Cột", "Cách ghi", VALUES])
    for place, column in enumerate(chosen, start=1):
        letter = get_column_letter(place)
        page.column_dimensions[letter].width = column.width
        head, example = page.cell(1, place, column.heading), page.cell(2, place, column.example)
        head.font, head.fill = Font(bold=True, color="FFFFFF"), HEAD
        example.font = Font(italic=True, color="777777")
        example.number_format = "@"
        # Text, so that the program makes no date of a house number and keeps the first 0.
        for row in range(3, _PLAIN_ROWS):
            page.cell(row, place).number_format = "@"
        allowed = allowed_values(column, boards=boards)
        values.append([column.heading, column.hint, "; ".join(allowed)])
        if allowed:
            offers.append((place, allowed))
    for place, allowed in offers:
        _offer(page, values, place, allowed)
    for letter, width in (("A", 20), ("B", 60), ("C", 90)):
        values.column_dimensions[letter].width = width
    for cell in values[1][:3]:
        cell.font, cell.fill = Font(bold=True, color="FFFFFF"), HEAD
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def delimited_text(*, boards: bool) -> Iterator[str]:
    chosen = columns_for(boards=boards)
    return delimited([column.heading for column in chosen], [[column.example for column in chosen]])


def allowed_values(column: Column, *, boards: bool) -> list[str]:
    """What may stand in the column; empty where any text or number may."""
    lists = {
        "kind": [LABELS["home"], LABELS["community"]] if boards else [],
        "place_kind": [LABELS[value] for value in dict.fromkeys(columns.PLACE_KINDS.values())],
        "bearing": [*BEARING_LABELS.values(), _UNKNOWN],
        "indoor": list(_YES_NO),
        "night": [*_YES_NO, _UNKNOWN],
        "recording": [LABELS["continuous"], LABELS["motion"], _UNKNOWN],
    }
    return lists.get(column.name, [])


def _offer(page: Any, values: Any, place: int, allowed: list[str]) -> None:
    """A drop-down that other words still pass: 'Cổng nhà' is read as well. Its values stand on the
    other sheet, one below the other, since some of them hold the comma that would part them.
    """
    letter = get_column_letter(place)
    for row, value in enumerate(allowed, start=2):
        values.cell(row, _FIRST + place, value)
    where = get_column_letter(_FIRST + place)
    offered = DataValidation(
        type="list",
        formula1=f"'{VALUES}'!${where}$2:${where}${len(allowed) + 1}",
        allow_blank=True,
        showErrorMessage=False,
    )
    page.add_data_validation(offered)
    offered.add(f"{letter}3:{letter}{columns.MOST_ROWS}")
