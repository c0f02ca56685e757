from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detection.engine.detect import Box, Detection, overlap, thinned
from detection.engine.frames import Frame
from detection.engine.model import MovingThings, NotAModel, Yolox
from tests.detection.engine.score import average_precision
from tests.detection.engine.test_track import boxes, detections
from tests.machine import need_data


@given(boxes, boxes)
def test_overlap_is_symmetric_and_bounded(left: Box, right: Box) -> None:
    assert overlap(left, right) == overlap(right, left)
    assert 0 <= overlap(left, right) <= 1
    assert overlap(left, left) == pytest.approx(1)


@given(boxes)
def test_a_clipped_box_lies_inside(box: Box) -> None:
    part = box.clipped(320, 180)
    assert 0 <= part.x <= part.x + part.w <= 320
    assert 0 <= part.y <= part.y + part.h <= 180


@given(st.lists(detections, max_size=12), st.randoms())
def test_thinning_ignores_order_and_leaves_no_pair(found: list[Detection], random: Random) -> None:
    kept = thinned(found, 0.45)
    assert set(kept) == set(thinned(random.sample(found, len(found)), 0.45))
    for number, one in enumerate(kept):
        for other in kept[number + 1 :]:
            assert one.kind != other.kind or overlap(one.box, other.box) <= 0.45


def test_thinning_keeps_the_surest() -> None:
    sure, unsure = (Detection("car", Box(0, 0, 100, 50), c) for c in (0.9, 0.6))
    assert thinned([unsure, sure], 0.45) == (sure,)


@pytest.mark.parametrize("data", [b"", b"garbage" * 50])
def test_bytes_that_are_no_network_are_refused(data: bytes) -> None:
    with pytest.raises(NotAModel):
        Yolox(data)


def test_a_picture_of_one_pixel_does_no_harm() -> None:
    assert MovingThings().detect(Frame(0, np.zeros((1, 1, 3), np.uint8))) == ()


@pytest.mark.slow
def test_yolox_reaches_its_average_precision_on_real_people() -> None:
    network = Yolox(need_data("models", "yolox_nano_416.onnx").read_bytes())
    assert average_precision(network, need_data()) >= 0.85


@pytest.mark.slow
def test_without_a_model_people_are_found_around_motion() -> None:
    assert average_precision(MovingThings(), need_data()) >= 0.62
