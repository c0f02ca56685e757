"""Where a request stands, the commanders' list and decision, and the next step when in vain."""

from datetime import datetime

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST
from django.views.decorators.vary import vary_on_headers

from portal.lib.clock import now
from portal.lib.errors import Refused
from portal.look.refusals import add_refusal
from portal.people.rights import PersonRequest, allowed, policed, require

from . import services
from .choosing import choice_of, place_map, place_words
from .forms import DecisionForm, NotFoundForm
from .models import FootageRequest
from .present import (
    approval_words,
    basis_words,
    by_camera,
    in_vain,
    reach,
    rows_for_officer,
    under_way,
)
from .queries import dying, get_request, waiting_for_approval
from .standing import standing_of
from .states import RequestState
from .touch import weighed
from .vocabulary import Basis

PAGE_SIZE = 25
VERDICTS = {"approve": services.approve, "refuse": services.refuse}


@vary_on_headers("HX-Request")
@require_http_methods(["GET", "HEAD"])
@policed("request:view")
def show(request: PersonRequest, public_id: str) -> HttpResponse:
    """Where the request stands, camera by camera; the commander decides here."""
    at = now()
    row = get_request(public_id, request.user, "request:view", at)
    decides = row.state == RequestState.SUBMITTED and allowed(
        request.user, "request:approve", row, at=at
    )
    context = _deciding(row, DecisionForm(), at) if decides else _standing(row, at)
    context["may_break_glass"] = (
        (row.state, row.basis) == (RequestState.SUBMITTED, Basis.EMERGENCY)
        and row.case.is_open
        and allowed(request.user, "emergency:open", row, at=at)
    )
    name = "requests/_progress.html" if request.headers.get("HX-Request") else "requests/show.html"
    return render(request, name, context)


def _deciding(row: FootageRequest, form: DecisionForm, at: datetime) -> dict[str, object]:
    """For who decides: beside the smallest request, the unit's usual, and asking everyone."""
    weights = weighed(row, choice_of(row, at).touch)
    return {**_standing(row, at), **weights, "form": form, "may_decide": True}


def _standing(row: FootageRequest, at: datetime) -> dict[str, object]:
    rows = rows_for_officer(row, at)
    return {
        "row": row,
        "cameras": by_camera(rows),
        "standing": standing_of(row, rows, at),
        "under_way": under_way(row, rows),
        "reach": reach(row),
        "at": at,
        "place": place_map(row),
        "place_words": place_words(row.place),
        "basis_words": basis_words(row),
        "in_vain": in_vain(row, rows),
        # Beside every camera alike: a missing link would tell of an owner who took consent back.
        "owners_may_be_reached": row.is_open_at(at),
    }


@require_http_methods(["GET", "HEAD"])
@policed("request:view")
def dying_list(request: PersonRequest) -> HttpResponse:
    """Over all open cases of the units: whose footage is overwritten next."""
    at = now()
    page = Paginator(dying(request.user, at), PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "requests/dying.html", {"page": page, "at": at})


@require_http_methods(["GET", "HEAD"])
@policed("request:approve")
def approvals(request: PersonRequest) -> HttpResponse:
    at = now()
    rows = waiting_for_approval(request.user, at)
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    rows_shown = [(row, approval_words(row)) for row in page]
    context = {"page": page, "rows": rows_shown, "at": at}
    return render(request, "requests/approvals.html", context)


@require_POST
@policed("request:approve")
def decide(request: PersonRequest, public_id: str) -> HttpResponse:
    """The commander's yes or no. Whoever asked, or has said theirs, gets a sentence."""
    at = now()
    row = get_request(public_id, request.user, "request:view", at)
    if row.requested_by_id == request.user.pk:
        raise Refused("requests.own_approval")
    if any(said.person_id == request.user.pk for said in row.approvals.all()):
        raise Refused("requests.already_decided")
    require(request.user, "request:approve", row, at=at)
    form = DecisionForm(request.POST)
    if not form.is_valid():
        return render(request, "requests/show.html", _deciding(row, form, at), status=422)
    verb = VERDICTS.get(request.POST.get("verdict", ""))
    if verb is None:
        raise Refused("requests.verdict_missing")
    try:
        verb(footage_request=row, person=request.user, reason=form.cleaned_data["reason"], at=at)
    except Refused as refused:
        if refused.field not in form.fields:
            raise
        add_refusal(form, refused)
        return render(request, "requests/show.html", _deciding(row, form, at), status=422)
    return redirect("requests:show", row.public_id)


@require_http_methods(["GET", "HEAD", "POST"])
@policed("request:widen")
def not_found(request: PersonRequest, public_id: str) -> HttpResponse:
    """What was sought is not in what came: on the record, before the next step is offered."""
    at = now()
    row = get_request(public_id, request.user, "request:widen", at)
    form = NotFoundForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            services.record_not_found(
                footage_request=row, person=request.user, note=form.cleaned_data["note"], at=at
            )
        except Refused as refused:
            add_refusal(form, refused)
        else:
            return redirect("requests:show", row.public_id)
    context = {"row": row, "form": form, "reach": reach(row)}
    status = 422 if form.is_bound else 200
    return render(request, "requests/not_found.html", context, status=status)


@require_POST
@policed("request:widen")
def widen(request: PersonRequest, public_id: str) -> HttpResponse:
    """The next step's draft, with what it proposes ticked."""
    at = now()
    row = get_request(public_id, request.user, "request:widen", at)
    draft = services.widen(footage_request=row, person=request.user, at=at)
    return redirect("requests:cameras", draft.public_id)
