from collections import defaultdict

import numpy as np
import pytest

from detection.engine.detect import MOVING_OBJECT, PERSON, Box, Detection, overlap
from detection.engine.frames import Frame, Pixels
from detection.engine.look import Findings, look, plan_for
from detection.engine.model import MovingThings
from tests.detection.engine.scenes import Mover, Weather, calm, drawn, noisy, source_of

CARS = (
    Mover(3000, 11000, -60, 170, 80, 44, 70, (60, 40, 20)),
    Mover(6000, 14000, 480, 90, 54, 34, -70, (230, 240, 250)),
    Mover(9000, 17000, -20, 45, 26, 22, 55, (240, 240, 240)),
)


def found_in(frames: list[Frame]) -> Findings:
    detector = MovingThings()
    return look(source_of(frames), detector, plan=plan_for(detector))


def coverage(findings: Findings, mover: Mover) -> float:
    """Share of the instants a mover was in the picture at which some track was on it."""
    places: dict[int, list[Box]] = defaultdict(list)
    for track in findings.tracks:
        for seen in track.seen:
            places[seen.t_ms].append(seen.box)
    wanted = [(t, box) for t in range(0, 18000, 200) if (box := mover.box(t)) is not None]
    hits = sum(any(overlap(box, p) > 0.4 for p in places[t]) for t, box in wanted)
    return hits / len(wanted)


def test_it_finds_what_moves_and_for_how_long() -> None:
    findings = found_in(drawn(18000, CARS))
    assert len(findings.tracks) == len(CARS)
    assert min(coverage(findings, mover) for mover in CARS) > 0.85


def test_the_same_clip_gives_the_same_findings() -> None:
    frames = drawn(12000, CARS)
    assert found_in(frames) == found_in(frames)


def test_a_still_scene_shows_nothing() -> None:
    assert found_in(drawn(12000)).tracks == ()


def day_to_night(pixels: Pixels, t_ms: int, rng: np.random.Generator) -> Pixels:
    if t_ms >= 5000:
        grey = pixels.mean(axis=2, keepdims=True) * 0.35 + 12
        pixels = np.repeat(grey, 3, axis=2).astype(np.uint8)
    return calm(pixels, t_ms, rng)


def cloud(pixels: Pixels, t_ms: int, rng: np.random.Generator) -> Pixels:
    gain = 1 - 0.45 * min(max((t_ms - 5000) / 6000, 0), 1)
    return calm((pixels * gain).astype(np.uint8), t_ms, rng)


def flicker(pixels: Pixels, t_ms: int, rng: np.random.Generator) -> Pixels:
    gain = 1 + 0.25 * rng.uniform(-1, 1)
    return calm(np.clip(pixels * gain, 0, 255).astype(np.uint8), t_ms, rng)


def rain(pixels: Pixels, t_ms: int, rng: np.random.Generator) -> Pixels:
    wet = pixels.copy()
    for _drop in range(90):
        x, y = int(rng.integers(0, 480)), int(rng.integers(0, 250))
        wet[y : y + int(rng.integers(8, 20)), x : x + 2] = 210
    return calm(wet, t_ms, rng)


def grain(pixels: Pixels, _t_ms: int, rng: np.random.Generator) -> Pixels:
    return noisy(pixels, 18, rng)


@pytest.mark.parametrize("weather", [day_to_night, cloud, flicker, rain, grain])
def test_weather_and_light_are_no_things(weather: Weather) -> None:
    assert len(found_in(drawn(12000, weather=weather)).tracks) <= 1


@pytest.mark.parametrize("weather", [day_to_night, cloud, flicker, rain, grain])
def test_things_are_still_found_in_weather(weather: Weather) -> None:
    findings = found_in(drawn(15000, CARS[:2], weather=weather))
    assert min(coverage(findings, mover) for mover in CARS[:2]) > 0.5
    assert len(findings.tracks) <= 5


class Stills:
    """Sees one person in every frame, and remembers when it was asked."""

    name = "stills"
    reads_stills = True

    def __init__(self) -> None:
        self.asked: list[int] = []

    def detect(self, frame: Frame) -> tuple[Detection, ...]:
        self.asked.append(frame.t_ms)
        return (Detection(PERSON, Box(10, 10, 20, 40), 0.9),)


def test_key_frames_come_first_and_are_looked_at_once() -> None:
    detector = Stills()
    look(source_of(drawn(5000)), detector, plan=plan_for(detector))
    assert detector.asked[:5] == [0, 1000, 2000, 3000, 4000]
    assert len(detector.asked) == len(set(detector.asked))


def test_the_model_is_asked_only_around_motion() -> None:
    detector = Stills()
    mover = Mover(10000, 16000, -60, 170, 90, 50, 90, (200, 60, 40))
    findings = look(source_of(drawn(30000, [mover])), detector, plan=plan_for(detector))
    between_keys = [t for t in detector.asked[30:] if not 9500 <= t <= 18000]
    assert len(between_keys) <= 8
    assert findings.inspected < findings.sampled / 2
    [person] = findings.tracks
    assert (person.kind, person.start_ms, person.stop_ms) == (PERSON, 0, 29000)


def test_it_names_what_nobody_recognised_a_moving_object() -> None:
    assert {t.kind for t in found_in(drawn(12000, CARS[:1])).tracks} == {MOVING_OBJECT}


def test_progress_can_stop_the_work() -> None:
    class Stop(Exception):  # noqa: N818
        pass

    def progress(_number: int, t_ms: int) -> None:
        if t_ms > 1000:
            raise Stop

    with pytest.raises(Stop):
        look(source_of(drawn(5000)), Stills(), plan=plan_for(Stills()), progress=progress)
