"""Passwords of recorders: not readable in the database, not movable between rows."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cameras.registry.sealing import Unsealable, seal, unseal


@settings(deadline=None)
@given(st.text(max_size=200))
def test_it_comes_back_and_is_not_there_to_read(text: str) -> None:
    sealed = seal(text, context="camera:a")
    assert unseal(sealed, context="camera:a") == text
    assert len(text) < 4 or text.encode() not in sealed


def test_the_same_password_looks_different_each_time() -> None:
    assert seal("secret", context="camera:a") != seal("secret", context="camera:a")


def test_it_does_not_open_in_another_row() -> None:
    with pytest.raises(Unsealable):
        unseal(seal("secret", context="camera:a"), context="camera:b")


@settings(deadline=None)
@given(st.data())
def test_no_altered_byte_goes_unseen(data: st.DataObject) -> None:
    sealed = bytearray(seal("secret", context="camera:a"))
    sealed[data.draw(st.integers(0, len(sealed) - 1))] ^= data.draw(st.integers(1, 255))
    with pytest.raises(Unsealable):
        unseal(bytes(sealed), context="camera:a")


@settings(deadline=None)
@given(st.binary(max_size=60))
def test_any_other_bytes_are_unsealable_and_nothing_worse(data: bytes) -> None:
    with pytest.raises(Unsealable):
        unseal(data, context="camera:a")


def test_another_key_opens_nothing(settings: Any) -> None:
    sealed = seal("secret", context="camera:a")
    settings.VAULT_KEY = "another key, long enough to be one"
    with pytest.raises(Unsealable):
        unseal(sealed, context="camera:a")


def test_without_a_key_nothing_is_sealed(settings: Any) -> None:
    settings.VAULT_KEY = ""
    with pytest.raises(Unsealable):
        seal("secret", context="camera:a")
