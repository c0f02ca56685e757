"""The inside of a portal of its own: a process that takes one JSON line and answers with one.

``python -m tests.evidence.extraction.worker_scene``; `own_portal` starts it and speaks to it.
"""

import json
import sys
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import django

from portal.celery import app  # nudges go to this portal's own broker


def prepare(url: str, first_s: int, basis: str = "consent") -> None:
    """One target that may be pulled, whose footage the recorder at `url` holds."""
    from cameras.registry.links import NewLink, link_camera
    from evidence.requests import answers
    from evidence.requests.scope import Window
    from portal.lib import clock
    from tests.cast import make_cast
    from tests.evidence.requests.scenario import approved

    from .gate import CAMERA

    cast = make_cast()
    camera = cast.camera()
    new = NewLink(
        url=url, username=CAMERA.username, password=CAMERA.password, channel=CAMERA.channel
    )
    at = clock.now()
    link_camera(camera, new, actor=cast.owner, at=at)
    start = datetime.fromtimestamp(first_s + 21, UTC)
    stop = datetime.fromtimestamp(first_s + 79, UTC)
    law = {"basis": basis, "document": "12/CQĐT"} if basis != "consent" else {}
    request = approved(cast, at, camera, window=Window(start, stop), **law)
    if basis == "consent":
        answers.answer(
            target=request.targets.get(), person=cast.owner, verdict="share", means="page", at=at
        )


def withdraw() -> None:
    """The other adult of the household takes everything back."""
    from cameras.consent import services, texts
    from cameras.consent.scopes import Scope
    from cameras.registry.models import Camera
    from portal.lib import clock
    from portal.people.models import Membership

    camera = Camera.objects.get()
    person = Membership.objects.get(organisation=camera.owner, role="co_owner").person
    everything, terms = frozenset(Scope), texts.current("vi")
    services.withdraw(camera, person=person, scopes=everything, terms=terms, at=clock.now())


def standing() -> dict[str, Any]:
    """What a withdrawal has left behind."""
    from django.conf import settings

    from cameras.consent.decision import Step
    from evidence.custody.basis import verdict_for
    from evidence.custody.models import Item
    from evidence.requests.models import Target
    from portal.duties.models import Duty
    from portal.files.models import StoredObject
    from portal.lib import clock
    from portal.notices.models import Notice

    release = Step.RELEASE
    clips = Item.objects.filter(role="footage", destroyed_at=None)
    vault = Path(settings.VAR) / "vault"
    return {
        "target": Target.objects.get().state,
        "stored": StoredObject.objects.count(),
        "in_vault": sum(path.is_file() for path in vault.rglob("*")),
        "clips": clips.count(),
        "may_be_seen": [verdict_for(clip, release, at=clock.now()).flows for clip in clips],
        "finished": [duty.done_at is not None for duty in Duty.objects.all()],
        "told": list(Notice.objects.order_by("pk").values_list("body", flat=True)),
    }


def sweep() -> int:
    from evidence.extraction import services
    from portal.lib import clock

    return services.sweep(at=clock.now())


def wake(times: int) -> None:
    """The same message again and again."""
    from evidence.extraction.models import Job
    from portal.lib import jobs

    for _ in range(times):
        jobs.nudge("extraction.run", Job.objects.get().public_id)


def let_the_lease_pass() -> None:
    """As if the two minutes that a dead worker's lease still has were over."""
    from evidence.extraction.models import Job
    from portal.lib import clock

    Job.objects.filter(state="running").update(lease_until=clock.now())


def state() -> dict[str, Any]:
    from evidence.custody.models import Item
    from evidence.extraction.models import Job
    from portal.ledger.models import Entry

    job = Job.objects.first()
    if job is None:
        return {"job": None}
    return {
        "job": job.state,
        "reason": job.reason,
        "crashes": job.crashes,
        "offset_ms": job.item and job.item.clock_offset_ms,
        "roles": Counter(Item.objects.values_list("role", flat=True)),
        "kinds": Counter(Entry.objects.values_list("kind", flat=True)),
    }


def write_clip(path: str) -> None:
    """The sealed clip in plain, its hash checked."""
    from evidence.custody.models import Item
    from portal.files import vault

    stored = Item.objects.get(role="footage").stored
    vault.scrub(stored)
    with Path(path).open("wb") as file:
        file.writelines(vault.read(stored))


def main() -> None:
    assert app is not None
    django.setup()
    known = (prepare, withdraw, standing, sweep, wake, let_the_lease_pass, state, write_clip)
    commands: dict[str, Any] = {command.__name__: command for command in known}
    for line in sys.stdin:
        name, *arguments = json.loads(line)
        sys.stdout.write(json.dumps(commands[name](*arguments)) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
