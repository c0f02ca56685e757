"""For who is signed in: the camera's sign and its complaints, and the unit's desk."""

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from cameras.registry.models import Camera
from portal.lib.clock import now
from portal.lib.errors import Refused
from portal.look.refusals import add_refusal
from portal.people.rights import PersonRequest, policed, require

from . import queries, services
from .forms import AnswerForm, SignForm
from .models import Complaint, Sign
from .present import line, operator, said
from .states import Side, State
from .vocabulary import Shown

PAGE_SIZE = 20


def _camera(public_id: str, request: PersonRequest) -> Camera:
    rows = Camera.objects.select_related("owner", "unit")
    row = get_object_or_404(rows, public_id=public_id)
    require(request.user, "camera:change", row, at=now())
    return row


@require_http_methods(["GET", "HEAD", "POST"])
@policed("camera:change")
def sign(request: PersonRequest, public_id: str) -> HttpResponse:
    """What hangs at the gate, and what people said who read it."""
    at = now()
    camera = _camera(public_id, request)
    existing = Sign.objects.filter(camera=camera).first()
    initial = (
        {"purpose": existing.purpose, "shown": existing.shown}
        if existing
        else {"shown": Shown.KIND}
    )
    form = SignForm(request.POST or None, initial=initial)
    if form.is_valid():
        try:
            services.hang_sign(camera, **form.cleaned_data, at=at)
        except Refused as refused:
            add_refusal(form, refused)
        else:
            messages.success(request, _("Đã lưu. Bây giờ bạn in bảng rồi treo cạnh camera."))
            return redirect("complaints:sign", camera.public_id)
    page = Paginator(queries.about(camera), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "camera": camera,
        "sign": existing,
        "form": form,
        "page": page,
        "lines": [line(row, at) for row in page],
    }
    return render(request, "complaints/sign.html", context, status=422 if form.is_bound else 200)


@require_GET
@policed("camera:change")
def sheet(request: PersonRequest, public_id: str) -> HttpResponse:
    """The notice for the gate, on paper."""
    camera = _camera(public_id, request)
    row = Sign.objects.filter(camera=camera).first()
    if row is None:
        return redirect("complaints:sign", camera.public_id)
    address = f"{settings.PUBLIC_ADDRESS}{reverse('complaints:notice', args=[row.code])}"
    context = {"camera": camera, "sign": row, "operator": operator(row), "address": address}
    return render(request, "complaints/sheet.html", context)


@require_GET
@policed("complaint:desk")
def index(request: PersonRequest) -> HttpResponse:
    """The desk: what waits for an answer first, what is overdue on top."""
    at = now()
    page = Paginator(queries.desk_queue(request.user, at), PAGE_SIZE).get_page(
        request.GET.get("page")
    )
    context = {"page": page, "lines": [line(row, at) for row in page]}
    return render(request, "complaints/index.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@policed("complaint:view")
def show(request: PersonRequest, public_id: str) -> HttpResponse:
    """One complaint, for the owner's people or for the desk, and their answer."""
    at = now()
    rows = Complaint.objects.select_related("camera__unit", "camera__neighbourhood", "camera__sign")
    row = get_object_or_404(rows, public_id=public_id)
    require(request.user, "complaint:view", row, at=at)
    side = _side(request, row)
    form = AnswerForm(request.POST or None, side=side)
    if form.is_valid():
        facts = form.cleaned_data
        then = State(facts["answer"])
        try:
            services.answer(
                row, side=side, then=then, text=facts["text"], actor=request.user, at=at
            )
        except Refused as refused:
            add_refusal(form, refused)
        else:
            messages.success(request, _("Đã ghi câu trả lời."))
            return redirect("complaints:show", row.public_id)
    context = {
        "complaint": row,
        "line": line(row, at),
        "words": said(row),
        "form": form,
        "mine": side == Side.OWNER,
    }
    return render(request, "complaints/show.html", context, status=422 if form.is_bound else 200)


def _side(request: PersonRequest, row: Complaint) -> Side:
    owned = request.user.organisations_with(queries.SPEAKING, now())
    return Side.OWNER if row.camera.owner_id in owned else Side.DESK
