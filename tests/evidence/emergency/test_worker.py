"""From the recorder to the officer's player, and on to the case once a commander approves."""

from datetime import timedelta
from pathlib import Path

import pytest

from evidence.custody import opened
from evidence.custody.gate import Visitor
from evidence.custody.models import Hold, Item
from evidence.emergency import services
from evidence.emergency.models import Opening, Watch
from evidence.requests.services import approve
from portal.lib.errors import Refused
from portal.media.probe import probe
from tests.cast import Cast
from tests.evidence.extraction.scene import Scene, make_asked
from tests.portal.media import clips

from .conftest import Machine
from .scene import REASON

pytestmark = pytest.mark.slow


@pytest.fixture
def asked(
    cast: Cast, recordings: list[Path], machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> Scene:
    return make_asked(cast, recordings, monkeypatch, basis="emergency", urgency="urgent")


def open_it(scene: Scene, machine: Machine) -> Opening:
    return services.open_now(
        footage_request=scene.target.request,
        person=scene.cast.officer,
        reason=REASON,
        at=machine.at,
    )


def watched(scene: Scene, watch: Watch, machine: Machine) -> bytes:
    visitor = Visitor(scene.cast.officer, "one")
    stored = Hold.objects.get().stored
    assert stored is not None
    stretches = [(0, len(watch.head)), (0, stored.size)]
    return b"".join(opened.bytes_for(watch, stretches, visitor=visitor, at=machine.at))


def test_a_worker_fetches_it_and_it_plays_with_exactly_the_window(
    asked: Scene, machine: Machine, tmp_path: Path
) -> None:
    opening = open_it(asked, machine)
    asked.sweep()
    assert asked.work()
    visitor = Visitor(asked.cast.officer, "one")
    watch = opened.watch_now(opening=opening, target=asked.target, visitor=visitor, at=machine.at)
    assert watch.head
    path = tmp_path / "seen.mp4"
    path.write_bytes(watched(asked, watch, machine))
    assert probe(path).plays_in_browsers
    assert clips.numbers(path) == list(range(140, 760))
    assert not Item.objects.exists()


def test_once_approved_it_becomes_an_item_and_the_look_goes_on(
    asked: Scene, machine: Machine
) -> None:
    opening = open_it(asked, machine)
    asked.sweep()
    asked.work()
    visitor = Visitor(asked.cast.officer, "one")
    watch = opened.watch_now(opening=opening, target=asked.target, visitor=visitor, at=machine.at)
    before = watched(asked, watch, machine)
    approve(
        footage_request=asked.target.request,
        person=asked.cast.commander,
        reason="",
        at=machine.at,
    )
    asked.sweep()
    assert asked.work()
    assert asked.state == "fulfilled"
    [item] = asked.items("footage")
    assert item.public_id == Hold.objects.get().public_id
    machine.ran = timedelta(hours=3)
    assert watched(asked, watch, machine) == before


def test_an_opening_that_ended_while_it_was_fetched_shows_nothing(
    asked: Scene, machine: Machine
) -> None:
    opening = open_it(asked, machine)
    asked.sweep()
    machine.ran = timedelta(hours=1)
    assert asked.work()
    assert Hold.objects.get().state == "sealed"
    visitor = Visitor(asked.cast.officer, "one")
    with pytest.raises(Refused, match="authority_ended"):
        opened.watch_now(opening=opening, target=asked.target, visitor=visitor, at=machine.at)
