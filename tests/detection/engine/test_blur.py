import cv2
import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from detection.engine.blur import blurred
from detection.engine.detect import Box
from detection.engine.frames import Pixels

RNG = np.random.default_rng(3)
PICTURE = RNG.integers(0, 255, (120, 160, 3), dtype=np.uint8)
edges = st.integers(-400, 400).map(float)
sizes = st.integers(0, 500).map(float)


def detail(pixels: Pixels) -> float:
    return float(cv2.Laplacian(pixels, cv2.CV_64F).var())


def test_detail_inside_is_gone_and_the_rest_is_untouched() -> None:
    result = blurred(PICTURE, [Box(40, 30, 50, 50)])
    assert detail(result[30:80, 40:90]) < 0.002 * detail(PICTURE[30:80, 40:90])
    untouched = np.ones(PICTURE.shape[:2], bool)
    untouched[20:90, 30:100] = False
    assert np.array_equal(result[untouched], PICTURE[untouched])


def test_two_faces_with_the_same_average_look_the_same() -> None:
    left, right = PICTURE.copy(), PICTURE.copy()
    left[30:60, 40:70] = RNG.permutation(left[30:60, 40:70].reshape(-1, 3)).reshape(30, 30, 3)
    box = [Box(30, 20, 50, 50)]
    before = np.abs(left.astype(int) - right)[30:60, 40:70].mean()
    after = np.abs(blurred(left, box).astype(int) - blurred(right, box))[30:60, 40:70].mean()
    assert after < 0.12 * before


@given(edges, edges, sizes, sizes)
def test_any_box_is_safe(x: float, y: float, w: float, h: float) -> None:
    result = blurred(PICTURE, [Box(x, y, w, h)])
    assert result.shape == PICTURE.shape
    assert result is not PICTURE
