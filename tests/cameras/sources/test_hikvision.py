"""The adapter against small servers that answer as devices do, well or badly."""

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from cameras.sources import errors
from cameras.sources.adapters import open_source
from cameras.sources.hikvision import PAGE, Hikvision
from cameras.sources.protocol import Address, Recording
from portal.lib.http import Guard

LOCAL = timezone(timedelta(hours=7))
VIDEO = b"\x00\x00\x00\x20ftypisom" + bytes(5000)
NOW = datetime(2026, 11, 21, 7, 0, 0, tzinfo=UTC)


@dataclass
class Device:
    """A recorder with a clip every ten seconds until now, whose Z means `zone`."""

    zone: tzinfo = LOCAL
    clips: int = 12
    time_text: str = ""
    video: bytes = VIDEO
    status: dict[str, int] = field(default_factory=dict)
    bodies: dict[str, bytes] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    url: str = ""

    def answer(self, path: str, body: str) -> tuple[int, bytes]:
        self.asked.append(f"{path} {body}")
        if path in self.bodies or path in self.status:
            return self.status.get(path, 200), self.bodies.get(path, b"")
        if path.endswith("/time"):
            shown = self.time_text or NOW.astimezone(LOCAL).isoformat(timespec="seconds")
            return (
                200,
                f"<Time><localTime>{shown}</localTime><timeZone>CST-7:00:00</timeZone></Time>".encode(),
            )
        if path.endswith("/deviceInfo"):
            return 200, b"<DeviceInfo><deviceName>Gate</deviceName><model>DS-1</model></DeviceInfo>"
        if path.endswith("/download"):
            return 200, self.video
        return 200, self._found(body)

    def _found(self, body: str) -> bytes:
        start, stop = (
            datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=self.zone)
            for text in re.findall(r"Time>([^<]+)</", body)
        )
        position = int(re.findall(r"Postion>(\d+)<", body)[0])
        most = int(re.findall(r"maxResults>(\d+)<", body)[0])
        clips = [NOW - timedelta(seconds=10 * (self.clips - n)) for n in range(self.clips)]
        hits = [at for at in clips if at < stop and at + timedelta(seconds=10) > start]
        page = hits[position : position + most]
        items = "".join(self._item(at) for at in page)
        word = "MORE" if position + len(page) < len(hits) else "OK" if page else "NO MATCHES"
        text = (
            '<CMSearchResult xmlns="http://www.hikvision.com/ver20/XMLSchema">'
            f"<responseStatusStrg>{word}</responseStatusStrg>"
            f"<matchList>{items}</matchList></CMSearchResult>"
        )
        return text.encode()

    def _item(self, at: datetime) -> str:
        first, last = (
            t.astimezone(self.zone).strftime("%Y-%m-%dT%H:%M:%SZ")
            for t in (at, at + timedelta(seconds=10))
        )
        return (
            f"<searchMatchItem><timeSpan><startTime>{first}</startTime><endTime>{last}</endTime>"
            "</timeSpan><mediaSegmentDescriptor><playbackURI>rtsp://192.168.1.64:554/Streaming/"
            f"tracks/101/?starttime={first}&amp;name={int(at.timestamp())}</playbackURI>"
            "</mediaSegmentDescriptor></searchMatchItem>"
        )


@contextmanager
def running(device: Device) -> Iterator[Hikvision]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            status, body = device.answer(self.path, self.rfile.read(length).decode())
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        do_POST = do_GET  # noqa: N815 -- the library's names

        def log_message(self, *_: object) -> None:
            """Quiet."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        device.url = f"http://127.0.0.1:{server.server_port}"
        guard = Guard(allow=(f"127.0.0.1:{server.server_port}",))
        yield Hikvision(address(device.url), guard, now=lambda: NOW)
        server.shutdown()
        thread.join()


def address(url: str, adapter: str = "hikvision") -> Address:
    return Address(adapter, url, 1, "admin", "s3cret")


def ago(seconds: float) -> datetime:
    return NOW - timedelta(seconds=seconds)


@pytest.mark.parametrize("zone", [LOCAL, UTC])
def test_the_zone_behind_the_z_is_measured(zone: tzinfo) -> None:
    with running(Device(zone=zone)) as source:
        found = source.recordings(ago(35), ago(15))
    assert [(r.start, r.stop) for r in found] == [
        (ago(40), ago(30)),
        (ago(30), ago(20)),
        (ago(20), ago(10)),
    ]


def test_a_search_of_many_pages_is_read_to_its_end() -> None:
    with running(Device(clips=3 * PAGE + 5)) as source:
        found = source.recordings(ago(100_000), NOW)
    assert len(found) == 3 * PAGE + 5
    assert found == sorted(found, key=lambda recording: recording.start)


def test_a_device_that_promises_more_and_gives_nothing_ends_the_search() -> None:
    device = Device()
    device.bodies["/ISAPI/ContentMgmt/search"] = (
        b"<CMSearchResult><responseStatusStrg>MORE</responseStatusStrg></CMSearchResult>"
    )
    with running(device) as source:
        assert source.recordings(ago(100), NOW) == []


def test_a_device_that_repeats_itself_for_ever_is_left() -> None:
    device = Device()
    item = device._item(ago(50)) * PAGE
    device.bodies["/ISAPI/ContentMgmt/search"] = (
        f"<R><responseStatusStrg>MORE</responseStatusStrg>{item}</R>".encode()
    )
    with running(device) as source, pytest.raises(errors.NotUnderstood, match="more than"):
        source.recordings(ago(100), NOW)


def test_a_test_tells_name_clock_and_oldest_recording() -> None:
    shown = (NOW + timedelta(minutes=3, seconds=20)).astimezone(LOCAL)
    with running(Device(time_text=shown.isoformat(timespec="seconds"), clips=500)) as source:
        health = source.test()
    assert (health.name, health.model, health.records_now) == ("Gate", "DS-1", True)
    assert abs(health.clock.offset - timedelta(seconds=200)) < timedelta(seconds=0.6)
    assert health.clock.uncertainty < timedelta(seconds=1.5)
    assert health.oldest == ago(5000)


@pytest.mark.parametrize("text", ["2026-11-21T14:00:00", "2026-11-21T14:00:00Z"])
def test_a_time_without_its_offset_is_read_by_the_devices_zone(text: str) -> None:
    with running(Device(time_text=text)) as source:
        assert abs(source.test().clock.offset) < timedelta(seconds=2)


def test_a_recorder_without_recent_footage_is_read_in_local_time() -> None:
    with running(Device(clips=0)) as source:
        health = source.test()
        assert source.recordings(ago(60), NOW) == []
    assert (health.records_now, health.oldest) == (False, None)


def test_a_download_names_the_host_we_dial_and_lands_whole(tmp_path: Path) -> None:
    device = Device()
    with running(device) as source:
        source.fetch(source.recordings(ago(15), ago(12))[0], tmp_path / "clip", limit=10_000)
    assert (tmp_path / "clip").read_bytes() == VIDEO
    sent = device.asked[-1]
    assert "<playbackURI>rtsp://127.0.0.1/Streaming/tracks/101/?starttime=" in sent
    assert "192.168.1.64" not in sent
    assert "&amp;name=" in sent


@pytest.mark.parametrize("video", [b"", b"<html>busy</html>", b"PK\x03\x04"])
def test_what_is_no_video_is_refused_and_leaves_no_file(tmp_path: Path, video: bytes) -> None:
    with running(Device(video=video)) as source, pytest.raises(errors.NotVideo):
        source.fetch(Recording("rtsp://x/y?name=1", ago(20), ago(10)), tmp_path / "clip", limit=99)
    assert list(tmp_path.iterdir()) == []


def test_more_than_agreed_is_refused_and_leaves_no_file(tmp_path: Path) -> None:
    with running(Device()) as source, pytest.raises(errors.TooLarge):
        source.fetch(Recording("rtsp://x/y", ago(20), ago(10)), tmp_path / "clip", limit=4999)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (401, errors.WrongPassword),
        (403, errors.WrongPassword),
        (404, errors.NoRecording),
        (503, errors.Busy),
        (302, errors.NotUnderstood),
    ],
)
def test_an_answer_that_is_no_success_has_its_own_reason(
    tmp_path: Path, status: int, kind: type[errors.SourceError]
) -> None:
    device = Device(status={"/ISAPI/ContentMgmt/download": status})
    with running(device) as source, pytest.raises(kind):
        source.fetch(Recording("rtsp://x/y", ago(20), ago(10)), tmp_path / "clip", limit=9999)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "body",
    [
        b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>',
        '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'.encode("utf-16"),
        b"<a><b></a>",
        b"{}",
        b"",
        b"<Time><localTime>yesterday</localTime></Time>",
        b"<Time/>",
    ],
)
def test_answers_that_are_no_plain_xml_are_not_understood(body: bytes) -> None:
    device = Device(bodies={"/ISAPI/System/time": body})
    with running(device) as source, pytest.raises(errors.NotUnderstood):
        source.recordings(ago(60), NOW)


def test_an_answer_of_endless_size_is_refused() -> None:
    device = Device(bodies={"/ISAPI/System/time": b"<a>" + b" " * (2 << 20) + b"</a>"})
    with running(device) as source, pytest.raises(errors.TooLarge):
        source.recordings(ago(60), NOW)


def test_an_address_inside_is_never_called() -> None:
    source = open_source(address("http://169.254.169.254"), Guard(private=True))
    with pytest.raises(errors.ForbiddenAddress):
        source.test()


def test_an_address_that_is_none_is_refused() -> None:
    with pytest.raises(errors.BadAddress):
        open_source(address("rtsp://192.168.1.64"), Guard(private=True)).test()


def test_a_closed_port_is_unreachable_and_may_be_tried_again() -> None:
    with running(Device()) as source:
        url = source._address.url
    with pytest.raises(errors.Unreachable) as caught:
        open_source(address(url), Guard(allow=("127.0.0.0/8",))).test()
    assert caught.value.passing


def test_an_adapter_that_does_not_exist_is_named() -> None:
    with pytest.raises(errors.UnknownAdapter, match="abacus"):
        open_source(address("http://192.168.1.64", "abacus"), Guard())


def test_a_password_is_not_shown_by_accident() -> None:
    assert "s3cret" not in repr(address("http://192.168.1.64"))
