"""Preserving before a decision: the officer asks for it, the owner reads of it and may stop it."""

from django import forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from evidence.requests.models import Target
from evidence.requests.vocabulary import Basis
from portal.lib.clock import now
from portal.lib.errors import Refused
from portal.lib.words import sentence
from portal.look.refusals import add_refusal
from portal.people.rights import PersonRequest, policed, require

from . import holds
from .hold_states import OPEN_HOLDS
from .models import Hold


class HoldForm(forms.Form):
    """Why this cannot wait for a decision. Length and sense are the service's to judge."""

    ground = forms.ChoiceField(
        label=_("Vì sao không chờ được?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Hãy chọn vì sao phải giữ ngay.")},
    )
    reason = forms.CharField(
        label=_("Nói rõ hơn"),
        help_text=_("Chủ camera và chỉ huy sẽ đọc dòng này. Đừng ghi tên người."),
        max_length=holds.LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={
            "required": _("Hãy ghi vì sao phải giữ ngay, ít nhất ba từ."),
            "max_length": _("Lý do dài quá %(limit_value)d ký tự. Hãy viết ngắn hơn."),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
@policed("hold:ask")
def preserve(request: PersonRequest, public_id: str) -> HttpResponse:
    """Have one camera's minutes sealed now; the page shows nothing of what comes of it."""
    at = now()
    rows = Target.objects.select_related("camera", "request__case__unit", "hold")
    target = get_object_or_404(rows, public_id=public_id)
    require(request.user, "hold:ask", target, at=at)
    if getattr(target, "hold", None) is not None:
        return redirect("requests:show", target.request.public_id)
    chance = holds.chance_for(target, at)
    form = HoldForm(request.POST or None)
    form.fields["ground"].choices = [(g.value, g.label) for g in chance.grounds]  # type: ignore[attr-defined]
    if form.is_valid():
        try:
            holds.preserve(target=target, person=request.user, at=at, **form.cleaned_data)
        except Refused as refused:
            add_refusal(form, refused)
        else:
            return redirect("requests:show", target.request.public_id)
    context = {"form": form, "target": target, "row": target.request, "chance": chance}
    status = 422 if form.is_bound else 200
    return render(request, "custody/preserve.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@policed("hold:stop")
def held(request: PersonRequest, public_id: str) -> HttpResponse:
    """The owner's page: what is kept, for how long, that nobody has seen it, and how to stop it."""
    at = now()
    hold = get_object_or_404(
        Hold.objects.select_related("target__camera__owner", "target__request__case__unit"),
        public_id=public_id,
    )
    require(request.user, "hold:stop", hold, at=at)
    problem = ""
    if request.method == "POST":
        try:
            holds.stop(hold=hold, person=request.user, at=at)
        except Refused as refused:
            problem = sentence(refused)
        else:
            return redirect("custody:held", hold.public_id)
    context = {
        "hold": hold,
        "target": hold.target,
        "asked": hold.target.request,
        "open": hold.state in OPEN_HOLDS,
        "opened": hold.target.openings.exists(),
        "may_stop": hold.target.request.basis == Basis.CONSENT,
        "length": hold.target.asked.length,
        "problem": problem,
    }
    return render(request, "custody/held.html", context, status=422 if problem else 200)
