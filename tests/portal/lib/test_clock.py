from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.lib import clock, jobs

INSTANTS = st.datetimes(datetime(1000, 1, 1), datetime(9998, 12, 31)).map(  # noqa: DTZ001 -- hypothesis wants them naive
    lambda naive: naive.replace(tzinfo=UTC)
)


@given(INSTANTS)
def test_an_instant_comes_back_from_its_text(instant: datetime) -> None:
    assert clock.from_text(clock.to_text(instant)) == instant


@given(INSTANTS)
def test_the_zone_does_not_matter(instant: datetime) -> None:
    assert clock.to_text(instant.astimezone(clock.VIETNAM)) == clock.to_text(instant)


def test_a_naive_instant_means_nothing() -> None:
    with pytest.raises(ValueError, match="naive"):
        clock.to_text(datetime(2026, 11, 21))  # noqa: DTZ001 -- the point of the test


@pytest.mark.parametrize("text", ["", "2026-11-21", "2026-11-21T07:30:00+07:00", "2026-13-01T0Z"])
def test_no_other_text_is_an_instant(text: str) -> None:
    with pytest.raises(ValueError, match="match"):
        clock.from_text(text)


def test_a_clock_that_runs_ahead_shows_more() -> None:
    at = datetime(2026, 11, 21, tzinfo=UTC)
    assert clock.corrected(at, timedelta(minutes=4)) - at == timedelta(minutes=4)


def test_delays_double_up_to_a_limit() -> None:
    delays = [jobs.delay_after(attempts) for attempts in range(1, 40)]
    assert delays[:3] == [jobs.FIRST_DELAY, jobs.FIRST_DELAY * 2, jobs.FIRST_DELAY * 4]
    assert delays == sorted(delays)
    assert delays[-1] == jobs.LONGEST_DELAY
    with pytest.raises(ValueError, match="attempts"):
        jobs.delay_after(0)


def test_tokens_are_fresh() -> None:
    assert len({jobs.new_token() for _ in range(100)}) == 100


def test_a_lost_nudge_is_no_error(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise OSError("no broker")

    monkeypatch.setattr("portal.lib.jobs.current_app.send_task", broken)
    jobs.nudge("extraction.sweep")
