from collections.abc import Callable
from datetime import timedelta

from django.test import Client
from django.urls import reverse

from cameras.consent import texts
from cameras.consent.scopes import Scope
from cameras.consent.services import withdraw
from cameras.coverage.area import Asked
from cameras.coverage.figures import cell_feature, cells, totals
from cameras.coverage.search import Candidate, Drawn, Place, Route, candidates
from cameras.coverage.sun import Light
from tests.cast import AT, PLACE, Cast

Enter = Callable[..., Client]


NIGHT = timedelta(hours=14)  # AT is three in the afternoon in Vietnam; this is one o'clock
DAWN = timedelta(hours=9, minutes=40)  # from 5:20 on: the sun rises past -6 degrees


def found(
    cast: Cast,
    *,
    needs_ask: bool = True,
    radius: float = 30,
    asked: Asked | None = None,
    before: timedelta = timedelta(hours=1),
) -> list[Candidate]:
    return candidates(
        asked or Place(*PLACE, radius),
        start=AT - before,
        stop=AT - before + timedelta(minutes=10),
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
    with django_assert_num_queries(2):  # type: ignore[attr-defined]
        assert len(found(cast, radius=100)) == 10


def test_by_night_a_camera_sees_as_far_as_its_lamps_and_without_them_nothing(cast: Cast) -> None:
    blind = cast.camera(name="Không thấy đêm", night_vision=False)
    short = cast.camera(name="Đèn gần", night_vision=True, infrared_m=10)
    lit = cast.camera(name="Đèn xa", night_vision=True, infrared_m=40)
    unsaid = cast.camera(name="Chưa rõ", night_vision=None, infrared_m=40)
    by_day = found(cast, radius=5)
    assert {c.camera for c in by_day if c.sees} == {blind, short, lit, unsaid}
    assert {c.light for c in by_day} == {Light.DAY}
    by_night = found(cast, radius=5, before=NIGHT)
    assert [c.camera for c in by_night] == [lit, unsaid]  # who is not sure comes after who is
    assert {c.light for c in by_night} == {Light.NIGHT}
    around = found(cast, radius=30, before=NIGHT)  # all of them stand in it
    assert {c.camera for c in around if not c.sees} == {blind}
    reach = {c.camera: c.view.range_m if c.view else 0 for c in around}
    assert reach == {lit: 40, unsaid: 40, short: 10, blind: 0}


def test_where_a_part_of_the_window_was_dark_nobody_is_left_out(cast: Cast) -> None:
    blind = cast.camera(night_vision=False)
    lit = cast.camera(night_vision=True)
    dawn = found(cast, before=DAWN)
    assert [c.camera for c in dawn] == [lit, blind]
    assert {c.light for c in dawn} == {Light.DUSK}


def test_among_equals_recording_time_left_and_consent_decide(cast: Cast) -> None:
    only_known = cast.camera(scopes=frozenset({Scope.MAP}))
    soon = cast.camera(retention_hours=20)
    motion = cast.camera(recording="motion")
    best = cast.camera()
    assert [c.camera for c in found(cast, needs_ask=False)] == [best, only_known, soon, motion]
    assert [c.may_ask for c in found(cast, needs_ask=False)] == [True, False, True, True]


def test_what_can_be_made_out_on_the_spot_goes_before_all_that(cast: Cast) -> None:
    sharp = cast.camera(recording="motion", width_px=7680)
    plain = cast.camera()
    assert [c.camera for c in found(cast)] == [sharp, plain]


def test_a_drawn_area_finds_who_can_have_seen_any_part_of_it(cast: Cast) -> None:
    looks_in = cast.camera()
    cast.camera(name="Quay lưng", bearing_deg=180)
    inside = cast.camera(name="Trong vùng", lat=PLACE[0] + 0.0001, bearing_deg=180)
    north = PLACE[0] + 0.0003
    corners = ((PLACE[0], PLACE[1] - 0.0003), (north, PLACE[1]), (PLACE[0], PLACE[1] + 0.0003))
    listed = found(cast, asked=Drawn(corners))
    assert {c.camera for c in listed if c.sees} == {looks_in, inside}
    assert listed[0].camera == inside  # nearer to what it sees, so denser
    assert {round(c.distance_m) for c in listed} == {0, 20}


def test_a_route_finds_who_can_have_seen_any_part_of_it(cast: Cast) -> None:
    begins = cast.camera()
    ends = cast.camera(lng=PLACE[1] + 0.004)
    cast.camera(lng=PLACE[1] + 0.002, bearing_deg=180, name="Quay lưng")
    listed = found(cast, asked=Route((PLACE, (PLACE[0], PLACE[1] + 0.004)), 5))
    assert {c.camera for c in listed} == {begins, ends}
    assert all(c.sees_middle for c in listed)


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


def test_how_many_may_be_asked_is_counted_for_the_committee_and_not_for_police(
    cast: Cast, as_person: Callable[..., Client]
) -> None:
    """An officer who asked somebody would see the number fall when they take consent back."""
    cast.camera()
    words = "Chủ cho phép hỏi xin hình"
    assert words in as_person(cast.committee).get("/coverage/").content.decode()
    for person in (cast.officer, cast.commander):
        assert words not in as_person(person).get("/coverage/").content.decode()


def test_totals_count_consent_and_ownership(cast: Cast) -> None:
    cast.camera()
    cast.camera(scopes=frozenset(), ownership="community")
    counted = totals(cast.ward.pk)
    assert (counted.all, counted.known, counted.may_ask) == (2, 1, 1)
    assert counted.by_ownership["community"] == 1


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
