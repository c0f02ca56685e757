"""Who holds which office in a unit: see, give, end, and hand over the code for a second factor."""

from datetime import datetime

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from portal.lib.clock import now
from portal.lib.errors import Refused
from portal.look.refusals import add_refusal
from portal.people.enrolment import waiting_code
from portal.people.enrolment_code import spaced
from portal.people.models import Office
from portal.people.rights import PersonRequest, allowed, policed, require
from portal.people.services import refuse_ended
from portal.people.words import ROLE_NAMES
from portal.places.models import Unit

from . import queries, services
from .forms import AppointmentForm, CodeForm, EndForm

PAGE_SIZE = 25
STATES = {
    "now": (_("Đang giữ"), queries.held),
    "coming": (_("Sắp tới"), queries.to_come),
    "ended": (_("Đã kết thúc"), queries.ended),
}


@require_http_methods(["GET", "HEAD"])
@policed("office:list")
def index(request: PersonRequest) -> HttpResponse:
    at = now()
    units = list(queries.units_of_reader(request.user, at))
    wanted = request.GET.get("unit", "")
    unit = next((unit for unit in units if wanted in {"", unit.code}), None)
    if unit is None:
        raise Http404
    require(request.user, "office:list", unit, at=at)
    state = request.GET.get("state", "")
    state = state if state in STATES else "now"
    rows = STATES[state][1](unit, at)
    context = {
        "unit": unit,
        "units": units,
        "states": [(name, words) for name, (words, _rows) in STATES.items()],
        "state": state,
        "page": Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page")),
        "may_appoint": allowed(request.user, "office:appoint", unit, at=at),
    }
    return render(request, "appointments/index.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@policed("office:appoint")
def appoint(request: PersonRequest, code: str) -> HttpResponse:
    """The form, the answers to check, and the page with the code: three steps of one address."""
    at = now()
    unit = get_object_or_404(Unit.objects.select_related("province"), code=code)
    require(request.user, "office:appoint", unit, at=at)
    form = AppointmentForm(request.POST if request.method == "POST" else None, unit=unit, at=at)
    step = request.POST.get("step", "")
    if form.is_valid() and step != "change":
        try:
            return _answered(request, form, step, at)
        except Refused as refused:
            if refused.field == "person":
                refused.field = "phone"
            add_refusal(form, refused)
    context = {"form": form, "unit": unit}
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "appointments/appoint.html", context, status=status)


def _answered(
    request: PersonRequest, form: AppointmentForm, step: str, at: datetime
) -> HttpResponse:
    person = services.look_up(phone=form.cleaned_data["phone"], asked_by=request.user, at=at)
    proposal, public_id = form.proposal(person), form.cleaned_data["once"]
    if step != "give":
        services.check(proposal, appointed_by=request.user)
        role = ROLE_NAMES[proposal.role]
        context = {"form": form, "unit": form.unit, "proposal": proposal, "role": role}
        context["at_once"] = proposal.valid_from == at
        return render(request, "appointments/check.html", context)
    given = services.give(proposal=proposal, public_id=public_id, appointed_by=request.user, at=at)
    return _handed_over(request, given.office, given.code)


@require_http_methods(["GET", "HEAD"])
@policed("office:view")
def show(request: PersonRequest, public_id: str) -> HttpResponse:
    at = now()
    office = queries.get_office(public_id, request.user, "office:view", at)
    over = office.valid_to is not None and office.valid_to <= at
    context = {
        "office": office,
        "over": over,
        "holds": office.holds(at),
        "counts": bool(office.person.confirmed_factors()),
        "waiting": waiting_code(office.person, at),
        "may_end": not over and allowed(request.user, "office:end", office, at=at),
        "may_renew": not over and allowed(request.user, "office:code", office, at=at),
        "may_list": allowed(request.user, "office:list", office.unit, at=at),
    }
    return render(request, "appointments/show.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@policed("office:end")
def end(request: PersonRequest, public_id: str) -> HttpResponse:
    """Ending one's own office is laying it down."""
    at = now()
    office = queries.get_office(public_id, request.user, "office:end", at)
    refuse_ended(office, at)
    form = EndForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        services.end(office=office, reason=reason, ended_by=request.user, at=at)
        mine = office.person_id == request.user.pk
        return redirect("people:profile") if mine else redirect("appointments:show", public_id)
    own = office.person_id == request.user.pk
    context = {"form": form, "office": office, "own": own}
    status = 422 if form.is_bound else 200
    return render(request, "appointments/end.html", context, status=status)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@policed("office:code")
def renew_code(request: PersonRequest, public_id: str) -> HttpResponse:
    """A new code to hand over; the one before is dead."""
    at = now()
    office = queries.get_office(public_id, request.user, "office:code", at)
    refuse_ended(office, at)
    if request.method == "POST":
        lost = CodeForm(request.POST)["lost"].data
        code = services.renew_code(office=office, lost=bool(lost), issued_by=request.user, at=at)
        return _handed_over(request, office, code)
    return render(request, "appointments/code.html", {"form": CodeForm(), "office": office})


def _handed_over(request: PersonRequest, office: Office, code: str) -> HttpResponse:
    """The only page that ever shows the code. It is in no session, no address and no cache."""
    counts = bool(office.person.confirmed_factors())
    context = {"office": office, "code": spaced(code) if code else "", "counts": counts}
    return render(request, "appointments/given.html", context)
