"""The footage that dies first is fetched first."""

from datetime import timedelta

import pytest

from cameras.registry.links import NewLink, link_camera
from evidence.extraction import queue
from evidence.extraction.models import Job
from tests.cast import AT, Cast
from tests.evidence.requests.scenario import approved


def test_jobs_are_made_and_woken_in_the_order_in_which_their_footage_dies(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    targets = {}
    for days in (9, 2, 30, 4):
        camera = cast.camera(retention_hours=24 * days)
        link_camera(camera, NewLink("http://127.0.0.1:9"), actor=cast.owner, at=AT)
        row = approved(cast, AT, camera, basis="demand", document="12/YC")
        targets[days] = row.targets.get()
    monkeypatch.setattr(queue, "BATCH", 2)
    queue.create_missing(AT)
    assert set(Job.objects.values_list("target_id", flat=True)) == {
        targets[days].pk for days in (2, 4)
    }
    queue.create_missing(AT)
    monkeypatch.setattr(queue, "BATCH", 200)
    woken = [
        Job.objects.get(public_id=public_id).target_id
        for public_id in queue.due(AT + timedelta(minutes=1))
    ]
    assert woken == [targets[days].pk for days in (2, 4, 9, 30)]
