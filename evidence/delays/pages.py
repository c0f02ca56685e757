"""A commander delays what owners see of a case; commanders and auditors read all delays."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from portal.lib.clock import now
from portal.lib.errors import Refused
from portal.look.refusals import add_refusal
from portal.people.rights import PersonRequest, allowed, policed
from portal.places.rules import rule

from . import services
from .forms import DelayForm, LongerForm
from .queries import delay_of, get_case, visible_to

PAGE_SIZE = 25


@require_http_methods(["GET", "HEAD"])
@policed("delay:view")
def index(request: PersonRequest) -> HttpResponse:
    at = now()
    rows = visible_to(request.user, at).prefetch_related("extensions__person")
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    shown = [(row, row.span.holds_at(at)) for row in page.object_list]
    return render(request, "delays/index.html", {"page": page, "shown": shown})


@require_http_methods(["GET", "HEAD", "POST"])
@policed("delay:decide")
def decide(request: PersonRequest, public_id: str) -> HttpResponse:
    """Begin one, or make the one that runs longer."""
    at = now()
    case = get_case(public_id, request.user, "delay:decide", at)
    delay = delay_of(case)
    kind = DelayForm if delay is None else LongerForm
    form = kind(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            if delay is None:
                services.start(case=case, person=request.user, at=at, **form.cleaned_data)
            else:
                services.extend(delay=delay, person=request.user, at=at, **form.cleaned_data)
        except Refused as refused:
            add_refusal(form, refused)
        else:
            return redirect("delays:decide", public_id)
    context = {
        "form": form,
        "case": case,
        "delay": delay,
        "runs": delay is not None and delay.span.holds_at(at),
        "most": rule("delay.days", case.unit, at),
        "may_lift": allowed(request.user, "delay:lift", case, at=at),
    }
    return render(request, "delays/decide.html", context, status=422 if form.is_bound else 200)


@require_POST
@policed("delay:lift")
def lift(request: PersonRequest, public_id: str) -> HttpResponse:
    at = now()
    case = get_case(public_id, request.user, "delay:lift", at)
    delay = delay_of(case)
    if delay is None:
        raise Refused("delays.over")
    services.lift(delay=delay, person=request.user, at=at)
    return redirect("delays:index")
