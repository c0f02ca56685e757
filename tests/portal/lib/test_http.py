"""Against real servers on loopback, one per test, answering what the test wants."""

import hashlib
import io
import re
import secrets
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.lib import http_auth
from portal.lib.http import (
    BadAddress,
    BadAnswer,
    Client,
    Denied,
    Forbidden,
    Guard,
    Limits,
    Login,
    TimedOut,
    TooLarge,
    Unreachable,
)

OPEN = Guard(allow=("127.0.0.0/8", "::1/128"))
RAW = Callable[[socket.socket], None]


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    seen: list[dict[str, str]]
    answer: Callable[[BaseHTTPRequestHandler], None]

    def do_GET(self) -> None:
        self.seen.append({"path": self.path, **dict(self.headers.items())})
        type(self).answer(self)

    def log_message(self, *_: object) -> None:
        """Tests read what was seen, not a log."""


@contextmanager
def serving(
    answer: Callable[[BaseHTTPRequestHandler], None],
) -> Iterator[tuple[str, list[dict[str, str]]]]:
    seen: list[dict[str, str]] = []
    kind = type("Kind", (Handler,), {"seen": seen, "answer": staticmethod(answer)})
    server = ThreadingHTTPServer(("127.0.0.1", 0), kind)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", seen
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@contextmanager
def speaking(conversation: RAW) -> Iterator[str]:
    """A server of bare bytes, for answers no decent server gives."""
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def serve() -> None:
            link, _ = listener.accept()
            with link:
                link.recv(65536)
                conversation(link)

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        thread.join(5)


def replying(
    body: bytes, status: int = 200, **headers: str
) -> Callable[[BaseHTTPRequestHandler], None]:
    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    return answer


# --- Addresses ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/",
        "http://localhost/",
        "http://2130706433/",
        "http://0x7f.1/",
        "http://0177.0.0.1/",
        "http://127.1/",
        "http://0.0.0.0/",
        "http://[::1]/",
        "http://[::]/",
        "http://[::ffff:127.0.0.1]/",
        "http://[::ffff:7f00:1]/",
        "http://[64:ff9b::7f00:1]/",
        "http://[2002:7f00:1::]/",
        "http://[::7f00:1]/",
        "http://169.254.169.254/latest/meta-data/",
        "http://[::ffff:169.254.169.254]/",
        "http://[fe80::1]/",
        "http://[fd00:ec2::254]/",
        "http://100.100.100.200/",
        "http://224.0.0.1/",
        "http://[ff02::1]/",
        "http://255.255.255.255/",
        "http://240.0.0.1/",
    ],
)
def test_it_never_calls_itself_metadata_or_groups_even_where_private_is_allowed(url: str) -> None:
    with pytest.raises(Forbidden):
        Client(Guard(private=True)).send("GET", url)


@pytest.mark.parametrize(
    "address", ["10.1.2.3", "192.168.1.64", "172.16.0.9", "fd12::1", "100.64.0.1"]
)
def test_private_networks_hang_on_the_flag(address: str) -> None:
    Guard(private=True).check(address, 80)
    with pytest.raises(Forbidden):
        Guard(private=False).check(address, 80)


def test_an_exception_is_one_address_and_port_or_a_network() -> None:
    guard = Guard(allow=("127.0.0.1:18080", "[::1]:8000", "10.9.0.0/16"))
    guard.check("127.0.0.1", 18080)
    guard.check("::ffff:127.0.0.1", 18080)
    guard.check("::1", 8000)
    guard.check("10.9.200.1", 554)
    for address, port in (("127.0.0.1", 8000), ("::1", 18080), ("10.10.0.1", 80)):
        with pytest.raises(Forbidden):
            guard.check(address, port)


@given(st.ip_addresses(v=4, network="127.0.0.0/8"))
def test_no_notation_of_loopback_passes(address: object) -> None:
    number = int(address)  # type: ignore[call-overload]
    for text in (f"::ffff:{address}", f"64:ff9b::{address}", str(address)):
        with pytest.raises(Forbidden):
            Guard(private=True).check(text, 80)
    with pytest.raises(Forbidden):
        Guard(private=True).addresses(str(number), 80)


def test_a_name_with_one_forbidden_address_among_good_ones_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def answers(*_: object, **__: object) -> list[object]:
        return [(2, 1, 6, "", ("203.0.113.9", 80)), (2, 1, 6, "", ("127.0.0.1", 80))]

    monkeypatch.setattr(socket, "getaddrinfo", answers)
    with pytest.raises(Forbidden):
        Guard(private=True).addresses("two-faced.example", 80)


def test_the_connection_goes_to_the_judged_address_and_the_name_is_asked_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    real: Callable[..., object] = socket.getaddrinfo
    asked: list[object] = []

    def answers(host: object, port: object, *rest: object, **more: object) -> object:
        if host != "camera.example":
            return real(host, port, *rest, **more)
        asked.append(host)
        address = "127.0.0.1" if len(asked) == 1 else "127.0.0.99"
        return [(2, 1, 6, "", (address, port))]

    with serving(replying(b"here")) as (base, seen):
        monkeypatch.setattr(socket, "getaddrinfo", answers)
        url = base.replace("127.0.0.1", "camera.example")
        client = Client(OPEN)
        assert client.send("GET", url).body == b"here"
        assert client.send("GET", url).body == b"here"
    assert asked == ["camera.example"]
    assert seen[0]["Host"] == url.removeprefix("http://")


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "ftp://example.org/",
        "rtsp://192.168.1.64/",
        "http://",
        "//example.org/",
        "http://user:secret@192.168.1.64/",
        "http://192.168.1.64/a b",
        "http://192.168.1.64/\r\nX: 1",
        "http://192.168.1.64:99999/",
        "http://[::1",
        "",
    ],
)
def test_what_is_no_plain_web_address_is_refused(url: str) -> None:
    with pytest.raises(BadAddress):
        Client(OPEN).send("GET", url)


def test_a_name_nobody_knows_is_unreachable() -> None:
    with pytest.raises(Unreachable):
        Client(Guard()).send("GET", "http://no-such-camera.invalid/")


def test_a_closed_port_is_unreachable() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    with pytest.raises(Unreachable):
        Client(OPEN).send("GET", f"http://127.0.0.1:{port}/")


# --- Answers ------------------------------------------------------------------------------------


def test_a_redirect_is_not_followed() -> None:
    with (
        serving(replying(b"secret")) as (inner, inside),
        serving(replying(b"", 302, Location=inner)) as (base, _),
        pytest.raises(BadAnswer) as caught,
    ):
        Client(OPEN).send("GET", base)
    assert caught.value.status == 302
    assert inside == []


def test_a_large_body_streams_through_whole() -> None:
    body = bytes(range(256)) * 20_000
    with serving(replying(body)) as (base, _):
        sink = io.BytesIO()
        assert Client(OPEN).download(base + "/clip", sink, limit=len(body)) == len(body)
    assert hashlib.sha256(sink.getvalue()).digest() == hashlib.sha256(body).digest()


def test_chunked_bodies_are_bounded_too() -> None:
    def endless(link: socket.socket) -> None:
        link.sendall(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
        try:
            for _ in range(200):
                link.sendall(b"10000\r\n" + bytes(65536) + b"\r\n")
        except OSError:
            return

    with speaking(endless) as base, pytest.raises(TooLarge):
        Client(OPEN).download(base, io.BytesIO(), limit=1_000_000)


def test_an_announced_length_beyond_the_limit_is_refused_before_it_is_read() -> None:
    with serving(replying(bytes(5000))) as (base, _), pytest.raises(TooLarge):
        Client(OPEN, limits=Limits(body_bytes=4999)).send("GET", base)


def test_half_a_body_is_not_taken_for_a_whole_one() -> None:
    def half(link: socket.socket) -> None:
        link.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n" + bytes(50))

    with speaking(half) as base, pytest.raises(Unreachable, match="50 bytes of 100"):
        Client(OPEN).download(base, io.BytesIO(), limit=1000)


def test_what_is_no_http_is_a_bad_answer() -> None:
    def other(link: socket.socket) -> None:
        link.sendall(b"RTSP/1.0 200 OK\r\n\r\n")

    with speaking(other) as base, pytest.raises(BadAnswer):
        Client(OPEN).send("GET", base)


def test_one_byte_at_a_time_ends_at_the_deadline() -> None:
    def trickle(link: socket.socket) -> None:
        try:
            while True:
                link.sendall(b"H")
                time.sleep(0.02)
        except OSError:
            return

    started = time.monotonic()
    with speaking(trickle) as base, pytest.raises(TimedOut):
        Client(OPEN, limits=Limits(pause_s=1, total_s=0.3)).send("GET", base)
    assert time.monotonic() - started < 2


def test_silence_ends_after_the_longest_pause() -> None:
    done = threading.Event()
    with speaking(lambda _: void(done.wait(5))) as base:
        with pytest.raises(TimedOut):
            Client(OPEN, limits=Limits(pause_s=0.1, total_s=30)).send("GET", base)
        done.set()


def void(_: object) -> None:
    """Drop a result."""


def test_the_sinks_own_error_stays_what_it_is() -> None:
    class Full(io.BytesIO):
        def write(self, _: object) -> int:
            raise OSError(28, "No space left on device")

    with serving(replying(b"x")) as (base, _), pytest.raises(OSError, match="No space left"):
        Client(OPEN).download(base, Full(), limit=10)


# --- Logins -------------------------------------------------------------------------------------

RFC_NONCE = "7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v"
RFC_CNONCE = "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ"
RFC_RESPONSES = {
    "MD5": "8ca523f5e9506fed4657c9700eebdbec",
    "SHA-256": "753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1",
}


@pytest.mark.parametrize("algorithm", list(RFC_RESPONSES))
def test_digest_gives_the_responses_of_rfc_7616(
    algorithm: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(secrets, "token_hex", lambda _: RFC_CNONCE)
    header = (
        f'Digest realm="http-auth@example.org", qop="auth, auth-int", algorithm={algorithm}, '
        f'nonce="{RFC_NONCE}", opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS"'
    )
    [challenge] = http_auth.challenges(header)
    answer = challenge.answer(Login("Mufasa", "Circle of Life"), "GET", "/dir/index.html", 1)
    assert f'response="{RFC_RESPONSES[algorithm]}"' in answer
    assert "nc=00000001" in answer


def test_the_strongest_of_several_challenges_is_answered() -> None:
    md5 = 'Basic realm="a, b", Digest realm="x", nonce="1", qop="auth"'
    sha = 'Digest realm="x", nonce="2", qop="auth", algorithm=SHA-256'
    unknown = 'Digest realm="x", nonce="3", qop="auth", algorithm=SHA-512-256, Negotiate'
    best = http_auth.best_challenge([md5, sha, unknown])
    assert best is not None
    assert best.parameters["nonce"] == "2"
    weaker = http_auth.best_challenge([md5])
    assert weaker is not None
    assert weaker.scheme == "digest"
    assert http_auth.best_challenge([unknown]) is None


@given(st.text(max_size=200))
def test_any_challenge_header_is_read_without_an_accident(header: str) -> None:
    http_auth.best_challenge([header, "Digest " + header])


def digest_door(password: str, uses: int) -> Callable[[BaseHTTPRequestHandler], None]:
    """A server whose nonce is good for so many uses; computes MD5 digests on its own."""
    state = {"nonce": 0, "left": 0}

    def answer(handler: BaseHTTPRequestHandler) -> None:
        given = dict(re.findall(r'(\w+)="?([^",]+)', handler.headers.get("Authorization", "")))
        secret = hashlib.md5(f"admin:door:{password}".encode()).hexdigest()  # noqa: S324
        aim = hashlib.md5(f"GET:{handler.path}".encode()).hexdigest()  # noqa: S324
        parts = (secret, given.get("nonce"), given.get("nc"), given.get("cnonce"), "auth", aim)
        right = hashlib.md5(":".join(map(str, parts)).encode()).hexdigest()  # noqa: S324
        known = given.get("response") == right
        if known and given["nonce"] == str(state["nonce"]) and state["left"] > 0:
            state["left"] -= 1
            replying(b"inside")(handler)
            return
        state["nonce"], state["left"] = state["nonce"] + 1, uses
        stale = ", stale=true" if known else ""
        challenge = f'Digest realm="door", nonce="{state["nonce"]}", qop="auth"{stale}'
        replying(b"", 401, WWW_Authenticate=challenge)(handler)

    return answer


def test_digest_opens_the_door_and_the_nonce_is_used_again() -> None:
    with serving(digest_door("s3cret", uses=3)) as (base, seen):
        client = Client(OPEN, Login("admin", "s3cret"))
        for number in range(5):
            assert client.send("GET", f"{base}/{number}").body == b"inside"
    assert len(seen) == 5 + 2  # one challenge at first, one when the nonce was used up


def test_a_wrong_password_is_tried_once_and_denied() -> None:
    with serving(digest_door("s3cret", uses=9)) as (base, seen):
        with pytest.raises(Denied):
            Client(OPEN, Login("admin", "guess")).send("GET", base)
        assert len(seen) == 2


def test_without_a_login_a_challenge_is_denied() -> None:
    with serving(digest_door("s3cret", uses=9)) as (base, _), pytest.raises(Denied):
        Client(OPEN).send("GET", base)


def test_basic_is_answered_where_nothing_better_is_offered() -> None:
    def door(handler: BaseHTTPRequestHandler) -> None:
        if handler.headers.get("Authorization") == "Basic YWRtaW46xJHDsw==":
            replying(b"inside")(handler)
        else:
            replying(b"", 401, WWW_Authenticate='Basic realm="x"')(handler)

    with serving(door) as (base, _):
        assert Client(OPEN, Login("admin", "đó")).send("GET", base).body == b"inside"


def test_a_password_is_not_shown_by_accident() -> None:
    assert "s3cret" not in repr(Client(OPEN, Login("admin", "s3cret")))
