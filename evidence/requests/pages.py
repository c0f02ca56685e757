"""The officer's and the commander's pages of a request."""

from datetime import datetime, timedelta

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST
from django.views.decorators.vary import vary_on_headers

from cameras.coverage.search import Candidate, Place, candidates
from evidence.cases.queries import get_case
from portal.lib.clock import now
from portal.lib.errors import Refused
from portal.lib.words import sentence
from portal.look.refusals import add_refusal
from portal.people.rights import PersonRequest, allowed, policed, require

from . import services
from .choosing import grouped, map_of
from .forms import DecisionForm, RequestForm
from .limits import approvals_needed, limits_for
from .models import FootageRequest
from .present import approval_words, reach, rows_for_officer, under_way
from .queries import approvers, waiting_for_approval, with_targets
from .standing import standing_of
from .states import RequestState
from .vocabulary import Basis

SUGGESTED = 3  # ticked beforehand: usually enough, the officer widens if not
SOON = timedelta(hours=24)  # footage that is overwritten within this is marked
PAGE_SIZE = 25
VERDICTS = {"approve": services.approve, "refuse": services.refuse}


def _get(public_id: str, request: PersonRequest, action: str) -> FootageRequest:
    rows = with_targets(FootageRequest.objects.all())
    row = get_object_or_404(rows, public_id=public_id)
    require(request.user, action, row, at=now())
    return row


@require_http_methods(["GET", "HEAD", "POST"])
@policed("request:draft")
def new(request: PersonRequest, case_id: str) -> HttpResponse:
    """Place, window, reason; kept as a draft before cameras are chosen."""
    at = now()
    case = get_case(case_id, request.user, "case:view", at)
    require(request.user, "request:draft", case, at=at)
    form = RequestForm(
        request.POST or None,
        initial={"lat": case.lat, "lng": case.lng, "start": case.happened_at},
    )
    if form.is_valid():
        try:
            draft = services.draft_request(case=case, person=request.user, at=at, **form.facts())
        except Refused as refused:
            add_refusal(form, refused)
        else:
            return redirect("requests:cameras", draft.public_id)
    limits = limits_for(case.unit, "normal", at)
    longest = timedelta(minutes=limits.max_minutes)
    context = {"form": form, "case": case, "limits": limits, "longest": longest}
    return render(request, "requests/new.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@policed("request:submit")
def cameras(request: PersonRequest, public_id: str) -> HttpResponse:
    """The cameras that can have seen it, best first; the officer ticks whom to ask."""
    at = now()
    row = _get(public_id, request, "request:submit")
    if row.state != RequestState.DRAFT:
        return redirect("requests:show", row.public_id)
    found = _candidates_of(row, at)
    problem = None
    chosen = [target.camera.public_id for target in row.targets.all()]
    if request.method == "POST":
        chosen = request.POST.getlist("cameras")  # unticking all of them is an answer too
        try:
            services.choose_cameras(footage_request=row, candidates=found, chosen=chosen, at=at)
        except Refused as refused:
            problem = refused
        else:
            return redirect("requests:check", row.public_id)
    elif not chosen:
        chosen = [c.camera.public_id for c in found if c.sees and c.dies_at > at][:SUGGESTED]
    context = {
        "row": row,
        "candidates": found,
        "groups": grouped(found, set(chosen)),
        "chosen": chosen,
        "problem": sentence(problem) if problem else "",
        "points": map_of(row, found, at),
        "area": {"lat": row.lat, "lng": row.lng, "radius_m": row.radius_m},
        "at": at,
        "soon": at + SOON,
        "limits": limits_for(row.case.unit, row.urgency, at),
    }
    return render(request, "requests/cameras.html", context, status=422 if problem else 200)


def _candidates_of(row: FootageRequest, at: datetime) -> list[Candidate]:
    return candidates(
        Place(row.lat, row.lng, row.radius_m),
        start=row.window_start,
        stop=row.window_stop,
        unit_id=row.case.unit_id,
        needs_ask=row.basis == Basis.CONSENT,
        at=at,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@policed("request:submit")
def check(request: PersonRequest, public_id: str) -> HttpResponse:
    """Check your answers, then hand it to the commander."""
    row = _get(public_id, request, "request:submit")
    if row.state != RequestState.DRAFT:
        return redirect("requests:show", row.public_id)
    if request.method == "POST":
        services.submit(footage_request=row, person=request.user, at=now())
        return redirect("requests:show", row.public_id)
    at, touched = now(), reach(row)
    needed = approvals_needed(row.case.unit, row.urgency, touched.cameras, at)
    context = {
        "row": row,
        "reach": touched,
        "needed": needed,
        "too_few": needed > 1 and approvers(row, at).count() < needed,
    }
    return render(request, "requests/check.html", context)


@vary_on_headers("HX-Request")
@require_http_methods(["GET", "HEAD"])
@policed("request:view")
def show(request: PersonRequest, public_id: str) -> HttpResponse:
    """Where the request stands, camera by camera; the commander decides here."""
    at = now()
    row = _get(public_id, request, "request:view")
    context = _standing(row, at) | {
        "form": DecisionForm(),
        "may_decide": row.state == RequestState.SUBMITTED
        and allowed(request.user, "request:approve", row, at=at),
    }
    name = "requests/_progress.html" if request.headers.get("HX-Request") else "requests/show.html"
    return render(request, name, context)


def _standing(row: FootageRequest, at: datetime) -> dict[str, object]:
    rows = rows_for_officer(row, at)
    return {
        "row": row,
        "rows": rows,
        "standing": standing_of(row, rows, at),
        "under_way": under_way(row, rows),
        "reach": reach(row),
        # Beside every camera alike: a missing link would tell of an owner who took consent back.
        "owners_may_be_reached": row.is_open_at(at),
    }


@require_http_methods(["GET", "HEAD"])
@policed("request:approve")
def approvals(request: PersonRequest) -> HttpResponse:
    rows = waiting_for_approval(request.user, now())
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    rows_shown = [(row, approval_words(row)) for row in page]
    return render(request, "requests/approvals.html", {"page": page, "rows": rows_shown})


@require_POST
@policed("request:approve")
def decide(request: PersonRequest, public_id: str) -> HttpResponse:
    """The commander's yes or no. Whoever asked, or has said theirs, gets a sentence."""
    at = now()
    row = _get(public_id, request, "request:view")
    if row.requested_by_id == request.user.pk:
        raise Refused("requests.own_approval")
    if any(said.person_id == request.user.pk for said in row.approvals.all()):
        raise Refused("requests.already_decided")
    require(request.user, "request:approve", row, at=at)
    form = DecisionForm(request.POST)
    if not form.is_valid():
        context = _standing(row, at) | {"form": form, "may_decide": True}
        return render(request, "requests/show.html", context, status=422)
    verb = VERDICTS.get(request.POST.get("verdict", ""))
    if verb is None:
        raise Refused("requests.verdict_missing")
    verb(footage_request=row, person=request.user, reason=form.cleaned_data["reason"], at=at)
    return redirect("requests:show", row.public_id)
