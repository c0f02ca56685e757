"""The auditor's pages, and what is public: the signed checkpoint, its key and the hash tiles."""

# ruff: noqa: ARG001 -- Django hands every page the request

import json
import re
from http import HTTPStatus

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from portal.ledger import checkpoints, feed, proofs, services
from portal.ledger.models import Entry, VerifyRun
from portal.ledger.words import problem_sentence
from portal.lib import clock
from portal.people.rights import PersonRequest, policed, public_page

from . import queries, words
from .forms import FilterForm

POLL_SECONDS = 2
TEXT = "text/plain; charset=utf-8"
_TILE = re.compile(r"(?:x[0-9]{3}/)*[0-9]{3}(?:\.p/[0-9]{1,3})?")
_TILE_LEVELS = 8


@require_GET
@policed("ledger:view")
def index(request: PersonRequest) -> HttpResponse:
    at = clock.now()
    form = FilterForm(request.GET)
    visible = queries.visible_to(request.user, at)
    entries, older = form.page(visible) if form.is_valid() else ([], None)
    context = {
        "form": form,
        "units": queries.units_audited(request.user, at),
        "entries": entries,
        "older": older,
        "checkpoint": checkpoints.latest(),
        "run": _last_finished(),
    }
    status = HTTPStatus.OK if form.is_valid() else HTTPStatus.UNPROCESSABLE_ENTITY
    return render(request, "audit/index.html", context, status=status)


@require_GET
@policed("ledger:view")
def entry(request: PersonRequest, seq: int) -> HttpResponse:
    """The auditor sees that private text exists or was erased; the text only where it was written
    by an official for whoever checks on them.
    """
    row = queries.get_entry(seq, request.user, clock.now())
    try:
        parsed = row.parsed
        facts = json.dumps(parsed.get("facts"), ensure_ascii=False, indent=2)
        commitments = dict(parsed.get("commitments") or {})
    except (ValueError, TypeError, AttributeError):
        facts, commitments = None, {}
    held = {detail.name: detail.text for detail in row.details.all()}
    latest = checkpoints.latest()
    context = {
        "entry": row,
        "facts": facts,
        "private": [
            (name, name in held, held.get(name) if (row.kind, name) in words.READABLE else None)
            for name in sorted(commitments)
        ],
        "damaged": queries.is_damaged(row),
        "leaf": bytes(row.leaf_hash).hex(),
        "signed": latest is not None and seq <= latest.size,
        "checkpoint": latest,
    }
    return render(request, "audit/entry.html", context)


@require_GET
@policed("ledger:view")
def proof(request: PersonRequest, seq: int) -> HttpResponse:
    row = queries.get_entry(seq, request.user, clock.now())
    return HttpResponse(
        proofs.proof_of(row),
        content_type=TEXT,
        headers={"Content-Disposition": f'attachment; filename="entry-{seq}.tlog-proof"'},
    )


@require_http_methods(["GET", "POST"])
@policed("ledger:verify")
def verify(request: PersonRequest) -> HttpResponse:
    if request.method == "POST":
        asked = services.ask_verification(asked_by=request.user.subject, at=clock.now())
        return redirect("ledger:run", asked.public_id)
    runs = VerifyRun.objects.order_by("-asked_at")[:20]
    return render(request, "audit/verify.html", {"runs": runs})


@require_GET
@policed("ledger:verify")
def run(request: PersonRequest, public_id: str) -> HttpResponse:
    """While a worker is at it the page comes again by itself, with or without JavaScript."""
    row = get_object_or_404(VerifyRun, public_id=public_id)
    seqs = [p["seq"] for p in row.problems if isinstance(p.get("seq"), int)]
    there = set(Entry.objects.filter(seq__in=seqs).values_list("seq", flat=True))
    found = [(p.get("seq") in there and p["seq"], problem_sentence(p)) for p in row.problems]
    response = render(request, "audit/run.html", {"run": row, "found": found})
    if row.finished_at is None:
        response["Refresh"] = str(POLL_SECONDS)
    return response


@require_GET
@public_page
def checkpoint(request: HttpRequest) -> HttpResponse:
    latest = checkpoints.latest()
    if latest is None:
        raise Http404("nothing was signed yet")
    return HttpResponse(latest.note, content_type=TEXT)


@require_GET
@public_page
def key(request: HttpRequest) -> HttpResponse:
    epoch = max(feed.newest()[0], 1)
    return HttpResponse(f"{feed.signer(epoch).verifier.vkey}\n", content_type=TEXT)


@require_GET
@public_page
def tile(request: HttpRequest, level: int, index: str) -> HttpResponse:
    """Hashes only: who has no body learns nothing from them (each body carries a nonce)."""
    if level >= _TILE_LEVELS or not _TILE.fullmatch(index):
        raise Http404(index)
    path = feed.folder(max(feed.newest()[0], 1)) / "tile" / str(level) / index
    try:
        data = path.read_bytes()
    except OSError as error:
        raise Http404(index) from error
    headers = {"Cache-Control": "public, max-age=31536000, immutable"}
    return HttpResponse(data, content_type="application/octet-stream", headers=headers)


def _last_finished() -> VerifyRun | None:
    return VerifyRun.objects.exclude(finished_at=None).order_by("-finished_at").first()
