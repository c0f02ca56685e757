"""Measuring a camera's clock: begin, hold the code before it, see what came of it."""

from datetime import datetime

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cameras.registry.models import Camera, Link
from cameras.registry.vocabulary import OffsetMethod
from portal.files import vault
from portal.lib.clock import now
from portal.lib.errors import Refused
from portal.lib.words import sentence
from portal.look.refusals import add_refusal
from portal.people.rights import PersonRequest, policed, require

from . import present, services, words
from .forms import DelayForm, ShownForm, UploadForm
from .models import Beacon
from .queries import measured_of
from .vocabulary import State, Told

HOLD_S = 10
SHOWN = 5  # earlier measurements on the page


def _get(public_id: str, request: PersonRequest) -> Beacon:
    rows = Beacon.objects.select_related("camera__owner", "camera__link", "picture")
    row = get_object_or_404(rows, public_id=public_id)
    require(request.user, "beacon:measure", row, at=now())
    return row


@require_http_methods(["GET", "HEAD", "POST"])
@policed("beacon:measure")
def begin(request: PersonRequest, public_id: str) -> HttpResponse:
    """What this is and what one needs; what was measured before."""
    camera = get_object_or_404(Camera.objects.select_related("link", "owner"), public_id=public_id)
    require(request.user, "beacon:measure", camera, at=now())
    refused = ""
    if request.method == "POST":
        try:
            row = services.begin(camera=camera, person=request.user, at=now())
        except Refused as problem:
            refused = sentence(problem)
        else:
            return redirect("beacon:show", row.public_id)
    context = {
        "camera": camera,
        "linked": hasattr(camera, "link"),
        "earlier": [present.measured(row) for row in measured_of(camera)[:SHOWN]],
        "refused": refused,
    }
    return render(request, "beacon/begin.html", context, status=422 if refused else 200)


@never_cache
@require_GET
@policed("beacon:measure")
def show(request: PersonRequest, public_id: str) -> HttpResponse:
    """The code, then how far the worker is, then what came of it."""
    row = _get(public_id, request)
    if row.is_waiting:
        return _show_code(request, row)
    if row.is_under_way:
        return render(request, "beacon/progress.html", {"beacon": row, "camera": row.camera})
    if row.state == State.ASKING:
        return redirect("beacon:tell", row.public_id)
    if row.state == State.MEASURED:
        return render(request, "beacon/measured.html", _measured(row))
    what, then = words.failure(row.reason)
    context = {"beacon": row, "camera": row.camera, "what": what, "then": then}
    return render(request, "beacon/failed.html", context)


def _show_code(request: PersonRequest, row: Beacon) -> HttpResponse:
    at = now()
    context = {
        "beacon": row,
        "camera": row.camera,
        "linked": row.recorder is not None,
        "hold_s": HOLD_S,
        "over": at >= row.expires_at,
        "worst_ms": services.MOST_PAGE_ERROR_MS,
        "form": UploadForm(),
    }
    return render(request, "beacon/show.html", context)


def _measured(row: Beacon) -> dict[str, object]:
    link = Link.objects.filter(camera=row.camera).first()
    declared = row.told == Told.DECLARED
    applied = link is None or not declared or link.offset_method == OffsetMethod.DECLARED
    return {
        "beacon": row,
        "camera": row.camera,
        "told": present.measured(row),
        "applied": applied,
        "may_correct": row.told == Told.METADATA and row.picture_true_at is not None,
        "picture": row.picture is not None and row.picture.destroyed_at is None,
    }


@require_POST
@policed("beacon:measure")
def pull(request: PersonRequest, public_id: str) -> HttpResponse:
    """Have the session's minutes fetched from the linked recorder."""
    row = _get(public_id, request)
    form = DelayForm(request.POST)
    try:
        delay = form.delay_ms if form.is_valid() else 0
        services.pull(beacon=row, page_error_ms=delay, at=now())
    except Refused as refused:
        messages.error(request, sentence(refused))
    return redirect("beacon:show", row.public_id)


@require_http_methods(["GET", "HEAD", "POST"])
@policed("beacon:measure")
def upload(request: PersonRequest, public_id: str) -> HttpResponse:
    """Hand over the recording on which the code is to be seen."""
    row = _get(public_id, request)
    sent = request.method == "POST"
    form = UploadForm(request.POST, request.FILES) if sent else UploadForm()
    if form.is_bound and form.is_valid():
        try:
            services.hand_over(
                beacon=row, file=form.cleaned_data["file"], page_error_ms=form.delay_ms, at=now()
            )
        except Refused as refused:
            add_refusal(form, refused)
        else:
            return redirect("beacon:show", row.public_id)
    elif not form.is_bound and not row.is_waiting:
        return redirect("beacon:show", row.public_id)
    context = {"beacon": row, "camera": row.camera, "form": form}
    return render(request, "beacon/upload.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@policed("beacon:measure")
def tell(request: PersonRequest, public_id: str) -> HttpResponse:
    """The time that the recorder shows, read by a person: in the kept picture, or just now."""
    row = _get(public_id, request)
    at = now()
    if row.is_under_way or row.state == State.FAILED:
        return redirect("beacon:show", row.public_id)
    form = ShownForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            act = services.tell_now if row.is_waiting else services.tell
            act(beacon=row, shown=form.cleaned_data["shown"], person=request.user, at=at)
        except Refused as refused:
            add_refusal(form, refused)
        else:
            messages.success(request, _("Đã ghi giờ bạn cho biết."))
            return redirect("beacon:show", row.public_id)
    picture = row.picture is not None and row.picture.destroyed_at is None
    context = {
        "beacon": row,
        "camera": row.camera,
        "form": form,
        "picture": picture and not row.is_waiting,
        "near": _near(row, at),
    }
    return render(request, "beacon/tell.html", context, status=422 if form.errors else 200)


def _near(row: Beacon, at: datetime) -> datetime:
    """A true instant beside which the answer lies, to show what an answer looks like."""
    return row.picture_true_at or at


@require_GET
@policed("beacon:measure")
def picture(request: PersonRequest, public_id: str) -> HttpResponseBase:
    """What the camera sees, for its own people."""
    row = _get(public_id, request)
    if row.picture is None or row.picture.destroyed_at is not None:
        raise Http404(public_id)
    response = StreamingHttpResponse(vault.read(row.picture), content_type="image/jpeg")
    response["Cache-Control"] = "no-store, private"
    response["Content-Length"] = str(row.picture.size)
    response["Content-Disposition"] = f'inline; filename="{row.public_id}.jpg"'
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return response
