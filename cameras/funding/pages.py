"""The book of contributions: record, confirm, and the board everyone may read."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from portal.lib.clock import now
from portal.lib.errors import Refused
from portal.look.refusals import add_refusal
from portal.people.rights import PersonRequest, allowed, policed, public_page, require
from portal.places.models import Unit

from . import services
from .forms import ContributionForm
from .queries import (
    board_figures,
    confirmed,
    get_contribution,
    units_of_keeper,
    units_of_reader,
    visible_to,
)

PAGE_SIZE = 25
VERDICTS = {"confirm": services.confirm, "refuse": services.refuse}


@require_http_methods(["GET", "HEAD"])
@policed("contribution:view")
def index(request: PersonRequest) -> HttpResponse:
    at = now()
    page = Paginator(visible_to(request.user, at), PAGE_SIZE).get_page(request.GET.get("page"))
    may_record = allowed(request.user, "contribution:record", at=at)
    context = {"page": page, "may_record": may_record, "units": units_of_reader(request.user, at)}
    return render(request, "funding/index.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@policed("contribution:record")
def record(request: PersonRequest) -> HttpResponse:
    at = now()
    form = ContributionForm(request.POST or None, units=units_of_keeper(request.user, at))
    if form.is_valid():
        try:
            row = services.record(person=request.user, at=at, **form.facts())
        except Refused as refused:
            add_refusal(form, refused)
        else:
            return redirect("funding:show", row.public_id)
    return render(
        request, "funding/record.html", {"form": form}, status=422 if form.is_bound else 200
    )


@require_http_methods(["GET", "HEAD"])
@policed("contribution:view")
def show(request: PersonRequest, public_id: str) -> HttpResponse:
    at = now()
    row = get_contribution(public_id, request.user, "contribution:view", at)
    may_confirm = row.waits and allowed(request.user, "contribution:confirm", row, at=at)
    return render(request, "funding/show.html", {"row": row, "may_confirm": may_confirm})


@require_POST
@policed("contribution:confirm")
def decide(request: PersonRequest, public_id: str) -> HttpResponse:
    at = now()
    row = get_contribution(public_id, request.user, "contribution:view", at)
    if row.recorded_by_id == request.user.pk:
        raise Refused("funding.own_confirmation")
    require(request.user, "contribution:confirm", row, at=at)
    verb = VERDICTS.get(request.POST.get("verdict", ""))
    if verb is None:
        raise Refused("funding.verdict_missing")
    verb(contribution=row, person=request.user, at=at)
    return redirect("funding:show", row.public_id)


@require_http_methods(["GET", "HEAD"])
@public_page
def board(request: HttpRequest, code: str) -> HttpResponse:
    """What the people of a unit gave and what became of it, for everyone to read."""
    unit = get_object_or_404(Unit.objects.select_related("province"), code=code)
    page = Paginator(confirmed(unit), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {"unit": unit, "figures": board_figures(unit), "page": page}
    return render(request, "funding/board.html", context)
