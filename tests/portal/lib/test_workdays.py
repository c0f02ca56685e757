"""Which days are worked in Việt Nam, and what is due after so many of them."""

import math
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.lib.clock import VIETNAM
from portal.lib.workdays import (
    HUNG_KINGS,
    TET,
    is_working_day,
    public_holidays,
    working_days_after,
)

instants = st.datetimes(datetime(2025, 1, 1), datetime(2031, 6, 1)).map(  # noqa: DTZ001
    lambda at: at.replace(tzinfo=UTC)
)


def noon(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(hour=12, tzinfo=VIETNAM)


def new_moon(number: int) -> datetime:
    """The new moon so many after that of 6 January 2000, within minutes.

    Source: J. Meeus, Astronomical Algorithms (2nd ed.), chapter 49, the greater terms; the
    difference between dynamical and universal time taken as 71 s, right for these years.
    """
    t = number / 1236.85
    day = 2451550.09766 + 29.530588861 * number + 0.00015437 * t * t
    e = 1 - 0.002516 * t
    sun = math.radians(2.5534 + 29.10535670 * number)
    moon = math.radians(201.5643 + 385.81693528 * number + 0.0107582 * t * t)
    node = math.radians(160.7108 + 390.67050284 * number - 0.0016118 * t * t)
    day += (
        -0.40720 * math.sin(moon)
        + 0.17241 * e * math.sin(sun)
        + 0.01608 * math.sin(2 * moon)
        + 0.01039 * math.sin(2 * node)
        + 0.00739 * e * math.sin(moon - sun)
        - 0.00514 * e * math.sin(moon + sun)
        + 0.00208 * e * e * math.sin(2 * sun)
    )
    seconds = (day - 2440587.5) * 86_400 - 71
    return datetime.fromtimestamp(seconds, VIETNAM)


MOONS = {new_moon(number).date(): number for number in range(300, 390)}


@pytest.mark.parametrize("year", sorted(TET))
def test_the_table_s_lunar_days_follow_the_new_moons_in_vietnamese_time(year: int) -> None:
    tet = MOONS[TET[year]]
    assert MOONS[HUNG_KINGS[year] - timedelta(days=9)] == tet + 2


def test_tet_of_2030_is_a_day_before_china_s() -> None:
    moon = new_moon(MOONS[TET[2030]])
    assert moon.date() == date(2030, 2, 2)
    assert (moon + timedelta(hours=1)).date() == date(2030, 2, 3)


@pytest.mark.parametrize("day", ["2027-01-01", "2027-04-30", "2026-05-01", "2026-09-02"])
def test_the_fixed_holidays_are_not_worked(day: str) -> None:
    assert not is_working_day(date.fromisoformat(day))


def test_tet_of_2026_takes_the_week() -> None:
    assert working_days_after(noon("2026-02-13"), 1) == noon("2026-02-23")


def test_a_holiday_on_a_sunday_is_made_up_on_the_monday() -> None:
    """The Hùng Kings' day of 2026 was a Sunday."""
    assert not is_working_day(date(2026, 4, 27))
    assert is_working_day(date(2026, 4, 28))


def test_a_weekend_within_tet_is_made_up_after_it() -> None:
    """2027: the eve is a Friday, the three first days Saturday to Monday."""
    assert [d for d in range(1, 13) if is_working_day(date(2027, 2, d))] == [1, 2, 3, 4, 11, 12]


def test_two_holidays_in_a_row_on_a_weekend_are_made_up_on_two_days() -> None:
    """30 April and 1 May 2028 are a Sunday and a Monday; of 2033 a Saturday and a Sunday."""
    assert [d for d in range(1, 5) if is_working_day(date(2028, 5, d))] == [3, 4]
    assert [d for d in range(1, 6) if is_working_day(date(2033, 5, d))] == [4, 5]


def test_days_nobody_has_decided_yet_count_as_worked() -> None:
    assert len(public_holidays(2026)) == 11
    assert len(public_holidays(2027)) == 9
    assert is_working_day(date(2027, 9, 1))
    assert is_working_day(date(2027, 9, 3))


def test_beyond_the_table_only_the_fixed_days_count() -> None:
    assert public_holidays(2050) == {
        date(2050, 1, 1),
        date(2050, 4, 30),
        date(2050, 5, 1),
        date(2050, 9, 2),
    }


def test_the_day_is_vietnam_s() -> None:
    """Sunday 20:00 UTC is already Monday there."""
    sunday = datetime(2026, 11, 22, 20, tzinfo=UTC)
    assert working_days_after(sunday, 1) == sunday + timedelta(days=1)


@pytest.mark.parametrize("days", [0, -1])
def test_less_than_a_day_means_nothing(days: int) -> None:
    with pytest.raises(ValueError, match="at least one"):
        working_days_after(noon("2026-11-20"), days)


@given(instants, st.integers(1, 60), st.integers(1, 60))
def test_days_add_up_and_each_is_worked(at: datetime, first: int, second: int) -> None:
    there = working_days_after(at, first)
    assert is_working_day(there.astimezone(VIETNAM).date())
    assert there.astimezone(VIETNAM).time() == at.astimezone(VIETNAM).time()
    assert working_days_after(there, second) == working_days_after(at, first + second)
    assert there - at >= timedelta(days=first)
