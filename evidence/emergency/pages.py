"""An officer opens a request in an emergency; a commander reviews it; both desks list them all."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from evidence.requests.present import reach
from evidence.requests.queries import get_request
from portal.lib.clock import now
from portal.lib.errors import Refused
from portal.lib.words import sentence
from portal.look.refusals import add_refusal
from portal.people.rights import PersonRequest, policed, require
from portal.people.roles import Role
from portal.places.rules import rule

from . import reviews, services
from .forms import OpenForm, ReviewForm
from .queries import get_opening, left, running_of, visible_to
from .states import UNREVIEWED
from .vocabulary import Ending

PAGE_SIZE = 25


@require_http_methods(["GET", "HEAD", "POST"])
@policed("emergency:open")
def open_request(request: PersonRequest, public_id: str) -> HttpResponse:
    """The reason, then a page that says who is told at once and who will review it."""
    at = now()
    row = get_request(public_id, request.user, "request:view", at)
    require(request.user, "emergency:open", row, at=at)
    if (running := running_of(row, request.user, at)) is not None:
        return redirect("custody:opening", running.public_id)
    problem = ""
    try:
        services.refuse_closed(row, request.user)
    except Refused as refused:
        problem = sentence(refused)
    form = OpenForm(request.POST if request.method == "POST" else None)
    checking = False
    if not problem and form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            services.checked_reason(reason, "emergency.reason_missing")
            if request.POST.get("step") == "open":
                made = services.open_now(
                    footage_request=row, person=request.user, reason=reason, at=at
                )
                return redirect("custody:opening", made.public_id)
        except Refused as refused:
            add_refusal(form, refused)
        else:
            checking = request.POST.get("step") == "check"
    context = {
        "row": row,
        "form": form,
        "problem": problem,
        "cameras": reach(row).cameras,
        "minutes": rule("emergency.minutes", row.case.unit, at),
        "hours": rule("emergency.review_hours", row.case.unit, at),
    }
    name = "emergency/check.html" if checking else "emergency/open.html"
    bad = request.method == "POST" and bool(problem or form.errors)
    return render(request, name, context, status=422 if bad else 200)


@require_POST
@policed("emergency:watch")
def end(request: PersonRequest, public_id: str) -> HttpResponse:
    """Who opened it closes it before its time."""
    at = now()
    opening = get_opening(public_id, request.user, "emergency:watch", at)
    services.end(opening, Ending.OPENER, at=at, actor=request.user.subject)
    messages.success(request, _("Đã đóng. Không ai xem được hình này nữa nếu chưa có người duyệt."))
    return redirect("requests:show", opening.request.public_id)


@require_http_methods(["GET", "HEAD", "POST"])
@policed("emergency:review")
def review(request: PersonRequest, public_id: str) -> HttpResponse:
    """What was opened, by whom, why, what was looked at; then the verdict."""
    at = now()
    opening = get_opening(public_id, request.user, "emergency:view", at)
    if request.user.pk in (opening.person_id, opening.requested_by_id):
        raise Refused("emergency.own_review")
    require(request.user, "emergency:review", opening, at=at)
    form = ReviewForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            reviews.review(opening=opening, person=request.user, at=at, **form.cleaned_data)
        except Refused as refused:
            add_refusal(form, refused)
        else:
            messages.success(request, _("Đã ghi kết luận vào sổ."))
            return redirect("emergency:index")
    context = {
        "opening": opening,
        "form": form,
        "open": opening.state in UNREVIEWED,
        "watches": opening.watches.select_related("target__camera").order_by("opened_at", "pk"),
        "late": at >= opening.due_at,
        "runs": bool(left(opening, at)),
    }
    status = 422 if form.is_bound else 200
    return render(request, "emergency/review.html", context, status=status)


@require_http_methods(["GET", "HEAD"])
@policed("emergency:view")
def index(request: PersonRequest) -> HttpResponse:
    """All of the unit's, the latest first; a commander sees what waits for them."""
    at = now()
    rows = visible_to(request.user, at)
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    commands = request.user.units_with(Role.COMMANDER, at)
    shown = [
        {
            "row": row,
            "words": row.label[0],
            "tone": row.label[1],
            "may_review": row.state in UNREVIEWED
            and row.request.case.unit_id in commands
            and request.user.pk not in (row.person_id, row.requested_by_id),
        }
        for row in page.object_list
    ]
    return render(request, "emergency/index.html", {"page": page, "shown": shown})
