"""Time that truly passed: by uptime between two looks, by the clock only across a restart."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from portal.lib import passage
from portal.lib.passage import ACROSS, Kept, Reading, advance, first

HOUR = 3_600_000
YEAR = 365 * 24 * HOUR
START = Reading("one", 1000, 50 * YEAR)


def later(reading: Reading, ms: int, jump: int = 0) -> Reading:
    return replace(reading, uptime_ms=reading.uptime_ms + ms, wall_ms=reading.wall_ms + ms + jump)


@given(st.lists(st.tuples(st.integers(0, 10 * HOUR), st.integers(-YEAR, 10 * YEAR)), max_size=8))
def test_whatever_the_clock_does_uptime_counts(steps: list[tuple[int, int]]) -> None:
    kept = first(START)
    for ms, jump in steps:
        kept = advance(kept, later(kept.reading, ms, jump))
    assert kept.passed_ms == sum(ms for ms, _ in steps)


@given(st.integers(-10 * YEAR, 10 * YEAR))
def test_a_restart_counts_for_ten_minutes_at_most_and_never_backwards(jump: int) -> None:
    kept = advance(first(START), Reading("two", 5, START.wall_ms + jump))
    assert 0 <= kept.passed_ms <= ACROSS // timedelta(milliseconds=1)
    assert kept.is_steady


def test_a_jump_is_seen_until_the_clock_is_set_right() -> None:
    kept = advance(first(START), later(START, 30_000, 10 * YEAR))
    assert not kept.is_steady
    at = datetime(2036, 1, 1, tzinfo=UTC)
    assert abs(kept.judged(at) - at + timedelta(days=3650)) < timedelta(minutes=1)
    still = advance(kept, later(kept.reading, 30_000))
    assert not still.is_steady
    right = advance(still, later(still.reading, 30_000, -10 * YEAR))
    assert right.is_steady


def test_a_clock_that_was_an_hour_wrong_is_believed_in_the_end() -> None:
    kept = advance(first(START), later(START, 30_000, HOUR))
    assert not kept.is_steady
    for _ in range(6 * 120):
        kept = advance(kept, later(kept.reading, 30_000))
    assert kept.is_steady


def test_small_corrections_are_no_surprise_however_many() -> None:
    kept = first(START)
    for _ in range(100):
        kept = advance(kept, later(kept.reading, 30_000, 60_000))
        assert kept.is_steady


def test_this_machine_tells_its_uptime() -> None:
    at = datetime.now(UTC)
    one, two = passage.read(at), passage.read(at + timedelta(days=3650))
    assert one.boot == two.boot
    assert 0 <= two.uptime_ms - one.uptime_ms < 60_000
    assert isinstance(advance(first(one), two), Kept)
