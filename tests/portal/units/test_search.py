"""The page that finds a ward by its old or new name, and the page of a unit."""

import unicodedata
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from portal.places.models import Succession, Unit
from portal.places.search import MAX_TEXT
from tests.cast import Cast

SEARCH = "/units/"


def former(cast: Cast, code: str, name: str, within: str, kind: str = "ward") -> Unit:
    return Unit.objects.create(
        code=f"old-{code}",
        name=name,
        within=within,
        kind=kind,
        province=cast.ward.province,
        valid_from=date(1975, 4, 30),
        valid_to=date(2025, 6, 30),
        source="danh mục mẫu 1.0",
    )


@pytest.fixture
def town(cast: Cast) -> Cast:
    """Two former wards of a former town; the second was divided between both wards in force."""
    within = "Thành phố Cảng, Tỉnh Mẫu"
    nine = former(cast, "9", "Phường 9", within)
    ten = former(cast, "10", "Phường 10", within)
    city = former(cast, "d1", "Thành phố Cảng", "Tỉnh Mẫu", kind="district")
    rows = (
        (nine, cast.ward, True),
        (ten, cast.ward, False),
        (ten, cast.other_ward, True),
        (city, cast.ward, False),
        (city, cast.other_ward, False),
    )
    for old, new, main in rows:
        Succession.objects.create(old=old, new=new, is_main=main)
    return cast


def find(client: Client, text: str) -> str:
    answer = client.get(SEARCH, {"q": text})
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


@pytest.mark.parametrize(
    "text",
    [
        "Phường 9",
        "phuong 9",
        "P9",
        "F.9",
        unicodedata.normalize("NFD", "Phường 9 Cảng"),
        "P9 tp cang",
    ],
)
def test_a_former_name_says_what_it_became(town: Cast, client: Client, text: str) -> None:
    page = find(client, text)
    assert "Phường 9, Thành phố Cảng, Tỉnh Mẫu</a> → Phường Mẫu Một, Tỉnh mẫu" in page
    assert "Mẫu Hai" not in page


def test_a_former_city_gives_all_its_successors(town: Cast, client: Client) -> None:
    page = find(client, "TP Cảng")
    assert "Phường Mẫu Một" in page
    assert "Phường Mẫu Hai" in page


def test_nothing_found_says_what_to_try(cast: Cast, client: Client) -> None:
    page = find(client, "Phường Không Đâu")
    assert "Không tìm thấy “Phường Không Đâu”" in page
    assert "Hãy thử chỉ ghi tên riêng" in page


@pytest.mark.parametrize("text", ["", "   ", "\u202e", "phường"])
def test_an_empty_question_is_no_error(cast: Cast, client: Client, text: str) -> None:
    assert "problems-title" not in find(client, text)


def test_marks_that_turn_the_line_are_not_written_back(cast: Cast, client: Client) -> None:
    page = find(client, "Không\u202eĐâu\u0007\u0000<b>")
    assert "Không Đâu &lt;b&gt;" in page
    assert not {"\u202e", "\u0007", "\u0000"} & set(page)


def test_a_text_too_long_is_refused_in_words_and_kept(cast: Cast, client: Client) -> None:
    text = "a" * (MAX_TEXT + 1)
    answer = client.get(SEARCH, {"q": text})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Hãy ghi ngắn hơn, nhiều nhất 120 ký tự." in page
    assert text in page


def test_a_search_costs_a_handful_of_queries(
    town: Cast, client: Client, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(4):
        find(client, "Phường 9")


def test_a_unit_in_force_tells_what_it_was_made_of(town: Cast, client: Client) -> None:
    page = " ".join(client.get(reverse("units:show", args=["t1"])).content.decode().split())
    assert page.index("Phường 9, Thành phố Cảng") < page.index("Phường 10, Thành phố Cảng")
    assert "toàn bộ" in page
    assert "một phần" in page
    assert "01/07/2025" in page
    assert "Khu phố 1" in page
    assert "Ranh giới gần đúng: một hình tròn có cùng diện tích." in page
    assert "Thành phố Cảng</a>" not in page  # the district is above the wards, not a part


def test_a_unit_with_an_outline_says_whence_it_comes(town: Cast, client: Client) -> None:
    ring = [[107.0, 10.3], [107.2, 10.3], [107.2, 10.4], [107.0, 10.3]]
    Unit.objects.filter(pk=town.ward.pk).update(
        outline={"type": "Polygon", "coordinates": [ring]}, outline_note="Bản đồ mẫu 2026"
    )
    page = client.get(reverse("units:show", args=["t1"])).content.decode()
    assert "Bản đồ mẫu 2026" in page
    assert "gần đúng" not in page
    assert "107.2, 10.4" in page


def test_a_former_unit_says_when_it_ended_and_what_it_is_now(town: Cast, client: Client) -> None:
    page = client.get(reverse("units:show", args=["old-10"])).content.decode()
    assert "kết thúc ngày 30/06/2025" in page
    assert page.index("Phường Mẫu Hai") < page.index("Phường Mẫu Một")
    assert "danh mục mẫu 1.0" in page


def test_a_former_district_lists_its_wards_and_leads_with_what_took_most(
    town: Cast, client: Client
) -> None:
    extra = former(town, "11", "Phường 11", "Thành phố Cảng, Tỉnh Mẫu")
    Succession.objects.create(old=extra, new=town.ward, is_main=True)
    page = client.get(reverse("units:show", args=["old-d1"])).content.decode()
    assert "3 phường, xã, thị trấn cũ trực thuộc" in page
    assert page.index("Phường 9<") < page.index("Phường 10<") < page.index("Phường 11<")
    assert page.index("Phường Mẫu Một") < page.index("Phường Mẫu Hai")


def test_a_unit_s_page_costs_the_same_however_many_parts_it_has(
    town: Cast, client: Client, django_assert_num_queries: Any
) -> None:
    for number in range(20, 60):
        old = former(town, str(number), f"Phường {number}", "Thành phố Cảng, Tỉnh Mẫu")
        Succession.objects.create(old=old, new=town.ward)
    with django_assert_num_queries(3):
        client.get(reverse("units:show", args=["t1"]))


@pytest.mark.parametrize("code", ["nowhere", "old-", "t1-"])
def test_a_unit_that_is_not_is_not_found(cast: Cast, client: Client, code: str) -> None:
    assert client.get(f"/units/{code}/").status_code == 404
