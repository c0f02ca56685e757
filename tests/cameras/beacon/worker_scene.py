"""The inside of a portal of its own: a process that takes one JSON line and answers with one.

``python -m tests.cameras.beacon.worker_scene``; `own_portal` starts it and speaks to it.
"""

import json
import sys
from pathlib import Path
from typing import Any

import django

from portal.celery import app  # nudges go to this portal's own broker


def begin(url: str, key: str, phones: str) -> None:
    """A session whose codes are shown, and somebody who holds them before the camera."""
    from cameras.beacon import services
    from cameras.registry.links import NewLink, link_camera
    from evidence.demo.onlooker import hold_what_is_shown
    from evidence.demo.scenery import CAMERAS
    from portal.lib import clock
    from tests.cast import make_cast

    scenery = next(one for one in CAMERAS if one.key == key)
    cast = make_cast()
    camera = cast.camera(is_demo=True)
    new = NewLink(
        url=url, username=scenery.username, password=scenery.password, channel=scenery.channel
    )
    at = clock.now()
    link_camera(camera, new, actor=cast.owner, at=at)
    beacon = services.begin(camera=camera, person=cast.owner, at=at)
    services.codes_of(beacon=beacon, at=at)
    assert hold_what_is_shown(Path(phones), at=at) == 1


def pull() -> None:
    from cameras.beacon import services
    from cameras.beacon.models import Beacon
    from portal.lib import clock

    services.pull(beacon=Beacon.objects.get(), page_error_ms=20, at=clock.now())


def sweep() -> int:
    from cameras.beacon import work
    from portal.lib import clock

    return work.sweep(at=clock.now())


def state() -> dict[str, Any]:
    from cameras.beacon.models import Beacon
    from cameras.registry.models import Link
    from portal.files import vault

    beacon, link = Beacon.objects.get(), Link.objects.get()
    return {
        "state": beacon.state,
        "reason": beacon.reason,
        "told": beacon.told,
        "offset_ms": beacon.offset_ms,
        "error_ms": beacon.error_ms,
        "readings": beacon.readings,
        "attempts": beacon.attempts,
        "picture": beacon.picture and len(b"".join(vault.read(beacon.picture))),
        "link": [link.clock_offset_ms, link.offset_method, link.controlled_at is not None],
    }


def main() -> None:
    assert app is not None
    django.setup()
    commands: dict[str, Any] = {f.__name__: f for f in (begin, pull, sweep, state)}
    for line in sys.stdin:
        name, *arguments = json.loads(line)
        sys.stdout.write(json.dumps(commands[name](*arguments)) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
