"""The board's round on the ground, and what an owner corrects or answers once a year."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cameras.registry import photos, whereabouts
from cameras.registry.models import Camera
from cameras.registry.vocabulary import DIRECTIONS
from portal.lib.clock import now
from portal.lib.errors import Refused
from portal.lib.words import sentence
from portal.look.refusals import add_refusal
from portal.people.rights import PersonRequest, policed, require

from . import queries, services
from .forms import UNKNOWN, AnswerForm, ConfirmForm, CorrectForm, ReturnForm
from .models import Visit
from .present import points
from .vocabulary import Answer

PAGE_SIZE = 20
MOST_ON_MAP = 300  # whatever page of the list is open: a round is planned on the map


def _get(public_id: str, request: PersonRequest, action: str) -> Camera:
    rows = Camera.objects.select_related("owner", "unit__province", "neighbourhood")
    row = get_object_or_404(rows, public_id=public_id)
    require(request.user, action, row, at=now())
    return row


@require_GET
@policed("camera:verify")
def index(request: PersonRequest) -> HttpResponse:
    """A list of what waits, page by page, and a map of all of it."""
    waiting = queries.waiting_for(request.user, now())
    page = Paginator(waiting, PAGE_SIZE).get_page(request.GET.get("page"))
    twins = queries.twins(page)
    context = {
        "page": page,
        "rows": [(camera, twins[camera.pk]) for camera in page],
        "points": points(waiting[:MOST_ON_MAP]),
        "most": MOST_ON_MAP,
    }
    return render(request, "upkeep/index.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@policed("camera:verify")
def verify(request: PersonRequest, public_id: str) -> HttpResponse:
    """One camera, as its owner described it: confirm, with a photo or without."""
    camera = _get(public_id, request, "camera:verify")
    sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = ConfirmForm(*sent)
    if form.is_valid():
        try:
            upload = form.cleaned_data["photo"]
            still = photos.read_upload(upload) if upload else None
            services.confirm(camera, still=still, actor=request.user, at=now())
        except Refused as refused:
            add_refusal(form, refused)
        else:
            messages.success(request, _("Đã xác minh camera. Chủ camera được báo."))
            return redirect("upkeep:index")
    context = {
        "camera": camera,
        "form": form,
        "photos": photos.of_place(camera),
        "twins": queries.twins([camera])[camera.pk],
        "points": points([camera]),
    }
    return render(request, "upkeep/verify.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@policed("camera:verify")
def send_back(request: PersonRequest, public_id: str) -> HttpResponse:
    """With a reason that the owner reads."""
    camera = _get(public_id, request, "camera:verify")
    form = ReturnForm(request.POST or None)
    if form.is_valid():
        try:
            reason = form.cleaned_data["reason"]
            services.send_back(camera, reason=reason, actor=request.user, at=now())
        except Refused as refused:
            add_refusal(form, refused)
        else:
            messages.success(request, _("Đã trả lại. Chủ camera được báo cần sửa điều gì."))
            return redirect("upkeep:index")
    context = {"camera": camera, "form": form}
    return render(request, "upkeep/return.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@policed("camera:change")
def correct(request: PersonRequest, public_id: str) -> HttpResponse:
    """Pin, direction, address, name, kind of place. What is moved is verified anew."""
    camera = _get(public_id, request, "camera:change")
    form = CorrectForm(request.POST or None, initial=_initial(camera))
    if form.is_valid():
        try:
            services.correct(camera, _facts(form), actor=request.user, at=now())
        except Refused as refused:
            add_refusal(form, refused)
        else:
            messages.success(request, _("Đã sửa thông tin camera."))
            return redirect("registry:camera", camera.public_id)
    visit = Visit.objects.filter(camera=camera).order_by("-at", "-pk").first()
    context = {"camera": camera, "form": form, "visit": visit}
    return render(request, "upkeep/correct.html", context, status=422 if form.is_bound else 200)


def _initial(camera: Camera) -> dict[str, object]:
    named = camera.bearing_deg in DIRECTIONS
    return {
        "name": camera.name,
        "address": camera.address,
        "place_kind": camera.place_kind,
        "lat": f"{camera.lat:.6f}",
        "lng": f"{camera.lng:.6f}",
        "bearing": camera.bearing_deg,
        "direction": str(camera.bearing_deg) if named else UNKNOWN,
    }


def _facts(form: CorrectForm) -> services.Facts:
    said = form.cleaned_data
    return services.Facts(
        name=said["name"],
        address=said["address"],
        place_kind=said["place_kind"],
        lat=whereabouts.read_number(said["lat"], "lat"),
        lng=whereabouts.read_number(said["lng"], "lng"),
        bearing_deg=form.looks(),
    )


@require_POST
@policed("camera:change")
def submit_again(request: PersonRequest, public_id: str) -> HttpResponse:
    camera = _get(public_id, request, "camera:change")
    try:
        services.submit_again(camera, actor=request.user, at=now())
    except Refused as refused:
        messages.error(request, sentence(refused))
    else:
        messages.success(request, _("Đã gửi lại. Khu phố sẽ xem lại tại chỗ."))
    return redirect("registry:camera", camera.public_id)


@require_POST
@policed("camera:change")
def affirm(request: PersonRequest, public_id: str) -> HttpResponse:
    """The one tap of somebody who is signed in."""
    camera = _get(public_id, request, "camera:change")
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return redirect("registry:camera", camera.public_id)
    said = Answer(form.cleaned_data["answer"])
    try:
        services.affirm(camera, said=said, actor=request.user, at=now())
    except Refused as refused:
        messages.error(request, sentence(refused))
    else:
        messages.success(request, _("Cảm ơn bạn đã trả lời."))
    if said == Answer.CHANGED:
        return redirect("upkeep:correct", camera.public_id)
    return redirect("registry:index")
