"""Windows of one request, drawn: one to five of them, in order, apart."""

from datetime import UTC, datetime, timedelta

from hypothesis import strategies as st

from evidence.requests.scope import Window
from evidence.requests.windows import MOST, Windows

AT = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)


def laid(drawn: list[tuple[int, int]]) -> Windows:
    """From (gap before it, length) in seconds; the last one ends at AT."""
    found, start = [], AT - timedelta(seconds=sum(gap + length for gap, length in drawn))
    for gap, length in drawn:
        start += timedelta(seconds=gap)
        found.append(Window(start, start + timedelta(seconds=length)))
        start = found[-1].stop
    return tuple(found)


def timelines(longest: int = 40_000) -> st.SearchStrategy[Windows]:
    """With gaps of nothing up to some days."""
    one = st.tuples(st.integers(0, 200_000), st.integers(10, longest))
    return st.lists(one, min_size=1, max_size=MOST).map(laid)
