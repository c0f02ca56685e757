"""What a mask covers is filled in the child, before a picture leaves it."""

from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from portal.media import cut as media_cut
from portal.media.cut import Window
from portal.media.decoder import COVER, covered
from portal.media.frames import pictures_of
from portal.media.thumbnails import thumbnails

from . import clips
from .clips import at

LEFT = ((0, 0), (500, 0), (500, 1000), (0, 1000))  # the left half: eight stripes
COUNTED = 8 * clips.STRIPE
corners = st.tuples(st.integers(0, 1000), st.integers(0, 1000))


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(corners, min_size=3, max_size=8), st.integers(2, 90), st.integers(2, 90))
def test_a_polygon_is_filled_within_a_pixel(
    polygon: list[tuple[int, int]], width: int, height: int
) -> None:
    shape = shapely.Polygon([(x * width / 1000, y * height / 1000) for x, y in polygon])
    if not shape.is_valid:
        return
    filled = covered([polygon], width, height)
    rows, columns = np.mgrid[:height, :width] + 0.5
    middles = shapely.points(columns, rows)
    away = shapely.distance(shape, middles)
    assert filled[away < 1e-9].all()  # nothing inside is left
    assert (away[filled] <= 1).all()  # and what is a pixel away is seen


def test_a_sliver_thinner_than_a_pixel_is_covered_too() -> None:
    assert covered([[(0, 501), (1000, 501), (1000, 502)]], 40, 20)[10].all()


def decoded(jpeg: bytes) -> NDArray[np.uint8]:
    picture = cv2.imdecode(np.frombuffer(jpeg, np.uint8), cv2.IMREAD_COLOR)
    assert picture is not None
    return picture.astype(np.uint8)


def test_frames_come_with_masks_filled_and_the_rest_untouched(plain: list[Path]) -> None:
    with (
        pictures_of(plain[0], every_ms=1, masks=[LEFT]) as masked,
        pictures_of(plain[0], every_ms=1) as bare,
    ):
        for one, other in zip(masked, bare, strict=True):
            assert (one.pixels[:, :COUNTED] == COVER).all()
            assert (one.pixels[:, COUNTED + 1 :] == other.pixels[:, COUNTED + 1 :]).all()


@pytest.mark.parametrize("max_side", [256, 128])
def test_thumbnails_come_with_masks_filled(
    plain: list[Path], tmp_path: Path, max_side: int
) -> None:
    data = bytearray()
    made = media_cut.cut(clips.segments(plain), Window(at(0), at(40)), data.extend, folder=tmp_path)

    def read(start: int, stop: int) -> Iterator[bytes]:
        yield bytes(data[start:stop])

    masked = thumbnails(made.track, read, max_side=max_side, masks=[LEFT])
    bare = thumbnails(made.track, read, max_side=max_side)
    half, close = max_side // 2, 6
    shown = set()
    for one, other in zip(masked, bare, strict=True):
        picture, whole = decoded(one.jpeg), decoded(other.jpeg)
        covered_part = picture[:, : half - 8].astype(int)
        assert (abs(covered_part - COVER) <= close).all()
        beside = abs(picture[:, half + 8 :].astype(int) - whole[:, half + 8 :])
        assert beside.mean() < close
        shown.add(whole[8, : half - 8].tobytes())
    assert len(shown) > 1  # the frames differ where they are covered
