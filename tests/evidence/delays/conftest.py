from datetime import timedelta

import pytest

from evidence.delays.models import Delay
from evidence.delays.services import start
from portal.lib import clock
from tests.cast import Cast
from tests.evidence.custody.scene import Scene, make_scene

REASON = "Còn hai người liên quan chưa làm việc xong với đơn vị"


@pytest.fixture
def scene(cast: Cast) -> Scene:
    """Footage that its owner was neither asked for nor told of yet: by a written demand."""
    made = make_scene(cast)
    made.request.basis = "demand"
    made.request.save()
    return made


@pytest.fixture
def delay(scene: Scene) -> Delay:
    """Since two minutes ago, a minute before the scene."""
    at = clock.now() - timedelta(minutes=2)
    return start(
        case=scene.case,
        person=scene.cast.commander,
        ground="checking",
        reason=REASON,
        days=10,
        at=at,
    )
