"""From readings to an offset, and from too little to advice."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cameras.beacon.measure import (
    DISPLAY_MS,
    Advice,
    Fit,
    Reading,
    Sight,
    drift_ppm,
    measure,
)
from cameras.beacon.payload import CODE_MS

BEGAN = 1_795_000_000_000
HOUR = 3_600_000
DAY = 24 * HOUR
GOOD = Sight(frames=50, symbols=30, module_px=5, sharpness=0.9)

offsets = st.integers(-400 * DAY, 400 * DAY)
seeds = st.integers(0, 10_000)


def readings(
    offset_ms: float, *, count: int = 30, step_ms: float = 200, seed: int = 0, pace: float = 1.0
) -> list[Reading]:
    """As frames at `step_ms` show them, a camera's jitter of 20 ms included."""
    dice = Random(seed)
    found = []
    for number in range(count):
        true_ms = BEGAN + number * step_ms
        shown = BEGAN + number * step_ms * pace + offset_ms + dice.uniform(-20, 20)
        found.append(Reading(shown, int(true_ms) // CODE_MS * CODE_MS))
    return found


@given(offsets, st.sampled_from([125, 200, 250, 333]), seeds)
def test_the_offset_is_found_to_within_its_stated_error(offset: int, step: int, seed: int) -> None:
    fit = measure(readings(offset, step_ms=step, seed=seed), GOOD)
    assert isinstance(fit, Fit)
    assert abs(fit.offset_ms - offset) <= fit.error_ms <= 400
    assert fit.error_ms >= DISPLAY_MS


@given(offsets, seeds, st.lists(st.integers(-DAY, DAY), min_size=1, max_size=5))
def test_single_readings_that_stand_apart_change_nothing(
    offset: int, seed: int, apart: list[int]
) -> None:
    good = readings(offset, seed=seed)
    wild = [Reading(BEGAN + offset + a * 1.7, BEGAN + n * 1000) for n, a in enumerate(apart)]
    fit = measure([*good, *wild], GOOD)
    assert isinstance(fit, Fit)
    assert abs(fit.offset_ms - offset) <= fit.error_ms + CODE_MS / 2


@given(offsets, st.sampled_from([25 * HOUR, -25 * HOUR, HOUR, 10_000]))
def test_a_clock_that_jumped_meanwhile_is_not_measured(offset: int, jump: int) -> None:
    both = readings(offset, count=15) + [
        Reading(r.shown_ms + jump + 3000, r.true_ms + 3000) for r in readings(offset, count=15)
    ]
    assert measure(both, GOOD) is Advice.JUMP


@pytest.mark.parametrize("pace", [0.5, 1.2, 1.5, 2.0, 8.0])
def test_footage_that_runs_slow_or_fast_is_not_measured(pace: float) -> None:
    assert measure(readings(0, count=40, pace=pace), GOOD) is Advice.PACE


def test_what_others_add_to_the_error_is_added() -> None:
    plain = measure(readings(0), GOOD)
    more = measure(readings(0), GOOD, more_error_ms=500)
    assert isinstance(plain, Fit)
    assert isinstance(more, Fit)
    assert more.error_ms == plain.error_ms + 500
    assert more.error_ms <= 1000


def test_what_cannot_be_told_to_within_a_second_is_not_told() -> None:
    assert measure(readings(0), GOOD, more_error_ms=900) is Advice.FEW


@pytest.mark.parametrize(
    ("count", "sight", "advice"),
    [
        (0, Sight(frames=50), Advice.NO_CODE),
        (0, Sight(frames=50, glare=0.05), Advice.GLARE),
        (2, Sight(frames=50, symbols=20, module_px=2.1), Advice.CLOSER),
        (2, Sight(frames=50, symbols=20, module_px=5, sharpness=0.3), Advice.STILL),
        (2, Sight(frames=50, symbols=20, module_px=5, sharpness=0.9, glare=0.05), Advice.GLARE),
        (2, Sight(frames=50, symbols=2, module_px=5), Advice.FEW),
        (0, Sight(frames=50, symbols=20, module_px=5, other_codes=20), Advice.OTHER_CODE),
        (0, Sight(frames=50, symbols=20, module_px=5, other_times=20), Advice.OTHER_TIME),
    ],
)
def test_too_little_ends_in_advice(count: int, sight: Sight, advice: Advice) -> None:
    assert measure(readings(0, count=count), sight) is advice


def test_many_frames_of_one_code_are_too_few_codes() -> None:
    one = [Reading(BEGAN + n, BEGAN) for n in range(50)]
    assert measure(one, GOOD) is Advice.FEW


@given(st.floats(-500, 500), st.integers(DAY, 100 * DAY))
def test_drift_is_told_from_two_measurements(ppm: float, length: int) -> None:
    later = (BEGAN + length, round(200_000 + length * ppm / 1e6))
    found = drift_ppm((BEGAN, 200_000), later)
    assert found is not None
    assert abs(found - ppm) < 0.01


def test_no_drift_of_measurements_close_by_or_of_a_clock_that_was_set() -> None:
    assert drift_ppm((BEGAN, 0), (BEGAN + HOUR, 10)) is None
    assert drift_ppm((BEGAN, 200_000), (BEGAN + DAY, 0)) is None
