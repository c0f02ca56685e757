"""My cameras: list, page, recorder, removal; for members only."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from cameras.registry import health
from cameras.registry.links import NewLink, link_camera
from cameras.registry.models import Camera, Link
from cameras.sources.errors import WrongPassword
from portal.people.models import User
from tests.cameras.registry.test_link import Recorder, well
from tests.cast import Cast

Enter = Callable[[User], Client]
NOW = datetime(2026, 11, 21, 1, tzinfo=UTC)
LINK = {"url": "http://127.0.0.1:1", "adapter": "hikvision", "channel": "1", "password": "p4ss!"}


def test_an_empty_list_says_how_to_begin(cast: Cast, as_person: Enter) -> None:
    page = as_person(cast.stranger).get("/cameras/").content.decode()
    assert "Chưa có camera nào" in page
    assert 'href="/cameras/new/"' in page


def test_the_list_shows_ones_own_cameras_only(cast: Cast, as_person: Enter) -> None:
    camera = cast.camera(name="Camera hẻm sau")
    assert camera.name in as_person(cast.co_owner).get("/cameras/").content.decode()
    assert camera.name not in as_person(cast.neighbour).get("/cameras/").content.decode()


def test_the_page_tells_a_guess_from_a_statement(cast: Cast, as_person: Enter) -> None:
    camera = cast.camera(bearing_deg=None, night_vision=None)
    page = as_person(cast.owner).get(f"/cameras/{camera.public_id}/").content.decode()
    assert "15 ngày (tạm tính, chưa ai xác nhận)" in page
    assert page.count("Không rõ") == 4  # direction, night, indoors, where it is kept
    assert reverse("disclosure:looks", args=[camera.public_id]) in page


def test_linking_and_testing_says_how_it_went(
    cast: Cast, as_person: Enter, monkeypatch: pytest.MonkeyPatch
) -> None:
    camera = cast.camera()
    client = as_person(cast.owner)
    address = f"/cameras/{camera.public_id}/link/"
    client.post(address, LINK)
    monkeypatch.setattr(health, "open_source", lambda *_: Recorder(well(timedelta(minutes=7))))
    page = client.post(f"{address}test/", follow=True).content.decode()
    assert "Nhanh 7 phút" in page
    assert "hỏi giờ của đầu ghi" in page
    assert LINK["password"] not in page
    monkeypatch.setattr(health, "open_source", lambda *_: Recorder(WrongPassword()))
    page = client.post(f"{address}test/", follow=True).content.decode()
    assert "Đầu ghi không nhận tên đăng nhập hoặc mật khẩu này" in page
    assert "Nhanh 7 phút" in page


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"url": ""}, "Hãy ghi địa chỉ đầu ghi"),
        ({"url": "rtsp://10.0.0.1"}, "Địa chỉ đầu ghi phải có dạng"),
        ({"channel": "0"}, "Kênh là một số từ 1 đến 256"),
        ({"adapter": "magic"}, "magic"),
    ],
)
def test_a_wrong_link_is_explained(
    cast: Cast, as_person: Enter, change: dict[str, str], words: str
) -> None:
    camera = cast.camera()
    answer = as_person(cast.owner).post(f"/cameras/{camera.public_id}/link/", {**LINK, **change})
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not Link.objects.exists()


def test_removing_asks_first(cast: Cast, as_person: Enter) -> None:
    camera = cast.camera()
    client = as_person(cast.owner)
    client.get(f"/cameras/{camera.public_id}/remove/")
    assert Camera.objects.get().is_active
    client.post(f"/cameras/{camera.public_id}/remove/")
    assert not Camera.objects.get().is_active
    assert "đã được gỡ" in client.get(f"/cameras/{camera.public_id}/").content.decode()
    answer = client.post(f"/cameras/{camera.public_id}/link/", LINK)
    assert "Camera này đã được gỡ" in answer.content.decode()


def test_a_stranger_finds_nothing(cast: Cast, as_person: Enter) -> None:
    camera = cast.camera()
    link_camera(camera, NewLink(url=LINK["url"]), actor=cast.owner, at=NOW)
    people = [cast.neighbour, cast.stranger, cast.officer, cast.commander, cast.committee]
    for person in [*people, cast.board, cast.auditor, cast.administrator, cast.outsider]:
        client = as_person(person)
        for page in ("", "link/", "link/test/", "remove/"):
            address = f"/cameras/{camera.public_id}/{page}"
            for answer in (client.get(address), client.post(address, LINK)):
                assert answer.status_code in {403, 404, 405}, (person, address)
    camera.refresh_from_db()
    assert camera.is_active
    assert Client().get(f"/cameras/{camera.public_id}/").status_code == 302


def test_nobody_searches_a_network_address_by_address(
    cast: Cast, as_person: Enter, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Twenty calls within an hour, over all of one's cameras; then a sentence and no call."""
    cameras = [cast.camera(), cast.camera(name="Sân sau")]
    for camera in cameras:
        link_camera(camera, NewLink("http://127.0.0.1:1"), actor=cast.owner, at=NOW)
    calls = []

    def call(*asked: object) -> Recorder:
        calls.append(asked)
        return Recorder(WrongPassword())

    monkeypatch.setattr(health, "open_source", call)
    start = datetime.now(UTC)
    clocks = [start + timedelta(seconds=n) for n in range(23)] + [start + timedelta(minutes=61)]
    answers = []
    for number, at in enumerate(clocks):
        monkeypatch.setattr("cameras.registry.pages.now", lambda at=at: at)
        person = cast.co_owner if number == 22 else cast.owner
        address = f"/cameras/{cameras[number % 2].public_id}/link/test/"
        answers.append(as_person(person).post(address, follow=True).content.decode())
    refused = [n for n, page in enumerate(answers) if "Bạn đã thử kết nối 20 lần" in page]
    assert refused == [20, 21]
    assert len(calls) == len(clocks) - len(refused)
