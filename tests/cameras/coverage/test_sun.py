"""Held against published figures, each with where it was printed."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cameras.coverage.sun import Light, elevation, is_dark, light

HANOI = (21.0285, 105.8542)
VIETNAM = timezone(timedelta(hours=7))
IOWA = timezone(timedelta(hours=-5))
DECORAH = (43.30, -91.79)


def test_the_declination_of_meeus_worked_example() -> None:
    """Astronomical Algorithms, example 25.a: 1992 October 13, 0h: -7.78507 degrees. At the pole the
    sun's height is its declination.
    """
    at = datetime(1992, 10, 13, tzinfo=UTC)
    assert elevation(90, 0, at) == pytest.approx(-7.785, abs=0.02)


def test_the_worked_example_of_the_national_renewable_energy_laboratory() -> None:
    """Reda and Andreas, NREL/TP-560-34302, table A5.1: zenith 50.11162, refraction included."""
    at = datetime(2003, 10, 17, 19, 30, 30, tzinfo=UTC)
    assert elevation(39.742476, -105.1786, at) == pytest.approx(90 - 50.11162, abs=0.05)


@pytest.mark.parametrize(
    ("day", "begin", "end"),
    [
        (1, (6, 2), (20, 11)),
        (11, (6, 14), (19, 52)),
        (21, (6, 25), (19, 34)),
        (30, (6, 36), (19, 18)),
    ],
)
def test_civil_twilight_as_the_naval_observatory_prints_it(
    day: int, begin: tuple[int, int], end: tuple[int, int]
) -> None:
    """Decorah, Iowa, September: begin and end of civil twilight, when the sun is at -6 degrees."""
    for hour, minute in (begin, end):
        at = datetime(2023, 9, day, hour, minute, tzinfo=IOWA)
        assert elevation(*DECORAH, at) == pytest.approx(-6, abs=0.5)


def test_half_past_six_is_night_in_hanoi_in_november_and_day_in_june() -> None:
    """Why no fixed hour will do."""
    assert is_dark(*HANOI, datetime(2026, 11, 21, 18, 30, tzinfo=VIETNAM))
    assert not is_dark(*HANOI, datetime(2026, 6, 21, 18, 30, tzinfo=VIETNAM))


def test_a_window_is_day_night_or_in_between() -> None:
    noon = datetime(2026, 11, 21, 12, tzinfo=VIETNAM)
    hour = timedelta(hours=1)
    assert light(*HANOI, noon, noon + hour) is Light.DAY
    assert light(*HANOI, noon + 8 * hour, noon + 9 * hour) is Light.NIGHT
    assert light(*HANOI, noon + 5 * hour, noon + 7 * hour) is Light.DUSK
    # From one evening's light to the next noon's: the night between is not overlooked.
    assert light(*HANOI, noon, noon + 24 * hour) is Light.DUSK


@given(
    st.floats(-80, 80),
    st.floats(-180, 180),
    st.datetimes(datetime(2020, 1, 1), datetime(2060, 1, 1)),  # noqa: DTZ001 -- made aware below
)
def test_the_sun_on_the_other_side_of_the_earth_is_as_low_as_here_it_is_high(
    lat: float, lng: float, moment: datetime
) -> None:
    at = moment.replace(tzinfo=UTC)
    there = elevation(-lat, lng + 180, at)
    assert elevation(lat, lng, at) == pytest.approx(-there, abs=1e-6)


def test_an_instant_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="naive"):
        elevation(0, 0, datetime(2026, 1, 1))  # noqa: DTZ001 -- that is the point
