import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detection.engine.frames import BadFrames, Choice, Pixels, Want, frames_of


def picture(height: int = 4, width: int = 6) -> Pixels:
    return np.zeros((height, width, 3), np.uint8)


times = st.lists(st.tuples(st.integers(0, 90_000_000), st.booleans()), max_size=60).map(
    lambda pairs: sorted(pairs, key=lambda pair: pair[0])
)


@given(times)
def test_the_rest_takes_every_key_frame_the_skim_took(clip: list[tuple[int, bool]]) -> None:
    skim, rest = Choice(Want(keys_only=True, every_ms=200)), Choice(Want(False, 200))
    for t_ms, is_key in clip:
        wanted = skim.takes(t_ms, is_key=is_key)
        assert rest.takes(t_ms, is_key=is_key) or not wanted


@given(times)
def test_a_jump_in_time_adds_no_frames(clip: list[tuple[int, bool]]) -> None:
    choice = Choice(Want(keys_only=False, every_ms=200))
    assert sum(choice.takes(t, is_key=key) for t, key in clip) <= len(clip)


def test_the_grid_follows_time_and_not_the_frame_rate() -> None:
    choice = Choice(Want(keys_only=False, every_ms=200))
    assert [t for t in range(0, 1000, 40) if choice.takes(t, is_key=False)] == [
        0, 200, 400, 600, 800,
    ]  # fmt: skip


def test_frames_out_of_order_are_dropped() -> None:
    clip = [(0, picture()), (200, picture()), (100, picture()), (300, picture())]
    assert [frame.t_ms for frame in frames_of(clip)] == [0, 200, 300]


@pytest.mark.parametrize(
    "bad",
    [
        np.zeros((4, 6), np.uint8),
        np.zeros((4, 6, 4), np.uint8),
        np.zeros((4, 6, 3), np.float32),
        np.zeros((0, 6, 3), np.uint8),
        np.zeros((4, 9000, 3), np.uint8),
        np.zeros((5, 6, 3), np.uint8),
    ],
)
def test_a_picture_of_another_shape_ends_the_work(bad: Pixels) -> None:
    with pytest.raises(BadFrames):
        list(frames_of([(0, picture()), (200, bad)]))


def test_a_clip_without_end_is_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("detection.engine.frames.MAX_FRAMES", 3)
    with pytest.raises(BadFrames, match="more than 3"):
        list(frames_of((n, picture()) for n in range(5)))
