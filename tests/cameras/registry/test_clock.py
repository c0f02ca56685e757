"""What was measured in footage is kept with the link, on the record, and outlives a mere test."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from cameras.registry import health
from cameras.registry.clock import Known, Measured, keep_measured
from cameras.registry.links import NewLink, link_camera
from cameras.registry.models import Camera, Link
from cameras.registry.services import remove_camera
from cameras.registry.vocabulary import OffsetMethod
from portal.ledger.kinds import Kind
from portal.ledger.models import entries_about
from portal.lib.errors import Refused
from tests.cast import Cast

from .test_link import Recorder, well

NOW = datetime(2026, 11, 21, 1, tzinfo=UTC)
HERE = ("http://127.0.0.1:1", 1)


@pytest.fixture
def camera(cast: Cast) -> Camera:
    row = cast.camera()
    link_camera(row, NewLink(HERE[0]), actor=cast.owner, at=NOW)
    return row


def measured(**changes: Any) -> Measured:
    clock = Known(200_000, 400, NOW)
    given: dict[str, Any] = {"method": OffsetMethod.BEACON, "recorder": HERE, "clock": clock}
    return Measured(**{**given, **changes})


def test_a_measurement_is_kept_and_on_the_record(camera: Camera) -> None:
    what = measured(drift_ppm=11.6, controlled=True, facts={"means": "pulled"})
    keep_measured(camera, what, actor="system:beacon", at=NOW)
    link = Link.objects.get()
    assert (link.clock_offset_ms, link.offset_method) == (200_000, "beacon")
    assert (link.offset_uncertainty_ms, link.clock_drift_ppm) == (400, 11.6)
    assert link.controlled_at == link.offset_measured_at == NOW
    entry = entries_about(camera.subject, [Kind.CAMERA_CLOCK_MEASURED]).get()
    assert entry.facts == {
        "method": "beacon",
        "offset_ms": 200_000,
        "error_ms": 400,
        "drift_ppm": 12,
        "applied": True,
        "means": "pulled",
    }


def test_another_recorder_by_now_is_refused(camera: Camera) -> None:
    for recorder in (("http://127.0.0.1:2", 1), (HERE[0], 2), None):
        with pytest.raises(Refused, match="recorder_changed"):
            keep_measured(camera, measured(recorder=recorder), actor="system:beacon", at=NOW)
    assert Link.objects.get().clock_offset_ms is None
    assert not entries_about(camera.subject, [Kind.CAMERA_CLOCK_MEASURED]).exists()


def test_a_camera_without_a_link_has_it_on_the_record_only(cast: Cast) -> None:
    row = cast.camera()
    assert keep_measured(row, measured(recorder=None), actor="system:beacon", at=NOW) is None
    assert entries_about(row.subject, [Kind.CAMERA_CLOCK_MEASURED]).exists()


def test_a_removed_camera_is_refused(cast: Cast, camera: Camera) -> None:
    remove_camera(camera, actor=cast.owner, at=NOW)
    with pytest.raises(Refused, match="camera_removed"):
        keep_measured(camera, measured(), actor="system:beacon", at=NOW)


@pytest.mark.parametrize(
    ("seconds", "method"),
    [(200, "beacon"), (201.5, "beacon"), (203, "recorder_clock"), (0, "recorder_clock")],
)
def test_the_recorders_own_word_replaces_it_only_where_they_disagree(
    camera: Camera, monkeypatch: pytest.MonkeyPatch, seconds: float, method: str
) -> None:
    link = keep_measured(camera, measured(), actor="system:beacon", at=NOW)
    assert link is not None
    recorder = Recorder(well(timedelta(seconds=seconds)))
    monkeypatch.setattr(health, "open_source", lambda *_: recorder)
    health.test(link, at=NOW)
    link.refresh_from_db()
    assert link.offset_method == method
    assert link.last_tested_at == NOW


def test_a_known_drift_is_carried_on_before_they_are_compared(
    camera: Camera, monkeypatch: pytest.MonkeyPatch
) -> None:
    long_ago = Known(200_000, 400, NOW - timedelta(days=10))
    what = measured(clock=long_ago, drift_ppm=20.0)
    link = keep_measured(camera, what, actor="system:beacon", at=NOW)
    assert link is not None
    recorder = Recorder(well(timedelta(seconds=217.3)))
    monkeypatch.setattr(health, "open_source", lambda *_: recorder)
    health.test(link, at=NOW)
    assert Link.objects.get().offset_method == "beacon"


def test_what_a_person_read_does_not_replace_what_was_measured(camera: Camera) -> None:
    keep_measured(camera, measured(), actor="system:beacon", at=NOW)
    said = measured(clock=Known(100_000, 30_000, NOW), method=OffsetMethod.DECLARED)
    keep_measured(camera, said, actor="system:beacon", at=NOW)
    assert Link.objects.get().clock_offset_ms == 200_000
    entries = entries_about(camera.subject, [Kind.CAMERA_CLOCK_MEASURED]).order_by("seq")
    assert [entry.facts["applied"] for entry in entries] == [True, False]


def test_what_a_person_read_is_better_than_nothing(camera: Camera) -> None:
    said = measured(clock=Known(100_000, 30_000, NOW), method=OffsetMethod.DECLARED)
    keep_measured(camera, said, actor="system:beacon", at=NOW)
    assert Link.objects.get().offset_method == "declared"


def test_a_link_to_another_recorder_forgets_it(cast: Cast, camera: Camera) -> None:
    keep_measured(camera, measured(drift_ppm=5.0, controlled=True), actor="system:beacon", at=NOW)
    link_camera(camera, NewLink("http://127.0.0.1:2"), actor=cast.owner, at=NOW)
    link = Link.objects.get()
    assert (link.clock_offset_ms, link.clock_drift_ppm, link.controlled_at) == (None, None, None)
