"""Cameras come in one at a time and by thousands through the same door."""

from dataclasses import replace
from datetime import UTC, date, datetime
from time import perf_counter

import h3
import pytest

from cameras.registry.models import Camera
from cameras.registry.services import NewCamera, register_cameras, remove_camera
from portal.ledger.kinds import Kind
from portal.ledger.models import Entry, entries_about
from portal.lib import geo
from portal.lib.errors import Refused
from tests.cast import PLACE, Cast

NOW = datetime(2026, 11, 21, 1, tzinfo=UTC)


def spec(cast: Cast) -> NewCamera:
    return NewCamera(
        owner=cast.household,
        ownership="home",
        name="  Cổng   trước ",
        place_kind="home_gate",
        lat=PLACE[0],
        lng=PLACE[1],
        unit=cast.ward,
        address="1806/127/2/6/15/48/2A đường mẫu",
    )


def test_it_keeps_what_was_said_and_where_that_is(cast: Cast) -> None:
    camera = register_cameras([spec(cast)], actor=cast.owner, at=NOW)[0]
    camera.refresh_from_db()
    assert camera.name == "Cổng trước"
    assert camera.qk == geo.qk(*PLACE)
    assert camera.cell == h3.latlng_to_cell(*PLACE, 9)
    assert camera.bearing_deg is None
    assert (camera.retention_hours, camera.retention_source) == (7 * 24, "assumed")


def test_the_record_says_that_it_was_registered_and_not_where(cast: Cast) -> None:
    camera = register_cameras([spec(cast)], actor=cast.owner, at=NOW)[0]
    entry = entries_about(camera.subject).get()
    assert entry.kind == Kind.CAMERA_REGISTERED
    assert entry.actor == cast.owner.subject
    assert entry.subjects == [camera.subject, cast.household.subject, cast.ward.subject]
    assert entry.facts == {
        "unit": cast.ward.code,
        "ownership": "home",
        "place_kind": "home_gate",
        "demo": False,
    }
    body = bytes(entry.body).decode()
    for secret in ("10.36", "107.08", cast.household.name, "Cổng", "1806", cast.owner.full_name):
        assert secret not in body
    assert entry.private("position") == f"{PLACE[0]:.6f},{PLACE[1]:.6f}"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"name": " \u202e "}, "registry.name_missing"),
        ({"lat": 48.85, "lng": 2.35}, "registry.outside_vietnam"),
        ({"bearing_deg": 360}, "registry.bearing_out_of_range"),
        ({"retention_hours": 0}, "registry.retention_out_of_range"),
        ({"retention_hours": 366 * 24}, "registry.retention_out_of_range"),
    ],
)
def test_one_wrong_camera_stops_the_whole_list_with_its_reason(
    cast: Cast, change: dict[str, object], code: str
) -> None:
    size = Entry.objects.count()
    wrong = replace(spec(cast), **change)  # type: ignore[arg-type]
    with pytest.raises(Refused, match=code):
        register_cameras([spec(cast), wrong], actor=cast.owner, at=NOW)
    assert not Camera.objects.exists()
    assert Entry.objects.count() == size


def test_a_unit_that_has_ended_takes_no_cameras(cast: Cast) -> None:
    cast.ward.valid_to = date(2025, 12, 31)
    with pytest.raises(Refused, match=r"registry\.unit_ended"):
        register_cameras([spec(cast)], actor=cast.owner, at=NOW)


def test_removing_twice_is_once(cast: Cast) -> None:
    camera = cast.camera()
    remove_camera(camera, actor=cast.owner, at=NOW)
    remove_camera(camera, actor=cast.owner, at=NOW)
    camera.refresh_from_db()
    assert (camera.status, camera.removed_at) == ("removed", NOW)
    assert entries_about(camera.subject, [Kind.CAMERA_REMOVED]).count() == 1


@pytest.mark.slow
def test_a_whole_town_is_registered_in_seconds(cast: Cast) -> None:
    specs = [
        replace(spec(cast), lat=10.33 + (n % 80) / 1000, lng=107.07 + (n // 80) / 2000)
        for n in range(6279)
    ]
    started = perf_counter()
    cameras = register_cameras(specs, actor=cast.owner, at=NOW)
    took = perf_counter() - started
    assert Camera.objects.count() == 6279
    assert all(camera.pk for camera in cameras)
    assert Entry.objects.filter(kind=Kind.CAMERA_REGISTERED).count() == 6279
    assert took < 30, f"6,279 cameras took {took:.1f} s"
