"""Windows are converted by what a beacon measured, and the custody record says so."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.urls import reverse

from cameras.beacon import outcome
from cameras.beacon import services as beacons
from cameras.beacon.vocabulary import Means, Told
from cameras.registry.clock import Known, Measured, keep_measured
from cameras.registry.models import Camera, Link
from cameras.registry.vocabulary import OffsetMethod
from evidence.custody import clocks
from evidence.extraction import services, uploads
from portal.lib import clock
from tests.cast import Cast
from tests.evidence.requests.scenario import approved

from .scene import Scene

AHEAD = timedelta(minutes=3, seconds=20)
MONTH = timedelta(days=30)


def measure(camera: Camera, method: str = OffsetMethod.BEACON, **changes: Any) -> datetime:
    """A beacon was held before this camera a month ago."""
    at = clock.now() - MONTH
    link = Link.objects.filter(camera=camera).first()
    recorder = (link.url, link.channel) if link else None
    clock_ = Known(round(AHEAD / timedelta(milliseconds=1)), 700, at)
    what = Measured(**{"clock": clock_, "method": method, "recorder": recorder, **changes})
    keep_measured(camera, what, actor="system:beacon", at=at)
    return at


@pytest.mark.slow
def test_a_pull_is_converted_by_the_beacon_and_says_so(
    scene: Scene, as_person: Callable[[Any], Client]
) -> None:
    at = measure(scene.camera)
    scene.recorder.ahead = AHEAD + timedelta(seconds=0.5)  # what it says of itself agrees
    scene.sweep()
    assert scene.work()
    item = scene.items("footage")[0]
    assert item.clock_offset_ms == 200_000
    assert item.notes["clock"]["method"] == "beacon"
    assert item.notes["clock"]["read_in_footage"] is True
    basis = clocks.basis_of(item)
    assert basis is not None
    assert (basis.measured_at, basis.in_footage) == (at, True)
    assert abs(basis.age - MONTH) < timedelta(hours=2)
    page = as_person(scene.cast.officer).get(reverse("custody:record", args=[item.public_id]))
    words = page.content.decode()
    assert "đọc mã giờ chuẩn giữ trước camera" in words
    assert "cách đoạn hình" in words


@pytest.mark.slow
def test_a_clock_set_since_is_told_by_the_recorder_again(scene: Scene) -> None:
    measure(scene.camera)
    scene.recorder.ahead = timedelta(0)
    scene.sweep()
    assert scene.work()
    item = scene.items("footage")[0]
    assert item.notes["clock"]["method"] == "recorder_clock"
    assert abs(item.clock_offset_ms or 0) < 1000


def test_who_hands_over_a_file_is_told_where_to_look_on_the_recorder(scene: Scene) -> None:
    assert uploads.window_shown(scene.target) is None
    measure(scene.camera)
    wanted = scene.target.request
    scene.target.camera.refresh_from_db()
    assert uploads.window_shown(scene.target) == (
        wanted.window_start + AHEAD,
        wanted.window_stop + AHEAD,
    )


@pytest.mark.slow
def test_a_file_brings_the_measured_clock_of_its_recorder_with_it(
    cast: Cast, recordings: list[Any]
) -> None:
    camera = cast.camera()
    row = beacons.begin(camera=camera, person=cast.owner, at=cast.at)
    row.means = Means.UPLOADED
    found = outcome.Found(200_000, 850, Told.DECLARED, cast.at)
    with transaction.atomic():
        outcome.keep(row, found, actor=cast.owner.subject, at=cast.at)
    target = approved(cast, clock.now(), camera).targets.get()
    file = SimpleUploadedFile("a.mp4", recordings[0].read_bytes(), "video/mp4")
    item = services.seal_upload(
        target=target, file=file, person=cast.owner, means="link", at=clock.now()
    )
    assert item.clock_offset_ms == 200_000
    basis = clocks.basis_of(item)
    assert basis is not None
    assert basis.declared
