"""A small HTTP client for addresses that people type in: guarded, bounded, quick with large bodies.

No redirects, no proxies from the environment, no cookies. A name is resolved once per client and
the connection goes to the address that the guard has judged. Whole requests have a deadline, so a
peer that sends one byte a second is left, too.
"""

import http.client
import io
import socket
import ssl
import time
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, field

from .http_auth import Challenge, Login, best_challenge
from .http_errors import (
    BadAddress,
    BadAnswer,
    Denied,
    Forbidden,
    HttpError,
    TimedOut,
    TooLarge,
    Unreachable,
)
from .http_exchange import Exchange, Link, Sink, Target, one_family
from .http_guard import Guard

__all__ = [
    "Answer",
    "BadAddress",
    "BadAnswer",
    "Client",
    "Denied",
    "Forbidden",
    "Guard",
    "HttpError",
    "Limits",
    "Login",
    "Sink",
    "TimedOut",
    "TooLarge",
    "Unreachable",
]

_TRIES = 3  # without a login, with it, and once more when the nonce was stale


@dataclass(frozen=True)
class Limits:
    connect_s: float = 5.0
    pause_s: float = 15.0  # the longest silence
    total_s: float = 60.0
    body_bytes: int = 4 << 20  # of an answer that is kept in memory


@dataclass(frozen=True)
class Answer:
    status: int
    headers: Mapping[str, str]  # names in lower case
    body: bytes
    sent_at: float  # time.monotonic() when the request had gone out
    got_at: float  # and when the answer's head had come in


@dataclass
class _Session:
    """What one origin has taught us: its judged addresses and its last challenge."""

    addresses: list[str]
    challenge: Challenge | None = None
    count: int = 0

    def credentials(self, login: Login | None, method: str, path: str) -> dict[str, str]:
        if login is None or self.challenge is None:
            return {}
        self.count += 1
        return {"Authorization": self.challenge.answer(login, method, path, self.count)}

    def learns(self, response: http.client.HTTPResponse) -> bool:
        """Whether a 401 brings a challenge worth another try."""
        if response.status != http.client.UNAUTHORIZED:
            return False
        offer = best_challenge(response.headers.get_all("WWW-Authenticate", []))
        if offer is None or (self.count == 1 and not offer.stale):
            self.challenge, self.count = None, 0
            return False  # the answer to a fresh challenge was wrong: so is the password
        self.challenge, self.count = offer, 0
        return True


@dataclass
class Client:
    guard: Guard
    login: Login | None = None
    limits: Limits = field(default_factory=Limits)
    tls: ssl.SSLContext | None = None  # the system's authorities, where none is given
    _sessions: dict[tuple[str, str, int], _Session] = field(default_factory=dict, init=False)

    def send(
        self,
        method: str,
        url: str,
        *,
        body: bytes = b"",
        headers: Mapping[str, str] | None = None,
        limits: Limits | None = None,
    ) -> Answer:
        """One request whose answer is kept in memory."""
        bounds = limits or self.limits
        kept = io.BytesIO()
        with closing(self._open(method, url, body, headers or {}, bounds)) as exchange:
            exchange.pour(kept, bounds.body_bytes)
            heads = {name.lower(): value for name, value in exchange.response.headers.items()}
            status = exchange.response.status
            return Answer(status, heads, kept.getvalue(), exchange.sent_at, exchange.got_at)

    def download(
        self,
        url: str,
        sink: Sink,
        *,
        limit: int,
        method: str = "GET",
        body: bytes = b"",
        headers: Mapping[str, str] | None = None,
        limits: Limits | None = None,
    ) -> int:
        """Pour the answer's body into `sink` and return its length; at most `limit` bytes.

        The sink gets pieces of one reused buffer: it must use them before it returns.
        """
        opened = self._open(method, url, body, headers or {}, limits or self.limits)
        with closing(opened) as exchange:
            return exchange.pour(sink, limit)

    def _open(
        self, method: str, url: str, body: bytes, headers: Mapping[str, str], limits: Limits
    ) -> Exchange:
        target = Target.parse(url)
        deadline = time.monotonic() + limits.total_s
        with one_family(target):
            session = self._session(target)
            for attempt in range(1, _TRIES + 1):
                link = self._connect(target, session, deadline, limits)
                try:
                    heads = {**headers, **session.credentials(self.login, method, target.path)}
                    exchange = Exchange.start(link, method, target, body, heads)
                    again = self.login is not None and session.learns(exchange.response)
                    if not again or attempt == _TRIES:
                        exchange.check_status()
                        return exchange
                except BaseException:
                    link.close()
                    raise
                exchange.close()
        raise AssertionError("the last attempt returns or raises")

    def _session(self, target: Target) -> _Session:
        if target.origin not in self._sessions:
            addresses = self.guard.addresses(target.host, target.port)
            self._sessions[target.origin] = _Session(addresses)
        return self._sessions[target.origin]

    def _connect(self, target: Target, session: _Session, deadline: float, limits: Limits) -> Link:
        trouble: OSError = OSError("no address")
        for address in session.addresses:
            wait = min(limits.connect_s, max(deadline - time.monotonic(), 0.001))
            try:
                link = socket.create_connection((address, target.port), timeout=wait)
            except OSError as error:
                trouble = error
                continue
            link.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            if target.scheme == "https":
                try:
                    tls = self.tls or ssl.create_default_context()
                    link = tls.wrap_socket(link, server_hostname=target.host)
                except OSError:
                    link.close()
                    raise
            return Link(link, deadline, limits.pause_s)
        raise trouble
