"""Which bytes are meant, and how they fall over the parts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.custody.ranges import Unsatisfiable, parse, split


@pytest.mark.parametrize(
    ("header", "start", "stop"),
    [
        ("bytes=0-", 0, 100),
        ("bytes=0-0", 0, 1),
        ("bytes=10-19", 10, 20),
        ("bytes=90-500", 90, 100),
        ("bytes=-1", 99, 100),
        ("bytes=-500", 0, 100),
        ("bytes= 5-6 ", 5, 7),
    ],
)
def test_one_range_is_understood(header: str, start: int, stop: int) -> None:
    span = parse(header, 100)
    assert span is not None
    assert (span.start, span.stop) == (start, stop)
    assert span.content_range == f"bytes {start}-{stop - 1}/100"


@pytest.mark.parametrize(
    "header",
    [
        None,
        "",
        "bytes=",
        "bytes=-",
        "bytes=5-4",
        "bytes=0-1,5-6",
        "items=0-1",
        "bytes=a-b",
        "bytes=0x1-2",
        "bytes=٣-٤",
        "bytes=" + "9" * 5000 + "-",
    ],
)
def test_what_is_no_single_range_asks_for_the_whole(header: str | None) -> None:
    assert parse(header, 100) is None


@pytest.mark.parametrize(
    ("header", "size"), [("bytes=100-", 100), ("bytes=0-", 0), ("bytes=-0", 9)]
)
def test_a_range_without_a_byte_is_unsatisfiable(header: str, size: int) -> None:
    with pytest.raises(Unsatisfiable):
        parse(header, size)


@given(text=st.text(max_size=30), size=st.integers(0, 10**12))
def test_any_header_is_answered(text: str, size: int) -> None:
    for header in (text, f"bytes={text}"):
        try:
            span = parse(header, size)
        except Unsatisfiable:
            continue
        assert span is None or 0 <= span.start < span.stop <= size


@given(
    parts=st.lists(st.binary(max_size=20), max_size=4),
    ends=st.tuples(st.integers(0, 90), st.integers(0, 90)),
)
def test_stretches_of_the_parts_are_the_range_of_the_whole(
    parts: list[bytes], ends: tuple[int, int]
) -> None:
    whole = b"".join(parts)
    start, stop = sorted(min(end, len(whole)) for end in ends)
    stretches = split(start, stop, [len(part) for part in parts])
    joined = b"".join(part[a:b] for part, (a, b) in zip(parts, stretches, strict=True))
    assert joined == whole[start:stop]
