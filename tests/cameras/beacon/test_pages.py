"""The pages: begin, show the code, hand over, wait, result, advice; and what the script asks."""

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.urls import reverse

from cameras.beacon import draw, outcome, payload, personal, secret, services, words
from cameras.beacon.measure import Advice
from cameras.beacon.models import Beacon
from cameras.beacon.present import clock_words
from cameras.beacon.vocabulary import Means, State, Told
from cameras.registry.links import NewLink, link_camera
from cameras.registry.models import Camera
from portal.files import vault
from portal.files.models import StoredObject
from portal.lib import clock
from tests.cast import Cast

Enter = Callable[[Any], Client]


@pytest.fixture
def camera(cast: Cast) -> Camera:
    row = cast.camera()
    link_camera(row, NewLink("http://127.0.0.1:1"), actor=cast.owner, at=cast.at)
    return row


def url(name: str, row: Beacon | Camera) -> str:
    return reverse(f"beacon:{name}", args=[row.public_id])


def picture() -> StoredObject:
    with vault.create() as writer:
        writer.write(b"a picture")
        stored = writer.seal()
    stored.save()
    return stored


def measured(cast: Cast, camera: Camera, told: Told = Told.SOURCE, **changes: Any) -> Beacon:
    at = clock.now()
    row = services.begin(camera=camera, person=cast.owner, at=at)
    row.means, row.received_at = Means.PULLED, at
    row.picture, row.picture_true_at = picture(), at
    for name, value in changes.items():
        setattr(row, name, value)
    with transaction.atomic():
        found = outcome.Found(offset_ms=200_300, error_ms=430, told=told, at=at)
        outcome.keep(row, found, actor="system:beacon", at=at)
    return row


def test_one_begins_and_is_shown_what_to_do(cast: Cast, camera: Camera, as_person: Enter) -> None:
    client = as_person(cast.owner)
    assert "Bắt đầu đo" in client.get(url("begin", camera)).content.decode()
    answer = client.post(url("begin", camera))
    row = Beacon.objects.get()
    assert answer["Location"] == url("show", row)
    page = client.get(url("show", row)).content.decode()
    assert "Hiện mã" in page
    assert "Để hệ thống lấy đoạn ghi từ đầu ghi" in page
    assert "Tải đoạn ghi lên" in page
    assert "cần JavaScript" in page  # inside noscript, with the other way
    assert "Gõ giờ bạn thấy trên đầu ghi" in page


def test_without_a_link_only_a_file_can_be_brought(cast: Cast, as_person: Enter) -> None:
    row = services.begin(camera=cast.camera(), person=cast.owner, at=clock.now())
    page = as_person(cast.owner).get(url("show", row)).content.decode()
    assert "Để hệ thống lấy đoạn ghi" not in page
    assert "Tải đoạn ghi lên" in page


def test_the_script_is_told_the_true_time_and_the_codes_to_show(
    cast: Cast, camera: Camera, as_person: Enter
) -> None:
    row = services.begin(camera=camera, person=cast.owner, at=clock.now())
    client = as_person(cast.owner)
    now_ms = clock.now().timestamp() * 1000
    assert abs(client.get(url("clock", row)).json()["now_ms"] - now_ms) < 2000
    answer = client.get(url("codes", row))
    told = answer.json()
    assert answer["Cache-Control"] == "max-age=0, no-cache, no-store, must-revalidate, private"
    assert len(answer.content) < 10_000  # for slow lines: twenty seconds of codes
    assert (told["size"], told["every_ms"]) == (draw.MODULES, payload.CODE_MS)
    token, key = secret.token_of(row.public_id), secret.key()
    for at_ms, digits in told["codes"]:
        bits = f"{int(digits, 16):0{draw.MODULES**2}b}"
        text = payload.write(payload.Code(token, at_ms), key)
        assert bits == "".join(draw.rows(text))
    times = [at_ms for at_ms, _ in told["codes"]]
    assert times[0] <= now_ms + 1000
    assert times[-1] >= now_ms + 15_000
    assert token not in json.dumps(told)


def test_codes_of_a_used_session_are_a_sentence(
    cast: Cast, camera: Camera, as_person: Enter
) -> None:
    row = measured(cast, camera)
    answer = as_person(cast.owner).get(url("codes", row))
    assert answer.status_code == 409
    assert "Đo lại" in answer.json()["error"]


def test_a_pull_is_asked_for_once(
    cast: Cast, camera: Camera, as_person: Enter, nudges: list[Any],
    django_capture_on_commit_callbacks: Any,
) -> None:  # fmt: skip
    row = services.begin(camera=camera, person=cast.owner, at=clock.now())
    client = as_person(cast.owner)
    client.get(url("codes", row))
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(url("pull", row), {"delay": "41"})["Location"] == url("show", row)
    row.refresh_from_db()
    assert (row.state, row.means, row.page_error_ms) == (State.RECEIVED, Means.PULLED, 41)
    assert ("beacon.run", (row.public_id,)) in nudges
    page = client.get(url("show", row)).content.decode()
    assert "Đang chờ đầu ghi ghi xong" in page
    again = client.post(url("pull", row), follow=True).content.decode()
    assert "đã được dùng" in again


def test_no_video_is_refused_beside_the_field(cast: Cast, camera: Camera, as_person: Enter) -> None:
    row = services.begin(camera=camera, person=cast.owner, at=clock.now())
    client = as_person(cast.owner)
    for data, words_ in ((b"no video", "không phải là video"), (b"", "trống")):
        file = SimpleUploadedFile("a.mp4", data, "video/mp4")
        answer = client.post(url("upload", row), {"file": file})
        assert answer.status_code == 422
        assert words_ in answer.content.decode() or not data
    assert "Hãy chọn đoạn ghi" in client.post(url("upload", row), {}).content.decode()
    row.refresh_from_db()
    assert row.is_waiting


def test_the_result_says_what_was_measured_and_what_it_proves(
    cast: Cast, camera: Camera, as_person: Enter
) -> None:
    row = measured(cast, camera, drift_ppm=20.0)
    client = as_person(cast.owner)
    page = client.get(url("show", row)).content.decode()
    assert "Đồng hồ đầu ghi nhanh 3 phút 20 giây (± 0,4 giây)" in page
    assert "Chứng minh mạnh" in page
    assert url("picture", row) in page
    answer = client.get(url("picture", row))
    assert b"".join(answer) == b"a picture"
    assert answer["Cache-Control"] == "no-store, private"
    uploaded = measured(cast, camera, Told.METADATA, means=Means.UPLOADED)
    page = client.get(url("show", uploaded)).content.decode()
    assert "Chứng minh yếu hơn" in page
    assert "Gõ giờ bạn thấy trên hình" in page
    assert client.get(url("picture", row)).status_code == 404  # only the latest is kept


def test_earlier_measurements_stand_on_the_page_in_few_queries(
    cast: Cast, camera: Camera, as_person: Enter, django_assert_max_num_queries: Any
) -> None:
    for _ in range(6):
        measured(cast, camera)
    client = as_person(cast.owner)
    client.get(url("begin", camera))
    with django_assert_max_num_queries(16):
        page = client.get(url("begin", camera)).content.decode()
    assert page.count("nhanh 3 phút 20 giây") == 5


@pytest.mark.parametrize("reason", [*words.FAILURES, "never heard of"])
def test_every_failure_has_advice_and_a_way_to_try_again(
    cast: Cast, camera: Camera, as_person: Enter, reason: str
) -> None:
    row = services.begin(camera=camera, person=cast.owner, at=clock.now())
    Beacon.objects.update(state=State.FAILED, reason=reason)
    page = as_person(cast.owner).get(url("show", row)).content.decode()
    what, then = words.failure(reason)
    assert what in page
    assert then in page
    assert "Đo lại" in page


def test_every_advice_has_words() -> None:
    assert set(Advice) <= set(words.FAILURES)


def test_a_person_tells_the_time_in_the_picture(
    cast: Cast, camera: Camera, as_person: Enter
) -> None:
    at = clock.now()
    row = services.begin(camera=camera, person=cast.owner, at=at)
    Beacon.objects.update(
        state=State.ASKING, means=Means.UPLOADED, picture=picture(), picture_true_at=at,
        error_ms=800,
    )  # fmt: skip
    client = as_person(cast.owner)
    page = client.get(url("show", row), follow=True).content.decode()
    assert "Trên hình ghi mấy giờ?" in page
    assert url("picture", row) in page
    for wrong in (
        {},
        {"shown_day": "21/11/2026"},
        {"shown_day": "1/1/2001", "shown_time": "7:00:00"},
    ):
        assert client.post(url("tell", row), wrong).status_code == 422
    local = (at + timedelta(seconds=200)).astimezone(clock.VIETNAM)
    day = local.strftime("%d/%m/%Y")
    hasty = client.post(url("tell", row), {"shown_day": day, "shown_time": local.strftime("%H:%M")})
    assert "Hãy ghi cả giây, ví dụ" in hasty.content.decode()
    assert hasty.status_code == 422
    given = {"shown_day": day, "shown_time": local.strftime("%H:%M:%S")}
    page = client.post(url("tell", row), given, follow=True).content.decode()
    assert "nhanh 3 phút 20 giây (± 0,8 giây)" in page
    assert "Chứng minh yếu hơn" in page


def test_who_is_no_measurer_of_this_camera_finds_nothing(
    cast: Cast, camera: Camera, as_person: Enter
) -> None:
    row = measured(cast, camera)
    for person in (cast.neighbour, cast.officer, cast.commander, cast.committee, cast.stranger):
        client = as_person(person)
        for name in ("show", "clock", "codes", "tell", "picture", "upload"):
            assert client.get(url(name, row)).status_code in (403, 404)
        assert client.get(url("begin", camera)).status_code in (403, 404)
    assert as_person(cast.co_owner).get(url("picture", row)).status_code == 200


@pytest.mark.parametrize(
    ("offset_ms", "error_ms", "said"),
    [
        (200_300, 430, "Đồng hồ đầu ghi nhanh 3 phút 20 giây (± 0,4 giây)"),
        (-4_000, 850, "Đồng hồ đầu ghi chậm 4 giây (± 0,8 giây)"),
        (400, 700, "Đồng hồ đầu ghi đúng giờ (± 0,7 giây)"),
        (90_000_000, 30_000, "Đồng hồ đầu ghi nhanh 1 ngày 1 giờ (± 30,0 giây)"),
    ],
)
def test_a_clock_in_plain_words(offset_ms: int, error_ms: int, said: str) -> None:
    assert clock_words(offset_ms, error_ms) == said


def test_what_is_held_about_me_and_what_goes_with_a_camera(cast: Cast, camera: Camera) -> None:
    row = measured(cast, camera)
    waiting = services.begin(camera=camera, person=cast.co_owner, at=clock.now())
    held = personal.held(cast.owner)["clock_measurements"]
    assert [line["offset_ms"] for line in held] == [200_300]
    with transaction.atomic():
        assert personal.forget_views(camera, at=clock.now()) == 1
    row.refresh_from_db()
    waiting.refresh_from_db()
    assert row.picture is not None
    assert row.picture.destroyed_at is not None
    assert (row.recorder_url, row.offset_ms) == ("", 200_300)
    assert waiting.state == State.FAILED


def test_the_script_holds_no_secret_and_asks_only_us() -> None:
    script = Path("static/js/beacon.js").read_text()
    assert "http" not in script.replace("http://www.w3.org", "")
