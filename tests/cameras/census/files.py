"""Lists of cameras as people have them, and as somebody who means harm would make them."""

import io
import zipfile
from collections.abc import Iterable, Sequence

from openpyxl import Workbook

HEADINGS = ("Tên camera", "Địa chỉ", "Vĩ độ", "Kinh độ", "Nhìn vào đâu", "Hướng nhìn")
ROW = ("Cổng trước", "1806/127/2 đường Mẫu", 10.36214, 107.08531, "Cổng nhà", "Đông nam")
TYPES = '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'


def xlsx(rows: Iterable[Sequence[object]], *, title: str = "Camera") -> io.BytesIO:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = title
    for row in rows:
        sheet.append(list(row))
    out = io.BytesIO()
    book.save(out)
    out.seek(0)
    return out


def with_parts(parts: dict[str, bytes], *, packed: int = zipfile.ZIP_DEFLATED) -> io.BytesIO:
    """A zip that calls itself a workbook, with these parts beside the least it needs."""
    out = io.BytesIO()
    least = {"[Content_Types].xml": TYPES.encode(), "xl/workbook.xml": b"<workbook/>"}
    with zipfile.ZipFile(out, "w", packed) as archive:
        for name, data in {**least, **parts}.items():
            archive.writestr(name, data)
    out.seek(0)
    return out


def changed(original: io.BytesIO, changes: dict[str, bytes]) -> io.BytesIO:
    """The workbook with some of its parts replaced or added."""
    with zipfile.ZipFile(original) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in {**parts, **changes}.items():
            archive.writestr(name, data)
    out.seek(0)
    return out
