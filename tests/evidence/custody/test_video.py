"""The clip in the browser: ranges of one virtual file, asked anew at each request."""

from datetime import timedelta

import pytest
from django.http import StreamingHttpResponse
from django.test import Client

from evidence.cases.services import close_case
from evidence.custody import gate
from evidence.custody.models import Viewing
from portal.files.models import StoredObject
from portal.lib import clock
from portal.lib.errors import Refused
from portal.people.models import Office

from .scene import CLIP, HEAD, MEGABYTE, PICTURE, Scene

WHOLE = HEAD + CLIP


@pytest.fixture
def client(scene: Scene) -> Client:
    return scene.enter(scene.cast.officer)


@pytest.fixture
def url(scene: Scene, client: Client) -> str:
    return f"/evidence/viewing/{scene.open(client).public_id}/video/"


def body_of(response: object) -> bytes:
    assert isinstance(response, StreamingHttpResponse)
    return response.getvalue()


def test_the_whole_is_the_index_in_front_of_the_untouched_original(
    client: Client, url: str
) -> None:
    response = client.get(url)
    assert response.status_code == 200
    assert response["Content-Length"] == str(len(WHOLE))
    assert body_of(response) == WHOLE


def test_a_range_is_answered_exactly(client: Client, url: str) -> None:
    for asked, start, stop in (
        ("bytes=0-", 0, len(WHOLE)),
        ("bytes=0-1", 0, 2),
        ("bytes=4990-5010", 4990, 5011),
        (f"bytes={MEGABYTE}-{MEGABYTE + 9}", MEGABYTE, MEGABYTE + 10),
        ("bytes=-100", len(WHOLE) - 100, len(WHOLE)),
    ):
        response = client.get(url, headers={"Range": asked})
        assert response.status_code == 206
        assert response["Content-Range"] == f"bytes {start}-{stop - 1}/{len(WHOLE)}"
        assert response["Content-Length"] == str(stop - start)
        assert body_of(response) == WHOLE[start:stop]


def test_the_answer_is_kept_nowhere_and_tells_nobody(client: Client, url: str) -> None:
    response = client.get(url, headers={"Range": "bytes=0-1"})
    assert response["Content-Type"] == "video/mp4"
    assert response["Content-Disposition"].startswith("inline; filename=")
    assert response["Accept-Ranges"] == "bytes"
    assert "no-store" in response["Cache-Control"]
    assert response["Referrer-Policy"] == "no-referrer"
    assert response["X-Content-Type-Options"] == "nosniff"


def test_a_range_past_the_end_is_416_with_the_size(client: Client, url: str) -> None:
    response = client.get(url, headers={"Range": f"bytes={len(WHOLE)}-"})
    assert response.status_code == 416
    assert response["Content-Range"] == f"bytes */{len(WHOLE)}"


def test_head_gives_the_size_and_no_bytes(scene: Scene, client: Client, url: str) -> None:
    response = client.head(url, headers={"Range": "bytes=10-19"})
    assert (response.status_code, response["Content-Length"]) == (206, "10")
    assert response.content == b""
    assert Viewing.objects.get().bytes_served == 0


def test_a_range_of_another_version_gets_the_whole(client: Client, url: str) -> None:
    tag = client.head(url)["ETag"]
    same = client.get(url, headers={"Range": "bytes=0-1", "If-Range": tag})
    other = client.get(url, headers={"Range": "bytes=0-1", "If-Range": '"another"'})
    assert (same.status_code, other.status_code) == (206, 200)


def test_bytes_served_are_counted(client: Client, url: str) -> None:
    body_of(client.get(url, headers={"Range": "bytes=0-99"}))
    body_of(client.get(url, headers={"Range": "bytes=100-149"}))
    assert Viewing.objects.get().bytes_served == 150


def test_a_thumbnail_comes_as_the_picture_it_is(scene: Scene, client: Client, url: str) -> None:
    response = client.get(url.replace("video/", f"image/{scene.thumbnail.public_id}/"))
    assert (response.status_code, response["Content-Type"]) == (200, "image/jpeg")
    assert body_of(response) == PICTURE


def test_only_pictures_of_this_item_come_through_its_viewing(
    scene: Scene, client: Client, url: str
) -> None:
    for public_id in (scene.index.public_id, scene.item.public_id, "0" * 16):
        assert client.get(url.replace("video/", f"image/{public_id}/")).status_code == 404


def test_a_leaked_link_opens_nothing_for_anybody_else(scene: Scene, url: str) -> None:
    assert Client().get(url).status_code == 302
    for who in ("colleague", "commander", "outsider", "stranger", "owner", "auditor"):
        response = scene.enter(getattr(scene.cast, who)).get(url)
        assert response.status_code in (403, 404), who


def test_the_same_person_in_another_session_has_to_open_anew(scene: Scene, url: str) -> None:
    response = scene.enter(scene.cast.officer).get(url)
    assert response.status_code == 403


def test_signing_out_ends_it(client: Client, url: str) -> None:
    client.logout()
    assert client.get(url).status_code == 302


def test_it_ends_after_its_hour(client: Client, url: str) -> None:
    past = clock.now() - timedelta(hours=2)
    Viewing.objects.update(opened_at=past, until=past + timedelta(hours=1))
    response = client.get(url)
    assert response.status_code == 403
    assert "hết hạn" in response.content.decode()


def test_withdrawal_stops_the_next_range(scene: Scene, client: Client, url: str) -> None:
    assert client.get(url, headers={"Range": "bytes=0-1"}).status_code == 206
    scene.withdraw()
    for response in (client.get(url, headers={"Range": "bytes=0-1"}), client.head(url)):
        assert response.status_code == 403


def test_closing_the_case_stops_the_next_range(scene: Scene, client: Client, url: str) -> None:
    close_case(case=scene.case, person=scene.cast.officer, at=clock.now())
    assert client.get(url).status_code in (403, 404)


def test_the_end_of_the_office_stops_the_next_range(scene: Scene, client: Client, url: str) -> None:
    Office.objects.filter(person=scene.cast.officer).update(valid_to=clock.now())
    assert client.get(url).status_code in (302, 403, 404)


def test_an_officer_who_moved_to_another_ward_gets_no_more(
    scene: Scene, client: Client, url: str
) -> None:
    Office.objects.filter(person=scene.cast.officer).update(unit=scene.cast.other_ward)
    assert client.get(url).status_code in (403, 404)
    assert client.head(url).status_code in (403, 404)


def test_withdrawal_stops_a_stream_that_is_under_way(scene: Scene) -> None:
    visitor = scene.visitor()
    viewing = gate.open_item(
        item=scene.item, visitor=visitor, purpose="Tìm xe máy bị mất", at=clock.now()
    )
    span = (0, len(CLIP))
    pieces = gate.bytes_for(viewing, [(scene.item, span)], visitor=visitor, at=clock.now())
    assert next(pieces) == CLIP[:MEGABYTE]
    scene.withdraw()
    with pytest.raises(Refused, match=r"consent\.withdrawn"):
        next(pieces)
    viewing.refresh_from_db()
    assert viewing.bytes_served == MEGABYTE


def test_the_gate_lets_out_nothing_that_is_no_part_of_the_viewing(scene: Scene) -> None:
    visitor = scene.visitor()
    viewing = gate.open_item(
        item=scene.item, visitor=visitor, purpose="Tìm xe máy bị mất", at=clock.now()
    )
    viewing.item_id = scene.thumbnail.pk
    with pytest.raises(ValueError, match="no part"):
        gate.bytes_for(viewing, [(scene.item, (0, 1))], visitor=visitor, at=clock.now())


def test_damaged_bytes_are_not_played(scene: Scene, client: Client, url: str) -> None:
    StoredObject.objects.filter(pk=scene.item.stored_id).update(size=scene.item.stored.size - 1)
    response = client.get(url)
    assert response.status_code == 403
    assert "niêm phong" in response.content.decode()
