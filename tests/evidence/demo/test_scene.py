from collections import Counter
from datetime import UTC, datetime
from functools import cache

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from evidence.demo.scene import Scene
from evidence.demo.scene_figures import Stroke, car, motorbike, person
from evidence.demo.scene_places import PLACES
from evidence.demo.scenery import CAMERAS

T0 = datetime(2026, 11, 21, 1, 0, tzinfo=UTC).timestamp()
SHOWN = datetime(2026, 11, 21, 8, 0)  # noqa: DTZ001 -- letters in a picture
KINDS = sorted(PLACES)


@cache
def scene(kind: str) -> Scene:
    return Scene(kind, f"test-{kind}")


def grey(picture: NDArray[np.uint8]) -> NDArray[np.int16]:
    flat = picture if picture.ndim == 2 else cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY)
    return flat.astype(np.int16)


@pytest.mark.parametrize("kind", KINDS)
def test_something_moves_where_truth_says_and_nowhere_else(kind: str) -> None:
    drawn = scene(kind)
    checked = 0
    for instant in np.arange(T0, T0 + 150, 7.3):
        before, after = (grey(drawn.draw(t)) for t in (instant, instant + 0.4))
        changed = np.abs(after - before) > 25
        allowed = np.zeros_like(changed)
        for seen in (*drawn.truth(instant), *drawn.truth(instant + 0.4)):
            x, y, w, h = seen.box
            around = max(w, h) // 2 + 8  # shadows fall beside their figure
            allowed[max(y - around, 0) : y + h + around, max(x - around, 0) : x + w + around] = True
        assert not (changed & ~allowed).any()
        for seen in drawn.truth(instant):
            x, y, w, h = seen.box
            if seen.share > 0.8 and h > 60:
                checked += 1
                assert changed[y : y + h, x : x + w].any()
    assert checked


@pytest.mark.parametrize("kind", KINDS)
def test_two_cameras_of_one_seed_see_the_same(kind: str) -> None:
    other = Scene(kind, f"test-{kind}")
    other.draw(T0 + 500)
    for instant in (T0 + 3, T0 + 77.7):
        assert other.truth(instant) == scene(kind).truth(instant)
        assert np.array_equal(other.draw(instant), scene(kind).draw(instant))


def test_another_seed_brings_other_people() -> None:
    names = [[s.box for s in Scene("alley", seed).truth(T0 + 40)] for seed in ("a", "b")]
    assert names[0] != names[1]


def test_planes_that_are_patched_equal_planes_made_anew() -> None:
    drawn = scene("junction")
    for step in range(8):
        patched = drawn.planar(T0 + step * 1.7, SHOWN)
        whole = cv2.cvtColor(drawn.draw(T0 + step * 1.7, SHOWN), cv2.COLOR_BGR2YUV_I420)
        assert np.array_equal(patched, whole)


def test_infrared_has_no_colour_and_grain_that_changes() -> None:
    drawn = scene("night")
    first, second = (drawn.planar(T0 + t, SHOWN) for t in (0.0, 0.3))
    height = drawn.size[1]
    assert (first[height:] == 128).all()
    assert np.abs(first[:height].astype(int) - second[:height]).mean() > 0.5


def test_the_junction_sees_people_motorbikes_and_cars() -> None:
    kinds = Counter(seen.kind for t in range(0, 600, 5) for seen in scene("junction").truth(T0 + t))
    assert min(kinds["person"], kinds["motorbike"], kinds["car"]) > 10


def test_the_gate_is_still_for_most_of_the_time() -> None:
    moving = [scene("gate").moving(T0 + t) for t in range(1200)]
    assert 0.1 < sum(moving) / len(moving) < 0.6


def test_who_walks_behind_a_wall_is_less_than_wholly_seen() -> None:
    shares = [s.share for t in range(300) for s in scene("alley").truth(T0 + t)]
    assert any(0 < share < 0.5 for share in shares)
    assert max(shares) == 1.0


def test_pictures_have_the_size_the_registry_is_told() -> None:
    for camera in CAMERAS:
        assert PLACES[camera.kind].view.width == camera.width
        assert PLACES[camera.kind].view.height_px == camera.height


def test_legs_move_with_the_way_walked() -> None:
    def feet(way: float) -> list[float]:
        return [at for s in person(7, way) if s.width == 0.09 for at in s.joints[0]]

    assert feet(0.2) != feet(0.5)
    assert feet(0.2) == pytest.approx(feet(0.2 + 1.35), abs=1e-9)


@pytest.mark.parametrize("figure", [person, motorbike, car])
def test_figures_stand_on_the_ground(figure: object) -> None:
    assert callable(figure)
    strokes: list[Stroke] = figure(3, 1.0)
    lowest = min(joint[2] for stroke in strokes for joint in stroke.joints)
    assert -0.02 <= lowest < 0.1
