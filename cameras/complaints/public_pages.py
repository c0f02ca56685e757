"""Behind the QR code at a gate: what this camera is for, and a complaint of who has no account."""

from allauth.account.adapter import get_adapter
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from cameras.registry.vocabulary import Status
from portal.lib.clock import now
from portal.lib.errors import Refused
from portal.look.refusals import add_refusal
from portal.people.rights import public_page
from portal.places.rules import rule

from . import queries, services
from .forms import ComplaintForm, ReplyForm
from .models import Sign
from .present import line, operator, said
from .services import NewComplaint, token_of
from .states import State


def _sign(code: str) -> Sign:
    rows = Sign.objects.select_related("camera__owner", "camera__unit__province")
    return get_object_or_404(rows, code=code, camera__status=Status.ACTIVE)


@require_GET
@public_page
def notice(request: HttpRequest, code: str) -> HttpResponse:
    """No more than the sign on the gate says: no name unless chosen, no place, no view."""
    row = _sign(code)
    context = {
        "sign": row,
        "camera": row.camera,
        "operator": operator(row),
        "days": rule("answer.working_days", row.camera.unit, now()),
    }
    return _unindexed(render(request, "complaints/notice.html", context))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@public_page
def complain(request: HttpRequest, code: str) -> HttpResponse:
    row = _sign(code)
    form = ComplaintForm(request.POST or None)
    if form.is_valid():
        network = get_adapter().get_client_ip(request)
        new = NewComplaint(network=network, language=get_language() or "vi", **form.facts())
        try:
            made = services.receive(row.camera, new, at=now())
        except Refused as refused:
            add_refusal(form, refused)
        else:
            return redirect("complaints:mine", token_of(made.public_id))
    context = {
        "sign": row,
        "form": form,
        "days": rule("answer.working_days", row.camera.unit, now()),
    }
    page = render(
        request, "complaints/complain.html", context, status=422 if form.is_bound else 200
    )
    return _unindexed(page)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@public_page
def mine(request: HttpRequest, token: str) -> HttpResponse:
    """Where the answer stands. Who has this address wrote the complaint."""
    at = now()
    row = queries.by_token(token)
    if row is None:
        return render(request, "complaints/unknown.html", status=404)
    form = ReplyForm(request.POST or None)
    if form.is_valid():
        then = State(form.cleaned_data["answer"])
        try:
            services.reply(row, then=then, text=form.cleaned_data["text"], at=at)
        except Refused as refused:
            add_refusal(form, refused)
        else:
            return redirect("complaints:mine", token)
    context = {
        "complaint": row,
        "line": line(row, at),
        "words": said(row),
        "form": form,
        "may_reply": row.state in (State.ANSWERED, State.MEASURED),
    }
    page = render(request, "complaints/mine.html", context, status=422 if form.is_bound else 200)
    return _unindexed(page)


def _unindexed(page: HttpResponse) -> HttpResponse:
    page["X-Robots-Tag"] = "noindex"
    return page
