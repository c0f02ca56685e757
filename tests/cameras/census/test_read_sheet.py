"""A file is looked at before it is read: what is no plain list costs little and is named."""

import io
import struct
import time
import tracemalloc
import unicodedata
import zipfile
from datetime import date

import pytest

from cameras.census import archive, sheet
from cameras.census.columns import MOST_ROWS
from cameras.census.sheet import Cell
from portal.lib.errors import Refused

from .files import HEADINGS, ROW, changed, with_parts, xlsx

SHEET = "xl/worksheets/sheet1.xml"
SPACE = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def _sheet(rows: bytes) -> bytes:
    return b'<worksheet xmlns="%s"><sheetData>%s</sheetData></worksheet>' % (SPACE, rows)


def lines(file: io.BytesIO) -> list[tuple[int, list[str]]]:
    table = sheet.read(file)
    return [(line.number, [cell.text for cell in line.cells][:6]) for line in table.lines]


def code(file: io.BytesIO) -> str:
    with pytest.raises(Refused) as refused:
        list(sheet.read(file).lines)
    return refused.value.code


def test_a_workbook_comes_as_texts_with_its_own_row_numbers() -> None:
    file = xlsx([("DANH SÁCH CAMERA PHƯỜNG MẪU",), (), HEADINGS, ROW, (), ROW])
    table = sheet.read(file)
    assert table.headings == list(HEADINGS)
    found = [(line.number, line.cells[2].text) for line in table.lines]
    assert found == [(4, "10.36214"), (6, "10.36214")]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1258"])
def test_a_csv_is_read_in_every_encoding_and_separator(separator: str, encoding: str) -> None:
    rows = [HEADINGS, ("Cổng trước", "số 2; hẻm 3, đường Mẫu", "10,36", "107,08", "Chợ", "Bắc")]
    text = "\r\n".join(separator.join(f'"{cell}"' for cell in row) for row in rows)
    if encoding == "cp1258":  # it writes a letter and its tone apart, as Windows did
        text = unicodedata.normalize("NFC", text)
        text = "".join(_windows(letter) for letter in text)
    table = sheet.read(io.BytesIO(text.encode(encoding)))
    assert table.headings == list(HEADINGS)
    assert [cell.text for cell in next(table.lines).cells] == list(rows[1])


def _windows(letter: str) -> str:
    """As the code page has it: base letters with their hats, tones behind them."""
    parts = unicodedata.normalize("NFD", letter)
    tones = {"\u0300", "\u0301", "\u0303", "\u0309", "\u0323"}
    base = unicodedata.normalize("NFC", "".join(c for c in parts if c not in tones))
    return base + "".join(c for c in parts if c in tones)


def test_a_csv_may_name_its_separator() -> None:
    table = sheet.read(io.BytesIO(b"sep=;\nname;lat\na,b;1"))
    assert table.headings == ["name", "lat"]
    assert next(table.lines) == (3, (Cell("a,b"), Cell("1")))


def test_a_formula_is_named_and_never_evaluated() -> None:
    file = xlsx([HEADINGS, ("=1+1", "@SUM(A1)", 1, 2, "+84 901 234 567", "- không có -")])
    cells = next(sheet.read(file).lines).cells
    assert cells[:2] == (Cell("=1+1", "formula"), Cell("@SUM(A1)", "formula"))
    assert [cell.flaw for cell in cells[2:6]] == [""] * 4
    csv = io.BytesIO(b"Ten camera,Dia chi\n=HYPERLINK(1),+1|cmd!A0")
    assert [cell.flaw for cell in next(sheet.read(csv).lines).cells] == ["formula"] * 2


def test_a_house_number_that_became_a_date_is_named() -> None:
    file = xlsx([HEADINGS, ("Cổng", date(2026, 4, 12), 1, 2, "", "")])
    assert next(sheet.read(file).lines).cells[1] == Cell("12/04/2026", "date")


def test_what_we_quoted_on_the_way_out_comes_back_unquoted_and_is_named() -> None:
    cells = next(sheet.read(io.BytesIO("Tên camera,lat\n'-Cổng,'=1".encode())).lines).cells
    assert cells == (Cell("-Cổng"), Cell("=1", "formula"))


def test_too_many_rows_are_refused_while_reading() -> None:
    text = "Tên camera,Vĩ độ\n" + "a,1\n" * (MOST_ROWS + 40)
    assert code(io.BytesIO(text.encode())) == "census.too_many_rows"


def test_a_row_far_down_does_not_make_the_reader_walk_there() -> None:
    far = b'<row r="999999999999"><c r="A999999999999"><v>1</v></c></row>'
    row = b'<row r="1"><c r="A1"><v>1</v></c></row>'
    data = _sheet(row + far)
    start = time.monotonic()
    assert code(changed(xlsx([HEADINGS]), {SHEET: data})) == "census.too_many_rows"
    assert time.monotonic() - start < 5


def _row(number: int) -> bytes:
    return b'<row r="%d"><c r="A%d"><v>%d</v></c></row>' % (number, number, number * 7919 % 999_983)


def _million() -> io.BytesIO:
    """A million rows as a spreadsheet packs them: 100 MB and more of XML in few megabytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(xlsx([HEADINGS])) as old, zipfile.ZipFile(out, "w", 8) as new:
        for name in old.namelist():
            if name != SHEET:
                new.writestr(name, old.read(name))
        with new.open(SHEET, "w", force_zip64=True) as part:
            part.write(b"<worksheet><sheetData>")
            for block in range(100):
                rows = range(block * 10_000 + 1, (block + 1) * 10_000 + 1)
                part.write(b"".join(_row(number) for number in rows))
            part.write(b"</sheetData></worksheet>")
    out.seek(0)
    return out


@pytest.mark.slow
def test_a_million_rows_are_refused_at_once_and_without_memory() -> None:
    file = _million()
    assert file.getbuffer().nbytes < archive.LARGEST_BYTES
    tracemalloc.start()
    start = time.monotonic()
    assert code(file) == "census.too_many_rows"
    taken, peak = time.monotonic() - start, tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert taken < 5
    assert peak < 20_000_000


@pytest.mark.parametrize("size", [2_000_000, 300_000_000])
def test_a_bomb_is_refused_by_what_comes_out_of_it(size: int) -> None:
    piece = b"<row/>" + b" " * 999_994
    file = with_parts({SHEET: piece * (size // 1_000_000)} if size < 10_000_000 else {})
    if size > 10_000_000:
        with zipfile.ZipFile(file, "a", 8) as archive_, archive_.open(SHEET, "w") as part:
            for _ in range(size // 1_000_000):
                part.write(piece)
        file.seek(0)
    assert code(file) == "census.too_large_inside"


def test_a_header_that_lies_about_its_size_is_damage() -> None:
    file = xlsx([HEADINGS, ROW])
    data = bytearray(file.getvalue())
    with zipfile.ZipFile(file) as archive_:
        part = archive_.getinfo(SHEET)
    place = data.rfind(SHEET.encode()) - 46  # its line in the table of contents
    assert struct.unpack_from("<I", data, place + 24)[0] == part.file_size
    struct.pack_into("<I", data, place + 24, 100)
    assert code(io.BytesIO(bytes(data))) == "census.damaged"


@pytest.mark.parametrize(
    ("part", "data", "why"),
    [
        ("xl/vbaProject.bin", b"x", "census.macros"),
        ("xl/macrosheets/sheet1.xml", b"<x/>", "census.macros"),
        ("[Content_Types].xml", b"<Types>sheet.macroEnabled.main+xml</Types>", "census.macros"),
        ("xl/externalLinks/externalLink1.xml", b"<x/>", "census.outside"),
        ("xl/connections.xml", b"<x/>", "census.outside"),
        ("xl/embeddings/oleObject1.bin", b"x", "census.outside"),
        ("xl/styles.xml", b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", "census.damaged"),
        (SHEET, b"<worksheet><sheetData><row><c", "census.damaged"),
        (SHEET, _sheet(b"<row r='x'/>"), "census.damaged"),
    ],
)  # fmt: skip
def test_what_is_no_plain_workbook_is_refused_by_name(part: str, data: bytes, why: str) -> None:
    assert code(changed(xlsx([HEADINGS, ROW]), {part: data})) == why


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "census.empty"),
        (b"\n\n ,, \n", "census.empty"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 and more", "census.encrypted"),
        (b"PK\x03\x04 and nonsense", "census.damaged"),
        (b"\x00\x01\x02\x03" * 100, "census.not_a_list"),
        (b'a,"' + b"b" * 200_000, "census.not_a_list"),
        (b"a," * 100, "census.too_many_columns"),
        (b"x" * (archive.LARGEST_BYTES + 1), "census.too_large"),
    ],
)
def test_other_files_are_refused_by_name(data: bytes, why: str) -> None:
    if why == "census.too_many_columns":
        data = ",".join(f"cột {n}" for n in range(70)).encode()
    assert code(io.BytesIO(data)) == why


def test_a_zip_of_something_else_is_no_workbook() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive_:
        archive_.writestr("readme.txt", "x")
    out.seek(0)
    assert code(out) == "census.not_excel"
