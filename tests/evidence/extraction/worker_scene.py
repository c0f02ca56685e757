"""Run as a process of its own by `test_worker`: a portal of its own with one agreed target.

python -m tests.evidence.extraction.worker_scene prepare <recorder's address>
python -m tests.evidence.extraction.worker_scene sweep
python -m tests.evidence.extraction.worker_scene state
"""

import json
import sys
from datetime import UTC, datetime
from pathlib import Path

import django
from django.core.management import call_command

from portal.celery import app  # nudges go to this portal's own broker


def prepare(url: str, first_s: int) -> None:
    from cameras.registry.links import NewLink, link_camera
    from evidence.demo.scenery import CAMERAS
    from evidence.requests import answers
    from evidence.requests.scope import Window
    from portal.lib import clock
    from tests.cast import make_cast
    from tests.evidence.requests.scenario import approved

    call_command("migrate", verbosity=0)
    cast = make_cast()
    camera = cast.camera()
    simulated = CAMERAS[1]  # the one whose clock is wrong
    new = NewLink(
        url=url,
        username=simulated.username,
        password=simulated.password,
        channel=simulated.channel,
    )
    at = clock.now()
    link_camera(camera, new, actor=cast.owner, at=at)
    start = datetime.fromtimestamp(first_s + 21, UTC)
    stop = datetime.fromtimestamp(first_s + 79, UTC)
    request = approved(cast, at, camera, window=Window(start, stop))
    answers.answer(
        target=request.targets.get(), person=cast.owner, verdict="share", means="page", at=at
    )


def sweep() -> None:
    from evidence.extraction import services
    from portal.lib import clock

    services.sweep(at=clock.now())


def state() -> None:
    from evidence.custody.models import Item
    from evidence.extraction.models import Job
    from portal.files import vault
    from portal.ledger.models import Entry

    job = Job.objects.select_related("item").first()
    items = Item.objects.order_by("pk")
    told = {
        "job": job and job.state,
        "step": job and job.step,
        "reason": job and job.reason,
        "crashes": job and job.crashes,
        "offset_ms": job and job.item and job.item.clock_offset_ms,
        "roles": [item.role for item in items],
        "kinds": [entry.kind for entry in Entry.objects.order_by("seq")],
        "sha256": [item.stored.sha256 for item in items.filter(role="footage")],
    }
    if job and job.item:
        vault.scrub(job.item.stored)
        with Path(sys.argv[2]).open("wb") as file:
            file.writelines(vault.read(job.item.stored))
    sys.stdout.write(json.dumps(told))


if __name__ == "__main__":
    assert app is not None
    django.setup()
    match sys.argv[1]:
        case "prepare":
            prepare(sys.argv[2], int(sys.argv[3]))
        case "sweep":
            sweep()
        case "state":
            state()
