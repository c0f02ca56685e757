"""Figures of past years beside today's, for the same ground; and writing them down."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from portal.lib.clock import now
from portal.lib.errors import Refused
from portal.look.refusals import add_refusal
from portal.people.rights import PersonRequest, policed, require
from portal.places.models import Unit

from . import services
from .forms import ChooseForm, NumbersForm
from .present import WIDTH, area_words, lines
from .queries import cameras_now, ground_of, numbers, rows_of, units_of_year, years_of
from .services import FIRST_YEAR, Year
from .vocabulary import Figure

RECENT_YEARS = 10


def _unit(code: str) -> Unit:
    """A unit in force: what a former one counted stands on its successor's page."""
    rows = Unit.objects.filter(valid_to=None).select_related("province").defer("outline")
    return get_object_or_404(rows, code=code)


@require_http_methods(["GET", "HEAD"])
@policed("figure:view")
def years(request: PersonRequest, code: str) -> HttpResponse:
    unit = _unit(code)
    require(request.user, "figure:view", unit, at=now())
    main_only = request.GET.get("by") == "main"
    known = years_of(ground_of(unit, main_only=main_only).keys)
    year = _chosen(request, known)
    ground = ground_of(unit, year, main_only=main_only)
    was = {one.pk for one in ground.old}
    context = {
        "unit": unit,
        "known": known,
        "year": year,
        "main_only": main_only,
        "width": WIDTH,
        "ground": ground,
        "was": area_words(ground.old),
        "others": area_words(one for one in ground.new if one != unit),
        "changed": ground.old != ground.new,
    }
    if year is not None:
        today = cameras_now(one.pk for one in ground.new)
        names = {one.pk: one.name for one in (*ground.old, *ground.new)}
        context["lines"] = lines(ground.area, numbers(was, year), today, names)
        context["rows"] = rows_of(was, year)
    return render(request, "reports/years.html", context)


def _chosen(request: HttpRequest, known: list[int]) -> int | None:
    asked = request.GET.get("year", "")
    return next((year for year in known if str(year) == asked), known[0] if known else None)


@require_http_methods(["GET", "HEAD", "POST"])
@policed("figure:record")
def choose(request: PersonRequest, code: str) -> HttpResponse:
    unit, at = _unit(code), now()
    require(request.user, "figure:record", unit, at=at)
    last = timezone.localtime(at).year - 1
    offered = range(last, max(FIRST_YEAR, last - RECENT_YEARS), -1)
    form = ChooseForm(request.POST if request.method == "POST" else None, years=offered)
    if form.is_valid():
        return redirect(reverse("reports:record", kwargs={"code": code, **form.cleaned_data}))
    status = 422 if form.is_bound else 200
    return render(request, "reports/choose.html", {"unit": unit, "form": form}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@policed("figure:record")
def record(request: PersonRequest, code: str, year: int, what: str) -> HttpResponse:
    """Write, check, send: the numbers travel in the form until the last step."""
    unit, at = _unit(code), now()
    require(request.user, "figure:record", unit, at=at)
    if what not in Figure.values or not FIRST_YEAR <= year < timezone.localtime(at).year:
        raise Http404(what)
    units = units_of_year(unit, year)
    form = NumbersForm(request.POST if request.method == "POST" else None, units=units)
    step = request.POST.get("step", "check")
    context = {"unit": unit, "year": year, "label": Figure(what).label, "form": form}
    if step != "edit" and form.is_valid():
        source, batch = form.cleaned_data["source"], form.cleaned_data["once"]
        written = Year(unit, year, what, form.numbers(), source)
        try:
            if step != "save":
                checked = services.check_year(written, at)
                shown = [(checked[c].name, number) for c, number in written.numbers.items()]
                total = sum(written.numbers.values())
                context |= {"shown": shown, "total": total, "source": source}
                return render(request, "reports/check.html", context)
            services.record_year(written=written, person=request.user, at=at, batch=batch)
        except Refused as refused:
            add_refusal(form, refused)
        else:
            return redirect(f"{reverse('reports:years', args=[unit.code])}?year={year}")
    status = 422 if form.is_bound and step != "edit" else 200
    return render(request, "reports/record.html", context, status=status)
