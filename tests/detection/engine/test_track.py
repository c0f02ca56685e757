from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detection.engine.detect import MOVING_OBJECT, Box, Detection
from detection.engine.track import Track, Tracker

brief = settings(max_examples=40)
Look = tuple[int, list[Detection]]


def followed(looks: list[Look]) -> tuple[Track, ...]:
    tracker = Tracker()
    for t_ms, detections in looks:
        tracker.step(t_ms, detections)
    return tracker.finish()


def person(x: float, y: float = 100, kind: str = "person") -> Detection:
    return Detection(kind, Box(x, y, 30, 80), 0.8)


def walk(looks: int, speed: float = 8, kind: str = "person") -> list[Look]:
    return [(n * 200, [person(n * speed, kind=kind)]) for n in range(looks)]


boxes = st.builds(
    Box,
    st.integers(0, 600).map(float),
    st.integers(0, 300).map(float),
    st.integers(4, 200).map(float),
    st.integers(4, 200).map(float),
)
detections = st.builds(
    Detection,
    st.sampled_from(["person", "car", "moving_object"]),
    boxes,
    st.integers(1, 99).map(lambda n: n / 100),
)
clips = st.lists(st.lists(detections, max_size=5), max_size=20).map(
    lambda looks: [(n * 200, found) for n, found in enumerate(looks)]
)


@brief
@given(clips)
def test_numbers_run_from_one_and_times_run_forward(looks: list[Look]) -> None:
    tracks = followed(looks)
    assert [track.n for track in tracks] == list(range(1, len(tracks) + 1))
    for track in tracks:
        times = [seen.t_ms for seen in track.seen]
        assert times == sorted(set(times))


@brief
@given(clips)
def test_each_detection_stands_in_one_track_at_most(looks: list[Look]) -> None:
    tracks = followed(looks)
    used = [(seen.t_ms, id(seen.box)) for track in tracks for seen in track.seen]
    assert len(used) == len(set(used))
    given_boxes = {id(found.box) for _t, found_ones in looks for found in found_ones}
    assert {box for _t, box in used} <= given_boxes


@brief
@given(clips, st.randoms())
def test_the_order_within_a_look_does_not_matter(looks: list[Look], random: Random) -> None:
    shuffled = [(t, random.sample(found, len(found))) for t, found in looks]
    assert followed(looks) == followed(shuffled)


@brief
@given(clips)
def test_confidence_lies_within_what_was_seen(looks: list[Look]) -> None:
    surest = max((f.confidence for _t, found in looks for f in found), default=1.0)
    assert all(0 < track.confidence <= surest + 1e-9 for track in followed(looks))


@given(st.integers(-45, 45), st.integers(5, 40))
def test_up_to_one_and_a_half_widths_a_look_it_is_one_track(speed: int, looks: int) -> None:
    [track] = followed(walk(looks, speed))
    assert len(track.seen) == looks


def test_a_short_gap_is_bridged() -> None:
    looks = [(t, found if not 1000 <= t <= 1600 else []) for t, found in walk(20)]
    [track] = followed(looks)
    assert (track.start_ms, track.stop_ms) == (0, 3800)


def test_a_long_gap_starts_a_new_track() -> None:
    late = [(t + 60000, found) for t, found in walk(10)]
    assert [t.n for t in followed(walk(10) + late)] == [1, 2]


def test_two_who_cross_keep_their_numbers() -> None:
    looks = [
        (n * 200, [person(n * 12, 100), person(480 - n * 12, 130, kind="bicycle")])
        for n in range(40)
    ]
    tracks = followed(looks)
    assert sorted((t.kind, len(t.seen)) for t in tracks) == [("bicycle", 40), ("person", 40)]


def test_a_blink_is_no_track() -> None:
    assert followed(walk(2)) == ()


def test_leaves_that_stir_in_place_are_no_track() -> None:
    looks = [(n * 200, [person(100 + n % 2 * 5, kind=MOVING_OBJECT)]) for n in range(50)]
    assert followed(looks) == ()


def test_a_person_recognised_now_and_then_is_a_person() -> None:
    looks = [
        (t, [person(n * 8, kind="person" if n % 3 == 0 else MOVING_OBJECT)])
        for n, (t, _f) in enumerate(walk(12))
    ]
    [track] = followed(looks)
    assert track.kind == "person"


def test_it_refuses_time_that_runs_backward() -> None:
    tracker = Tracker()
    tracker.step(200, [])
    with pytest.raises(ValueError, match="after one at 200"):
        tracker.step(200, [])
