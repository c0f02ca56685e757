"""What people type, against the units of the whole country."""

import unicodedata
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction

from portal.places import sources
from portal.places.models import Province, Unit
from portal.places.queries import successors
from portal.places.search import MAX_TEXT, search_units
from portal.places.services import load_units
from tests.cast import AT, SYSTEM, Cast

VUNG_TAU = {
    "Phường Vũng Tàu",
    "Phường Tam Thắng",
    "Phường Rạch Dừa",
    "Phường Phước Thắng",
    "Xã Long Sơn",
}
THE_17 = {
    "Phường Vũng Tàu": ("1", "2", "3", "4", "5", "Thắng Nhì", "Thắng Tam"),
    "Phường Tam Thắng": ("7", "8", "9", "Nguyễn An Ninh"),
    "Phường Rạch Dừa": ("10", "Thắng Nhất", "Rạch Dừa"),
    "Phường Phước Thắng": ("11", "12"),
}


@pytest.fixture(scope="module")
def country(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    with django_db_blocker.unblock():
        outer = transaction.atomic()
        outer.__enter__()
        try:
            load_units(actor=SYSTEM, at=AT)
            yield
        finally:
            transaction.set_rollback(True)
            outer.__exit__(None, None, None)


@pytest.fixture
def units(country: None, db: None) -> None:
    """Each test sees the units that were loaded once."""


def names(text: str) -> list[str]:
    return [item.unit.name for item in search_units(text)]


@pytest.mark.slow
@pytest.mark.usefixtures("units")
class TestTheWholeCountry:
    @pytest.mark.parametrize(
        ("new", "old"), [(new, old) for new, olds in THE_17.items() for old in olds]
    )
    def test_each_old_ward_of_vung_tau_leads_to_its_successor(self, new: str, old: str) -> None:
        found = [
            (item.unit.name, item.former.name)
            for item in search_units(f"phường {old}, TP Vũng Tàu")
            if item.former is not None
        ]
        assert (new, f"Phường {old}") in found

    @pytest.mark.parametrize(
        "text", ["TP Vũng Tàu", "tp. vung tau", "Thành phố Vũng Tàu", "TPVT", "TX Vũng Tàu"]
    )
    def test_the_former_city_is_found_however_it_is_shortened(self, text: str) -> None:
        assert set(names(text)) == VUNG_TAU

    @pytest.mark.parametrize(
        "text",
        [
            "F9 VT",
            "P9 Vũng Tàu",
            "F.9 TP VT",
            "phường 09 Vũng Tàu",
            "P.9 - Vũng Tàu",
            "Phường 9 (vung tau)",
            "Vũng Tàu, phường 9",
        ],
    )
    def test_a_numbered_ward_is_found_in_its_city_alone(self, text: str) -> None:
        assert names(text) == ["Phường Tam Thắng"]

    @pytest.mark.parametrize(
        ("text", "first"),
        [
            ("quận Đống Đa", "Phường Đống Đa"),
            ("Q.Đống Đa", "Phường Đống Đa"),
            ("quan dong da", "Phường Đống Đa"),
            ("huyện Thạch Thất", "Xã Thạch Thất"),
            ("TX Sơn Tây", "Phường Sơn Tây"),
            ("thị xã Phú Mỹ", "Phường Phú Mỹ"),  # a city since the year before it ended
            ("TT Phùng", "Xã Đan Phượng"),
            ("P. Bến Nghé Q1", "Phường Sài Gòn"),
            ("Thắng Tam", "Phường Vũng Tàu"),  # not Tam Thắng, which has the same words
            ("Tam Thắng", "Phường Tam Thắng"),
            ("xã Ô Chợ Dừa", "Phường Ô Chợ Dừa"),
            ("Phú Quốc", "Đặc khu Phú Quốc"),
            ("huyện Ba Vì", "Xã Ba Vì"),
            ("TP Thủ Đức", "Phường Thủ Đức"),
            ("huyện Đại Từ", "Xã Đại Từ"),
            ("Ô Chợ Dừa", "Phường Ô Chợ Dừa"),
            ("thi tran ea hleo", "Xã Ea H’leo"),
            ("Hoà Bình", "Phường Hoà Bình"),  # as written; the other spelling comes after it
        ],
    )
    def test_what_is_meant_comes_first(self, text: str, first: str) -> None:
        assert names(text)[:1] == [first]

    def test_quan_dong_da_gives_all_its_successors_and_nothing_else(self) -> None:
        assert len(names("quận Đống Đa")) == 7
        assert {item.former.name for item in search_units("quận Đống Đa") if item.former} == {
            "Quận Đống Đa"
        }

    def test_district_1_is_not_district_10_nor_a_ward_1(self) -> None:
        formers = {item.former.name for item in search_units("Q1") if item.former}
        assert formers == {"Quận 1"}

    @pytest.mark.parametrize("text", ["quận Đống Đa", "Phường 9", "TP Vũng Tàu"])
    def test_both_unicode_forms_find_the_same(self, text: str) -> None:
        assert names(unicodedata.normalize("NFD", text)) == names(text)

    def test_marks_that_turn_the_line_round_find_the_same(self) -> None:
        assert names("\u202equận\u0007 Đống\u200f Đa\u0000") == names("quận Đống Đa")

    def test_a_district_became_first_what_took_most_of_its_wards(self) -> None:
        city = Unit.objects.get(name="Thành phố Vũng Tàu")
        assert successors(city)[0].name == "Phường Vũng Tàu"

    def test_a_text_as_long_as_the_field_is_no_burden(
        self, django_assert_max_num_queries: Any
    ) -> None:
        with django_assert_max_num_queries(10):
            assert search_units(("ab " * MAX_TEXT)[:MAX_TEXT]) == []


@pytest.mark.parametrize("text", ["", "  ", ".", "---", "\u202e", "'", "%", "_", "p", "tp", "xã"])
def test_marks_alone_find_nothing_and_harm_nothing(cast: Cast, text: str) -> None:
    assert search_units(text) == []


def test_names_with_marks_that_turn_the_line_are_loaded_clean(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A release with a poisoned name must not write it into pages or signed records."""
    new = sources.NewUnit("99999", "Phường \u202eMẫu\u0007\u200bMột", "ward", "79", 10.0, 107.0, 9)
    within, became = "Quận\u202e 1", (("99999", True),)
    old = sources.FormerUnit(
        "old-9", "Phường\u2066 9", "ward", "79", within, None, None, None, None, became
    )
    monkeypatch.setattr(sources, "release", lambda: "another release")
    monkeypatch.setattr(sources, "provinces", lambda: [("79", "Thành phố\u202e Mẫu")])
    monkeypatch.setattr(sources, "new_units", lambda: [new])
    monkeypatch.setattr(sources, "former_units", lambda: [old])
    load_units(actor=SYSTEM, at=AT)
    assert Unit.objects.get(code="99999").name == "Phường Mẫu Một"
    assert Unit.objects.get(code="old-9").full_name == "Phường 9, Quận 1"
    assert Province.objects.get(code="79").name == "Thành phố Mẫu"
