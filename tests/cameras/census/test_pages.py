"""A list on the pages: from the template to the result, with every problem in its cell."""

import io
import unicodedata
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from cameras.census import services
from cameras.census.models import Import
from cameras.registry.models import Camera
from portal.lib import clock
from portal.lib.errors import Refused
from portal.lib.words import clean
from portal.notices import services as notices
from portal.notices.models import Notice
from tests.cast import AT, Cast, Guests, make_guests

from . import scene
from .files import xlsx
from .scene import Enter


@pytest.fixture
def guests(cast: Cast) -> Guests:
    return make_guests(cast)


def text(answer: Any) -> str:
    return clean(answer.content.decode())


def loaded(answer: Any) -> Any:
    return load_workbook(io.BytesIO(b"".join(answer.streaming_content)))


def send(client: Client, file: SimpleUploadedFile, whose: str) -> Any:
    return client.post(reverse("census:start"), {"file": file, "whose": whose})


def show(client: Client, source: Import) -> Any:
    return client.get(reverse("census:show", args=[source.public_id]))


def test_a_signatory_brings_a_list_from_the_template(
    cast: Cast, guests: Guests, as_person: Enter
) -> None:
    client = as_person(guests.signatory)
    book = loaded(client.get(reverse("census:template", args=["own", "xlsx"])))
    page = book["Camera"]
    headings = [cell.value for cell in page[1]]
    assert "Điện thoại chủ" not in headings
    places = {name: headings.index(name) + 1 for name in ("Tên camera", "Vĩ độ", "Kinh độ")}
    for name, value in zip(places, ("Cửa chính", 10.36214, "107,08531"), strict=True):
        page.cell(3, places[name], value)
    filled = io.BytesIO()
    book.save(filled)
    answer = send(
        client, SimpleUploadedFile("a.xlsx", filled.getvalue()), guests.business.public_id
    )
    source = Import.objects.get()
    assert answer.url == reverse("census:show", args=[source.public_id])
    assert "Đã nhận tệp" in text(show(client, source))
    scene.worked(source)
    assert "1 camera sẵn sàng để nhập" in text(show(client, source))
    client.post(reverse("census:confirm", args=[source.public_id]))
    scene.worked(source)
    assert "Đã nhập xong" in text(show(client, source))
    assert Camera.objects.get().name == "Cửa chính"  # and the example is none


@pytest.mark.parametrize("kind", ["own", "board"])
def test_the_csv_template_has_the_same_columns(
    cast: Cast, guests: Guests, as_person: Enter, kind: str
) -> None:
    client = as_person(cast.board if kind == "board" else guests.signatory)
    book = loaded(client.get(reverse("census:template", args=[kind, "xlsx"])))
    csv = client.get(reverse("census:template", args=[kind, "csv"]))
    first = b"".join(csv.streaming_content).decode("utf-8-sig").splitlines()[0]
    assert first.replace('"', "").split(",")[0] == "Tên camera"
    assert len(book.sheetnames) == 2
    assert "[VÍ DỤ]" in book["Camera"]["A2"].value


def test_each_problem_stands_in_its_cell_with_a_field_to_mend_it(
    cast: Cast, guests: Guests, as_person: Enter
) -> None:
    rows = [scene.own_row(1, name=""), scene.own_row(2, view="Quán nước"), scene.own_row(3)]
    client = as_person(guests.signatory)
    send(client, scene.as_xlsx(rows), guests.business.public_id)
    source = scene.worked(Import.objects.get())
    page = text(show(client, source))
    assert "Chưa lưu gì." in page
    assert "Ô này đang trống mà phải có." in page
    assert "Không có giá trị này." in page
    url = reverse("census:mend", args=[source.public_id, 3])
    answer = client.post(url, {"place_kind": "Chợ", "show": "wrong", "page": "1"}, follow=True)
    assert "Dòng 3 đã ổn." in text(answer)
    client.post(reverse("census:mend", args=[source.public_id, 2]), {"name": "Cửa sau"})
    assert "3 camera sẵn sàng để nhập" in text(show(client, source))


def test_swapped_numbers_are_put_right_with_one_button_for_all(
    cast: Cast, guests: Guests, as_person: Enter
) -> None:
    rows = [scene.own_row(n, lat=scene.own_row(n)[3], lng=scene.own_row(n)[2]) for n in range(3)]
    client = as_person(guests.signatory)
    send(client, scene.as_csv(rows), guests.business.public_id)
    source = scene.worked(Import.objects.get())
    assert "Đổi chỗ vĩ độ và kinh độ cho cả 3 dòng" in text(show(client, source))
    client.post(reverse("census:mend", args=[source.public_id, 2]), {"verb": "take:swapped"})
    client.post(reverse("census:order", args=[source.public_id]), {"order": "take:swapped"})
    scene.worked(source)
    assert "3 camera sẵn sàng để nhập" in text(show(client, source))


def test_unknown_headings_are_asked_about_with_a_proposal(
    cast: Cast, guests: Guests, as_person: Enter
) -> None:
    headings = ("Tên camra", "Nơi lắp", "Vĩ độ", "Kinh độ", "Nhìn vào đâu", "Màu vỏ")
    client = as_person(guests.signatory)
    send(client, scene.as_xlsx([scene.own_row(1)], headings), guests.business.public_id)
    source = scene.worked(Import.objects.get())
    answer = client.get(reverse("census:columns", args=[source.public_id]))
    assert answer.context["form"]["column_0"].initial == "name"
    assert answer.context["form"]["column_5"].initial == "-"
    url = reverse("census:columns", args=[source.public_id])
    twice = client.post(url, {"column_0": "lat", "column_1": "address", "column_5": "-"})
    assert twice.status_code == 422
    assert "Hai cột không thể cùng là “Vĩ độ”" in text(twice)
    client.post(url, {"column_0": "name", "column_1": "address", "column_5": "-"})
    scene.worked(source)
    line = source.lines.get()
    assert (line.texts["name"], line.texts["address"]) == ("Camera 1", "1 đường Mẫu")


def test_the_annotated_file_names_each_problem_and_may_be_uploaded_again(
    cast: Cast, guests: Guests, as_person: Enter
) -> None:
    rows = [scene.own_row(1, lat="48,85"), scene.own_row(2, name="=1+1")]
    client = as_person(guests.signatory)
    send(client, scene.as_xlsx(rows), guests.business.public_id)
    source = scene.worked(Import.objects.get())
    book = loaded(client.get(reverse("census:annotated", args=[source.public_id])))
    page = book["Camera"]
    said = {row[0].row: row[-1].value for row in page.iter_rows(min_row=2)}
    assert said[2] == "Vĩ độ: Vị trí này nằm ngoài lãnh thổ Việt Nam."
    assert "công thức" in said[3]
    assert page["A3"].value == "'=1+1"
    assert page["A3"].data_type == "s"
    for row in page.iter_rows(min_row=2):
        row[0].value = "Đã sửa"
    page.cell(2, [cell.value for cell in page[1]].index("Vĩ độ") + 1, 10.36)
    mended = io.BytesIO()
    book.save(mended)
    again = SimpleUploadedFile("b.xlsx", mended.getvalue())
    send(client, again, guests.business.public_id)
    second = Import.objects.exclude(pk=source.pk).get()
    assert scene.worked(second).state == "checked"
    assert scene.sentences(second) == []


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("a.xlsm", b"PK\x03\x04", "có macro"),
        ("a.xls", b"\xd0\xcf\x11\xe0", "Excel đời cũ"),
        ("a.pdf", b"%PDF", "Chỉ có tệp .xlsx và .csv"),
        ("a.xlsx", b"PK\x03\x04 nonsense", "bị hỏng"),
        ("a.csv", b"x" * 10_000_001, "lớn hơn 10 MB"),
    ],
)
def test_a_bad_file_is_refused_beside_its_field(
    cast: Cast, guests: Guests, as_person: Enter, name: str, data: bytes, words: str
) -> None:
    answer = send(
        as_person(guests.signatory), SimpleUploadedFile(name, data), guests.business.public_id
    )
    assert answer.status_code == 422
    assert words in text(answer)


def test_a_file_that_breaks_in_the_workers_hands_says_why(
    cast: Cast, guests: Guests, as_person: Enter
) -> None:
    client = as_person(guests.signatory)
    picture = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + b"abc" * 50
    send(client, SimpleUploadedFile("a.csv", picture), guests.business.public_id)
    source = scene.worked(Import.objects.get())
    page = text(show(client, source))
    assert "Chưa có gì được lưu" in page
    assert "Không đọc được tệp này như một danh sách" in page


def test_waiting_ends_with_a_fresh_page(cast: Cast, guests: Guests, as_person: Enter) -> None:
    client = as_person(guests.signatory)
    send(client, scene.as_xlsx([scene.own_row(1)]), guests.business.public_id)
    source = Import.objects.get()
    url = reverse("census:show", args=[source.public_id])
    assert b'hx-trigger="every 2s"' in client.get(url).content
    scene.worked(source)
    assert client.get(url, headers={"HX-Request": "true"}).headers["HX-Refresh"] == "true"


def test_the_preview_costs_the_same_for_many_rows(
    cast: Cast, guests: Guests, as_person: Enter, django_assert_max_num_queries: Any
) -> None:
    client = as_person(guests.signatory)
    send(
        client,
        scene.as_csv([scene.own_row(n, lat="") for n in range(60)]),
        guests.business.public_id,
    )
    source = scene.worked(Import.objects.get())
    show(client, source)
    with django_assert_max_num_queries(13):
        show(client, source)


def test_the_list_of_lists_costs_the_same_for_many(
    cast: Cast, guests: Guests, as_person: Enter, django_assert_max_num_queries: Any
) -> None:
    client = as_person(guests.signatory)
    for number in range(6):
        file = scene.as_csv([scene.own_row(number)])
        scene.uploaded(scene.of_business(cast, guests), guests.signatory, file)
    client.get(reverse("census:index"))
    with django_assert_max_num_queries(9):
        client.get(reverse("census:index"))


def test_another_board_member_does_not_see_the_list(cast: Cast, as_person: Enter) -> None:
    file = scene.as_csv([scene.board_row(1)], scene.BOARD)
    source = scene.uploaded(scene.of_board(cast), cast.board, file)
    assert show(as_person(cast.second_board), source).status_code == 404
    assert show(as_person(cast.board), source).status_code == 200


def test_a_household_is_led_to_the_form_instead(cast: Cast, as_person: Enter) -> None:
    page = text(as_person(cast.owner).get(reverse("census:start")))
    assert "Camera của gia đình thì đăng ký từng cái" in page


def test_headings_in_nfd_are_the_same_headings(cast: Cast, guests: Guests) -> None:
    headings = [unicodedata.normalize("NFD", heading) for heading in scene.OWN]
    row = [unicodedata.normalize("NFD", cell) for cell in scene.own_row(1)]
    whose = scene.of_business(cast, guests)
    file = SimpleUploadedFile("a.xlsx", xlsx([headings, row]).getvalue())
    source = scene.imported(scene.uploaded(whose, guests.signatory, file))
    assert source.taken == 1
    assert Camera.objects.get().address == "1 đường Mẫu"


def test_an_owner_is_told_by_sms(cast: Cast, settings: Any) -> None:
    source = scene.uploaded(
        scene.of_board(cast), cast.board, scene.as_csv([scene.board_row(1)], scene.BOARD)
    )
    scene.imported(source)
    Notice.objects.update(urgent=True)  # whatever the hour of the test
    notices.send_due(clock.now())
    (message,) = (settings.OUTBOX / "sms").glob("*.txt")
    assert "Camera nhà bạn đã được ghi vào danh sách" in message.read_text()
    words = Notice.objects.get().body
    assert "Khu phố 1, Phường Mẫu Một đã ghi 1 camera của nhà bạn" in words
    assert "Chưa có hình nào được chia sẻ" in words


def test_withdrawing_forgets_everything(cast: Cast, guests: Guests, as_person: Enter) -> None:
    client = as_person(guests.signatory)
    send(client, scene.as_xlsx([scene.own_row(1)]), guests.business.public_id)
    source = scene.worked(Import.objects.get())
    client.post(reverse("census:withdraw", args=[source.public_id]))
    source.refresh_from_db()
    assert (source.state, source.lines.count()) == ("withdrawn", 0)
    assert source.stored.destroyed_at is not None
    with pytest.raises(Refused, match="not_now"):
        services.withdraw(source=source, at=AT)
