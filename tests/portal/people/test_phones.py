from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.people.phones import normalised
from portal.people.totp import current_code
from tests.cast import AT


@pytest.mark.parametrize(
    "text",
    ["0901234567", "0901 234 567", "84901234567", "+84 (0) 901-234-567", "０９０１２３４５６７"],
)
def test_one_number_has_one_form(text: str) -> None:
    assert normalised(text) == "+84901234567"


@given(st.text(max_size=40))
def test_any_text_is_a_number_or_a_value_error(text: str) -> None:
    try:
        number = normalised(text)
    except ValueError:
        return
    assert normalised(number) == number


def test_codes_agree_with_the_published_vectors() -> None:
    secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
    assert current_code(secret, datetime.fromtimestamp(59, UTC)) == "287082"
    assert current_code(secret, datetime.fromtimestamp(1_111_111_109, UTC)) == "081804"
    assert len(current_code(secret, AT)) == 6
