"""Recorders of the Hikvision family, over ISAPI: search, then download what was found.

From public documentation and code, run against our simulated recorder only. Its times end in Z
but are the recorder's local time on most devices and UTC on some: measured before the first
search, since a wrong guess would bring the footage of other hours.
"""

import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from pathlib import Path
from urllib.parse import urlsplit

from portal.lib import clock, http

from . import errors, isapi, xml
from .protocol import Address, Alive, ClockReading, Health, Recording

PAGE = 64
MOST_RECORDINGS = 10_000
_STATUS_GONE = (404, 410)
_STATUS_OWN_FAULT = 500
_LOOK_BACK = timedelta(minutes=10)
_DISPLAY_STEP = timedelta(seconds=1)  # the clock is told in whole seconds
_OLDEST = datetime(2010, 1, 1, tzinfo=UTC)
_FETCH_LIMITS = http.Limits(total_s=900)
_TALK_LIMITS = http.Limits(total_s=30, body_bytes=xml.MAX_BYTES)


@dataclass(frozen=True)
class _Dial:
    """How the recorder's clock stands and which zone its search times are in."""

    reading: ClockReading
    zone: tzinfo
    records_now: bool


class Hikvision:
    def __init__(
        self, address: Address, guard: http.Guard, now: Callable[[], datetime] = clock.now
    ) -> None:
        self._address = address
        self._now = now
        login = http.Login(address.username, address.password)
        self._client = http.Client(guard, login, _TALK_LIMITS)
        self._known_dial: _Dial | None = None

    def test(self) -> Health:
        device = xml.parse(self._talk("GET", "/ISAPI/System/deviceInfo"))
        dial = self._dial()
        page, _ = self._page(uuid.uuid4(), (_OLDEST, self._shown(dial)), dial.zone, 0, 1)
        return Health(
            name=xml.text_of(device, "deviceName"),
            model=xml.text_of(device, "model"),
            firmware=xml.text_of(device, "firmwareVersion"),
            clock=dial.reading,
            oldest=page[0].start if page else None,
            records_now=dial.records_now,
        )

    def recordings(self, start: datetime, stop: datetime) -> list[Recording]:
        found = self._search(start, stop, self._dial().zone)
        overlapping = {r.ref: r for r in found if r.start < stop and r.stop > start}
        return sorted(overlapping.values(), key=lambda recording: recording.start)

    def fetch(
        self, recording: Recording, path: Path, *, limit: int, alive: Alive | None = None
    ) -> None:
        body = isapi.download_body(self._rehosted(recording.ref))
        with path.open("xb") as file, _unlinked_on_error(path), _translated():
            size = self._client.download(
                self._url("/ISAPI/ContentMgmt/download"),
                _VideoFile(file.write, alive),
                limit=limit,
                method="POST",
                body=body,
                headers={"Content-Type": "application/xml"},
                limits=_FETCH_LIMITS,
            )
            if size == 0:
                raise errors.NotVideo("nothing came")

    # --- Clock ----------------------------------------------------------------------------------

    def _dial(self) -> _Dial:
        if self._known_dial is None:
            reading, local = self._read_clock()
            zone, records_now = self._measured_zone(reading, local)
            self._known_dial = _Dial(reading, zone, records_now)
        return self._known_dial

    def _read_clock(self) -> tuple[ClockReading, tzinfo]:
        answer = self._send("GET", "/ISAPI/System/time")
        true_now, ticks = self._now(), time.monotonic()
        element = xml.parse(answer.body)
        shown, zone = isapi.local_time(xml.text_of(element, "localTime"), element)
        middle = (answer.sent_at + answer.got_at) / 2
        measured_at = true_now - timedelta(seconds=ticks - middle)
        round_trip = timedelta(seconds=answer.got_at - answer.sent_at)
        reading = ClockReading(
            offset=shown + _DISPLAY_STEP / 2 - measured_at,
            uncertainty=round_trip / 2 + _DISPLAY_STEP / 2,
            measured_at=measured_at,
        )
        return reading, zone

    def _measured_zone(self, reading: ClockReading, local: tzinfo) -> tuple[tzinfo, bool]:
        """Search the last minutes in local time, then in UTC; local where nothing tells."""
        shown = reading.measured_at + reading.offset
        for zone in (local, UTC):
            span = (shown - _LOOK_BACK, shown + _LOOK_BACK)
            page, _ = self._page(uuid.uuid4(), span, zone, 0, 1)
            if page:
                return zone, True
        return local, False

    def _shown(self, dial: _Dial) -> datetime:
        return self._now() + dial.reading.offset

    # --- Search ---------------------------------------------------------------------------------

    def _search(self, start: datetime, stop: datetime, zone: tzinfo) -> Iterator[Recording]:
        search, position, more = uuid.uuid4(), 0, True
        while more:
            page, more = self._page(search, (start, stop), zone, position, PAGE)
            yield from page
            position += len(page)
            more = more and bool(page)
            if position > MOST_RECORDINGS:
                raise errors.NotUnderstood(f"more than {MOST_RECORDINGS} recordings")

    def _page(
        self,
        search: uuid.UUID,
        span: tuple[datetime, datetime],
        zone: tzinfo,
        position: int,
        size: int,
    ) -> tuple[list[Recording], bool]:
        body = isapi.search_body(search, self._address.channel, span, zone, position, size)
        element = xml.parse(self._talk("POST", "/ISAPI/ContentMgmt/search", body))
        found = [isapi.recording_of(item, zone) for item in xml.all_of(element, "searchMatchItem")]
        return found, xml.text_of(element, "responseStatusStrg").upper() == "MORE"

    # --- Talk -----------------------------------------------------------------------------------

    def _talk(self, method: str, path: str, body: bytes = b"") -> bytes:
        return self._send(method, path, body).body

    def _send(self, method: str, path: str, body: bytes = b"") -> http.Answer:
        heads = {"Content-Type": "application/xml"} if body else {}
        with _translated():
            return self._client.send(method, self._url(path), body=body, headers=heads)

    def _url(self, path: str) -> str:
        return self._address.url.rstrip("/") + path

    def _rehosted(self, ref: str) -> str:
        """The playback address with the host that we dial; a recorder names its inner one."""
        host = urlsplit(self._address.url).hostname or ""
        return urlsplit(ref)._replace(netloc=f"[{host}]" if ":" in host else host).geturl()


@dataclass
class _VideoFile:
    """Looks at the first bytes on their way to the disk."""

    write_on: Callable[[memoryview], object]
    alive: Alive | None = None
    seen: bool = False

    def write(self, data: memoryview) -> None:
        if not self.seen and not isapi.looks_like_video(data):
            raise errors.NotVideo(f"it starts with {bytes(data[:8])!r}")
        self.seen = True
        self.write_on(data)
        if self.alive is not None:
            self.alive()


@contextmanager
def _unlinked_on_error(path: Path) -> Iterator[None]:
    try:
        yield
    except BaseException:
        path.unlink(missing_ok=True)
        raise


_TRANSLATIONS: dict[type[http.HttpError], type[errors.SourceError]] = {
    http.BadAddress: errors.BadAddress,
    http.Forbidden: errors.ForbiddenAddress,
    http.Unreachable: errors.Unreachable,
    http.TimedOut: errors.TooSlow,
    http.TooLarge: errors.TooLarge,
    http.Denied: errors.WrongPassword,
    http.BadAnswer: errors.NotUnderstood,
}


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except http.HttpError as error:
        kind = _TRANSLATIONS[type(error)]
        if isinstance(error, http.BadAnswer) and error.status in _STATUS_GONE:
            kind = errors.NoRecording
        elif isinstance(error, http.BadAnswer) and error.status >= _STATUS_OWN_FAULT:
            kind = errors.Busy
        raise kind(str(error)) from error
