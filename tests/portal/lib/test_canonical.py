import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.lib import canonical

TEXT = st.text(st.characters(exclude_categories=["Cs"]))
VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-canonical.MAX_INTEGER, canonical.MAX_INTEGER)
    | TEXT.map(lambda text: unicodedata.normalize("NFC", text)),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            TEXT.map(lambda text: unicodedata.normalize("NFC", text)), inner, max_size=4
        )
    ),
    max_leaves=12,
)


@given(VALUES)
def test_it_reads_back_and_encodes_to_the_same_bytes_again(value: object) -> None:
    encoded = canonical.encode(value)
    assert json.loads(encoded) == value
    assert canonical.encode(json.loads(encoded)) == encoded


@given(st.dictionaries(st.text("abcdef", max_size=4), st.integers(0, 9)))
def test_the_order_of_keys_does_not_matter(value: dict[str, int]) -> None:
    assert canonical.encode(value) == canonical.encode(dict(reversed(value.items())))


@given(TEXT)
def test_composed_and_decomposed_letters_are_one_text(text: str) -> None:
    assert canonical.encode(unicodedata.normalize("NFD", text)) == canonical.encode(text)


def test_the_bytes_are_these() -> None:
    assert canonical.encode({"b": [1, None, True], "a": "Tế"}) == (
        '{"a":"Tế","b":[1,null,true]}'.encode()
    )


@pytest.mark.parametrize(
    "value",
    [0.5, float("nan"), {1: "x"}, {"a": {2}}, b"x", 2**53, -(2**53), {"é": 1, "e\u0301": 2}],
)
def test_what_has_no_single_form_is_refused(value: object) -> None:
    with pytest.raises(ValueError, match="got"):
        canonical.encode(value)
