import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from cameras.consent import services as consent
from cameras.consent import texts
from cameras.consent.scopes import Scope
from cameras.registry import masking
from cameras.registry.models import Mask
from detection.engine.detect import overlap
from evidence.custody import services as custody
from evidence.custody.models import Item
from evidence.custody.vocabulary import ItemRole
from evidence.findings import claims, services
from evidence.findings.models import Analysis
from evidence.findings.queries import findings_for
from portal.files import vault
from portal.ledger.kinds import Kind
from portal.ledger.models import Entry
from portal.lib.clock import now
from portal.media.errors import MediaError
from tests.evidence.custody.scene import Scene

from .clips import MOVER, crossing
from .conftest import Seal

Nudges = list[tuple[str, tuple[str, ...]]]


def look_at(item: Item) -> Analysis:
    services.sweep(at=now())
    analysis = Analysis.objects.get(item=item)
    services.run(public_id=analysis.public_id)
    analysis.refresh_from_db()
    return analysis


def withdraw(scene: Scene, *scopes: Scope) -> None:
    consent.withdraw(
        scene.camera,
        person=scene.cast.owner,
        scopes=frozenset(scopes),
        terms=texts.current("vi"),
        at=now(),
    )


def test_what_moved_is_found_where_and_when_it_was(clip: Item) -> None:
    analysis = look_at(clip)
    assert (analysis.state, analysis.reason, analysis.tracks) == ("done", "", 1)
    found = findings_for(clip, now())
    assert found is not None
    [track] = found.tracks
    assert abs(track.proposal.start_ms - 2400) < 800
    assert abs(track.proposal.stop_ms - 7600) < 900
    width, height = found.frame
    assert (width, height) == (480, 270)
    hits = 0
    for t_ms, x, y, w, h in track.proposal.boxes:
        place = MOVER.box(t_ms)
        hits += place is not None and overlap(type(place)(x, y, w, h), place) > 0.4
    assert hits > 0.85 * len(track.proposal.boxes)


def cover(scene: Scene, left: int, right: int) -> Mask:
    points = ((left, 0), (right, 0), (right, 1000), (left, 1000))
    return masking.draw(
        scene.camera, points=points, reason="window", actor=scene.cast.owner, at=now()
    )


def test_under_a_mask_nothing_is_looked_at(scene: Scene, clip: Item) -> None:
    mask = cover(scene, 0, 1000)
    analysis = look_at(clip)
    masking.end(mask, actor=scene.cast.owner, at=now())
    assert (analysis.state, analysis.tracks) == ("done", 0)
    assert analysis.derivative is not None
    assert analysis.derivative.recipe["masks"] == [mask.public_id]


def test_a_mask_drawn_after_the_look_hides_what_was_found_there(scene: Scene, clip: Item) -> None:
    look_at(clip)
    before = findings_for(clip, now())
    assert before is not None
    [whole] = before.tracks
    cover(scene, 500, 1000)
    found = findings_for(clip, now())
    assert found is not None
    [part] = found.tracks
    assert 0 < len(part.proposal.boxes) < len(whole.proposal.boxes)
    assert all((x + w / 2) * 1000 / 480 < 500 for _, x, _, w, _ in part.proposal.boxes)
    assert part.proposal.stop_ms == part.proposal.boxes[-1][0] < whole.proposal.stop_ms
    cover(scene, 0, 500)
    found = findings_for(clip, now())
    assert found is not None
    assert found.tracks == ()


def test_the_findings_file_is_an_encrypted_derivative_with_its_recipe(clip: Item) -> None:
    child = look_at(clip).derivative
    assert child is not None
    assert (child.parent, child.role) == (clip, ItemRole.FINDINGS)
    assert child.recipe == {
        "engine": "1",
        "every_ms": 200,
        "keys_first": False,
        "masks": [],
        "max_side": 960,
        "model": "motion-hog",
        "model_sha256": "",
    }
    file = json.loads(b"".join(vault.read(child.stored)))
    assert file["v"] == 1
    assert set(file["tracks"][0]) == {
        "n", "kind", "start_ms", "stop_ms", "confidence_pm", "boxes",
    }  # fmt: skip


def test_the_record_says_what_was_produced_about_which_camera(clip: Item, scene: Scene) -> None:
    look_at(clip)
    [entry] = Entry.objects.filter(kind=Kind.FINDING_PRODUCED)
    said = json.loads(bytes(entry.body))
    unit = scene.case.unit
    about = [clip.subject, scene.camera.subject, scene.case.subject, unit.subject]
    assert said["subjects"] == about
    assert said["actor"] == "system:findings"
    assert said["facts"]["model"] == "motion-hog"


@pytest.mark.slow
def test_the_same_clip_gives_the_same_file(clip: Item, seal: Seal) -> None:
    first, second = look_at(clip), look_at(seal(crossing()))
    assert first.derivative is not None
    assert second.derivative is not None
    assert first.derivative.stored.sha256 == second.derivative.stored.sha256


@pytest.mark.parametrize("scope", [Scope.DETECT, Scope.ASK])
def test_without_the_owners_leave_nobody_looks(clip: Item, scene: Scene, scope: Scope) -> None:
    withdraw(scene, scope)
    services.sweep(at=now())
    assert not Analysis.objects.exists()


def test_a_written_demand_does_not_need_it(clip: Item, scene: Scene) -> None:
    withdraw(scene, Scope.DETECT)
    type(scene.request).objects.filter(pk=scene.request.pk).update(basis="demand")
    assert look_at(clip).state == "done"


def test_a_withdrawal_before_the_end_stops_the_release(
    clip: Item, scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = services._sealed

    def late(data: bytes) -> Any:
        withdraw(scene, Scope.DETECT)
        return real(data)

    monkeypatch.setattr(services, "_sealed", late)
    analysis = look_at(clip)
    assert (analysis.state, analysis.reason, analysis.derivative) == ("failed", "not_allowed", None)
    assert not clip.derivatives.exists()
    assert not Entry.objects.filter(kind=Kind.FINDING_PRODUCED).exists()


def cut_short() -> bytes:
    return crossing()[:900]


@pytest.mark.parametrize("poison", [b"", b"\0" * 5000, b"<svg xmlns='x'/>" * 90, "cut_short"])
def test_poison_fails_with_a_reason_and_harms_nobody_else(
    poison: bytes | str, clip: Item, seal: Seal
) -> None:
    bad = seal(cut_short() if isinstance(poison, str) else poison)
    analysis = look_at(bad)
    assert (analysis.state, analysis.reason) == ("failed", "not_video")
    assert analysis.reason_label
    assert look_at(clip).state == "done"


def test_a_decoder_that_keeps_crashing_gets_three_tries(
    clip: Item, monkeypatch: pytest.MonkeyPatch
) -> None:
    def crash(*_: object, **__: object) -> Iterator[None]:
        raise MediaError("crashed", "exit -11")

    monkeypatch.setattr(services, "pictures_of", crash)
    at = now()
    services.sweep(at=at)
    states = []
    for hours in range(4):
        analysis = Analysis.objects.get(item=clip)
        later = at + timedelta(hours=hours)

        def tick(then: datetime = later) -> datetime:
            return then

        services.run(public_id=analysis.public_id, tick=tick)
        analysis.refresh_from_db()
        states.append((analysis.state, analysis.attempts))
    assert states == [("waiting", 1), ("waiting", 2), ("failed", 3), ("failed", 3)]
    assert analysis.reason == "decoder_failed"


def test_only_one_of_two_workers_gets_the_job(clip: Item) -> None:
    services.sweep(at=now())
    name = Analysis.objects.get(item=clip).public_id
    assert claims.claim(name, now()) is not None
    assert claims.claim(name, now()) is None


def test_a_worker_whose_lease_went_on_writes_nothing(
    clip: Item, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = services._sealed

    def slow(data: bytes) -> Any:
        Analysis.objects.filter(item=clip).update(token="another")
        return real(data)

    monkeypatch.setattr(services, "_sealed", slow)
    analysis = look_at(clip)
    assert (analysis.state, analysis.token, analysis.derivative) == ("running", "another", None)
    assert not Entry.objects.filter(kind=Kind.FINDING_PRODUCED).exists()


def test_work_of_a_dead_worker_is_taken_up_again(clip: Item, settings: Any) -> None:
    services.sweep(at=now())
    name = Analysis.objects.get(item=clip).public_id
    assert claims.claim(name, now() - 2 * settings.JOB_LEASE) is None  # not due in the past
    Analysis.objects.filter(public_id=name).update(next_try_at=now() - timedelta(days=1))
    assert claims.claim(name, now() - 2 * settings.JOB_LEASE) is not None
    assert look_at(clip).state == "done"


def test_what_kills_three_workers_is_set_aside(clip: Item, settings: Any) -> None:
    at = now()
    services.sweep(at=at)
    name = Analysis.objects.get(item=clip).public_id
    for _ in range(3):
        assert claims.claim(name, at) is not None
        at += 2 * settings.JOB_LEASE
        services.sweep(at=at)
    analysis = Analysis.objects.get(item=clip)
    assert (analysis.state, analysis.reason) == ("failed", "worker_lost")


def test_bytes_that_were_altered_are_never_decoded(clip: Item, tmp_path: Path) -> None:
    services.sweep(at=now())
    files = [path for path in (tmp_path / "vault").rglob("*") if path.is_file()]
    [path] = [path for path in files if path.name.startswith(clip.stored.public_id)]
    path.chmod(0o600)
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(bytes(data))
    analysis = look_at(clip)
    assert (analysis.state, analysis.reason) == ("failed", "damaged")


def test_progress_is_seen_while_it_runs(clip: Item, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[int] = []
    real = claims.renew

    def watched(analysis: Analysis, progress_pm: int, at: datetime) -> None:
        seen.append(progress_pm)
        real(analysis, progress_pm, at)

    monkeypatch.setattr(services, "RENEW_S", 0.0)
    monkeypatch.setattr(claims, "renew", watched)
    assert look_at(clip).progress_pm == 1000
    assert seen == sorted(seen)
    assert seen[0] < 100
    assert seen[-1] > 900


def test_the_sweep_wakes_workers_for_what_is_due(clip: Item, nudges: Nudges) -> None:
    nudges.clear()
    services.sweep(at=now())
    waiting = Analysis.objects.values_list("public_id", flat=True)
    assert Analysis.objects.filter(item=clip).exists()
    assert sorted(nudges) == sorted(("findings.run", (public_id,)) for public_id in waiting)


def test_derivatives_and_destroyed_items_are_not_looked_at(clip: Item, scene: Scene) -> None:
    custody.destroy(item=clip, actor="system:test", reason="thử", at=now())
    services.sweep(at=now())
    assert not Analysis.objects.filter(item=clip).exists()
    assert not Analysis.objects.exclude(item__kind="original").exists()
