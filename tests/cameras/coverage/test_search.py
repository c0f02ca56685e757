from collections.abc import Callable
from datetime import timedelta

from django.test import Client
from django.urls import reverse

from cameras.consent import texts
from cameras.consent.scopes import Scope
from cameras.consent.services import withdraw
from cameras.coverage.figures import cell_feature, cells, totals
from cameras.coverage.search import Candidate, Place, candidates
from tests.cast import AT, PLACE, Cast

Enter = Callable[..., Client]


def found(cast: Cast, *, needs_ask: bool = True, radius: float = 30) -> list[Candidate]:
    return candidates(
        Place(*PLACE, radius),
        start=AT - timedelta(hours=1),
        unit_id=cast.ward.pk,
        needs_ask=needs_ask,
        at=AT,
    )


def test_those_that_see_it_best_come_first_and_the_others_after(cast: Cast) -> None:
    away = cast.camera(bearing_deg=180, name="Nhìn đi nơi khác", lat=PLACE[0] - 0.0001)
    near = cast.camera(name="Gần")
    far = cast.camera(name="Xa", lat=PLACE[0] - 0.0004)
    assert [c.camera for c in found(cast)] == [near, far, away]
    assert [c.sees_middle for c in found(cast)] == [True, True, False]


def test_footage_that_is_overwritten_comes_last(cast: Cast) -> None:
    dead = cast.camera(name="Ghi đè", retention_hours=1)
    weak = cast.camera(name="Xa", lat=PLACE[0] - 0.0004)
    assert [c.camera for c in found(cast)] == [weak, dead]


def test_only_cameras_whose_owner_allows_it_are_found(cast: Cast) -> None:
    cast.camera(scopes=frozenset())
    shown = cast.camera(scopes=frozenset({Scope.MAP}), name="Chỉ trên bản đồ")
    asked = cast.camera(scopes=frozenset({Scope.MAP, Scope.ASK}), name="Được hỏi")
    assert {c.camera for c in found(cast)} == {asked}
    assert {c.camera for c in found(cast, needs_ask=False)} == {shown, asked}


def test_a_withdrawn_camera_leaves_the_ranking_at_once(cast: Cast) -> None:
    camera = cast.camera()
    assert found(cast)
    withdraw(
        camera,
        person=cast.owner,
        scopes=frozenset({Scope.MAP}),
        terms=texts.current("vi"),
        at=AT,
    )
    assert found(cast) == []


def test_cameras_of_another_unit_are_not_found(cast: Cast) -> None:
    cast.camera(unit=cast.other_ward)
    assert found(cast) == []


def test_a_search_costs_the_same_for_one_and_many(
    cast: Cast, django_assert_num_queries: Callable[..., object]
) -> None:
    for n in range(10):
        cast.camera(lat=PLACE[0] - 0.0001 - n * 1e-5)
    with django_assert_num_queries(1):  # type: ignore[attr-defined]
        assert len(found(cast, radius=100)) == 10


def test_few_homes_in_a_cell_are_not_told_exactly(cast: Cast) -> None:
    for _ in range(2):
        cast.camera()
    cast.camera(ownership="community")
    (cell,) = cells(cast.ward.pk)
    told = cell_feature(cell)["properties"]
    assert (told["homes"], told["others"], told["about"]) == (None, 1, True)
    for _ in range(3):
        cast.camera()
    (cell,) = cells(cast.ward.pk)
    assert cell_feature(cell)["properties"]["homes"] == 5


def test_totals_count_consent_and_ownership(cast: Cast) -> None:
    cast.camera()
    cast.camera(scopes=frozenset(), ownership="community")
    counted = totals(cast.ward.pk)
    assert (counted.all, counted.known, counted.may_ask) == (2, 1, 1)
    assert counted.by_ownership["community"] == 1


def test_the_committee_sees_cells_and_counts_of_its_unit_only(cast: Cast, as_person: Enter) -> None:
    cast.camera()
    committee = as_person(cast.committee)
    assert committee.get(reverse("coverage:map")).status_code == 200
    assert committee.get(reverse("coverage:cells", args=["t1"])).json()["features"]
    for url in (
        reverse("coverage:cells", args=["t2"]),
        reverse("coverage:map") + "?unit=t2",
    ):
        assert committee.get(url).status_code in {403, 404}


def test_points_are_for_police_of_the_unit_and_name_no_owner(cast: Cast, as_person: Enter) -> None:
    cast.camera()
    url = reverse("coverage:points", args=["t1"])
    area = {"lat": str(PLACE[0]), "lng": str(PLACE[1]), "radius": "100"}
    answer = as_person(cast.officer).get(url, area)
    (point,) = answer.json()["features"]
    assert cast.household.name not in answer.content.decode()
    assert point["properties"]["sees"] is True
    for person in (cast.committee, cast.outsider, cast.owner, cast.stranger, cast.auditor):
        assert as_person(person).get(url, area).status_code in {403, 404}
    assert as_person(cast.officer).get(url, {**area, "radius": "1e9"}).status_code == 400
