"""Headings as people type them, in whatever Unicode form their machine saves."""

import unicodedata
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cameras.census import headings
from cameras.census.columns import COLUMNS

ALL = [(column.name, text) for column in COLUMNS for text in (column.heading, *column.also)]


@pytest.mark.parametrize("form", ["NFC", "NFD", "NFKD"])
def test_every_heading_is_known_in_every_form_and_case(
    form: Literal["NFC", "NFD", "NFKD"],
) -> None:
    for name, text in ALL:
        for written in (text, text.upper(), f"  {text}: ", f"{text} *"):
            assert headings.known(unicodedata.normalize(form, written)) == name, written


def test_no_two_columns_answer_to_one_heading() -> None:
    seen: dict[str, str] = {}
    for name, text in ALL:
        assert seen.setdefault(headings.plain(text), name) == name, text


@pytest.mark.parametrize(
    ("written", "meant"),
    [("Tên camra", "name"), ("Vi do (độ)", "lat"), ("Huong nhin camera", "bearing")],
)
def test_a_slip_is_offered_what_was_meant(written: str, meant: str) -> None:
    assert headings.known(written) is None
    assert headings.suggestion(written, [column.name for column in COLUMNS]) == meant


def test_what_has_nothing_to_do_with_cameras_is_offered_nothing() -> None:
    assert headings.suggestion("Ngày sinh của chủ nhà", ["lat", "night"]) is None


def test_the_persons_word_goes_before_ours_and_no_column_is_taken_twice() -> None:
    names = ["Tên", "Tên camera", "Số chỗ", "STT"]
    assert headings.settle(names, {}) == {0: "name", 3: headings.SKIP}
    chosen = {headings.plain("Tên"): headings.SKIP, headings.plain("Số chỗ"): "days"}
    settled = headings.settle(names, chosen)
    assert settled == {0: "-", 1: "name", 2: "days", 3: "-"}
    assert headings.unknown(names, settled) == []


@given(st.text(max_size=60))
def test_no_heading_breaks_anything(text: str) -> None:
    headings.suggestion(text, ["lat"])
    headings.settle([text, text], {})
