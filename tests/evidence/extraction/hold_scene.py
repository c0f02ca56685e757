"""The inside of a portal where an officer has had minutes preserved; see `worker_scene`."""

import json
import sys
from datetime import UTC, datetime
from typing import Any

import django

from portal.celery import app  # nudges go to this portal's own broker

from .worker_scene import let_the_lease_pass, sweep, write_clip


def prepare(url: str, first_s: int) -> None:
    """A request that nobody has decided, whose one target is to be held."""
    from cameras.registry.links import NewLink, link_camera
    from evidence.custody import holds
    from evidence.requests.scope import Window
    from portal.lib import clock
    from tests.cast import make_cast
    from tests.evidence.requests.scenario import submitted

    from .gate import CAMERA

    cast = make_cast()
    camera = cast.camera(retention_hours=49)
    new = NewLink(
        url=url, username=CAMERA.username, password=CAMERA.password, channel=CAMERA.channel
    )
    at = clock.now()
    link_camera(camera, new, actor=cast.owner, at=at)
    start = datetime.fromtimestamp(first_s + 21, UTC)
    window = Window(start, datetime.fromtimestamp(first_s + 79, UTC))
    row = submitted(cast, at, camera, window=window)
    why = {"ground": "dying", "reason": "Đầu ghi sắp ghi đè"}
    holds.preserve(target=row.targets.get(), person=cast.officer, **why, at=at)


def decide() -> None:
    """The commander approves and the owner agrees."""
    from evidence.requests import answers, services
    from evidence.requests.models import Target
    from portal.lib import clock
    from portal.people.models import User

    target, at = Target.objects.get(), clock.now()
    commander = User.objects.get(full_name="Commander")
    services.approve(footage_request=target.request, person=commander, reason="", at=at)
    owner = User.objects.get(full_name="Owner")
    answers.answer(target=target, person=owner, verdict="share", means="page", at=at)


def withdraw() -> None:
    from cameras.consent import texts
    from cameras.consent.scopes import Scope
    from cameras.consent.services import withdraw as take_back
    from evidence.requests.models import Target
    from portal.lib import clock
    from portal.people.models import User

    take_back(
        Target.objects.get().camera,
        person=User.objects.get(full_name="Owner"),
        scopes=frozenset({Scope.ASK}),
        terms=texts.current("vi"),
        at=clock.now(),
    )


def state() -> dict[str, Any]:
    from evidence.custody.models import Hold, Item
    from evidence.extraction.models import Job
    from portal.files.models import StoredObject

    job = Job.objects.first()
    keys = StoredObject.objects.exclude(wrapped_key=None)
    return {
        "job": job.state if job else None,
        "hold": Hold.objects.get().state,
        "items": Item.objects.count(),
        "keys": keys.count(),
    }


def main() -> None:
    assert app is not None
    django.setup()
    known = (prepare, sweep, let_the_lease_pass, decide, withdraw, state, write_clip)
    commands: dict[str, Any] = {command.__name__: command for command in known}
    for line in sys.stdin:
        name, *arguments = json.loads(line)
        sys.stdout.write(json.dumps(commands[name](*arguments)) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
