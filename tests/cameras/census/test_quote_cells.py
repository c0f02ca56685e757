"""Nothing that leaves in a spreadsheet begins as something a spreadsheet would run."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from cameras.census import safe

OBEYED = tuple("=+-@\t\r\n＝＋－＠")


@given(st.text() | st.sampled_from(OBEYED).flatmap(lambda c: st.text().map(lambda t: c + t)))
def test_no_text_begins_with_what_is_obeyed(words: str) -> None:
    out = safe.text(words)
    assert not out.lstrip(" \u00a0\u3000").startswith(OBEYED)
    assert not out.startswith("\0")


@given(st.text(st.characters(min_codepoint=32, exclude_characters="\x7f")))
def test_what_was_quoted_comes_back(words: str) -> None:
    assert words[:1] == "'" or safe.unquoted(safe.text(words)) == words


@pytest.mark.parametrize("words", ["=1+1", "\x01=1+1", "\0=1", " =1", "+84901234567", "-Cổng"])
def test_dangerous_words_are_quoted(words: str) -> None:
    assert safe.text(words).startswith("'")


@pytest.mark.parametrize("value", [-5, 3.5, True, None])
def test_numbers_stay_numbers(value: object) -> None:
    assert safe.cell(value) is value


@given(st.text())
def test_a_workbook_takes_every_text_as_text(words: str) -> None:
    book = Workbook()
    book.worksheets[0].append([safe.cell(words)])
    assert book.worksheets[0]["A1"].data_type != "f"


def test_a_workbook_and_a_csv_hold_no_formula() -> None:
    words = ["=HYPERLINK(1)", "@SUM(1)", "+1", "-1", "\t=1"]
    book, out = Workbook(), io.BytesIO()
    book.worksheets[0].append([safe.cell(word) for word in words])
    book.save(out)
    kinds = [cell.data_type for cell in next(load_workbook(out).worksheets[0].iter_rows())]
    assert kinds == ["s"] * len(words)
    text = io.StringIO()
    csv.writer(text).writerow([safe.cell(word) for word in words])
    assert all(cell.startswith("'") for cell in next(csv.reader([text.getvalue()])))
