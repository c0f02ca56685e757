"""Lists that leave: what is in them for whom, safe to open, and able to come back."""

import csv
import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook

from cameras.census.models import Import
from cameras.census.queries import lists_of
from portal.ledger.kinds import Kind
from portal.ledger.models import Entry
from portal.people.rights import allowed
from tests.cast import AT, Cast, make_guests

from . import scene
from .scene import Enter


def book_of(answer: Any) -> Any:
    return load_workbook(io.BytesIO(b"".join(answer.streaming_content)))


def rows_of(answer: Any) -> list[list[str]]:
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline="")))


def inventory(client: Any, cast: Cast, layout: str) -> Any:
    return client.post(reverse("census:take-inventory", args=[cast.ward.code, layout]))


def values(book: Any) -> list[object]:
    return [
        c.value for page in book for row in page.iter_rows() for c in row if c.value is not None
    ]


@pytest.mark.parametrize("layout", ["xlsx", "csv"])
def test_ones_own_list_comes_back_as_registered_already(
    cast: Cast, as_person: Enter, layout: str
) -> None:
    guests = make_guests(cast)
    whose = scene.of_business(cast, guests)
    rows = [scene.own_row(n, name=f"-Kho {n}") for n in range(3)]
    scene.imported(scene.uploaded(whose, guests.signatory, scene.as_xlsx(rows)))
    answer = as_person(guests.signatory).get(reverse("census:own", args=[layout]))
    data = b"".join(answer.streaming_content)
    file = SimpleUploadedFile(f"b.{layout}", data)
    source = scene.worked(scene.uploaded(whose, guests.signatory, file))
    assert [line.verdict for line in source.lines.all()] == ["known"] * 3, scene.sentences(source)


def test_no_cell_of_ones_own_list_is_a_formula(cast: Cast, as_person: Enter) -> None:
    cast.camera(name="=HYPERLINK(1)", address="@SUM(1)")
    client = as_person(cast.owner)
    (row,) = rows_of(client.get(reverse("census:own", args=["csv"])))[1:]
    assert row[0] == "'=HYPERLINK(1)"
    assert "'@SUM(1)" in row
    page = book_of(client.get(reverse("census:own", args=["xlsx"])))["Camera"]
    cells = [cell for line in page.iter_rows() for cell in line]
    assert all(cell.data_type != "f" for cell in cells)
    assert page["A2"].value == "'=HYPERLINK(1)"
    lat = next(cell for cell in page[2] if cell.column_letter == "E")
    assert lat.data_type == "n"


def test_days_are_written_as_here(cast: Cast, as_person: Enter) -> None:
    cast.camera()
    client = as_person(cast.owner)
    assert "20/11/2026" in rows_of(client.get(reverse("census:own", args=["csv"])))[1]
    page = book_of(client.get(reverse("census:own", args=["xlsx"])))["Camera"]
    dated = next(cell for cell in page[2] if cell.is_date)
    assert dated.number_format == "dd/mm/yyyy"


def test_the_committee_gets_public_cameras_in_full_and_homes_as_counts(
    cast: Cast, as_person: Enter
) -> None:
    home = cast.camera(neighbourhood=cast.neighbourhood, address="12 đường Mẫu")
    cast.camera(ownership="community", name="Ngã tư chợ", address="Đầu chợ", lat=10.3611)
    found = values(book_of(inventory(as_person(cast.committee), cast, "xlsx")))
    assert {"Ngã tư chợ", "Đầu chợ", 10.3611, "Khu phố 1", "Hộ gia đình"} <= set(found)
    for secret in (home.name, home.address, round(home.lat, 6), str(cast.owner.phone), "Hộ mẫu"):
        assert secret not in found
    flat = rows_of(inventory(as_person(cast.committee), cast, "csv"))
    assert [row[0] for row in flat[1:]] == [
        "Ngã tư chợ",
        "Tổng số, Khu phố 1",
        "Tổng số, Chưa rõ khu phố",
    ]


def test_the_inventory_begins_with_totals_as_a_city_asks_for_them(
    cast: Cast, as_person: Enter
) -> None:
    cast.camera(name="Nhà riêng")
    cast.camera(name="=1+1", ownership="community", place_kind="market")
    answer = inventory(as_person(cast.committee), cast, "xlsx")
    assert "kiem-ke-camera-phuong-mau-mot" in answer["Content-Disposition"]
    book = book_of(answer)
    page = book.worksheets[0]
    rows = [[cell.value for cell in row] for row in page.iter_rows()]
    assert page.title == "Tổng hợp"
    assert rows[0][0].startswith("PHƯỜNG MẪU MỘT")
    assert any("Ký, ghi rõ họ tên" in str(row[0]) for row in rows)
    assert ["Tất cả", "Đang dùng", 2] in rows
    assert ["Theo chủ sở hữu", "Hộ gia đình", 1] in rows
    assert ["Theo chủ sở hữu", "Nhà nước", 0] in rows
    assert ["Theo nơi camera nhìn vào", "Chợ, nơi buôn bán", 1] in rows
    assert ["Theo tình trạng", "Chưa nối hoặc chưa gọi lần nào", 2] in rows
    assert "Nhà riêng" not in values(book)
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert all(cell.data_type != "f" for cell in cells)


def test_a_board_gets_what_its_own_lists_brought_as_it_wrote_it(
    cast: Cast, as_person: Enter
) -> None:
    hers = cast.camera(name="Camera riêng", bearing_deg=0)
    row = scene.board_row(1, name="Theo sổ", phone=str(cast.owner.phone))
    row[4], row[5] = f"{hers.lat:.6f}", f"{hers.lng:.6f}"
    file = scene.as_csv([row, scene.board_row(2)], scene.BOARD)
    scene.imported(scene.uploaded(scene.of_board(cast), cast.board, file))
    found = values(book_of(inventory(as_person(cast.board), cast, "xlsx")))
    assert {"Theo sổ", "Chủ Mẫu 1", "Cổng trước"} <= set(found)
    assert "Camera riêng" not in found  # what its owner calls the same camera
    assert not [v for v in found if "0920000002" in str(v) or str(cast.owner.phone) in str(v)]


def test_taking_the_inventory_is_on_the_record(cast: Cast, as_person: Enter) -> None:
    book_of(inventory(as_person(cast.committee), cast, "xlsx"))
    entry = Entry.objects.get(kind=Kind.INVENTORY_EXPORTED)
    assert (entry.actor, entry.facts["layout"]) == (cast.committee.subject, "xlsx")


def test_ten_thousand_cameras_cost_no_more_queries_than_one(
    cast: Cast, as_person: Enter, django_assert_max_num_queries: Any
) -> None:
    for number in range(6):
        cast.camera(name=f"Camera {number}", ownership="community")
    client = as_person(cast.committee)
    inventory(client, cast, "csv")
    with django_assert_max_num_queries(16):
        rows_of(inventory(client, cast, "csv"))
    owner = as_person(cast.owner)
    rows_of(owner.get(reverse("census:own", args=["csv"])))
    with django_assert_max_num_queries(6):
        rows_of(owner.get(reverse("census:own", args=["csv"])))


def test_lists_and_pages_open_to_the_same_people(cast: Cast) -> None:
    guests = make_guests(cast)
    files = (scene.as_csv([scene.own_row(1)]), scene.as_csv([scene.board_row(1)], scene.BOARD))
    scene.uploaded(scene.of_business(cast, guests), guests.signatory, files[0])
    scene.uploaded(scene.of_board(cast), cast.board, files[1])
    people = [cast.owner, cast.board, cast.second_board, cast.committee, cast.officer]
    for person in (*people, guests.signatory, guests.technician, cast.stranger):
        may = {row for row in Import.objects.all() if allowed(person, "import:view", row, at=AT)}
        assert set(lists_of(person, AT)) == may, person
