"""The recorder's address and password: sealed, checked, never shown, forgotten when it moves."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from cameras.registry import health
from cameras.registry.links import NewLink, checked_url, link_camera, password_of
from cameras.registry.models import Link
from cameras.registry.services import remove_camera
from cameras.sources.errors import WrongPassword
from cameras.sources.protocol import ClockReading, Health
from portal.ledger.kinds import Kind
from portal.ledger.models import entries_about
from portal.lib.errors import Refused
from tests.cast import Cast

NOW = datetime(2026, 11, 21, 1, tzinfo=UTC)
HERE = NewLink(url="http://127.0.0.1:1/", username="viewer", password="s3cret-nước", channel=2)


class Recorder:
    """Answers a test as told."""

    def __init__(self, answer: Health | Exception) -> None:
        self.answer = answer

    def test(self) -> Health:
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


def well(offset: timedelta) -> Health:
    reading = ClockReading(offset, timedelta(milliseconds=600), NOW)
    oldest = NOW - timedelta(days=3) + offset
    return Health("Đầu ghi", "DS-1", "V4", reading, oldest, records_now=True)


def test_the_password_is_sealed_in_the_row_and_absent_from_the_record(cast: Cast) -> None:
    camera = cast.camera()
    link = link_camera(camera, HERE, actor=cast.owner, at=NOW)
    link.refresh_from_db()
    assert b"s3cret" not in bytes(link.password_sealed)
    assert password_of(link) == "s3cret-nước"
    assert "s3cret" not in repr(HERE)
    entry = entries_about(camera.subject, [Kind.CAMERA_LINKED]).get()
    body = bytes(entry.body).decode()
    assert entry.facts == {"adapter": "hikvision"}
    assert "127.0.0.1" not in body
    assert "s3cret" not in body + str(entry.private("recorder"))


def test_an_empty_password_keeps_the_one_that_is_there(cast: Cast) -> None:
    camera = cast.camera()
    link_camera(camera, HERE, actor=cast.owner, at=NOW)
    again = NewLink(url=HERE.url, username="other", channel=2)
    assert password_of(link_camera(camera, again, actor=cast.owner, at=NOW)) == HERE.password
    assert Link.objects.count() == 1


def test_an_empty_password_never_follows_the_link_to_another_host(cast: Cast) -> None:
    camera = cast.camera()
    link_camera(camera, HERE, actor=cast.owner, at=NOW)
    elsewhere = NewLink(url="http://127.0.0.1:2", username="viewer", channel=2)
    assert password_of(link_camera(camera, elsewhere, actor=cast.owner, at=NOW)) == ""


@pytest.mark.parametrize(
    "url",
    [
        "",
        "10.0.0.1",
        "rtsp://10.0.0.1/",
        "file:///etc/passwd",
        "http://",
        "http://user:pass@10.0.0.1",
        "http://10.0.0.1/?a=b",
        "http://10.0.0.1/#x",
        "http://10.0.0.1:99999",
        "http://[::1",
    ],
)
def test_only_the_plain_address_of_a_host_is_taken(url: str) -> None:
    with pytest.raises(Refused, match=r"registry\.address_of_recorder"):
        checked_url(url)


def test_addresses_come_out_in_one_form() -> None:
    assert checked_url(" http://Cam.Local:8080/ ") == "http://cam.local:8080"
    assert checked_url("https://[::1]:8443/a/") == "https://[::1]:8443/a"


def test_a_removed_camera_is_not_linked(cast: Cast) -> None:
    camera = cast.camera()
    remove_camera(camera, actor=cast.owner, at=NOW)
    with pytest.raises(Refused, match=r"registry\.camera_removed"):
        link_camera(camera, HERE, actor=cast.owner, at=NOW)


def test_the_measured_clock_is_kept_with_its_date_and_method(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    link = link_camera(cast.camera(), HERE, actor=cast.owner, at=NOW)
    answer = Recorder(well(timedelta(minutes=-7)))
    monkeypatch.setattr(health, "open_source", lambda *_: answer)
    health.test(link, at=NOW)
    link.refresh_from_db()
    assert link.clock_offset_ms == -7 * 60_000
    assert (link.offset_measured_at, link.offset_method) == (NOW, "recorder_clock")
    assert link.oldest_at == NOW - timedelta(days=3)
    assert (link.last_seen_at, link.last_problem) == (NOW, "")


def test_a_failed_test_is_kept_and_what_was_measured_before_stays(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    link = link_camera(cast.camera(), HERE, actor=cast.owner, at=NOW)
    answers: list[Any] = [well(timedelta(seconds=3)), WrongPassword()]
    monkeypatch.setattr(health, "open_source", lambda *_: Recorder(answers.pop(0)))
    health.test(link, at=NOW)
    later = NOW + timedelta(hours=1)
    with pytest.raises(Refused, match=r"sources\.wrong_password"):
        health.test(link, at=later)
    link.refresh_from_db()
    assert (link.last_problem, link.last_tested_at) == ("sources.wrong_password", later)
    assert (link.clock_offset_ms, link.last_seen_at) == (3_000, NOW)


def test_nobody_at_the_address_is_said_so(cast: Cast, settings: Any) -> None:
    settings.SOURCE_ALLOW = ["127.0.0.1:1"]
    link = link_camera(cast.camera(), HERE, actor=cast.owner, at=NOW)
    with pytest.raises(Refused, match=r"sources\.unreachable"):
        health.test(link, at=NOW)


def test_an_address_inside_this_server_is_never_called(cast: Cast, settings: Any) -> None:
    settings.SOURCE_ALLOW = []
    link = link_camera(cast.camera(), HERE, actor=cast.owner, at=NOW)
    with pytest.raises(Refused, match=r"sources\.forbidden_address"):
        health.test(link, at=NOW)


def test_another_recorder_starts_without_the_old_ones_measurements(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    camera = cast.camera()
    link = link_camera(camera, HERE, actor=cast.owner, at=NOW)
    monkeypatch.setattr(health, "open_source", lambda *_: Recorder(well(timedelta(seconds=9))))
    health.test(link, at=NOW)
    moved = NewLink(url="http://127.0.0.1:2", password="x", channel=2)
    link = link_camera(camera, moved, actor=cast.owner, at=NOW)
    link.refresh_from_db()
    assert (link.clock_offset_ms, link.offset_method, link.last_seen_at) == (None, "", None)


def test_a_result_that_comes_after_the_link_moved_is_dropped(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    camera = cast.camera()
    stale = link_camera(camera, HERE, actor=cast.owner, at=NOW)
    moved = NewLink(url="http://127.0.0.1:2", password="x", channel=2)
    link_camera(camera, moved, actor=cast.owner, at=NOW)
    stale.refresh_from_db(fields=["password_sealed"])
    monkeypatch.setattr(health, "open_source", lambda *_: Recorder(well(timedelta(seconds=9))))
    health.test(stale, at=NOW)
    assert Link.objects.get().clock_offset_ms is None
