"""The unit's coverage: a map of cells and a table of counts. No footage, no homes."""

from datetime import datetime, timedelta

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cameras.registry.models import Camera
from cameras.registry.vocabulary import Ownership
from portal.lib.clock import now
from portal.people.models import User
from portal.people.policy import roles_for
from portal.people.rights import PersonRequest, allowed, policed, public_page, require
from portal.people.roles import OFFICE_ROLES
from portal.places.models import Unit

from . import drawing, public
from .density import EDITIONS
from .figures import FEW_HOMES, Totals, totals
from .forms import SearchForm
from .ground import Ground
from .search import SOON, Candidate, candidates, view_of


def units_to_view(person: User) -> list[Unit]:
    """The units whose coverage the person's offices let them see."""
    at = now()
    roles = roles_for("coverage:view") & set(OFFICE_ROLES)
    keys = {key for role in roles for key in person.units_with(role, at)}
    return list(Unit.objects.filter(pk__in=keys).select_related("province").order_by("name"))


@require_http_methods(["GET", "HEAD"])
@policed("coverage:view")
def coverage_map(request: PersonRequest) -> HttpResponse:
    units = units_to_view(request.user)
    code = request.GET.get("unit", units[0].code)
    unit = next((unit for unit in units if unit.code == code), None)
    if unit is None:
        raise Http404(code)
    require(request.user, "coverage:view", Ground(unit), at=now())
    counted = totals(unit.pk)
    context = {
        "unit": unit,
        "units": units,
        "totals": counted,
        "rows": [(kind.label, counted.by_ownership[kind.value]) for kind in Ownership],
        "few": FEW_HOMES,
        "sees_points": allowed(request.user, "coverage:points", Ground(unit), at=now()),
        "shares": _shares(counted),
        "centre": f"{unit.lat},{unit.lng},13",
    }
    return render(request, "coverage/map.html", context)


@require_http_methods(["GET", "HEAD"])
@policed("coverage:points")
def search(request: PersonRequest) -> HttpResponse:
    """Which cameras can have seen this point, this area, this route at that time: best first."""
    at = now()
    units = [
        unit
        for unit in units_to_view(request.user)
        if allowed(request.user, "coverage:points", Ground(unit), at=at)
    ]
    code = request.GET.get("unit", units[0].code if units else "")
    unit = next((unit for unit in units if unit.code == code), None)
    if unit is None:
        raise Http404(code)
    require(request.user, "coverage:points", Ground(unit), at=at)
    hour = at.replace(minute=0, second=0, microsecond=0)
    form = SearchForm(
        request.GET if "mark" in request.GET else None,
        initial={"start": hour - timedelta(hours=1), "stop": hour},
    )
    found = _found(form, unit, at) if form.is_valid() else None
    context = {
        "form": form,
        "unit": unit,
        "units": units,
        "found": found,
        "seeing": sum(one.sees for one in found or []),
        "fresh": any(one.is_unverified for one in found or []),
        "points": drawing.found_map(found, at) if found else None,
        "legend": drawing.band_legend(),
        "centre": f"{unit.lat},{unit.lng},14",
        "at": at,
        "soon": at + SOON,
    }
    return render(request, "coverage/search.html", context, status=422 if form.errors else 200)


def _found(form: SearchForm, unit: Unit, at: datetime) -> list[Candidate]:
    return candidates(
        form.asked,
        start=form.cleaned_data["start"],
        stop=form.cleaned_data["stop"],
        unit_id=unit.pk,
        needs_ask=False,
        at=at,
    )


@require_http_methods(["GET", "HEAD"])
@policed("camera:view")
def sight(request: PersonRequest, public_id: str) -> HttpResponse:
    """How far one camera lets what be made out, by day and after dark, on two scales."""
    camera = get_object_or_404(Camera, public_id=public_id)
    require(request.user, "camera:view", camera, at=now())
    view = view_of(camera)
    context = {
        "camera": camera,
        "editions": [(edition, drawing.reaches(view, edition)) for edition in EDITIONS],
        "day": drawing.sight_map(view, dark=False),
        "night": drawing.sight_map(view, dark=True),
    }
    return render(request, "coverage/sight.html", context)


@require_http_methods(["GET", "HEAD"])
@public_page
def public_map(request: HttpRequest) -> HttpResponse:
    """What everybody may see: this week's bands by cell, of one unit at a time."""
    snapshot = public.latest()
    units = list(public.units_in(snapshot)) if snapshot else []
    if snapshot is None or not units:
        return render(request, "coverage/public.html", {"snapshot": snapshot})
    code = request.GET.get("unit", units[0].code)
    unit = next((unit for unit in units if unit.code == code), None)
    if unit is None:
        raise Http404(code)
    context = {
        "snapshot": snapshot,
        "unit": unit,
        "units": units,
        "rows": public.cells_by_band(snapshot, unit),
        "cells": public.map_of(snapshot, unit),
        "least": public.LEAST_OWNERS,
        "centre": f"{unit.lat},{unit.lng},14",
    }
    return render(request, "coverage/public.html", context)


def _shares(counted: Totals) -> dict[str, str]:
    """Each figure as a part of all registered cameras, in words for under the figure."""
    parts = {"known": counted.known, "may_ask": counted.may_ask, "linked": counted.linked}
    if not counted.all:
        return dict.fromkeys(parts, "")
    return {
        name: _("%(share)s %% số camera") % {"share": _percent(part, counted.all)}
        for name, part in parts.items()
    }


def _percent(part: int, whole: int) -> str:
    """Whole per cent, but never 0 for what is there nor 100 for what is not all."""
    share = round(100 * part / whole)
    if share == 0 and part:
        return _("dưới 1")
    return str(min(share, 99) if part < whole else share)
