import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.lib import digest

SALTS = st.binary(min_size=16, max_size=16)
TEXT = st.text(st.characters(exclude_categories=["Cs"]))


@given(SALTS, TEXT)
def test_a_commitment_is_sha256_of_salt_and_text(salt: bytes, text: str) -> None:
    assert digest.commit(salt, text) == hashlib.sha256(salt + text.encode()).hexdigest()


@given(SALTS, SALTS, TEXT)
def test_another_salt_hides_that_the_text_is_the_same(one: bytes, two: bytes, text: str) -> None:
    assert (digest.commit(one, text) == digest.commit(two, text)) == (one == two)


@pytest.mark.parametrize("length", [0, 15, 17])
def test_a_salt_has_one_length(length: int) -> None:
    with pytest.raises(ValueError, match="salt"):
        digest.commit(bytes(length), "0901")


def test_salts_are_fresh() -> None:
    assert len({digest.new_salt() for _ in range(100)}) == 100


def test_equal_compares_text() -> None:
    assert digest.equal("ab", "ab")
    assert not digest.equal("ab", "ac")
    assert not digest.equal("ab", "đ")
