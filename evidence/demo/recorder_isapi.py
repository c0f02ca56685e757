"""The recorders' HTTP side: the part of ISAPI that search and download need, behind digest login.

Like the real ones, a recorder tells the time its own clock shows (wrong where it is wrong), puts a
Z behind local times, and names its inner network address in what it finds.
"""

import hashlib
import hmac
import re
import secrets
import time
from datetime import UTC, datetime, timedelta, timezone
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit
from xml.sax.saxutils import escape

from cameras.sources import xml
from cameras.sources.errors import NotUnderstood
from portal.lib import clock

from .recorder_ring import Clip, Ring
from .scenery import Scenery

LOCAL = timezone(timedelta(hours=7))
INNER_HOST = "192.168.1.64"
NONCE_S = 300
MAX_BODY = 65_536
MOST_RESULTS = 100
_SAY = "%Y-%m-%dT%H:%M:%SZ"
_REALM = "simulated recorder"
_FIELD = re.compile(r'(\w+)\s*=\s*(?:"([^"]*)"|([^\s,]+))')
_SPACE = 'version="2.0" xmlns="http://www.hikvision.com/ver20/XMLSchema"'
_ITEM = """<searchMatchItem><trackID>{track}</trackID>
<timeSpan><startTime>{start}</startTime><endTime>{stop}</endTime></timeSpan>
<mediaSegmentDescriptor><contentType>video</contentType><codecType>H.264</codecType>
<playbackURI>{ref}</playbackURI></mediaSegmentDescriptor></searchMatchItem>"""


class RecorderServer(ThreadingHTTPServer):
    """All simulated recorders on one port of the loopback interface."""

    daemon_threads = True

    def __init__(self, port: int, cameras: tuple[Scenery, ...], ring: Ring) -> None:
        super().__init__(("127.0.0.1", port), _Handler)
        self.ring = ring
        self.by_user = {camera.username: camera for camera in cameras}
        self.nonce_key = secrets.token_bytes(16)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: RecorderServer
    timeout = 30

    def do_GET(self) -> None:
        self._answer(b"")

    def do_POST(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        if length > MAX_BODY:
            self.close_connection = True
            self._say(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, b"")
            return
        self._answer(self.rfile.read(length))

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 -- the library's name
        """A recorder keeps no log that anyone reads."""

    def _answer(self, body: bytes) -> None:
        camera = self._camera()
        if camera is None:
            return
        try:
            match self.path.partition("?")[0]:
                case "/ISAPI/System/deviceInfo":
                    self._xml(_device(camera))
                case "/ISAPI/System/time":
                    self._xml(_time(camera))
                case "/ISAPI/ContentMgmt/search":
                    self._xml(_search(camera, self.server.ring, body))
                case "/ISAPI/ContentMgmt/download":
                    self._download(camera, body)
                case _:
                    self._say(HTTPStatus.NOT_FOUND, b"")
        except (NotUnderstood, ValueError):
            self._say(HTTPStatus.BAD_REQUEST, b"")

    def _xml(self, text: str) -> None:
        body = f'<?xml version="1.0" encoding="UTF-8"?>\n{text}'.encode()
        self._say(HTTPStatus.OK, body, {"Content-Type": "application/xml"})

    def _say(self, status: HTTPStatus, body: bytes, headers: dict[str, str] | None = None) -> None:
        self.send_response(status)
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _download(self, camera: Scenery, body: bytes) -> None:
        ref = urlsplit(xml.text_of(xml.parse(body), "playbackURI"))
        name = parse_qs(ref.query).get("name", [""])[0]
        clip = next((c for c in self.server.ring.clips(camera.key) if c.name == name), None)
        try:
            file = clip.path.open("rb") if clip else None
        except FileNotFoundError:
            file = None
        if clip is None or file is None:
            self._say(HTTPStatus.NOT_FOUND, b"")
            return
        with file:
            self.send_response(HTTPStatus.OK)
            self.send_header("Content-Type", "video/mp4")
            self.send_header("Content-Length", str(clip.size))
            self.end_headers()
            self.wfile.flush()
            self.connection.sendfile(file)

    # --- Login ----------------------------------------------------------------------------------

    def _camera(self) -> Scenery | None:
        """Whose login this is; without one the challenge has been sent."""
        header = self.headers.get("Authorization", "")
        given = {name: quoted or plain for name, quoted, plain in _FIELD.findall(header)}
        camera = self.server.by_user.get(given.get("username", ""))
        right = camera is not None and self._right(camera, given)
        if right and self._fresh(given.get("nonce", "")):
            return camera
        stale = ", stale=true" if right else ""
        challenge = f'Digest realm="{_REALM}", qop="auth", nonce="{self._nonce()}"{stale}'
        self._say(HTTPStatus.UNAUTHORIZED, b"", {"WWW-Authenticate": challenge})
        return None

    def _right(self, camera: Scenery, given: dict[str, str]) -> bool:
        secret = _md5(f"{camera.username}:{_REALM}:{camera.password}")
        aim = _md5(f"{self.command}:{self.path}")
        parts = (secret, *(given.get(name, "") for name in ("nonce", "nc", "cnonce", "qop")), aim)
        return hmac.compare_digest(_md5(":".join(parts)), given.get("response", ""))

    def _nonce(self, made: int | None = None) -> str:
        when = int(time.time()) if made is None else made
        mark = hmac.new(self.server.nonce_key, str(when).encode(), "sha256").hexdigest()
        return f"{when}-{mark[:32]}"

    def _fresh(self, nonce: str) -> bool:
        made, _, _ = nonce.partition("-")
        if not made.isdigit() or not hmac.compare_digest(nonce, self._nonce(int(made))):
            return False
        return time.time() - int(made) < NONCE_S


def _md5(text: str) -> str:
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()


def _device(camera: Scenery) -> str:
    return (
        f"<DeviceInfo {_SPACE}><deviceName>{escape(camera.caption)}</deviceName>"
        f"<model>{camera.model}</model><serialNumber>{camera.model}-{camera.key}</serialNumber>"
        "<firmwareVersion>V0.1 simulated</firmwareVersion></DeviceInfo>"
    )


def _time(camera: Scenery) -> str:
    shown = (clock.now() + camera.clock_error).astimezone(LOCAL)
    return (
        f"<Time {_SPACE}><timeMode>manual</timeMode>"
        f"<localTime>{shown.isoformat(timespec='seconds')}</localTime>"
        "<timeZone>CST-7:00:00</timeZone></Time>"
    )


def _search(camera: Scenery, ring: Ring, body: bytes) -> str:
    asked = xml.parse(body)
    start = _true_seconds(xml.text_of(asked, "startTime"), camera)
    stop = _true_seconds(xml.text_of(asked, "endTime"), camera)
    first = int(xml.text_of(asked, "searchResultPostion") or 0)
    most = min(int(xml.text_of(asked, "maxResults") or MOST_RESULTS), MOST_RESULTS)
    found: list[Clip] = []
    if xml.text_of(asked, "trackID") == str(camera.track):
        found = [c for c in ring.clips(camera.key) if c.start_s < stop and c.stop_s > start]
    page = found[first : first + most]
    status = "NO MATCHES"
    if page:
        status = "MORE" if first + len(page) < len(found) else "OK"
    items = "".join(_item(camera, clip) for clip in page)
    return (
        f"<CMSearchResult {_SPACE}><searchID>{escape(xml.text_of(asked, 'searchID'))}</searchID>"
        f"<responseStatus>true</responseStatus><responseStatusStrg>{status}</responseStatusStrg>"
        f"<numOfMatches>{len(page)}</numOfMatches><matchList>{items}</matchList></CMSearchResult>"
    )


def _item(camera: Scenery, clip: Clip) -> str:
    start, stop = (_shown(second, camera) for second in (clip.start_s, clip.stop_s))
    span = f"starttime={start}&endtime={stop}".replace("-", "").replace(":", "")
    ref = (
        f"rtsp://{INNER_HOST}/Streaming/tracks/{camera.track}/?{span}"
        f"&name={clip.name}&size={clip.size}"
    )
    return _ITEM.format(track=camera.track, start=start, stop=stop, ref=escape(ref))


def _shown(second: int, camera: Scenery) -> str:
    instant = datetime.fromtimestamp(second, UTC) + camera.clock_error
    return instant.astimezone(LOCAL).strftime(_SAY)


def _true_seconds(text: str, camera: Scenery) -> float:
    shown = datetime.strptime(text, _SAY).replace(tzinfo=LOCAL)
    return (shown - camera.clock_error).timestamp()
