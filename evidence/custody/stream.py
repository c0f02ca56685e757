"""Bytes from the gate as an HTTP answer: whole, one range, or the headers alone."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse

from . import gate, ranges
from .models import Item, Viewing

_PLAYABLE = {"video/mp4": "mp4", "image/jpeg": "jpg", "image/png": "png", "image/webp": "webp"}


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
    sizes = [part.stored.size for part in parts]
    tag = '"' + "-".join(part.stored.sha256[:16] for part in parts) + '"'
    try:
        span = ranges.parse(_range_header(request, tag), sum(sizes))
    except ranges.Unsatisfiable:
        gate.check(viewing, visitor, at)
        headers = {"Content-Range": f"bytes */{sum(sizes)}"}
        return _dressed(HttpResponse(status=416, headers=headers), parts[-1], tag)
    start, stop = (span.start, span.stop) if span else (0, sum(sizes))
    headers = {"Content-Length": str(stop - start)}
    if span:
        headers["Content-Range"] = span.content_range
    status = 206 if span else 200
    if request.method == "HEAD":
        gate.check(viewing, visitor, at)
        return _dressed(HttpResponse(status=status, headers=headers), parts[-1], tag)
    stretches = zip(parts, ranges.split(start, stop, sizes), strict=True)
    body = gate.bytes_for(viewing, list(stretches), visitor=visitor, at=at)
    return _dressed(StreamingHttpResponse(body, status=status, headers=headers), parts[-1], tag)


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
