"""Which two registrations may be one camera."""

from hypothesis import given
from hypothesis import strategies as st

from cameras.upkeep.duplicates import NEAR_M, Spot, alike, turned, twins_of
from portal.lib import geo

HERE = (10.3621, 107.0853)
bearings = st.none() | st.integers(0, 359)


def spot(key: int, metres: float = 0, towards: float = 0, bearing: int | None = 0) -> Spot:
    lat, lng = geo.destination(*HERE, towards, metres)
    return Spot(key, 1, lat, lng, bearing)


@given(st.floats(0, 40), st.floats(0, 359), bearings, bearings)
def test_near_and_turned_the_same_way_is_what_counts(
    metres: float, towards: float, one: int | None, other: int | None
) -> None:
    found = alike(spot(1, bearing=one), spot(2, metres, towards, other))
    if abs(metres - NEAR_M) > 0.01:
        assert found == (metres < NEAR_M and turned(one, other) <= 30)


@given(st.integers(0, 359), st.integers(0, 359))
def test_turning_is_the_shorter_way_round_and_the_same_from_both(one: int, other: int) -> None:
    assert turned(one, other) == turned(other, one)
    assert 0 <= turned(one, other) <= 180


def test_north_by_two_names_is_north() -> None:
    assert turned(359, 1) == 2


def test_another_owner_s_camera_and_the_camera_itself_are_no_twins() -> None:
    mine = spot(1)
    theirs = Spot(2, 2, mine.lat, mine.lng, 0)
    assert twins_of(mine, [mine, theirs, spot(3, 5)]) == [3]
