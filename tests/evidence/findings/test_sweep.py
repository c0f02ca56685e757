"""Which clips the sweep takes up when more wait than it takes at once."""

import pytest

from cameras.consent import services as consent
from cameras.consent import texts
from cameras.consent.scopes import Scope
from evidence.custody.models import Item
from evidence.findings import services, tasks
from evidence.findings.models import Analysis
from evidence.requests.models import FootageRequest, Target
from portal.lib.clock import now
from tests.evidence.custody.scene import Scene

from .conftest import Seal


def without_leave(scene: Scene, seal: Seal) -> Item:
    """A clip of a camera whose owner did not allow detection; sealed after the others."""
    item = seal(b"a clip")
    camera = scene.cast.camera(name="Camera thứ hai")
    consent.withdraw(
        camera,
        person=scene.cast.owner,
        scopes=frozenset({Scope.DETECT}),
        terms=texts.current("vi"),
        at=now(),
    )
    target = Target.objects.create(
        request=scene.request,
        camera=camera,
        asked_start=scene.request.window_start,
        asked_stop=scene.request.window_stop,
        state="fulfilled",
        rank=2,
        distance_m=20,
        px_per_m=100,
        dies_at=scene.target.dies_at,
    )
    Item.objects.filter(pk=item.pk).update(target=target)
    return Item.objects.get(pk=item.pk)


def test_clips_without_leave_do_not_crowd_out_those_with(
    scene: Scene, seal: Seal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(services, "SWEEP_ITEMS", 1)
    allowed = seal(b"an older clip")
    without_leave(scene, seal)
    tasks.sweep()
    assert [row.item for row in Analysis.objects.all()] == [allowed]


def test_a_written_demand_needs_no_leave_of_the_owner(scene: Scene, seal: Seal) -> None:
    FootageRequest.objects.filter(pk=scene.request.pk).update(basis="demand")
    item = without_leave(scene, seal)
    tasks.sweep()
    assert Analysis.objects.filter(item=item).exists()


def test_footage_of_no_camera_has_no_basis(seal: Seal) -> None:
    item = seal(b"a clip")
    Item.objects.filter(pk=item.pk).update(target=None)
    tasks.sweep()
    assert not Analysis.objects.filter(item=item).exists()
