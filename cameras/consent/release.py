"""Handing over without being asked: yes within limits, or no. For a business its signatory."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cameras.registry.models import Camera
from portal.lib.clock import now
from portal.lib.errors import Refused
from portal.look.refusals import add_refusal
from portal.people.rights import PersonRequest, policed, require

from . import services, texts
from .forms import ReleaseForm
from .scopes import Means, Scope


@require_http_methods(["GET", "HEAD", "POST"])
@policed("consent:release")
def release(request: PersonRequest, public_id: str) -> HttpResponse:
    """One question with its limits, none of them chosen beforehand."""
    at = now()
    row = get_object_or_404(Camera.objects.select_related("owner", "unit"), public_id=public_id)
    require(request.user, "consent:release", row, at=at)
    form = ReleaseForm(request.POST or None)
    if form.is_valid():
        try:
            _answer(form, row, request)
        except Refused as refused:
            add_refusal(form, refused)
        else:
            messages.success(request, _("Đã ghi câu trả lời của bạn. Có hiệu lực ngay."))
            return redirect("consent:camera", row.public_id)
    context = {
        "camera": row,
        "form": form,
        "terms": texts.current(get_language() or "vi"),
        "may_be_asked": services.standing(row, at).allows(Scope.ASK),
    }
    return render(request, "consent/release.html", context, status=422 if form.is_bound else 200)


def _answer(form: ReleaseForm, row: Camera, request: PersonRequest) -> None:
    at = now()
    terms = texts.marked(form.cleaned_data["terms"])
    if terms is None:
        raise Refused("consent.terms_changed")
    ahead = form.ahead()
    if ahead is not None and not services.standing(row, at).allows(Scope.ASK):
        raise Refused("consent.ask_first")
    this, nothing = frozenset({Scope.RELEASE}), frozenset[Scope]()
    said = services.Said(
        camera=row,
        person=request.user,
        yes=this if ahead else nothing,
        no=nothing if ahead else this,
        ahead=ahead,
    )
    services.answer(said, terms=terms, means=Means.WEB, actor=request.user, at=at)
