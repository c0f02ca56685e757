"""Finding a ward or commune, what it is and was, and the neighbourhoods it has."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from portal.lib.clock import now
from portal.lib.errors import Refused
from portal.lib.words import clean
from portal.look.refusals import add_refusal
from portal.people.rights import PersonRequest, allowed, policed, public_page, require
from portal.places.models import Neighbourhood, Unit, UnitKind
from portal.places.search import search_units

from . import services
from .forms import NeighbourhoodForm, SearchForm
from .present import map_of
from .queries import became, get_unit, neighbourhoods_of, parts_of, units_of_manager, wards_of

MOST_FOUND = 20


@require_http_methods(["GET", "HEAD"])
@public_page
def search(request: HttpRequest) -> HttpResponse:
    text = clean(request.GET.get("q", ""))
    form = SearchForm({"q": text} if text else None)
    asked = form.cleaned_data["q"] if form.is_valid() else ""
    found = search_units(asked, limit=MOST_FOUND + 1)
    context = {
        "form": form,
        "asked": asked,
        "found": found[:MOST_FOUND],
        "more": len(found) > MOST_FOUND,
        "most": MOST_FOUND,
    }
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "units/search.html", context, status=status)


@require_http_methods(["GET", "HEAD"])
@public_page
def show(request: HttpRequest, code: str) -> HttpResponse:
    """A unit in force and what it was made of, or a former one and what became of it."""
    unit, at = get_unit(code), now()
    if unit.valid_to is not None:
        context = {
            "unit": unit,
            "became": became(unit),
            "wards": wards_of(unit) if unit.kind == UnitKind.DISTRICT else [],
        }
        return render(request, "units/former.html", context)
    context = {
        "unit": unit,
        "parts": parts_of(unit),
        "neighbourhoods": neighbourhoods_of(unit),
        "drawn": map_of(unit),
        "may": _may(request, unit, at),
    }
    return render(request, "units/show.html", context)


def _may(request: HttpRequest, unit: Unit, at: datetime) -> dict[str, bool]:
    return {
        "rules": allowed(request.user, "rule:view", unit, at=at),
        "neighbourhoods": allowed(request.user, "neighbourhood:change", unit, at=at),
    }


@require_http_methods(["GET", "HEAD"])
@policed("neighbourhood:change")
def own(request: PersonRequest) -> HttpResponse:
    """The way in for those who look after a unit: straight to it when there is one."""
    units = units_of_manager(request.user, now())
    if len(units) == 1:
        return redirect("units:show", units[0].code)
    return render(request, "units/own.html", {"units": units})


@require_http_methods(["GET", "HEAD", "POST"])
@policed("neighbourhood:change")
def neighbourhoods(request: PersonRequest, code: str) -> HttpResponse:
    unit, at = get_unit(code), now()
    require(request.user, "neighbourhood:change", unit, at=at)
    form = NeighbourhoodForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            services.add_neighbourhood(unit=unit, person=request.user, at=at, **form.cleaned_data)
        except Refused as refused:
            add_refusal(form, refused)
        else:
            return redirect("units:neighbourhoods", unit.code)
    context = {"unit": unit, "form": form, "neighbourhoods": neighbourhoods_of(unit)}
    status = 422 if form.is_bound else 200
    return render(request, "units/neighbourhoods.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@policed("neighbourhood:change")
def rename(request: PersonRequest, public_id: str) -> HttpResponse:
    rows = Neighbourhood.objects.select_related("unit")
    row, at = get_object_or_404(rows, public_id=public_id), now()
    require(request.user, "neighbourhood:change", row, at=at)
    first = {"name": row.name, "kind": row.kind}
    form = NeighbourhoodForm(request.POST if request.method == "POST" else None, initial=first)
    if form.is_valid():
        try:
            services.rename_neighbourhood(
                neighbourhood=row, person=request.user, at=at, **form.cleaned_data
            )
        except Refused as refused:
            add_refusal(form, refused)
        else:
            return redirect("units:neighbourhoods", row.unit.code)
    status = 422 if form.is_bound else 200
    return render(request, "units/rename.html", {"row": row, "form": form}, status=status)
