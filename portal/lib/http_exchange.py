"""One request and its answer over a connected socket, under a deadline, poured without copies."""

import http.client
import io
import socket
import ssl
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Protocol, Self
from urllib.parse import quote, urlsplit

from .http_errors import BadAddress, BadAnswer, Denied, TimedOut, TooLarge, Unreachable

PIECE = 1 << 20
_UNWANTED = frozenset(map(chr, [*range(33), 127]))
_SAFE = "/%:@!$&'()*+,;=~-._?"
_PORTS = {"http": 80, "https": 443}


class Sink(Protocol):
    def write(self, data: memoryview, /) -> object: ...


@dataclass(frozen=True)
class Target:
    scheme: str
    host: str
    port: int
    path: str  # with its query

    @classmethod
    def parse(cls, url: str) -> Self:
        """Raises BadAddress for anything but a plain http or https address without a login."""
        if _UNWANTED & set(url):
            raise BadAddress("the address holds blanks or control characters")
        try:
            parts = urlsplit(url)
            port = parts.port
        except ValueError as error:
            raise BadAddress(f"{error}") from error
        if parts.scheme not in _PORTS or not parts.hostname:
            raise BadAddress("the address does not start with http:// or https:// and a name")
        if "@" in parts.netloc:
            raise BadAddress("the address holds a login; it belongs in fields of its own")
        path = quote((parts.path or "/") + (f"?{parts.query}" if parts.query else ""), safe=_SAFE)
        return cls(parts.scheme, parts.hostname, port or _PORTS[parts.scheme], path)

    @property
    def origin(self) -> tuple[str, str, int]:
        return self.scheme, self.host, self.port

    @property
    def host_header(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _PORTS[self.scheme] else f"{host}:{self.port}"


class Link(io.RawIOBase):
    """A connected socket under a deadline."""

    def __init__(self, link: socket.socket, deadline: float, pause: float) -> None:
        super().__init__()
        self._link, self._deadline, self._pause = link, deadline, pause

    def _arm(self) -> None:
        left = self._deadline - time.monotonic()
        if left <= 0:
            raise TimeoutError("the deadline of the whole request is over")
        self._link.settimeout(min(left, self._pause))

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        self._arm()
        return self._link.recv_into(buffer)

    def sendall(self, data: bytes) -> None:
        self._arm()
        self._link.sendall(data)

    def close(self) -> None:
        self._link.close()
        super().close()


@dataclass
class _Borrowed:
    """All that http.client needs of a socket; it may not close what it was lent."""

    link: Link

    def sendall(self, data: bytes) -> None:
        self.link.sendall(data)

    def makefile(self, _mode: str) -> io.BufferedReader:
        return io.BufferedReader(self.link, 1 << 16)

    def close(self) -> None:
        """Leave it open: http.client closes its socket as soon as the head promises no more."""


@dataclass
class Exchange:
    """An answer whose head has come in. Close it."""

    target: Target
    link: Link
    response: http.client.HTTPResponse
    sent_at: float
    got_at: float

    @classmethod
    def start(
        cls, link: Link, method: str, target: Target, body: bytes, headers: Mapping[str, str]
    ) -> Self:
        connection = http.client.HTTPConnection(target.host)
        connection.sock = _Borrowed(link)
        fixed = {"Host": target.host_header, "Accept-Encoding": "identity", "Connection": "close"}
        connection.request(method, target.path, body=body or None, headers={**fixed, **headers})
        sent_at = time.monotonic()
        return cls(target, link, connection.getresponse(), sent_at, time.monotonic())

    def close(self) -> None:
        self.response.close()
        self.link.close()

    def check_status(self) -> None:
        status = self.response.status
        if status in {http.client.UNAUTHORIZED, http.client.FORBIDDEN}:
            raise Denied(f"answered {status}")
        if not http.client.OK <= status < http.client.MULTIPLE_CHOICES:
            raise BadAnswer(f"answered {status}", status)

    def pour(self, sink: Sink, limit: int) -> int:
        """The body into `sink`, through one buffer. The sink's own errors stay what they are."""
        promised = self.response.length
        if promised is not None and promised > limit:
            raise TooLarge(f"{promised} bytes announced, {limit} allowed")
        buffer = memoryview(bytearray(min(PIECE, limit + 1)))
        total = 0
        while got := self._read(buffer):
            total += got
            if total > limit:
                raise TooLarge(f"more than {limit} bytes")
            sink.write(buffer[:got])
        if promised is not None and total != promised:
            raise Unreachable(f"{total} bytes of {promised} came, then the connection broke")
        return total

    def _read(self, buffer: memoryview) -> int:
        with one_family(self.target):
            return self.response.readinto(buffer)


@contextmanager
def one_family(target: Target) -> Iterator[None]:
    """Turn what sockets, TLS and http.client raise into the family of `http_errors`."""
    where = f"{target.host}:{target.port}"
    try:
        yield
    except TimeoutError as error:
        raise TimedOut(f"{where}: {error}") from error
    except ssl.SSLError as error:
        raise Unreachable(f"{where}: {error}") from error
    except (http.client.HTTPException, ValueError) as error:
        raise BadAnswer(f"{where}: {type(error).__name__}") from error
    except OSError as error:
        raise Unreachable(f"{where}: {error}") from error
