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


def beacon(offset: timedelta, at: datetime = AT, *, drift_ppm: float = 0.0) -> Measurement:
    error = timedelta(seconds=0.7)
    return Measurement(offset, at, "beacon", error, in_footage=True, drift_ppm=drift_ppm)


def test_what_was_read_in_the_footage_goes_before_a_recorders_word_that_agrees() -> None:
    week = timedelta(days=7)
    seen = beacon(timedelta(seconds=200.1), AT - week)
    fresh = measured(timedelta(seconds=201), AT + timedelta(hours=1), 0.6)
    dial = choose([fresh, seen], AT)
    assert dial.applied == seen
    assert dial.uncertainty == timedelta(seconds=0.9)


def test_a_clock_that_was_set_since_is_not_told_by_the_old_beacon() -> None:
    seen = beacon(timedelta(seconds=200), AT - timedelta(days=7))
    fresh = measured(timedelta(seconds=0), AT + timedelta(hours=1), 0.6)
    dial = choose([fresh, seen], AT)
    assert dial.applied == fresh
    assert dial.uncertainty == timedelta(seconds=200)


def test_a_known_drift_is_carried_to_the_footage() -> None:
    seen = beacon(timedelta(seconds=200), AT - timedelta(days=10), drift_ppm=20.0)
    dial = choose([seen], AT)
    assert dial.applied.offset == timedelta(seconds=217.28)
    assert dial.to_recorder(AT) == AT + timedelta(seconds=217.28)


def test_measurements_farther_off_than_those_around_the_footage_add_no_doubt() -> None:
    years = [measured(timedelta(seconds=n), AT - timedelta(days=100 * n)) for n in range(1, 9)]
    near = measured(timedelta(seconds=0), AT + timedelta(hours=1))
    assert choose([*years, near], AT).uncertainty == timedelta(seconds=1)
