"""The desk of what the law gives a time for, ordered by when it is due."""

from datetime import datetime

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from portal.lib.clock import now
from portal.lib.errors import Refused
from portal.look.refusals import add_refusal
from portal.people.rights import PersonRequest, policed, require
from portal.places.rules import rule

from . import services
from .clocks import State
from .forms import ExtendForm
from .models import Duty
from .vocabulary import STATE_WORDS, WHAT_TO_DO, DutyKind

PAGE_SIZE = 20


@require_http_methods(["GET", "HEAD"])
@policed("duty:view")
def index(request: PersonRequest) -> HttpResponse:
    at = now()
    page = Paginator(services.desk_of(request.user, at), PAGE_SIZE).get_page(
        request.GET.get("page")
    )
    context = {"page": page, "lines": [_line(row, at) for row in page]}
    return render(request, "duties/index.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@policed("duty:extend")
def extend(request: PersonRequest, public_id: str) -> HttpResponse:
    """The one extension, with its reason."""
    at = now()
    row = _get(public_id, request, "duty:extend")
    form = ExtendForm(request.POST or None)
    if form.is_valid():
        try:
            services.extend(duty=row, person=request.user, at=at, **form.cleaned_data)
        except Refused as refused:
            add_refusal(form, refused)
        else:
            messages.success(request, _("Đã gia hạn. Lý do đã được ghi vào sổ."))
            return redirect("duties:index")
    most = rule("withdrawal.extension_days", row.unit, at)
    context = {"line": _line(row, at), "form": form, "most": most}
    return render(request, "duties/extend.html", context, status=422 if form.is_bound else 200)


@require_POST
@policed("duty:extend")
def done(request: PersonRequest, public_id: str) -> HttpResponse:
    """A third party has stopped: the one thing no row can show."""
    row = _get(public_id, request, "duty:extend")
    services.finish_by_hand(duty=row, person=request.user, at=now())
    messages.success(request, _("Đã ghi là xong."))
    return redirect("duties:index")


def _get(public_id: str, request: PersonRequest, action: str) -> Duty:
    row = get_object_or_404(Duty.objects.select_related("unit"), public_id=public_id)
    require(request.user, action, row, at=now())
    return row


def _line(row: Duty, at: datetime) -> dict[str, object]:
    state = row.state_at(at)
    words, tone = STATE_WORDS[state]
    return {
        "row": row,
        "number": row.about.partition(":")[2],
        "kind": DutyKind(row.kind).label,
        "todo": WHAT_TO_DO[DutyKind(row.kind)],
        "words": words,
        "tone": tone,
        "left": abs(row.due_at - at),
        "late": state == State.OVERDUE,
        "open": row.done_at is None,
        "extendable": state == State.OPEN and row.kind != DutyKind.EMERGENCY_REVIEW,
        "reviews": row.done_at is None and row.kind == DutyKind.EMERGENCY_REVIEW,
        "asks": row.done_at is None and row.kind == DutyKind.DATA_REQUEST,
        "by_hand": row.done_at is None and row.third_party,
    }
