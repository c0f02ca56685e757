from collections.abc import Callable
from datetime import timedelta

import pytest

from evidence.custody import services as custody
from evidence.custody.models import Item
from evidence.custody.vocabulary import ItemRole
from tests.cast import Cast
from tests.evidence.custody.scene import WORKER, Scene, make_scene, put

from .clips import crossing

Seal = Callable[[bytes], Item]


@pytest.fixture
def scene(cast: Cast) -> Scene:
    """Custody's scene; its own clip is noise, so it is an upload here and nobody looks at it."""
    scene = make_scene(cast)
    Item.objects.filter(pk=scene.item.pk).update(role=ItemRole.UPLOAD)
    return scene


@pytest.fixture
def seal(scene: Scene) -> Seal:
    def sealed(data: bytes) -> Item:
        start = scene.request.window_start
        footage = custody.Footage(
            media_type="video/mp4",
            window_start=start,
            window_stop=scene.request.window_stop,
            first_frame_at=start,
            last_frame_at=start + timedelta(seconds=10),
        )
        return custody.seal(
            stored=put(data), footage=footage, target=scene.target, actor=WORKER, at=scene.at
        )

    return sealed


@pytest.fixture
def clip(seal: Seal) -> Item:
    return seal(crossing())
