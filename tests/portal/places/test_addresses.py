import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.places.addresses import MAX_LENGTH, parse


def test_a_slash_address_comes_apart_alley_by_alley() -> None:
    address = parse("1806/127/2/6/15/48/2A Huỳnh Tấn Phát")
    assert address.number == ("1806", "127", "2", "6", "15", "48", "2A")
    assert address.alleys == ("1806", "127", "2", "6", "15", "48")
    assert address.street == "Huỳnh Tấn Phát"
    assert address.text == "1806/127/2/6/15/48/2A Huỳnh Tấn Phát"


@pytest.mark.parametrize(
    ("text", "number", "street", "rest"),
    [
        ("Số 12 Lê Lợi, Khu phố 3", ("12",), "Lê Lợi", "Khu phố 3"),
        ("số nhà 12b Lê Lợi", ("12B",), "Lê Lợi", ""),
        ("Hẻm 45/6 Trần Phú", ("45", "6"), "Trần Phú", ""),
        ("Ngõ 9 - 3 Trần Phú", ("9", "3"), "Trần Phú", ""),
        ("Chợ Rạch Dừa", (), "Chợ Rạch Dừa", ""),
        ("Thôn 2, Xã Long Sơn", (), "Thôn 2", "Xã Long Sơn"),
        ("", (), "", ""),
    ],
)
def test_usual_ways_of_writing(text: str, number: tuple[str, ...], street: str, rest: str) -> None:
    address = parse(text)
    assert (address.number, address.street, address.rest) == (number, street, rest)


def test_both_unicode_forms_are_one_address() -> None:
    text = "2A Huỳnh Tấn Phát"
    assert parse(unicodedata.normalize("NFD", text)) == parse(text)


def test_house_2a_stands_between_2_and_10() -> None:
    keys = [parse(f"{number} Lê Lợi").key for number in ("10", "2A", "2")]
    assert sorted(keys) == [parse(f"{number} Lê Lợi").key for number in ("2", "2A", "10")]


def test_a_text_too_long_is_refused() -> None:
    with pytest.raises(ValueError, match="at most"):
        parse("1" * (MAX_LENGTH + 1))


@given(st.text(max_size=MAX_LENGTH))
def test_any_text_is_read_and_read_again_the_same(text: str) -> None:
    once = parse(text)
    if len(once.text) <= MAX_LENGTH:
        assert parse(once.text).key == parse(parse(once.text).text).key
