"""Quiet hours on the clocks of Việt Nam, at every edge of the day."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.lib.clock import VIETNAM
from portal.notices.quiet import Quiet, goes_out_at

NIGHT = Quiet(21, 7)
hours = st.integers(0, 23)
quiets = st.builds(Quiet, hours, hours)
START = datetime(2026, 1, 1, tzinfo=UTC)
instants = st.timedeltas(timedelta(0), timedelta(days=20 * 365)).map(START.__add__)


def local(day: int, hour: int, minute: int = 0, second: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, second, tzinfo=VIETNAM).astimezone(UTC)


@pytest.mark.parametrize(
    ("due", "goes"),
    [
        (local(20, 20, 59, 59), local(20, 20, 59, 59)),
        (local(20, 21), local(21, 7)),
        (local(20, 23, 59, 59), local(21, 7)),
        (local(21, 0), local(21, 7)),
        (local(21, 6, 59, 59), local(21, 7)),
        (local(21, 7), local(21, 7)),
        (local(30, 22), datetime(2026, 12, 1, 0, 0, tzinfo=UTC)),  # over the end of the month
    ],
)
def test_the_night_ends_at_seven_of_the_next_morning(due: datetime, goes: datetime) -> None:
    assert goes_out_at(due, NIGHT) == goes


def test_hours_within_one_day_hold_that_day_only() -> None:
    nap = Quiet(12, 14)
    assert goes_out_at(local(20, 12, 30), nap) == local(20, 14)
    assert goes_out_at(local(20, 14), nap) == local(20, 14)
    assert goes_out_at(local(20, 23), nap) == local(20, 23)


@given(at=instants, quiet=quiets)
def test_nothing_goes_out_in_quiet_hours_and_nothing_waits_longer(
    at: datetime, quiet: Quiet
) -> None:
    goes = goes_out_at(at, quiet)
    assert at <= goes < at + timedelta(days=1)
    assert not quiet.holds(goes)
    assert goes_out_at(goes, quiet) == goes
    if goes > at:
        assert quiet.holds(goes - timedelta(microseconds=1))
        assert goes.astimezone(VIETNAM).hour == quiet.ends


@given(at=instants, hour=hours)
def test_the_same_hour_twice_is_never_quiet(at: datetime, hour: int) -> None:
    assert goes_out_at(at, Quiet(hour, hour)) == at


@given(at=instants, quiet=quiets, zone=st.sampled_from(["UTC", "America/New_York", "Asia/Tokyo"]))
def test_it_makes_no_difference_in_which_zone_an_instant_is_written(
    at: datetime, quiet: Quiet, zone: str
) -> None:
    assert goes_out_at(at.astimezone(ZoneInfo(zone)), quiet) == goes_out_at(at, quiet)


@pytest.mark.parametrize(("begins", "ends"), [(-1, 7), (24, 7), (21, 24)])
def test_hours_are_those_of_a_day(begins: int, ends: int) -> None:
    with pytest.raises(ValueError, match="want 0 to 23"):
        Quiet(begins, ends)
