"""A receipt of one answer: on paper, as a signed file, and checked by anybody."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET, require_http_methods

from portal.lib.clock import from_text, now
from portal.people.rights import PersonRequest, policed, public_page, require

from . import receipts
from .forms import ReceiptForm
from .models import ConsentEvent
from .scopes import Verb


@require_GET
@policed("consent:give")
def paper(request: PersonRequest, public_id: str, event_id: str) -> HttpResponse:
    """To read, and to print."""
    event = _get(request, public_id, event_id)
    record = receipts.document(event)["dpv:hasRecordOfActivity"]
    processes = record["dpv:hasProcess"]
    context = {
        "event": event,
        "camera": event.camera,
        "law": record["dpv:hasApplicableLaw"],
        "lines": [(one["dct:title"], one["dct:description"]) for one in processes],
        "until": event.until,
    }
    return render(request, "consent/paper.html", context)


@require_GET
@policed("consent:give")
def file(request: PersonRequest, public_id: str, event_id: str) -> HttpResponse:
    """JSON-LD with its signature. Refused when the key cannot be used."""
    event = _get(request, public_id, event_id)
    name = f"consent-{event.public_id}.json"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(receipts.signed(event), content_type="application/ld+json", headers=headers)


@require_GET
@public_page
def key(request: HttpRequest) -> HttpResponse:
    """The public key, in the form that signed notes use."""
    del request
    vkey = receipts.signer().verifier.vkey
    return HttpResponse(f"{vkey}\n", content_type="text/plain; charset=utf-8")


@require_http_methods(["GET", "HEAD", "POST"])
@public_page
def verify(request: HttpRequest) -> HttpResponse:
    """Anybody may ask whether a file is a receipt of this portal. It is not kept."""
    posted = request.method == "POST"
    form = ReceiptForm(request.POST, request.FILES) if posted else ReceiptForm()
    found, untrue = None, False
    if form.is_valid():
        try:
            found = receipts.opened(
                form.cleaned_data["file"].read(receipts.MOST_BYTES + 1),
                receipts.signer().verifier,
            )
        except receipts.Untrue:
            untrue = True
    context = {"form": form, "found": found and _told(found), "untrue": untrue}
    status = 422 if untrue or (form.is_bound and not form.is_valid()) else 200
    return render(request, "consent/verify.html", context, status=status)


def _told(receipt: dict[str, Any]) -> dict[str, object]:
    """What the page says of a true one: nothing about the person."""
    return {
        "number": receipt["dpv:hasRecordOfActivity"]["dct:identifier"],
        "at": from_text(receipt["dct:created"]),
        "unit": receipt["dct:publisher"]["schema:name"],
    }


def _get(request: PersonRequest, public_id: str, event_id: str) -> ConsentEvent:
    rows = ConsentEvent.objects.select_related(
        "camera__owner", "camera__unit", "person", "recorded_by"
    )
    event = get_object_or_404(rows, camera__public_id=public_id, public_id=event_id)
    require(request.user, "consent:give", event.camera, at=now())
    if event.verb == Verb.LEAVE:
        raise Http404("nothing was shown to whoever left, so there is nothing to prove")
    return event
