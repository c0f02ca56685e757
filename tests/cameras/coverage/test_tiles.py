"""The map in a frame: what each sees of it, that it is right at once, and what it costs."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from cameras.consent import texts
from cameras.consent.models import CurrentConsent
from cameras.consent.scopes import Scope
from cameras.consent.services import withdraw
from cameras.coverage import tiles
from cameras.coverage.nearby import known_in
from cameras.coverage.tiles import MOST_TILES, Frame, for_police, level_for
from cameras.registry.counts import ZOOMS, set_on_map
from cameras.registry.models import Camera
from cameras.registry.services import NewCamera, register_cameras
from portal.lib import geo
from tests.cast import AT, PLACE, Cast

Enter = Callable[..., Client]
NEAR = Frame(geo.box_around(*PLACE, 400), 17)
FAR = Frame(geo.box_around(*PLACE, 20_000), 11)
MONTHS = timedelta(days=800)  # consents run out after 24 of them


def query(frame: Frame) -> dict[str, str]:
    return {name: str(value) for name, value in {**frame.box._asdict(), "zoom": frame.zoom}.items()}


def crowd(cast: Cast, count: int, lat: float, lng: float, apart: float = 1e-5) -> None:
    """Cameras on the map, in rows of twenty, some metres apart unless told otherwise."""
    specs = [
        NewCamera(
            owner=cast.household,
            ownership="home",
            name=f"Camera {n}",
            place_kind="alley",
            lat=lat + n % 20 * apart,
            lng=lng + n // 20 * apart,
            unit=cast.ward,
        )
        for n in range(count)
    ]
    rows = register_cameras(specs, actor=cast.owner, at=AT)
    CurrentConsent.objects.bulk_create(
        CurrentConsent(camera=row, map=True, since=AT, until=None) for row in rows
    )
    with transaction.atomic():
        set_on_map({row.pk: True for row in rows})


def test_far_away_cameras_are_counts_and_near_by_they_are_points(cast: Cast) -> None:
    for n in range(3):
        cast.camera(lng=PLACE[1] + n * 1e-4)
    cast.camera(scopes=frozenset(), name="Chưa đồng ý")
    far = for_police(cast.ward.pk, FAR, AT)
    assert (far.count, [tile.count for tile in far.tiles], far.points) == (3, [3], ())
    near = for_police(cast.ward.pk, NEAR, AT)
    assert (near.count, len(near.points), near.tiles) == (3, 3, ())
    assert for_police(cast.other_ward.pk, FAR, AT).count == 0


def test_a_withdrawn_camera_leaves_counts_and_points_at_once(cast: Cast) -> None:
    camera = cast.camera()
    scopes, terms = frozenset({Scope.MAP}), texts.current("vi")
    withdraw(camera, person=cast.owner, scopes=scopes, terms=terms, at=AT)
    assert [for_police(cast.ward.pk, frame, AT).count for frame in (FAR, NEAR)] == [0, 0]


def test_a_consent_that_has_run_out_counts_no_more_though_nobody_folded_it_yet(cast: Cast) -> None:
    cast.camera()
    cast.camera(lng=PLACE[1] + 0.05)
    without_end = cast.camera()
    CurrentConsent.objects.filter(camera=without_end).update(until=None)
    later = AT + MONTHS
    assert [for_police(cast.ward.pk, frame, later).count for frame in (FAR, NEAR)] == [1, 1]


def test_what_stands_beside_the_frame_is_not_in_it(cast: Cast) -> None:
    cast.camera(lat=PLACE[0] + 0.02)
    assert for_police(cast.ward.pk, NEAR, AT).count == 0
    away = Frame(geo.box_around(PLACE[0] + 1, PLACE[1], 20_000), 11)
    assert for_police(cast.ward.pk, away, AT).count == 0


def test_too_many_points_are_told_as_counts(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tiles, "MOST_POINTS", 5)
    crowd(cast, 6, *PLACE)
    shown = for_police(cast.ward.pk, NEAR, AT)
    assert (shown.count, shown.points) == (6, ())


@given(st.floats(8, 23), st.floats(103, 109), st.floats(10, 2_000_000), st.integers(0, 22))
def test_a_frame_never_has_more_squares_than_bounded(
    lat: float, lng: float, radius: float, zoom: int
) -> None:
    frame = Frame(geo.box_around(lat, lng, radius), zoom)
    level = level_for(frame)
    assert tiles._tiles_across(frame.box, level) <= MOST_TILES or level == min(ZOOMS)
    assert level <= max(zoom + tiles.FINER, min(ZOOMS))


# --- Through the door ---------------------------------------------------------------------------


def test_police_get_points_without_owners_and_the_committee_gets_cells(
    cast: Cast, as_person: Enter
) -> None:
    home = cast.camera(name="Cổng nhà tôi")
    shared = cast.camera(ownership="community", place_kind="junction", name="Ngã ba")
    hidden = cast.camera(ownership="state", scopes=frozenset(), name="Trụ sở")
    url = reverse("coverage:tiles", args=["t1"])
    police = as_person(cast.officer).get(url, query(NEAR))
    ids = {f["properties"]["id"] for f in police.json()["features"]}
    assert ids == {home.public_id, shared.public_id}
    assert police.json()["words"] == "2 camera, 2 chưa xác minh tại chỗ"
    for word in (cast.household.name, home.name, cast.household.public_id):
        assert word not in police.content.decode()
    for person in (cast.committee, cast.board):
        answer = as_person(person).get(url, query(NEAR))
        features = answer.json()["features"]
        points = [f["properties"]["id"] for f in features if f["geometry"]["type"] == "Point"]
        assert points == [shared.public_id]
        assert [f["geometry"]["type"] for f in features].count("Polygon") == 1
        for camera in (home, hidden):
            assert camera.public_id not in answer.content.decode()
    far = as_person(cast.committee).get(url, query(FAR)).json()["features"]
    assert {f["geometry"]["type"] for f in far} == {"Polygon"}


def test_very_near_the_map_says_where_cameras_look(cast: Cast, as_person: Enter) -> None:
    cast.camera()
    cast.camera(bearing_deg=None)
    url = reverse("coverage:tiles", args=["t1"])
    for zoom, looks in ((17, [None, None]), (18, [0, None])):
        answer = as_person(cast.officer).get(url, query(Frame(NEAR.box, zoom))).json()
        found = [feature["properties"].get("bearing_deg") for feature in answer["features"]]
        assert found == looks


def test_a_map_of_another_unit_is_nobody_elses(cast: Cast, as_person: Enter) -> None:
    cast.camera()
    for person, url in (
        (cast.committee, reverse("coverage:tiles", args=["t2"])),
        (cast.outsider, reverse("coverage:tiles", args=["t1"])),
        (cast.owner, reverse("coverage:tiles", args=["t1"])),
        (cast.auditor, reverse("coverage:tiles", args=["t1"])),
    ):
        assert as_person(person).get(url, query(NEAR)).status_code in {403, 404}
    assert as_person(cast.committee).get(reverse("coverage:map") + "?unit=t2").status_code == 404
    assert as_person(cast.committee).get(reverse("coverage:map")).status_code == 200


@pytest.mark.parametrize(
    "wrong",
    [
        {"zoom": "99"},
        {"west": "nan"},
        {"west": "200"},
        {"west": "107.9", "east": "107.1"},
        {"zoom": ""},
    ],
)
def test_a_frame_that_is_none_is_refused(
    cast: Cast, as_person: Enter, wrong: dict[str, str]
) -> None:
    url = reverse("coverage:tiles", args=["t1"])
    assert as_person(cast.officer).get(url, {**query(FAR), **wrong}).status_code == 400


def test_an_unchanged_frame_is_not_sent_twice_and_never_kept_unasked(
    cast: Cast, as_person: Enter
) -> None:
    camera = cast.camera()
    officer, url = as_person(cast.officer), reverse("coverage:tiles", args=["t1"])
    first = officer.get(url, query(FAR))
    assert first["Cache-Control"] == "private, no-cache"
    again = officer.get(url, query(FAR), headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    withdraw(
        camera,
        person=cast.owner,
        scopes=frozenset({Scope.MAP}),
        terms=texts.current("vi"),
        at=AT,
    )
    gone = officer.get(url, query(FAR), headers={"If-None-Match": first["ETag"]})
    assert (gone.status_code, gone.json()["features"]) == (200, [])


def test_drawn_areas_and_routes_are_searched_through_the_same_door(
    cast: Cast, as_person: Enter
) -> None:
    camera = cast.camera()
    officer, url = as_person(cast.officer), reverse("coverage:points", args=["t1"])
    lat, lng = PLACE
    area = f"{lat},{lng - 0.0002};{lat + 0.0002},{lng};{lat},{lng + 0.0002}"
    route = f"{lat},{lng - 0.001};{lat},{lng + 0.001}"
    for asked in ({"area": area}, {"route": route, "width": "8"}, {"route": route}):
        (feature,) = officer.get(url, asked).json()["features"]
        assert feature["properties"]["id"] == camera.public_id
    for wrong in (
        {"area": "x"},
        {"area": "1,2"},
        {"area": "1,2,3;4"},
        {"route": ""},
        {"area": "nan,1;2,3;4,5"},
    ):
        answer = officer.get(url, wrong)
        assert answer.status_code == 400
        assert json.loads(answer.content)


# --- What it costs ------------------------------------------------------------------------------


@contextmanager
def work(counted: dict[str, int]) -> Iterator[None]:
    """How many steps SQLite's machine took: what was read, whatever the clock says."""
    steps = 0

    def step() -> int:
        nonlocal steps
        steps += 1
        return 0

    connection.ensure_connection()
    connection.connection.set_progress_handler(step, 1)
    try:
        yield
    finally:
        connection.connection.set_progress_handler(None, 0)
    counted["steps"] = steps


def cost(cast: Cast, frame: Frame) -> int:
    counted: dict[str, int] = {}
    with work(counted):
        assert for_police(cast.ward.pk, frame, AT).count == 30
        assert len(list(tiles.public_points(cast.ward.pk, frame, AT))) == 0
    return counted["steps"]


@pytest.mark.slow
@pytest.mark.skipif(connection.vendor != "sqlite", reason="counts the steps of SQLite's machine")
@pytest.mark.parametrize("frame", [NEAR, Frame(NEAR.box, 14)], ids=["near", "far"])
def test_cameras_outside_the_frame_cost_nothing(cast: Cast, frame: Frame) -> None:
    crowd(cast, 30, *PLACE)
    crowd(cast, 40, PLACE[0] + 0.05, PLACE[1] + 0.05)
    before = cost(cast, frame)
    crowd(cast, 600, PLACE[0] + 0.051, PLACE[1] + 0.05)
    crowd(cast, 200, PLACE[0] + 0.06, PLACE[1] + 0.06, apart=0.004)  # each in a tile of its own
    assert cost(cast, frame) <= before * 1.02


@pytest.mark.skipif(connection.vendor != "postgresql", reason="reads PostgreSQL's plan")
def test_points_are_read_by_ranges_of_the_index(cast: Cast) -> None:
    crowd(cast, 30, *PLACE)
    crowd(cast, 2_000, PLACE[0] + 0.05, PLACE[1] + 0.05)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE registry_camera")
    [plan] = json.loads(known_in(NEAR.box, cast.ward.pk, AT).explain(format="json"))
    steps = list(_steps(plan["Plan"]))
    assert not [step for step in steps if step["Node Type"] == "Seq Scan" and _of_cameras(step)]
    read = [step["Index Cond"] for step in steps if "Index Cond" in step and _of_cameras(step)]
    assert read
    assert all("qk >=" in condition for condition in read), plan


def _steps(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for part in plan.get("Plans", []):
        yield from _steps(part)


def _of_cameras(step: dict[str, Any]) -> bool:
    """Whether a step reads the cameras themselves, not what their owners agreed to."""
    relation, index = step.get("Relation Name", ""), step.get("Index Name", "")
    return bool(
        relation == "registry_camera" or index.startswith(("registry_camera_", "camera_on_map"))
    )


@pytest.mark.parametrize("zoom", [17, 19], ids=["near", "with views"])
def test_who_has_not_been_seen_on_the_ground_has_a_mark_of_its_own(
    cast: Cast, as_person: Enter, zoom: int
) -> None:
    seen, fresh = cast.camera(), cast.camera(lat=PLACE[0] + 0.0001)
    Camera.objects.filter(pk=seen.pk).update(verification="confirmed")
    url = reverse("coverage:tiles", args=[cast.ward.code])
    frame = Frame(geo.box_around(*PLACE, 100), zoom)
    shown = as_person(cast.officer).get(url, query(frame)).json()
    marks = {one["properties"]["id"]: one["properties"] for one in shown["features"]}
    assert "unverified" not in marks[seen.public_id]
    assert marks[fresh.public_id]["unverified"] is True
    assert marks[fresh.public_id]["label"].endswith("chưa xác minh tại chỗ")
    assert shown["words"] == "2 camera, 1 chưa xác minh tại chỗ"
    assert [line["hollow"] for line in shown["legend"]] == [True]
    Camera.objects.update(verification="confirmed")
    shown = as_person(cast.officer).get(url, query(frame)).json()
    assert (shown["words"], shown["legend"]) == ("2 camera", [])


@pytest.mark.parametrize("frame", [NEAR, FAR], ids=["near", "far"])
def test_a_frame_takes_the_same_queries_for_one_camera_and_many(
    cast: Cast, as_person: Enter, frame: Frame
) -> None:
    cast.camera()
    cast.camera(ownership="community")
    url = reverse("coverage:tiles", args=["t1"])
    for person in (cast.officer, cast.committee):
        client = as_person(person)
        client.get(url, query(frame))
        few, many = CaptureQueriesContext(connection), CaptureQueriesContext(connection)
        with few:
            client.get(url, query(frame))
        crowd(cast, 50, *PLACE)
        with many:
            client.get(url, query(frame))
        assert len(few) == len(many)


def test_every_camera_of_a_frame_is_known_to_its_counts(cast: Cast) -> None:
    """At every zoom the counts of the whole ground are all there are."""
    crowd(cast, 25, PLACE[0] + 0.03, PLACE[1] - 0.02)
    crowd(cast, 12, *PLACE)
    for zoom in range(5, 15):
        assert for_police(cast.ward.pk, Frame(FAR.box, zoom), AT).count == 37
    assert Camera.objects.count() == 37
