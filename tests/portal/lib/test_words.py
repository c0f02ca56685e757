import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.lib import words
from portal.lib.errors import Refused


@given(st.text())
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    once = words.clean(text)
    assert words.clean(once) == once
    assert once == once.strip()
    assert all(unicodedata.category(c) not in {"Cc", "Cf", "Co", "Cs"} for c in once)


@given(st.text())
def test_cleaning_lines_keeps_lines_and_cleans_each(text: str) -> None:
    for line in words.clean_lines(text).split("\n"):
        assert words.clean(line) == line


@given(st.text())
def test_folding_twice_changes_nothing_more(text: str) -> None:
    once = words.folded(text)
    assert words.folded(once) == once


@given(st.text("aăâeêioôơuưyđbcAĂÂEÊIOÔƠUƯYĐ \u0300\u0301\u0303\u0309\u0323"))
def test_folding_forgets_case_and_accents(text: str) -> None:
    assert words.folded(text) == words.folded(text.upper())
    assert words.folded(unicodedata.normalize("NFD", text)) == words.folded(text)
    assert words.folded(text).isascii()


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Phường Rạch Dừa", "phuong rach dua"),
        ("ĐƯỜNG  Trương Công Định", "duong truong cong dinh"),
        ("Thắng\u200b Nhì\u202e", "thang nhi"),
    ],
)
def test_names_fold_as_people_type_them(text: str, folded: str) -> None:
    assert words.folded(text) == folded


def test_a_refusal_speaks_its_registered_sentence() -> None:
    words.register({"test.too_many": "Nhiều nhất %(limit)s camera."})
    assert words.sentence(Refused("test.too_many", limit=3)) == "Nhiều nhất 3 camera."
    assert "test.too_many" in words.known_codes()
    assert str(Refused("test.too_many", limit=3)) == "test.too_many (limit=3)"


def test_a_code_without_a_sentence_is_a_defect() -> None:
    with pytest.raises(KeyError):
        words.sentence(Refused("test.never_registered"))
