"""Evidence of a case: what is held, opening it for a stated purpose, its bytes, its record."""

from datetime import timedelta

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from evidence.cases.queries import get_case
from portal.lib import clock
from portal.lib.errors import Refused
from portal.look.refusals import add_refusal
from portal.people.rights import PersonRequest, policed

from . import chain, clocks, covers, gate, queries, retention, stream
from .forms import PurposeForm


@require_http_methods(["GET", "HEAD"])
@policed("case:view")
def index(request: PersonRequest, public_id: str) -> HttpResponse:
    case = get_case(public_id, request.user, "case:view", clock.now())
    items = queries.originals_of(case)
    return render(request, "custody/index.html", {"case": case, "items": items})


@require_http_methods(["GET", "HEAD", "POST"])
@policed("item:open")
def open_footage(request: PersonRequest, public_id: str) -> HttpResponse:
    at = clock.now()
    item = queries.get_item(public_id, request.user, "item:open", at)
    form = PurposeForm(request.POST or None)
    visitor = stream.visitor_of(request)
    if form.is_valid():
        try:
            viewing = gate.open_item(
                item=item, visitor=visitor, purpose=form.cleaned_data["purpose"], at=at
            )
        except Refused as refused:
            add_refusal(form, refused)
        else:
            return redirect("disclosure:item", viewing.public_id)
    words = {
        "item": item,
        "form": form,
        "open_viewing": gate.open_viewing(item=item, visitor=visitor, at=at),
        "minutes": gate.viewing_time(item, at) // timedelta(minutes=1),
    }
    return render(request, "custody/open.html", words, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD"])
@policed("viewing:watch")
def video(request: PersonRequest, public_id: str) -> HttpResponseBase:
    """One file that every browser plays and seeks, made of the parts that are kept."""
    at = clock.now()
    viewing = queries.get_viewing(public_id, request.user, at)
    parts = queries.playable_parts(viewing.item)
    try:
        stream.only_in_player(request, viewing.item, at)
        return stream.answer(request, viewing, parts, visitor=stream.visitor_of(request), at=at)
    except Refused as refused:
        return stream.no_bytes(refused)


@require_http_methods(["GET", "HEAD"])
@policed("viewing:watch")
def thumbnail(request: PersonRequest, public_id: str, item_id: str) -> HttpResponseBase:
    at = clock.now()
    viewing = queries.get_viewing(public_id, request.user, at)
    shown = covers.covered_thumbnails(viewing.item, covers.masks_of(viewing.item, at))
    found = [item for item in shown if item.public_id == item_id]
    if not found:
        raise Http404(item_id)
    try:
        return stream.answer(request, viewing, found, visitor=stream.visitor_of(request), at=at)
    except Refused as refused:
        return stream.no_bytes(refused)


@require_http_methods(["GET", "HEAD"])
@policed("case:view")
def record(request: PersonRequest, public_id: str) -> HttpResponse:
    """Chain of custody: readable after the case was closed, since it shows no footage."""
    item = queries.get_item(public_id, request.user, "case:view", clock.now())
    words = {
        "item": item,
        "clock": clocks.basis_of(item),
        "parts": queries.with_derivatives(item),
        "events": chain.events_of(item),
        "retention": retention.of(item, clock.now()),
    }
    return render(request, "custody/record.html", words)
