"""An officer's cases: list, open, read, record what came of them."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from portal.lib.clock import now
from portal.lib.errors import Refused
from portal.look.refusals import add_refusal
from portal.people.rights import PersonRequest, allowed, policed, require

from . import services
from .forms import CaseForm, OutcomeForm
from .queries import case_list, get_case, police_units, requests_by_expiry

PAGE_SIZE = 25


@require_http_methods(["GET", "HEAD"])
@policed("case:view")
def index(request: PersonRequest) -> HttpResponse:
    page = Paginator(case_list(request.user, now()), PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "cases/index.html", {"page": page})


@require_http_methods(["GET", "HEAD", "POST"])
@policed("case:open")
def new(request: PersonRequest) -> HttpResponse:
    at = now()
    units = police_units(request.user, at)
    form = CaseForm(request.POST or None, units=units)
    if form.is_valid():
        require(request.user, "case:open", _Wanted(form.cleaned_data["unit"].pk), at=at)
        try:
            case = services.open_case(person=request.user, at=at, **form.facts())
        except Refused as refused:
            add_refusal(form, refused)
        else:
            return redirect("cases:show", case.public_id)
    status = 422 if form.is_bound else 200
    home = units.first()
    centre = f"{home.lat},{home.lng},15" if home else ""
    context = {"form": form, "outline": home.outline if home else None, "centre": centre}
    return render(request, "cases/new.html", context, status=status)


@require_http_methods(["GET", "HEAD"])
@policed("case:view")
def show(request: PersonRequest, public_id: str) -> HttpResponse:
    at = now()
    case = get_case(public_id, request.user, "case:view", at)
    context = {
        "case": case,
        "outcomes": case.outcomes.select_related("recorded_by"),
        "requests": requests_by_expiry(case, at),
        "at": at,
        "may_delay": allowed(request.user, "delay:decide", case, at=at),
    }
    return render(request, "cases/show.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@policed("case:outcome")
def outcome(request: PersonRequest, public_id: str) -> HttpResponse:
    at = now()
    case = get_case(public_id, request.user, "case:outcome", at)
    form = OutcomeForm(request.POST or None)
    if form.is_valid():
        try:
            services.record_outcome(case=case, person=request.user, at=at, **form.cleaned_data)
        except Refused as refused:
            add_refusal(form, refused)
        else:
            return redirect("cases:show", case.public_id)
    status = 422 if form.is_bound else 200
    return render(request, "cases/outcome.html", {"form": form, "case": case}, status=status)


@require_POST
@policed("case:outcome")
def close(request: PersonRequest, public_id: str) -> HttpResponse:
    at = now()
    case = get_case(public_id, request.user, "case:outcome", at)
    services.close_case(case=case, person=request.user, at=at)
    return redirect("cases:show", case.public_id)


class _Wanted:
    """A case that does not exist yet, for the question whether it may be opened there."""

    def __init__(self, unit_id: int) -> None:
        self.unit_id = unit_id
