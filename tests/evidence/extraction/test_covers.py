"""Pictures of a clip are covered where its owner's masks lie, before they are sealed."""

from datetime import timedelta

import cv2
import numpy as np
from numpy.typing import NDArray

from cameras.registry import masking
from cameras.registry.models import Mask
from evidence.custody import covers
from evidence.custody.models import Item
from evidence.custody.queries import thumbnails_of
from evidence.extraction.words import JobState
from portal.files import vault
from portal.lib import clock
from portal.media.decoder import COVER

from .scene import Scene

LEFT = ((0, 0), (500, 0), (500, 1000), (0, 1000))
RIGHT = ((500, 0), (1000, 0), (1000, 1000), (500, 1000))
HALF = 128  # px: the numbered clips are 256 wide
ROUNDING = 6  # of JPEG


def draw(scene: Scene, points: tuple[tuple[int, int], ...] = LEFT, *, ago: timedelta) -> Mask:
    at = clock.now() - ago
    return masking.draw(scene.camera, points=points, reason="window", actor=scene.cast.owner, at=at)


def pixels(picture: Item) -> NDArray[np.int_]:
    data = np.frombuffer(b"".join(vault.read(picture.stored)), np.uint8)
    decoded = cv2.imdecode(data, cv2.IMREAD_COLOR)
    assert decoded is not None
    return decoded.astype(int)


def is_covered(part: NDArray[np.int_]) -> bool:
    return bool((abs(part - COVER) <= ROUNDING).all())


def pictures(scene: Scene) -> list[Item]:
    [item] = scene.items("footage")
    return covers.covered_thumbnails(item, covers.masks_of(item, clock.now()))


def test_a_masks_pixels_are_filled_and_the_recipe_names_it(scene: Scene) -> None:
    mask = draw(scene, ago=timedelta(days=1))
    scene.sweep()
    scene.work()
    found = pictures(scene)
    assert len(found) == 12
    for picture in found:
        assert is_covered(pixels(picture)[:, : HALF - 8])
        assert not is_covered(pixels(picture)[:, HALF + 8 :])
        assert picture.recipe["masks"] == [mask.public_id]
    [master] = scene.items("footage")
    assert master.frames == 620  # untouched
    assert "masks" not in master.recipe


def test_a_mask_lifted_before_the_recording_covers_nothing(scene: Scene) -> None:
    mask = draw(scene, ago=timedelta(days=2))
    masking.end(mask, actor=scene.cast.owner, at=clock.now() - timedelta(days=1))
    scene.sweep()
    scene.work()
    [first, *_] = pictures(scene)
    assert not is_covered(pixels(first)[:, : HALF - 8])
    assert first.recipe["masks"] == []


def test_lifting_it_afterwards_uncovers_nothing(scene: Scene) -> None:
    mask = draw(scene, ago=timedelta(days=1))
    masking.end(mask, actor=scene.cast.owner, at=clock.now())
    scene.sweep()
    scene.work()
    [item] = scene.items("footage")
    assert covers.polygons_over(item, clock.now() + timedelta(days=999)) == [LEFT]
    assert all(is_covered(pixels(picture)[:, : HALF - 8]) for picture in pictures(scene))


def test_a_mask_drawn_afterwards_hides_the_pictures_until_they_are_made_anew(
    scene: Scene,
) -> None:
    scene.sweep()
    scene.work()
    assert len(pictures(scene)) == 12
    draw(scene, RIGHT, ago=timedelta())
    assert pictures(scene) == []

    scene.sweep(later=timedelta(seconds=1))
    assert scene.job.state == JobState.WAITING
    assert scene.work(later=timedelta(seconds=1))
    found = pictures(scene)
    assert len(found) == 12
    assert all(is_covered(pixels(picture)[:, HALF + 8 :]) for picture in found)
    assert scene.job.state == JobState.SEALED
    assert len(scene.items("footage")) == 1
    scene.sweep(later=timedelta(minutes=1))
    assert scene.job.state == JobState.SEALED  # and that is the end of it


def test_when_it_is_lifted_the_pictures_of_before_come_back(scene: Scene) -> None:
    scene.sweep()
    scene.work()
    mask = draw(scene, ago=timedelta())
    scene.sweep(later=timedelta(seconds=1))
    scene.work(later=timedelta(seconds=1))
    masking.end(mask, actor=scene.cast.owner, at=clock.now())
    [item] = scene.items("footage")
    assert len(thumbnails_of(item)) == 24
    assert [picture.recipe["masks"] for picture in pictures(scene)] == [[]] * 12


def test_of_an_unknown_time_whatever_was_ever_covered_stays_covered(scene: Scene) -> None:
    scene.sweep()
    scene.work()
    mask = draw(scene, ago=timedelta(days=700))
    masking.end(mask, actor=scene.cast.owner, at=clock.now() - timedelta(days=600))
    day_before = draw(scene, RIGHT, ago=timedelta(hours=20))
    masking.end(day_before, actor=scene.cast.owner, at=clock.now() - timedelta(hours=10))
    [item] = scene.items("footage")
    now = clock.now()
    assert covers.polygons_over(item, now) == []
    item.clock_offset_ms = None
    assert covers.polygons_over(item, now) == [RIGHT]  # its clock may be a day off
    item.first_frame_at = item.last_frame_at = item.window_start = item.window_stop = None
    assert covers.polygons_over(item, now) == [LEFT, RIGHT]
