import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cameras.coverage.sight import View, level, px_per_m, samples, sees_point, sight
from portal.lib.geo import destination

LAT, LNG = 10.36, 107.085


def view(bearing: float | None = 0, fov: float = 90, range_m: float = 60) -> View:
    return View(LAT, LNG, bearing, fov, range_m, 1920)


def test_density_is_pixels_over_the_width_that_the_picture_covers() -> None:
    assert px_per_m(1920, 90, 10) == pytest.approx(96)  # 90 degrees cover 20 m at 10 m


@given(st.integers(320, 7680), st.floats(1, 359), st.floats(1, 500))
def test_density_never_grows_with_distance(width: int, fov: float, distance: float) -> None:
    assert px_per_m(width, fov, distance * 1.5) <= px_per_m(width, fov, distance)


@pytest.mark.parametrize("fov", [0, -1, 361])
def test_a_lens_angle_outside_its_domain_is_refused(fov: float) -> None:
    with pytest.raises(ValueError, match="lens angle"):
        px_per_m(1920, fov, 10)


@given(st.floats(0, 359.9), st.floats(10, 170), st.floats(-0.49, 0.49), st.floats(2, 55))
def test_every_point_inside_the_wedge_is_seen(
    bearing: float, fov: float, share: float, distance: float
) -> None:
    point = destination(LAT, LNG, bearing + fov * share, distance)
    assert sees_point(view(bearing, fov), *point)


@given(st.floats(0, 359.9), st.floats(10, 170), st.floats(0.55, 1), st.floats(2, 55))
def test_no_point_beside_the_wedge_is_seen(
    bearing: float, fov: float, share: float, distance: float
) -> None:
    aside = fov / 2 + share * (180 - fov / 2) * 0.9 + 1
    assert not sees_point(view(bearing, fov), *destination(LAT, LNG, bearing + aside, distance))


def test_beyond_its_range_a_camera_sees_nothing_and_all_round_when_nobody_said_where() -> None:
    assert not sees_point(view(None), *destination(LAT, LNG, 0, 61))
    assert all(sees_point(view(None), *destination(LAT, LNG, b, 30)) for b in range(0, 360, 30))


def test_a_place_behind_the_camera_is_not_seen_and_one_in_front_is() -> None:
    front = samples(*destination(LAT, LNG, 0, 25), 10)
    behind = samples(*destination(LAT, LNG, 180, 25), 10)
    assert sight(view(), front).share == 1
    assert sight(view(), behind).share == 0
    assert sight(view(), front).px_per_m == pytest.approx(
        1920 / (2 * 25 * math.tan(math.radians(45))), rel=0.02
    )


def test_levels_are_those_of_2014() -> None:
    assert [level(d) for d in (24, 25, 62.5, 125, 250)] == [
        None,
        "detect",
        "observe",
        "recognise",
        "identify",
    ]
