"""The format is pinned by vectors, and no altered byte passes."""

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.files.format import (
    HEADER_BYTES,
    TAG_BYTES,
    Chunks,
    Damaged,
    Header,
    chunk_count,
    chunk_span,
    decode_header,
    pieces,
    stored_size,
)
from portal.files.keys import KeyRing, UnknownKey

VECTORS = json.loads(
    (Path(__file__).parents[2] / "vectors" / "vault" / "format-v1.json").read_text()
)
HEADER = Header("0123456789abcdef", b"prefix7", 16)
KEY = bytes(range(32))


def seal(plain: bytes, header: Header = HEADER, key: bytes = KEY) -> bytes:
    """The whole object, written the plain way."""
    chunks, width = Chunks(header, key), header.chunk_bytes
    out = bytearray(width + TAG_BYTES)
    count = chunk_count(len(plain), width)
    sealed = [
        bytes(
            chunks.seal_into(i, plain[i * width : (i + 1) * width], out, last=i == count - 1),
        )
        for i in range(count)
    ]
    return header.encode() + b"".join(sealed)


def unseal(data: bytes, size: int, key: bytes = KEY) -> bytes:
    """The whole plaintext, read the plain way; Damaged when anything is off."""
    header = decode_header(data[:HEADER_BYTES])
    if len(data) != stored_size(size, header.chunk_bytes):
        raise Damaged("length")
    chunks, count = Chunks(header, key), chunk_count(size, header.chunk_bytes)
    return b"".join(
        chunks.open(i, data[slice(*chunk_span(i, size, header.chunk_bytes))], last=i == count - 1)
        for i in range(count)
    )


@pytest.mark.parametrize("vector", VECTORS["objects"], ids=lambda vector: vector["name"])
def test_it_writes_the_bytes_of_the_vectors(vector: dict[str, Any]) -> None:
    header = Header(vector["object_id"], bytes.fromhex(vector["prefix_hex"]), vector["chunk_bytes"])
    plain = bytes.fromhex(vector["pattern_hex"]) * vector["repeat"]
    sealed = seal(plain, header, bytes.fromhex(vector["key_hex"]))
    assert header.encode().hex() == vector["header_hex"]
    assert len(sealed) == vector["sealed_bytes"]
    assert hashlib.sha256(sealed).hexdigest() == vector["sealed_sha256"]
    if "sealed_hex" in vector:
        assert sealed.hex() == vector["sealed_hex"]


@pytest.mark.parametrize("vector", VECTORS["damaged"], ids=lambda vector: vector["name"])
def test_it_refuses_the_altered_vectors(vector: dict[str, Any]) -> None:
    with pytest.raises(Damaged):
        unseal(bytes.fromhex(vector["sealed_hex"]), vector["size"], KEY)


def test_a_wrapped_key_is_the_one_of_the_vector() -> None:
    vector = VECTORS["wrapped_key"]
    ring = KeyRing([vector["secret"]])
    key, nonce = bytes.fromhex(vector["key_hex"]), bytes.fromhex(vector["nonce_hex"])
    assert ring.current == vector["key_id"]
    assert ring.wrap(key, vector["object_id"], nonce).hex() == vector["wrapped_hex"]


def test_a_wrapped_key_opens_for_its_own_object_only() -> None:
    ring = KeyRing(["one secret that is long enough for us"])
    wrapped = ring.wrap(KEY, "0123456789abcdef")
    assert ring.unwrap(wrapped, "0123456789abcdef", ring.current) == KEY
    with pytest.raises(Damaged):
        ring.unwrap(wrapped, "0123456789abcdeg", ring.current)
    with pytest.raises(Damaged):
        ring.unwrap(wrapped[:5], "0123456789abcdef", ring.current)
    with pytest.raises(UnknownKey):
        ring.unwrap(wrapped, "0123456789abcdef", "0" * 16)


def test_a_short_vault_key_is_refused() -> None:
    with pytest.raises(ValueError, match="at least 32"):
        KeyRing(["short"])


@given(plain=st.binary(max_size=70))
def test_what_was_sealed_opens(plain: bytes) -> None:
    assert unseal(seal(plain), len(plain)) == plain


@given(plain=st.binary(max_size=50), where=st.integers(0), bit=st.integers(0, 7))
def test_every_flipped_bit_is_noticed(plain: bytes, where: int, bit: int) -> None:
    sealed = bytearray(seal(plain))
    sealed[where % len(sealed)] ^= 1 << bit
    with pytest.raises(Damaged):
        unseal(bytes(sealed), len(plain))


@given(plain=st.binary(min_size=17, max_size=70), claimed=st.integers(0, 70))
def test_a_cut_on_a_chunk_edge_is_noticed_even_when_the_row_agrees(
    plain: bytes, claimed: int
) -> None:
    """Someone who may edit the row's size and cut the file still lacks the last flag."""
    if claimed == len(plain):
        return
    sealed = seal(plain)[: stored_size(claimed, HEADER.chunk_bytes)]
    with pytest.raises(Damaged):
        unseal(sealed, claimed)


@given(plain=st.binary(min_size=33, max_size=70), data=st.data())
def test_chunks_cannot_change_places(plain: bytes, data: st.DataObject) -> None:
    whole = (len(plain) - 1) // 16
    first = data.draw(st.integers(0, whole - 2), label="first")
    second = data.draw(st.integers(first + 1, whole - 1), label="second")
    if plain[first * 16 : first * 16 + 16] == plain[second * 16 : second * 16 + 16]:
        return
    sealed = bytearray(seal(plain))
    one, two = (slice(*chunk_span(i, len(plain), 16)) for i in (first, second))
    sealed[one], sealed[two] = sealed[two], sealed[one]
    with pytest.raises(Damaged):
        unseal(bytes(sealed), len(plain))


def test_a_chunk_of_another_object_under_the_same_key_is_noticed() -> None:
    other = Header("0123456789abcdeg", HEADER.prefix, 16)
    sealed = HEADER.encode() + seal(b"x" * 20, other)[HEADER_BYTES:]
    with pytest.raises(Damaged):
        unseal(sealed, 20)


@given(
    size=st.integers(0, 200),
    chunk_bytes=st.integers(1, 40),
    ends=st.tuples(st.integers(0, 200), st.integers(0, 200)),
)
def test_pieces_are_exactly_the_range(size: int, chunk_bytes: int, ends: tuple[int, int]) -> None:
    start, stop = sorted(min(end, size) for end in ends)
    plain = bytes(i % 251 for i in range(size))
    found = b"".join(
        plain[i * chunk_bytes : (i + 1) * chunk_bytes][begin:end]
        for i, begin, end in pieces(start, stop, size, chunk_bytes)
    )
    assert found == plain[start:stop]


@pytest.mark.parametrize(("start", "stop"), [(-1, 2), (3, 2), (0, 11)])
def test_pieces_refuses_what_is_no_range(start: int, stop: int) -> None:
    with pytest.raises(ValueError, match="got range"):
        list(pieces(start, stop, 10, 4))


@given(st.binary(max_size=60))
def test_any_bytes_for_a_header_are_damaged_and_nothing_else(data: bytes) -> None:
    with pytest.raises(Damaged):
        decode_header(data)
