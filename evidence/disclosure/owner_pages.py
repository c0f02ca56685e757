"""'Who looked at my camera', for those who speak for its owner: one camera, or all of them."""

from collections.abc import Iterator
from datetime import datetime

from django.http import Http404, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from cameras.census.writing import delimited
from cameras.registry.models import Camera
from portal.ledger.proofs import proof_of
from portal.lib import clock
from portal.people.rights import PersonRequest, policed

from . import queries
from .lines import headings


@never_cache
@require_http_methods(["GET", "HEAD"])
@policed("looks:view")
def looks(request: PersonRequest, public_id: str) -> HttpResponse:
    at = clock.now()
    camera = queries.get_camera(public_id, request.user, at)
    found, page = queries.looks_at([camera], request.GET.get("page"), at)
    context = {"camera": camera, "looks": found, "page": page, "now": at}
    return render(request, "disclosure/looks.html", context)


@never_cache
@require_http_methods(["GET", "HEAD"])
@policed("looks:view")
def all_looks(request: PersonRequest) -> HttpResponse:
    """One list over all the person's cameras, or over the one they choose."""
    at = clock.now()
    cameras, chosen = _cameras(request, at)
    found, page = queries.looks_at([chosen] if chosen else cameras, request.GET.get("page"), at)
    context = {"cameras": cameras, "chosen": chosen, "looks": found, "page": page, "now": at}
    return render(request, "disclosure/all_looks.html", context)


@never_cache
@require_http_methods(["GET", "HEAD"])
@policed("looks:view")
def take_looks(request: PersonRequest) -> HttpResponseBase:
    """The same list with all its lines, for a spreadsheet."""
    at = clock.now()
    cameras, chosen = _cameras(request, at)
    rows = _rows([chosen] if chosen else cameras, at)
    columns = (_("Lúc"), _("Camera"), _("Việc gì"), *headings(), _("Dòng số"))
    response = StreamingHttpResponse(
        delimited(columns, rows), content_type="text/csv; charset=utf-8"
    )
    name = f"ai-da-xem-{timezone.localtime(at):%Y-%m-%d}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _cameras(request: PersonRequest, at: datetime) -> tuple[list[Camera], Camera | None]:
    """All of the person's cameras, and the one asked for; anybody else's is not there."""
    cameras = queries.cameras_of(request.user, at)
    wanted = request.GET.get("camera", "")
    if not wanted:
        return cameras, None
    chosen = next((row for row in cameras if row.public_id == wanted), None)
    if chosen is None:
        raise Http404(wanted)
    return cameras, chosen


def _rows(cameras: list[Camera], at: datetime) -> Iterator[tuple[object, ...]]:
    for look in queries.all_looks(cameras, at):
        moment = f"{timezone.localtime(look.at):%d/%m/%Y %H:%M:%S}"
        yield (moment, look.camera_names, look.title, *look.values, look.seq)


@require_http_methods(["GET", "HEAD"])
@policed("looks:view")
def proof(request: PersonRequest, public_id: str, seq: int) -> HttpResponse:
    """That one line of the list stands in the signed record, to be checked without this portal."""
    at = clock.now()
    camera = queries.get_camera(public_id, request.user, at)
    entry = queries.get_entry(camera, seq, at)
    return _attached(proof_of(entry).encode(), f"entry-{seq}.tlog-proof", "text/plain")


@require_http_methods(["GET", "HEAD"])
@policed("looks:view")
def body(request: PersonRequest, public_id: str, seq: int) -> HttpResponse:
    """The exact text that the proof is about; those whom an entry concerns may have it."""
    at = clock.now()
    camera = queries.get_camera(public_id, request.user, at)
    entry = queries.get_entry(camera, seq, at)
    return _attached(bytes(entry.body), f"entry-{seq}.json", "application/json")


def _attached(content: bytes, name: str, media_type: str) -> HttpResponse:
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "Cache-Control": "no-store, private",
    }
    return HttpResponse(content, content_type=f"{media_type}; charset=utf-8", headers=headers)
