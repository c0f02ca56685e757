"""The neighbourhood's board looks on the ground: confirms, or returns with a reason."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from cameras.registry.models import Camera, Photo, TileCount
from cameras.registry.vocabulary import Verification
from cameras.upkeep import queries, services
from cameras.upkeep.models import Visit
from portal.ledger.kinds import Kind
from portal.ledger.models import entries_about
from portal.lib.errors import Refused
from portal.notices.models import Notice
from portal.people.models import User
from portal.people.roles import Role
from portal.people.services import add_member
from portal.places.models import Neighbourhood
from tests.cast import PLACE, Cast
from tests.portal.media.test_stills import picture, with_position

Enter = Callable[[User], Client]
NOW = datetime(2026, 11, 21, 1, tzinfo=UTC)


def page_of(camera: Camera, page: str = "") -> str:
    return f"/upkeep/{camera.public_id}/{page}"


def test_a_camera_waits_until_somebody_stood_before_it(cast: Cast, as_person: Enter) -> None:
    camera = cast.camera(address="12/3 hẻm mẫu")
    board = as_person(cast.board)
    assert "12/3 hẻm mẫu" in board.get("/upkeep/").content.decode()
    photo = SimpleUploadedFile("wall.jpg", with_position(picture()), "image/jpeg")
    assert board.post(page_of(camera), {"photo": photo}).headers["Location"] == "/upkeep/"
    camera.refresh_from_db()
    assert camera.verification == Verification.CONFIRMED
    assert Visit.objects.get().photo == Photo.objects.get()
    assert entries_about(camera.subject, [Kind.CAMERA_CONFIRMED]).count() == 1
    assert "12/3 hẻm mẫu" not in board.get("/upkeep/").content.decode()
    assert board.get(page_of(camera)).status_code == 404  # what waits, and nothing else
    listed = as_person(cast.owner).get("/cameras/").content.decode()
    assert "Khu phố đã xác minh tại chỗ" in listed


def test_the_map_shows_what_waits_on_every_page_of_the_list(
    cast: Cast, as_person: Enter, monkeypatch: pytest.MonkeyPatch
) -> None:
    for turn in range(23):
        cast.camera(lat=PLACE[0] + turn / 1e4)
    board = as_person(cast.board)
    second = board.get("/upkeep/?page=2")
    assert len(second.context["rows"]) == 3
    assert len(second.context["points"]["features"]) == 23
    assert "camera đứng đầu danh sách" not in second.content.decode()
    monkeypatch.setattr("cameras.upkeep.pages.MOST_ON_MAP", 10)
    first = board.get("/upkeep/")
    assert len(first.context["points"]["features"]) == 10
    assert "Bản đồ chỉ hiện 10 camera đứng đầu danh sách" in first.content.decode()


def test_a_photo_is_not_needed_but_a_wrong_one_is_refused(cast: Cast, as_person: Enter) -> None:
    camera = cast.camera()
    board = as_person(cast.board)
    wrong = SimpleUploadedFile("wall.jpg", b"no photo", "image/jpeg")
    answer = board.post(page_of(camera), {"photo": wrong})
    assert answer.status_code == 422
    assert "Không mở được ảnh này" in answer.content.decode()
    assert board.post(page_of(camera)).status_code == 302


def test_a_list_is_confirmed_as_one_by_one_in_a_fixed_number_of_queries(
    cast: Cast, django_assert_max_num_queries: Any
) -> None:
    cameras = [cast.camera() for _ in range(5)]
    with django_assert_max_num_queries(20):
        assert services.confirm_many(cameras, actor=cast.board, at=NOW) == 5
    for camera in cameras:
        camera.refresh_from_db()
        assert camera.verification == Verification.CONFIRMED
        assert entries_about(camera.subject, [Kind.CAMERA_CONFIRMED]).count() == 1
    assert Visit.objects.filter(verdict="confirmed", actor=cast.board.subject).count() == 5
    told = Notice.objects.filter(kind=Kind.CAMERA_CONFIRMED)
    assert set(told.values_list("person", flat=True)) == {cast.owner.pk, cast.co_owner.pk}
    assert told.count() == 10
    with pytest.raises(Refused, match=r"upkeep\.not_waiting"):
        services.confirm_many([cast.camera(), cameras[0]], actor=cast.board, at=NOW)
    assert Visit.objects.count() == 5  # all of them or none


def test_nobody_confirms_their_own_in_a_list_either(cast: Cast) -> None:
    with pytest.raises(Refused, match=r"upkeep\.own_camera"):
        services.confirm_many([cast.camera()], actor=cast.owner, at=NOW)


def test_returned_with_a_reason_corrected_and_sent_again(cast: Cast, as_person: Enter) -> None:
    camera = cast.camera()
    board, owner = as_person(cast.board), as_person(cast.owner)
    assert board.post(page_of(camera, "return/"), {"reason": " "}).status_code == 422
    board.post(page_of(camera, "return/"), {"reason": "Ghim lệch sang nhà bên cạnh."})
    told = set(Notice.objects.values_list("person_id", "body"))
    reason = "Ghim lệch sang nhà bên cạnh."
    assert told == {(cast.owner.pk, reason), (cast.co_owner.pk, reason)}
    assert "trả lại để sửa" in owner.get(f"/cameras/{camera.public_id}/").content.decode()
    assert reason in owner.get(page_of(camera, "correct/")).content.decode()
    sent = {
        "lat": str(PLACE[0]),
        "lng": str(PLACE[1]),
        "bearing": "90",
        "direction": "unknown",
        "name": "Cổng mới",
        "address": "15",
        "place_kind": "alley",
    }
    assert owner.post(page_of(camera, "correct/"), sent).status_code == 302
    camera.refresh_from_db()
    assert (camera.verification, camera.bearing_deg) == (Verification.WAITING, 90)
    assert "15" in board.get("/upkeep/").content.decode()
    entry = entries_about(camera.subject, [Kind.CAMERA_CHANGED]).get()
    assert "10.36" not in bytes(entry.body).decode()


def test_it_is_sent_again_as_it_is_when_it_was_right(cast: Cast, as_person: Enter) -> None:
    camera = cast.camera()
    services.send_back(camera, reason="Không thấy camera.", actor=cast.board, at=NOW)
    as_person(cast.owner).post(page_of(camera, "again/"))
    camera.refresh_from_db()
    assert camera.verification == Verification.WAITING
    with pytest.raises(Refused, match=r"upkeep\.not_returned"):
        services.submit_again(camera, actor=cast.owner, at=NOW)


def test_nobody_verifies_their_own(cast: Cast, as_person: Enter) -> None:
    camera = cast.camera()
    add_member(
        organisation=cast.household,
        person=cast.board,
        role=Role.CO_OWNER,
        actor=cast.owner,
        at=cast.at,
    )
    board = as_person(cast.board)
    assert camera not in queries.waiting_for(cast.board, NOW)
    assert board.post(page_of(camera)).status_code in {403, 404}
    with pytest.raises(Refused, match=r"upkeep\.own_camera"):
        services.confirm(camera, still=None, actor=cast.board, at=NOW)
    assert as_person(cast.second_board).post(page_of(camera)).status_code == 302


def test_of_two_boards_at_once_the_second_is_told(cast: Cast) -> None:
    camera = cast.camera()
    services.confirm(camera, still=None, actor=cast.board, at=NOW)
    with pytest.raises(Refused, match=r"upkeep\.not_waiting"):
        services.send_back(camera, reason="Ghim lệch.", actor=cast.second_board, at=NOW)


@pytest.mark.parametrize("who", ["officer", "committee", "outsider", "stranger", "owner"])
def test_only_boards_of_the_unit(cast: Cast, as_person: Enter, who: str) -> None:
    camera = cast.camera()
    client = as_person(getattr(cast, who))
    assert client.post(page_of(camera)).status_code in {403, 404}
    camera.refresh_from_db()
    assert camera.verification == Verification.WAITING


def test_one_s_own_neighbourhood_comes_first(cast: Cast) -> None:
    other = Neighbourhood.objects.create(unit=cast.ward, name="Khu phố 2", kind="khu_pho")
    theirs = cast.camera(neighbourhood=other)
    nowhere = cast.camera()
    mine = cast.camera(neighbourhood=cast.neighbourhood)
    cast.camera(unit=cast.other_ward)
    assert list(queries.waiting_for(cast.board, NOW)) == [mine, nowhere, theirs]


def test_a_twin_is_shown_to_who_stands_before_the_wall(cast: Cast, as_person: Enter) -> None:
    one = cast.camera(name="Một")
    cast.camera(name="Hai", lat=one.lat + 0.00003, bearing_deg=10)
    cast.camera(name="Ba", bearing_deg=180)
    page = as_person(cast.board).get("/upkeep/").content.decode()
    assert page.count("Có thể trùng") == 2
    assert "1 camera khác" in as_person(cast.board).get(page_of(one)).content.decode()


def test_a_corrected_pin_is_counted_where_it_is(cast: Cast) -> None:
    camera = cast.camera()
    facts = services.Facts(
        name="Mới", address="", place_kind="alley", lat=10.365, lng=107.09, bearing_deg=None
    )
    services.correct(camera, facts, actor=cast.owner, at=NOW)
    finest = TileCount.objects.filter(level=18, total__gt=0).get()
    camera.refresh_from_db()
    assert finest.key == camera.qk >> 2 * (26 - 18)


@pytest.mark.parametrize(
    ("pin", "code"),
    [
        ((10.6, 107.3), r"upkeep\.other_unit"),
        ((48.8, 2.3), r"registry\.outside_vietnam"),
        ((107.08, 10.36), r"upkeep\.swapped"),
    ],
)
def test_a_pin_far_away_is_another_camera(cast: Cast, pin: tuple[float, float], code: str) -> None:
    facts = services.Facts(
        name="Mới", address="", place_kind="alley", lat=pin[0], lng=pin[1], bearing_deg=None
    )
    with pytest.raises(Refused, match=code):
        services.correct(cast.camera(), facts, actor=cast.owner, at=NOW)


def test_a_new_name_alone_needs_no_new_visit(cast: Cast) -> None:
    camera = cast.camera()
    services.confirm(camera, still=None, actor=cast.board, at=NOW)
    facts = services.Facts(
        name="Tên mới",
        address="",
        place_kind="alley",
        lat=camera.lat,
        lng=camera.lng,
        bearing_deg=camera.bearing_deg,
    )
    row = services.correct(camera, facts, actor=cast.owner, at=NOW + timedelta(days=1))
    assert row.verification == Verification.CONFIRMED


def test_the_list_costs_the_same_for_many(
    cast: Cast, as_person: Enter, django_assert_max_num_queries: Any
) -> None:
    for number in range(8):
        cast.camera(name=f"Camera {number}", lng=PLACE[1] + number / 1000)
    board = as_person(cast.board)
    board.get("/upkeep/")
    with django_assert_max_num_queries(14):
        board.get("/upkeep/")
