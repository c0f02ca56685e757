import pytest

from detection.engine.frames import Frame
from detection.engine.motion import Blob, Motion
from tests.detection.engine.scenes import Mover, Weather, calm, drawn
from tests.detection.engine.test_look import day_to_night, grain, rain


def blobs_in(frames: list[Frame]) -> dict[int, tuple[Blob, ...]]:
    motion = Motion()
    return {frame.t_ms: motion.blobs(frame.pixels) for frame in frames[::2]}


@pytest.mark.parametrize("weather", [calm, day_to_night])
def test_a_scene_that_changes_as_a_whole_reports_no_motion(weather: Weather) -> None:
    assert not any(blobs_in(drawn(8000, weather=weather)).values())


@pytest.mark.parametrize("weather", [rain, grain])
def test_of_noise_next_to_nothing_is_left_after_three_seconds(weather: Weather) -> None:
    late = [blobs for t_ms, blobs in blobs_in(drawn(8000, weather=weather)).items() if t_ms > 3000]
    assert sum(map(len, late)) < 2 * len(late)


def test_the_patch_lies_on_what_moved() -> None:
    mover = Mover(2000, 8000, 0, 150, 80, 44, 60, (60, 40, 20))
    seen = blobs_in(drawn(8000, [mover]))
    [blob] = seen[5000]
    box = mover.box(5000)
    assert box is not None
    assert abs(blob.box.x - box.x) < 12
    assert abs(blob.box.w - box.w) < 16
    assert blob.fill > 0.7
