"""Lists in every step of their way, made through the public doors."""

import csv
import io
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from cameras.census import services, work
from cameras.census.models import Import, Whose
from portal.people.models import User
from tests.cast import AT, PLACE, Cast, Guests

from .files import xlsx

OWN = ("Tên camera", "Địa chỉ", "Vĩ độ", "Kinh độ", "Nhìn vào đâu", "Hướng nhìn")
BOARD = ("Tên camera", "Thuộc về", "Chủ camera", "Điện thoại chủ", "Vĩ độ", "Kinh độ", "Hướng nhìn")


def own_row(number: int, **changes: str) -> list[str]:
    """A camera of a business; each number is a place of its own."""
    cells = {
        "name": f"Camera {number}",
        "address": f"{number} đường Mẫu",
        "lat": f"{PLACE[0] + (number % 100) / 5_000 - 0.008:.6f}",
        "lng": f"{PLACE[1] + (number // 100) / 10_000 - 0.004:.6f}",
        "view": "Chợ",
        "direction": "Đông nam",
    }
    return list({**cells, **changes}.values())


def board_row(number: int, **changes: str) -> list[str]:
    """A home's camera, each with an owner of its own."""
    cells = {
        "name": "Cổng trước",
        "kind": "Hộ gia đình",
        "owner": f"Chủ Mẫu {number}",
        "phone": f"09{20_000_000 + number}",
        "lat": f"{PLACE[0] + (number % 100) / 5_000 - 0.008:.6f}",
        "lng": f"{PLACE[1] + (number // 100) / 10_000 - 0.004:.6f}",
        "direction": "Bắc",
    }
    return list({**cells, **changes}.values())


def as_xlsx(rows: Iterable[Sequence[object]], headings: Sequence[str] = OWN) -> SimpleUploadedFile:
    return SimpleUploadedFile("danh-sach.xlsx", xlsx([headings, *rows]).getvalue())


def as_csv(rows: Iterable[Sequence[object]], headings: Sequence[str] = OWN) -> SimpleUploadedFile:
    out = io.StringIO()
    csv.writer(out).writerows([headings, *rows])
    return SimpleUploadedFile("danh-sach.csv", out.getvalue().encode())


def of_business(cast: Cast, guests: Guests) -> Whose:
    return Whose(cast.ward, guests.business)


def of_board(cast: Cast) -> Whose:
    return Whose(cast.ward, None, cast.neighbourhood)


def uploaded(whose: Whose, person: User, file: SimpleUploadedFile, at: datetime = AT) -> Import:
    return services.upload(whose=whose, file=file, person=person, at=at)


def worked(source: Import) -> Import:
    """After the worker has had its turn."""
    work.run(public_id=source.public_id)
    source.refresh_from_db()
    return source


def imported(source: Import, at: datetime = AT) -> Import:
    """Checked, confirmed, brought, and everybody told."""
    worked(source)
    services.confirm(source=source, person=source.person, at=at)
    worked(source)
    return worked(source)


def sentences(source: Import) -> list[tuple[int, str, str]]:
    """(row, column, code) of all problems."""
    return [
        (line.number, problem.column, problem.code)
        for line in source.lines.order_by("number")
        for problem in line.found()
    ]


Enter = Callable[..., Any]
