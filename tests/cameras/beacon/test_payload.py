"""What a code says is read back as it was written, and nothing else is taken for a code."""

import pytest
import segno
from hypothesis import given
from hypothesis import strategies as st

from cameras.beacon import draw, payload
from cameras.beacon.payload import Code

KEY = b"a key of the tests"
tokens = st.binary(min_size=10, max_size=20).map(payload.new_token)
times = st.integers(0, payload.LATEST_MS // payload.TICK_MS).map(lambda t: t * payload.TICK_MS)
codes = st.builds(Code, tokens, times)


@given(codes)
def test_a_code_is_read_back_as_it_was_written(code: Code) -> None:
    assert payload.read(payload.write(code, KEY), KEY) == code


@given(codes)
def test_a_code_fits_the_small_symbol(code: Code) -> None:
    text = payload.write(code, KEY)
    assert len(text) == payload.LENGTH == 29
    assert len(draw.rows(text)) == len(draw.rows(text)[0]) == draw.MODULES


def test_the_symbol_is_version_2_with_a_quarter_of_it_redundant() -> None:
    text = payload.write(Code("0" * 16, 0), KEY)
    made = segno.make(text, version=2, error="q", mode="alphanumeric", boost_error=False)
    assert made.designator == "2-Q"


@given(
    codes, st.integers(0, payload.LENGTH - 1), st.sampled_from("0123456789ABCDEFGHJKMNPQRSTVWXYZ")
)
def test_a_code_with_another_letter_is_no_code(code: Code, place: int, letter: str) -> None:
    text = payload.write(code, KEY)
    changed = text[:place] + letter + text[place + 1 :]
    found = payload.read(changed, KEY)
    # 20 bits of check: one in a million passes, and never as this token at another time here.
    assert found == code if changed == text else found is None


@given(codes)
def test_a_code_of_another_portal_is_no_code(code: Code) -> None:
    assert payload.read(payload.write(code, b"another key"), KEY) is None


@given(st.text(max_size=40))
def test_any_other_text_is_no_code(text: str) -> None:
    assert payload.read(text, KEY) is None


@given(st.integers(0, 2**41))
def test_codes_come_up_on_one_raster(instant: int) -> None:
    first = payload.first_code_ms(instant)
    assert instant <= first < instant + payload.CODE_MS
    assert first % payload.CODE_MS == 0


@pytest.mark.parametrize(
    "code", [Code("short", 0), Code("i" * 16, 0), Code("0" * 16, 50), Code("0" * 16, -100)]
)
def test_what_a_code_cannot_carry_is_refused(code: Code) -> None:
    with pytest.raises(ValueError, match="got"):
        payload.write(code, KEY)


def test_a_token_wants_eighty_bits() -> None:
    with pytest.raises(ValueError, match="want at least 10"):
        payload.new_token(b"too short")
