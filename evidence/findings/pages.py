"""How far the machine is with a clip, and a person's word on what it proposes."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from evidence.custody import gate
from portal.lib.clock import now
from portal.people.rights import PersonRequest, policed

from . import queries, services
from .forms import ReviewForm
from .models import CONFIRMED, DONE
from .timeline import timeline_of


@require_http_methods(["GET", "HEAD"])
@policed("findings:view")
def state(request: PersonRequest, public_id: str) -> HttpResponse:
    """The timeline by itself for who has the clip open, and a page to wait on until then."""
    at = now()
    item = queries.get_item(public_id, request.user, "findings:view", at)
    analysis = queries.analysis_of(item)
    found = None
    if analysis is not None and analysis.state == DONE:
        visitor = _visitor(request)
        viewing = gate.open_viewing(item=item, visitor=visitor, at=at)
        if viewing is None:
            return redirect("custody:open", item.public_id)
        gate.check(viewing, visitor, at)
        found = queries.findings_for(item, at)
    context = {
        "item": item,
        "analysis": analysis,
        "timeline": timeline_of(found) if found else None,
        "back": request.path,
    }
    return render(request, "findings/state.html", context)


@require_POST
@policed("findings:review")
def review(request: PersonRequest, public_id: str) -> HttpResponse:
    at = now()
    item = queries.get_item(public_id, request.user, "findings:review", at)
    form = ReviewForm(request.POST)
    form.full_clean()
    said = services.review(
        item=item,
        track=form.cleaned_data.get("track", 0),
        verdict=form.cleaned_data.get("verdict", ""),
        visitor=_visitor(request),
        at=at,
    )
    confirmed = said.verdict == CONFIRMED
    messages.success(
        request,
        _("Đã ghi vào sổ: xác nhận điều máy gợi ý.")
        if confirmed
        else _("Đã ghi vào sổ: bác bỏ điều máy gợi ý."),
    )
    back = form.cleaned_data.get("back", "")
    if back and url_has_allowed_host_and_scheme(
        back, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    ):
        return redirect(back)
    return redirect("findings:state", item.public_id)


def _visitor(request: PersonRequest) -> gate.Visitor:
    return gate.Visitor(request.user, request.session.session_key or "")
