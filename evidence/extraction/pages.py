"""The page on which an owner hands over a file, opened from the answer page."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from evidence.requests.models import Target
from evidence.requests.present import officer_state
from evidence.requests.queries import invitation_for
from evidence.requests.states import TargetState
from portal.lib.clock import now
from portal.lib.errors import Refused
from portal.look.refusals import add_refusal
from portal.people.rights import PersonRequest, policed, public_page, require

from . import services
from .uploads import OPEN, window_shown


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
    """An officer of the unit has a failed pull tried again; nothing else changes. While the owners
    are being asked every camera is answered alike.
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
    target = invitation.target
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.seal_upload(
                target=target,
                file=form.cleaned_data["file"],
                person=invitation.person,
                means="link",
                at=now(),
            )
        except Refused as refused:
            add_refusal(form, refused)
        else:
            return redirect("requests:answer", token=token)
    context = {
        "form": form,
        "target": target,
        "token": token,
        "open": target.state in OPEN,
        "shown": window_shown(target),
    }
    response = render(
        request, "extraction/upload.html", context, status=422 if form.errors else 200
    )
    response["X-Robots-Tag"] = "noindex"
    return response
