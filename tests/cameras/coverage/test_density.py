import pytest
from hypothesis import given
from hypothesis import strategies as st

from cameras.coverage.density import (
    EDITION_2014,
    EDITION_2025,
    EDITIONS,
    level,
    px_per_m,
    reach_m,
)
from cameras.coverage.words import LEVEL_WORDS


def test_density_is_pixels_over_the_width_that_the_picture_covers() -> None:
    assert px_per_m(1920, 90, 10) == pytest.approx(96)  # 90 degrees cover 20 m at 10 m


@given(st.integers(320, 7680), st.floats(1, 359), st.floats(1, 500))
def test_density_never_grows_with_distance(width: int, fov: float, distance: float) -> None:
    assert px_per_m(width, fov, distance * 1.5) <= px_per_m(width, fov, distance)


@given(st.integers(320, 7680), st.floats(1, 359), st.floats(20, 1500))
def test_a_level_reaches_as_far_as_its_density_holds(width: int, fov: float, least: float) -> None:
    far = reach_m(width, fov, least)
    if far:
        assert px_per_m(width, fov, far) == pytest.approx(least)
        assert px_per_m(width, fov, far * 1.01) < least
    else:
        assert px_per_m(width, fov, 1) < least


@pytest.mark.parametrize("fov", [0, -1, 361])
def test_a_lens_angle_outside_its_domain_is_refused(fov: float) -> None:
    with pytest.raises(ValueError, match="lens angle"):
        px_per_m(1920, fov, 10)
    with pytest.raises(ValueError, match="density"):
        reach_m(1920, 90, 0)


def test_levels_are_those_of_2014() -> None:
    assert [level(d) for d in (24, 25, 62.5, 125, 250)] == [
        None,
        "detect",
        "observe",
        "recognise",
        "identify",
    ]


def test_levels_of_2025_stand_beside_them_with_their_source() -> None:
    found = [level(d, EDITION_2025) for d in (19, 20, 40, 80, 125, 250, 500, 1500)]
    assert found == [None, *(name for name, _ in reversed(EDITION_2025.levels))]
    assert "not checked" in EDITION_2025.source
    for edition in EDITIONS:
        thresholds = [least for _, least in edition.levels]
        assert thresholds == sorted(thresholds, reverse=True)
        assert {name for name, _ in edition.levels} <= LEVEL_WORDS.keys()
        assert str(edition.year) in edition.source
    assert EDITION_2014.year < EDITION_2025.year
