"""Bytes from the gate as an HTTP answer: whole, one range, or the headers alone."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse

from portal.lib.errors import Refused
from portal.lib.words import sentence
from portal.people.rights import PersonRequest

from . import covers, gate, ranges
from .models import Item, Viewing

ALONE = {"document", "embed", "frame", "iframe", "object"}  # a browser's Sec-Fetch-Dest
_PLAYABLE = {"video/mp4": "mp4", "image/jpeg": "jpg", "image/png": "png", "image/webp": "webp"}


def visitor_of(request: PersonRequest) -> gate.Visitor:
    key = request.session.session_key
    assert key is not None, "whoever is signed in has a session"
    return gate.Visitor(request.user, key)


def only_in_player(request: HttpRequest, item: Item, at: datetime) -> None:
    """The player's page lays the masks over the clip; a tab of the clip alone has none. Refused."""
    alone = request.headers.get("Sec-Fetch-Dest", "") in ALONE
    if alone and covers.masks_of(item, at):
        raise Refused("custody.only_in_player")


def no_bytes(refused: Refused) -> HttpResponse:
    """A media element shows no page: the status is for the player, the sentence for a reader."""
    response = HttpResponse(sentence(refused), status=403, content_type="text/plain; charset=utf-8")
    response["Cache-Control"] = "no-store, private"
    return response


@dataclass(frozen=True)
class Answer:
    """One file of parts laid end to end. `check` raises where no byte may go; `body` is given the
    stretch [start, stop) of each part, asks the same again, and streams them.
    """

    sizes: Sequence[int]
    tag: str
    check: Callable[[], object]
    body: Callable[[Sequence[tuple[int, int]]], Iterator[bytes]]


def answer(
    request: HttpRequest,
    viewing: Viewing,
    parts: list[Item],
    *,
    visitor: gate.Visitor,
    at: datetime,
) -> HttpResponseBase:
    """The items' bytes laid end to end as one file of the last one's type.

    Everything that may refuse is asked before the answer begins.
    """

    def body(spans: Sequence[tuple[int, int]]) -> Iterator[bytes]:
        stretches = list(zip(parts, spans, strict=True))
        return gate.bytes_for(viewing, stretches, visitor=visitor, at=at)

    whole = Answer(
        sizes=[part.stored.size for part in parts],
        tag='"' + "-".join(part.stored.sha256[:16] for part in parts) + '"',
        check=partial(gate.check, viewing, visitor, at),
        body=body,
    )
    return send(request, whole, named=parts[-1])


def send(request: HttpRequest, whole: Answer, *, named: Item) -> HttpResponseBase:
    """Whole, one range, or the headers alone; `named` gives the file its type and name."""
    size = sum(whole.sizes)
    try:
        span = ranges.parse(_range_header(request, whole.tag), size)
    except ranges.Unsatisfiable:
        whole.check()
        headers = {"Content-Range": f"bytes */{size}"}
        return _dressed(HttpResponse(status=416, headers=headers), named, whole.tag)
    start, stop = (span.start, span.stop) if span else (0, size)
    headers = {"Content-Length": str(stop - start)}
    if span:
        headers["Content-Range"] = span.content_range
    status = 206 if span else 200
    if request.method == "HEAD":
        whole.check()
        return _dressed(HttpResponse(status=status, headers=headers), named, whole.tag)
    body = whole.body(ranges.split(start, stop, list(whole.sizes)))
    return _dressed(StreamingHttpResponse(body, status=status, headers=headers), named, whole.tag)


def _range_header(request: HttpRequest, tag: str) -> str | None:
    """The range asked for; a file that is no longer the one the browser holds is sent whole."""
    held = request.headers.get("If-Range")
    return request.headers.get("Range") if held in (None, tag) else None


def _dressed(response: HttpResponseBase, item: Item, tag: str) -> HttpResponseBase:
    """What no answer of this door goes without."""
    suffix = _PLAYABLE.get(item.media_type)
    response["Content-Type"] = item.media_type if suffix else "application/octet-stream"
    way = "inline" if suffix else "attachment"
    response["Content-Disposition"] = f'{way}; filename="{item.public_id}.{suffix or "bin"}"'
    response["Accept-Ranges"] = "bytes"
    response["ETag"] = tag
    response["Cache-Control"] = "no-store, private"
    response["Referrer-Policy"] = "no-referrer"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return response
