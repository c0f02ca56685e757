"""The officer's way from a case to a request that is sent: place and minutes, cameras, check."""

from datetime import datetime, timedelta

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from evidence.cases.models import Case
from evidence.cases.queries import get_case
from portal.lib.clock import now
from portal.lib.errors import Refused
from portal.lib.words import sentence
from portal.look.refusals import add_refusal
from portal.people.rights import PersonRequest, policed, require

from . import scope, services, windows
from .choosing import choice_of, place_map, place_words
from .drafting import find
from .forms import BeyondForm, RequestForm, initial_of, wish_of
from .limits import approvals_needed, bounds_for, limits_for
from .present import asked_of, basis_words, reach
from .queries import approvers, get_request
from .states import RequestState
from .touch import Touch, touch_of, weighed

NEXT_TO = ("requests.duplicate", "requests.already_sent")  # these name the other request


@require_http_methods(["GET", "HEAD", "POST"])
@policed("request:draft")
def new(request: PersonRequest, case_id: str) -> HttpResponse:
    """Place, window, reason; kept as a draft before cameras are chosen."""
    at = now()
    case = get_case(case_id, request.user, "case:view", at)
    require(request.user, "request:draft", case, at=at)
    initial = {"lat": case.lat, "lng": case.lng, "start": case.happened_at}
    return _form_page(request, case, request.POST, initial)


@require_http_methods(["GET", "HEAD", "POST"])
@policed("request:submit")
def change(request: PersonRequest, public_id: str) -> HttpResponse:
    """The same form with a draft's answers."""
    row = get_request(public_id, request.user, "request:submit", now())
    if row.state != RequestState.DRAFT:
        return redirect("requests:show", row.public_id)
    data = request.POST.copy()
    data["once"] = row.public_id
    return _form_page(request, row.case, data, initial_of(row))


def _form_page(
    request: PersonRequest, case: Case, data: QueryDict, initial: dict[str, object]
) -> HttpResponse:
    """The empty form, the one that was sent, or the same with a window more or fewer."""
    at = now()
    other = ""
    form = RequestForm(data if request.method == "POST" else None, initial=initial)
    if form.is_bound and (wish := wish_of(data)):
        form = RequestForm(initial=wish)
    if form.is_bound:
        _judge_windows(form, at)
    if form.is_valid():
        try:
            draft = services.draft_request(case=case, person=request.user, at=at, **form.facts())
        except Refused as refused:
            add_refusal(form, refused)
            if refused.code in NEXT_TO:
                other = str(refused.facts["request"])
        else:
            return redirect("requests:cameras", draft.public_id)
    limits = limits_for(case.unit, "normal", at)
    longest = timedelta(minutes=limits.max_minutes)
    context = {"form": form, "case": case, "limits": limits, "longest": longest, "other": other}
    page = render(request, "requests/new.html", context, status=422 if form.is_bound else 200)
    if request.headers.get("HX-Request"):  # how much it touches is counted anew
        page["HX-Trigger-After-Settle"] = "windows-changed"
    return page


def _judge_windows(form: RequestForm, at: datetime) -> None:
    """Every window's problem at its own field, whatever else is wrong."""
    form.is_valid()
    written = form.windows()
    if written is not None:
        for problem in windows.problems(written, bounds_for(form.how_urgent), at):
            add_refusal(form, problem)


@require_POST
@policed("request:draft")
def touch(request: PersonRequest, case_id: str) -> HttpResponse:
    """While it is drawn: how many cameras, homes and minutes this would touch."""
    at = now()
    case = get_case(case_id, request.user, "case:view", at)
    require(request.user, "request:draft", case, at=at)
    form = RequestForm(request.POST)
    form.is_valid()  # what is not filled in yet is nobody's mistake here
    context: dict[str, object] = {}
    try:
        context = {"touch": _touched(form, case, at)}
    except Refused as refused:
        context = {"problem": sentence(refused)}
    return render(request, "requests/_touch.html", context)


def _touched(form: RequestForm, case: Case, at: datetime) -> Touch | None:
    """None while the minutes are not written yet. Raises Refused."""
    written = form.windows()
    if written is None:
        return None
    urgency = form.cleaned_data.get("urgency", "normal")
    basis = form.cleaned_data.get("basis", "consent")
    sought = windows.check(written, bounds_for(urgency), at)
    place = form.place()
    scope.check_ground(place, bounds_for(urgency))
    place, found = find(place, sought, case, basis=basis, at=at)
    return touch_of(found, place, sought, case=case, basis=basis, urgency=urgency, at=at)


@require_http_methods(["GET", "HEAD", "POST"])
@policed("request:submit")
def cameras(request: PersonRequest, public_id: str) -> HttpResponse:
    """The cameras that can have seen it; the smallest request is ticked, the officer may change."""
    at = now()
    row = get_request(public_id, request.user, "request:submit", at)
    if row.state != RequestState.DRAFT:
        return redirect("requests:show", row.public_id)
    choice = choice_of(row, at)
    problem = None
    chosen, part = choice.chosen, choice.part
    if request.method == "POST":
        chosen = request.POST.getlist("cameras")  # unticking all of them is an answer too
        part = "whole" if request.POST.get("part") == "whole" else "part"
        try:
            services.choose_cameras(
                footage_request=row,
                candidates=choice.found,
                chosen=chosen,
                windows=choice.windows_of(part),
                at=at,
            )
        except Refused as refused:
            problem = refused
        else:
            return redirect("requests:check", row.public_id)
    context = {
        "row": row,
        "choice": choice,
        "groups": choice.groups(set(chosen)),
        "chosen": chosen,
        "part": part,
        "problem": sentence(problem) if problem else "",
        "at": at,
        "limits": limits_for(row.case.unit, row.urgency, at),
    }
    return render(request, "requests/cameras.html", context, status=422 if problem else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@policed("request:submit")
def check(request: PersonRequest, public_id: str) -> HttpResponse:
    """Check your answers, then hand it to the commander."""
    at = now()
    row = get_request(public_id, request.user, "request:submit", at)
    if row.state != RequestState.DRAFT:
        return redirect("requests:show", row.public_id)
    touched = reach(row)
    limits = limits_for(row.case.unit, row.urgency, at)
    beyond = scope.excess(row.windows, row.place, touched.cameras, limits)
    form = BeyondForm(request.POST if request.method == "POST" and beyond else None)
    problem = ""
    if request.method == "POST" and (not beyond or form.is_valid()):
        reason = form.cleaned_data["reason"] if beyond else ""
        try:
            services.submit(footage_request=row, person=request.user, reason=reason, at=at)
        except Refused as refused:
            problem = sentence(refused)
        else:
            return redirect("requests:show", row.public_id)
    needed = approvals_needed(row.case.unit, row.urgency, touched.cameras, at, beyond=bool(beyond))
    context = {
        "row": row,
        "reach": touched,
        "asked": asked_of(row),
        **weighed(row, choice_of(row, at).touch),
        "beyond": beyond,
        "limits": limits,
        "form": form if beyond else None,
        "problem": problem,
        "needed": needed,
        "too_few": needed > 1 and approvers(row, at).count() < needed,
        "place": place_map(row),
        "place_words": place_words(row.place),
        "basis_words": basis_words(row),
        "at": at,
    }
    status = 422 if problem or form.is_bound else 200
    return render(request, "requests/check.html", context, status=status)
