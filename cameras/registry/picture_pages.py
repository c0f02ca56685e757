"""Photos of a camera and what is covered in its picture."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from portal.lib.clock import now
from portal.lib.errors import Refused
from portal.lib.words import sentence
from portal.look.refusals import add_refusal
from portal.people.rights import PersonRequest, policed, require

from . import masking, photos
from .models import Camera, Mask, Photo
from .picture_forms import MaskForm, PhotoForm
from .vocabulary import PhotoKind


def _camera(public_id: str, request: PersonRequest) -> Camera:
    row = get_object_or_404(Camera.objects.select_related("owner"), public_id=public_id)
    require(request.user, "camera:change", row, at=now())
    return row


@require_http_methods(["GET", "HEAD", "POST"])
@policed("camera:change")
def show_photos(request: PersonRequest, public_id: str) -> HttpResponse:
    """What there is, and one more. Nobody has to give any."""
    camera = _camera(public_id, request)
    form = PhotoForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        try:
            still = photos.read_upload(form.cleaned_data["photo"])
            kind = PhotoKind(form.cleaned_data["kind"])
            photos.add(camera, still, kind=kind, actor=request.user, at=now())
        except Refused as refused:
            add_refusal(form, refused)
        else:
            messages.success(request, _("Đã lưu ảnh. Vị trí chụp và mọi thông tin kèm theo đã bỏ."))
            return redirect("registry:photos", camera.public_id)
    context = {"camera": camera, "form": form, "photos": photos.of_camera(camera)}
    return render(request, "registry/photos.html", context, status=422 if form.is_bound else 200)


@never_cache
@require_GET
@policed("photo:view")
def photo(request: PersonRequest, public_id: str, photo_id: str) -> HttpResponse:
    """The picture itself."""
    row = _photo(public_id, photo_id)
    require(request.user, "photo:view", row, at=now())
    return HttpResponse(b"".join(photos.read(row)), content_type="image/jpeg")


@require_POST
@policed("camera:change")
def remove_photo(request: PersonRequest, public_id: str, photo_id: str) -> HttpResponse:
    camera = _camera(public_id, request)
    try:
        photos.remove(_photo(public_id, photo_id), actor=request.user, at=now())
    except Refused as refused:
        messages.error(request, sentence(refused))
    else:
        messages.success(request, _("Đã xóa ảnh."))
    return redirect("registry:photos", camera.public_id)


def _photo(public_id: str, photo_id: str) -> Photo:
    rows = Photo.objects.select_related("camera", "stored").filter(removed_at=None)
    return get_object_or_404(rows, public_id=photo_id, camera__public_id=public_id)


@require_http_methods(["GET", "HEAD", "POST"])
@policed("camera:change")
def masks(request: PersonRequest, public_id: str) -> HttpResponse:
    """Zones drawn on the picture; numbers where nothing can be drawn."""
    camera = _camera(public_id, request)
    form = MaskForm(request.POST or None)
    if form.is_valid():
        try:
            reason, points = form.cleaned_data["reason"], form.cleaned_data["corners"]
            masking.draw(camera, points=points, reason=reason, actor=request.user, at=now())
        except Refused as refused:
            add_refusal(form, refused)
        else:
            messages.success(request, _("Đã che vùng này, có hiệu lực từ lúc này."))
            return redirect("registry:masks", camera.public_id)
    context = {
        "camera": camera,
        "form": form,
        "view": photos.view_of(camera),
        "masks": Mask.objects.filter(camera=camera, ended_at=None).order_by("pk"),
    }
    return render(request, "registry/masks.html", context, status=422 if form.is_bound else 200)


@require_POST
@policed("camera:change")
def end_mask(request: PersonRequest, public_id: str, mask_id: str) -> HttpResponse:
    camera = _camera(public_id, request)
    row = get_object_or_404(Mask, public_id=mask_id, camera=camera)
    try:
        masking.end(row, actor=request.user, at=now())
    except Refused as refused:
        messages.error(request, sentence(refused))
    else:
        messages.success(request, _("Đã bỏ che. Hình ghi trước lúc này vẫn được che như cũ."))
    return redirect("registry:masks", camera.public_id)
