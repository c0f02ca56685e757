"""The page on which an owner hands over a file, opened from the answer page."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from evidence.requests.models import Target
from evidence.requests.present import officer_state
from evidence.requests.queries import invitation_for, part_of, targets_for_owner
from evidence.requests.states import TargetState
from portal.lib.clock import now
from portal.lib.errors import Refused
from portal.look.refusals import add_refusal
from portal.people.models import User
from portal.people.rights import PersonRequest, policed, public_page, require

from . import services
from .models import Job
from .uploads import OPEN, window_shown
from .words import JobState


class UploadForm(forms.Form):
    file = forms.FileField(
        label=_("Tệp video"),
        help_text=_(
            "Tệp gốc do camera hoặc đầu ghi xuất ra, không cắt ghép, không quay lại màn hình."
        ),
        error_messages={"required": _("Hãy chọn tệp video cần gửi.")},
    )


@require_POST
@policed("request:retry")
def retry(request: PersonRequest, public_id: str) -> HttpResponse:
    """An officer of the unit has a failed pull tried again where nobody was asked; nothing else
    changes. Where owners were asked every camera is answered alike: to mend it is theirs.
    """
    at = now()
    rows = Target.objects.select_related("job", "request__case", "camera")
    target = get_object_or_404(rows, public_id=public_id)
    require(request.user, "request:retry", target.request, at=at)
    job = getattr(target, "job", None)
    if job is not None and officer_state(target, target.request, at) == TargetState.AGREED:
        services.retry(job=job, at=at)
    return redirect("requests:show", target.request.public_id)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@public_page
def upload(request: HttpRequest, token: str) -> HttpResponse:
    """The link's secret is the right, as on the answer page. Opening it changes nothing."""
    invitation = invitation_for(token, now())
    if invitation is None:
        return render(request, "requests/answer_unknown.html", status=404)
    back = reverse("requests:answer", args=[token])
    target = part_of(invitation.target, request.GET.get("part", ""))
    return _deliver(request, target, invitation.person, "link", back)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@policed("request:answer")
def deliver(request: PersonRequest, public_id: str) -> HttpResponse:
    """The signed-in owner's way to the same page."""
    at = now()
    target = get_object_or_404(targets_for_owner(request.user, at), public_id=public_id)
    require(request.user, "request:answer", target, at=at)
    back = reverse("requests:respond", args=[public_id])
    target = part_of(target, request.GET.get("part", ""))
    return _deliver(request, target, request.user, "page", back)


def _deliver(
    request: HttpRequest, target: Target, person: User, means: str, back: str
) -> HttpResponse:
    """Why a pull failed, the file in its stead, and one more try."""
    job = _failed_pull(target)
    if request.method == "POST" and "again" in request.POST:
        if job is not None:
            services.retry(job=job, at=now())
        return redirect(back)
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            services.seal_upload(target=target, file=file, person=person, means=means, at=now())
        except Refused as refused:
            add_refusal(form, refused)
        else:
            return redirect(back)
    context = {
        "form": form,
        "target": target,
        "job": job,
        "back": back,
        "open": target.state in OPEN,
        "shown": window_shown(target),
    }
    status = 422 if form.errors else 200
    response = render(request, "extraction/upload.html", context, status=status)
    response["X-Robots-Tag"] = "noindex"
    return response


def _failed_pull(target: Target) -> Job | None:
    """The job that was to bring what the owner agreed to, and could not."""
    if target.state != TargetState.AGREED:
        return None
    return Job.objects.filter(target=target, state=JobState.FAILED, preserving=False).first()
