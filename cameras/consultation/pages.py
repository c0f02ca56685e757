"""Consultations: open one, ask at doors, read the counts, print the sheet."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from portal.lib.clock import now
from portal.lib.errors import Refused
from portal.look.refusals import add_refusal
from portal.people.rights import PersonRequest, allowed, policed, public_page
from portal.places.models import Unit

from . import drawing, queries, services
from .forms import AnswerForm, AskForm, OpenForm
from .models import Consultation
from .tally import total

PAGE_SIZE = 25


@require_http_methods(["GET", "HEAD"])
@policed("consultation:view")
def index(request: PersonRequest) -> HttpResponse:
    at = now()
    rows = queries.visible_to(request.user, at)
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    may_open = allowed(request.user, "consultation:open", at=at)
    may_ask = allowed(request.user, "consultation:ask", at=at)
    lines = [(row, row.is_over(at)) for row in page]
    context = {"page": page, "lines": lines, "may_open": may_open, "may_ask": may_ask}
    return render(request, "consultation/index.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@policed("consultation:open")
def open_new(request: PersonRequest) -> HttpResponse:
    at = now()
    form = OpenForm(request.POST or None, units=queries.units_of_opener(request.user, at))
    if form.is_valid():
        try:
            row = services.open_consultation(person=request.user, at=at, **form.facts())
        except Refused as refused:
            add_refusal(form, refused)
        else:
            return redirect("consultation:show", row.public_id)
    status = 422 if form.is_bound else 200
    return render(request, "consultation/open.html", {"form": form}, status=status)


@require_http_methods(["GET", "HEAD"])
@policed("consultation:view")
def show(request: PersonRequest, public_id: str) -> HttpResponse:
    at = now()
    row = queries.get_consultation(public_id, request.user, "consultation:view", at)
    asks = allowed(request.user, "consultation:ask", row, at=at)
    context = _counted(row) | {
        "row": row,
        "over": row.is_over(at),
        "may_ask": asks,
        "may_close": allowed(request.user, "consultation:close", row, at=at),
    }
    return render(request, "consultation/show.html", context)


@require_http_methods(["GET", "HEAD"])
@policed("consultation:view")
def sheet(request: PersonRequest, public_id: str) -> HttpResponse:
    """The tally on A4, to be signed by hand."""
    at = now()
    row = queries.get_consultation(public_id, request.user, "consultation:view", at)
    context = _counted(row) | {"row": row, "over": row.is_over(at), "at": at}
    return render(request, "consultation/sheet.html", context)


def _counted(row: Consultation) -> dict[str, Any]:
    parts = queries.tally_by_part(row)
    whole = drawing.drawn("", total(part.tally for part in parts))
    lines = [drawing.drawn(part.name, part.tally) for part in parts]
    area = list(row.neighbourhoods.order_by(*queries.BY_NUMBER))
    return {"whole": whole, "lines": lines, "area": area}


@require_http_methods(["GET", "HEAD", "POST"])
@policed("consultation:ask")
def ask(request: PersonRequest, public_id: str) -> HttpResponse:
    """One household, one screen; the next one follows."""
    at = now()
    row = queries.get_consultation(public_id, request.user, "consultation:ask", at)
    parts = queries.parts_to_ask(row, request.user, at)
    form = AskForm(request.POST or None, parts=parts, last=request.GET.get("part", ""))
    twice = False
    if form.is_valid():
        try:
            done = services.ask(consultation=row, person=request.user, at=at, **form.facts())
        except Refused as refused:
            twice = refused.code == "consultation.twice"
            add_refusal(form, refused)
        else:
            messages.success(request, _("Đã ghi. Mời sang hộ tiếp theo."))
            part = f"?part={done.neighbourhood_id}" if done.neighbourhood_id else ""
            return redirect(f"{request.path}{part}")
    number = queries.households_of(row, request.user, at).count() + 1
    context = {"row": row, "form": form, "twice": twice, "number": number, "over": row.is_over(at)}
    return render(request, "consultation/ask.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD"])
@policed("consultation:ask")
def households(request: PersonRequest, public_id: str) -> HttpResponse:
    """A board's own list."""
    at = now()
    row = queries.get_consultation(public_id, request.user, "consultation:ask", at)
    rows = queries.households_of(row, request.user, at)
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "consultation/households.html", {"row": row, "page": page})


@require_http_methods(["GET", "HEAD", "POST"])
@policed("household:correct")
def household(request: PersonRequest, public_id: str) -> HttpResponse:
    """What one household said, and what it says now."""
    at = now()
    row = queries.get_household(public_id, request.user, "household:correct", at)
    form = AnswerForm(request.POST or None)
    if form.is_valid():
        try:
            services.correct(household=row, person=request.user, at=at, **form.cleaned_data)
        except Refused as refused:
            add_refusal(form, refused)
        else:
            messages.success(request, _("Đã ghi câu trả lời mới. Câu cũ vẫn còn trong danh sách."))
            return redirect("consultation:households", row.consultation.public_id)
    replies = list(row.replies.select_related("by", "household"))
    context = {"row": row, "form": form, "replies": replies, "over": row.consultation.is_over(at)}
    status = 422 if form.is_bound else 200
    return render(request, "consultation/household.html", context, status=status)


@require_POST
@policed("consultation:close")
def close(request: PersonRequest, public_id: str) -> HttpResponse:
    at = now()
    row = queries.get_consultation(public_id, request.user, "consultation:close", at)
    services.close(consultation=row, actor=request.user.subject, at=at)
    messages.success(request, _("Đã kết thúc đợt lấy ý kiến."))
    return redirect("consultation:show", row.public_id)


@require_http_methods(["GET", "HEAD"])
@public_page
def board(request: HttpRequest, code: str) -> HttpResponse:
    """What a unit's households answered, once it is over and enough of them did."""
    unit = get_object_or_404(Unit.objects.select_related("province"), code=code)
    rows = Consultation.objects.filter(unit=unit).exclude(closed_at=None).order_by("-closed_at")
    page = Paginator(rows, 5).get_page(request.GET.get("page"))
    lines = []
    for row in page:
        found = queries.published(row)
        if found is not None:
            parts = [drawing.drawn(part.name, part.tally) for part in found.parts]
            lines.append((found, drawing.drawn("", found.whole), parts))
    return render(request, "consultation/board.html", {"unit": unit, "lines": lines, "page": page})
