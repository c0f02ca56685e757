"""True time and recorder time, one into the other."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.extraction.clock import Measurement, choose

AT = datetime(2026, 11, 21, tzinfo=UTC)
offsets = st.timedeltas(timedelta(days=-2000), timedelta(days=2000))
instants = st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1)).map(  # noqa: DTZ001
    lambda naive: naive.replace(tzinfo=UTC)
)


def measured(offset: timedelta, at: datetime = AT, uncertainty: float = 0) -> Measurement:
    return Measurement(offset, at, "recorder_clock", timedelta(seconds=uncertainty))


@given(offsets, instants)
def test_there_and_back_is_the_same_instant(offset: timedelta, instant: datetime) -> None:
    dial = choose([measured(offset)], instant)
    assert dial.to_true(dial.to_recorder(instant)) == instant


def test_a_clock_that_is_ahead_shows_later_times() -> None:
    assert choose([measured(timedelta(seconds=95))], AT).to_recorder(AT) == AT + timedelta(
        seconds=95
    )


def test_the_measurement_nearest_to_the_footage_is_applied() -> None:
    old = measured(timedelta(seconds=10), AT - timedelta(days=1))
    new = measured(timedelta(seconds=14), AT + timedelta(days=9))
    dial = choose([new, old], AT)
    assert dial.applied == old
    assert dial.uncertainty == timedelta(seconds=4)


@given(st.lists(st.tuples(offsets, instants), min_size=1, max_size=4), instants)
def test_the_order_of_measurements_does_not_matter(
    pairs: list[tuple[timedelta, datetime]], footage: datetime
) -> None:
    measurements = [measured(offset, at) for offset, at in pairs]
    forth, back = choose(measurements, footage), choose(measurements[::-1], footage)
    assert abs(forth.applied.measured_at - footage) == abs(back.applied.measured_at - footage)


def test_without_a_measurement_there_is_no_dial() -> None:
    with pytest.raises(ValueError, match="no measurement"):
        choose([], AT)
