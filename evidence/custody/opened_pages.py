"""What an officer sees of a request they opened in an emergency: a list, and one clip at a time."""

from datetime import datetime

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from cameras.registry.masking import polygons_of
from evidence.emergency.models import Opening
from evidence.emergency.queries import get_opening, get_watch, left
from evidence.requests.states import RequestState
from portal.lib import clock
from portal.lib.errors import Refused
from portal.lib.words import sentence
from portal.people.rights import PersonRequest, policed

from . import covers, opened, stream


@never_cache
@require_http_methods(["GET", "HEAD"])
@policed("emergency:watch")
def opening(request: PersonRequest, public_id: str) -> HttpResponse:
    """Until when, and which cameras have something to look at."""
    at = clock.now()
    row = get_opening(public_id, request.user, "emergency:watch", at)
    return render(request, "custody/opening.html", _standing(row, at))


def _standing(row: Opening, at: datetime, problem: str = "") -> dict[str, object]:
    rest = left(row, at)
    return {
        "opening": row,
        "row": row.request,
        "lines": opened.cameras_of(row),
        "left": rest,
        "runs": bool(rest),
        "approved": row.request.state == RequestState.APPROVED,
        "problem": problem,
    }


@require_POST
@policed("emergency:watch")
def watch(request: PersonRequest, public_id: str, target_id: str) -> HttpResponse:
    """Begin one look; on the record before the first byte."""
    at = clock.now()
    row = get_opening(public_id, request.user, "emergency:watch", at)
    target = get_object_or_404(row.request.targets, public_id=target_id)
    try:
        made = opened.watch_now(
            opening=row, target=target, visitor=stream.visitor_of(request), at=at
        )
    except Refused as refused:
        context = _standing(row, at, sentence(refused))
        return render(request, "custody/opening.html", context, status=422)
    return redirect("custody:watching", made.public_id)


@never_cache
@require_http_methods(["GET", "HEAD"])
@policed("emergency:watch")
def watching(request: PersonRequest, public_id: str) -> HttpResponse:
    """The player, with the owner's masks over the clip and the viewer's name under it."""
    at = clock.now()
    row = get_watch(public_id, request.user, at)
    try:
        shown = opened.as_item(opened.check(row, stream.visitor_of(request), at))
    except Refused as refused:
        context = _standing(row.opening, at, sentence(refused))
        return render(request, "custody/opening.html", context, status=422)
    context = {
        "watch": row,
        "opening": row.opening,
        "item": shown,
        "case": shown.case,
        "start": shown.first_frame_at or shown.window_start,
        "video": reverse("custody:watched", args=[public_id]),
        "masks": polygons_of(covers.masks_of(shown, at)),
        "left": left(row.opening, at),
        "now": at,
    }
    return render(request, "custody/watching.html", context)


@require_http_methods(["GET", "HEAD"])
@policed("emergency:watch")
def watched(request: PersonRequest, public_id: str) -> HttpResponseBase:
    """The bytes of one look."""
    at = clock.now()
    row = get_watch(public_id, request.user, at)
    visitor = stream.visitor_of(request)
    try:
        shown = opened.as_item(opened.check(row, visitor, at))
        stream.only_in_player(request, shown, at)
        answer = stream.Answer(
            sizes=[len(row.head), shown.stored.size],
            tag=f'"{row.public_id}-{shown.stored.sha256[:16]}"',
            check=lambda: opened.check(row, visitor, at),
            body=lambda spans: opened.bytes_for(row, spans, visitor=visitor, at=at),
        )
        return stream.send(request, answer, named=shown)
    except Refused as refused:
        return stream.no_bytes(refused)
