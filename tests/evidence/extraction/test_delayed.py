"""A worker that fetches for a case which owners see later leaves no trace on the owner's pages."""

from pathlib import Path

import pytest
from django.test import Client

from cameras.registry.models import Link
from evidence.custody import holds
from evidence.delays.services import lift, start
from evidence.requests.services import approve
from portal.lib import clock
from portal.notices.models import Notice
from tests.cast import Cast, sign_in

from .scene import Scene, make_asked

REASON = "Còn hai người liên quan chưa làm việc xong với đơn vị"


@pytest.fixture
def asked(cast: Cast, recordings: list[Path], monkeypatch: pytest.MonkeyPatch) -> Scene:
    return make_asked(cast, recordings, monkeypatch, basis="demand", document="12/YC")


def pages(scene: Scene) -> str:
    client = Client()
    sign_in(client, scene.cast.owner)
    addresses = (f"/cameras/{scene.camera.public_id}/", "/looks/mine/", "/requests/inbox/")
    return "".join(client.get(a).content.decode().partition("<main")[2] for a in addresses)


def test_preserved_and_pulled_while_a_delay_runs(asked: Scene) -> None:
    at = clock.now()
    before = pages(asked)
    delay = start(
        case=asked.target.request.case,
        person=asked.cast.commander,
        ground="checking",
        reason=REASON,
        days=3,
        at=at,
    )
    holds.preserve(
        target=asked.target,
        person=asked.cast.officer,
        ground="dying",
        reason="Đầu ghi sắp ghi đè",
        at=clock.now(),
    )
    asked.sweep()
    assert asked.work()
    approve(
        footage_request=asked.target.request,
        person=asked.cast.commander,
        reason="",
        at=clock.now(),
    )
    asked.sweep()
    asked.work()
    assert asked.items("footage")
    told = Notice.objects.filter(person__in=(asked.cast.owner, asked.cast.co_owner))
    assert not told.exists()
    assert pages(asked) == before
    assert Link.objects.get().last_pull_at is None
    lift(delay=delay, person=asked.cast.commander, at=clock.now())
    later = pages(asked)
    assert "Công an cho giữ tạm một đoạn hình" in later
    assert "lấy và niêm phong" in later
