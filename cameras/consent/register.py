"""The last pages of a registration: consent, checking the answers, the receipt."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_GET, require_http_methods

from cameras.registry import drafts
from cameras.registry.models import Camera, Draft
from portal.lib.clock import now
from portal.lib.errors import Refused
from portal.lib.words import sentence
from portal.look.refusals import add_refusal
from portal.people.rights import PersonRequest, policed, require

from . import registration, summary, texts
from .forms import AnswerForm, initial


@require_http_methods(["GET", "HEAD", "POST"])
@policed("draft:change")
def ask(request: PersonRequest, draft_id: str) -> HttpResponse:
    """Page 4: one plain question a purpose, with the text it is answered to."""
    draft = get_object_or_404(Draft, public_id=draft_id, camera=None)
    require(request.user, "draft:change", draft, at=now())
    terms = texts.current(get_language() or "vi")
    saved = draft.answers.get("consent") or {}
    shown = initial(saved) if saved.get("terms") == terms.mark else {}
    form = AnswerForm(request.POST or None, shown=terms, initial=shown)
    if form.is_valid():
        mark = form.cleaned_data["terms"]
        try:
            registration.save_answers(
                draft, mark=mark, yes=form.yes(), keep_days=form.keep_days(), at=now()
            )
        except Refused as refused:
            add_refusal(form, refused)
        else:
            return redirect("registry:continue", draft.public_id)
    context = {"form": form, "draft": draft, "terms": terms}
    return render(request, "consent/ask.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@policed("draft:change")
def check(request: PersonRequest, draft_id: str) -> HttpResponse:
    """Page 5: everything once more, each line with its way back; then it is sent."""
    draft = get_object_or_404(Draft, public_id=draft_id)
    require(request.user, "draft:change", draft, at=now())
    if draft.camera is not None:
        return redirect("consent:receipt", draft.camera.public_id)
    if drafts.next_step(draft) is not None:
        return redirect("registry:continue", draft.public_id)
    problem = ""
    if request.method == "POST":
        try:
            camera = registration.finish(draft, person=request.user, at=now())
        except Refused as refused:
            problem = sentence(refused)
        else:
            return redirect("consent:receipt", camera.public_id)
    context = {"draft": draft, "rows": summary.rows(draft), "problem": problem}
    return render(request, "consent/check.html", context, status=422 if problem else 200)


@require_GET
@policed("camera:view")
def receipt(request: PersonRequest, public_id: str) -> HttpResponse:
    """It arrived: the number, the way back here, and what happens next."""
    camera = get_object_or_404(Camera.objects.select_related("unit"), public_id=public_id)
    require(request.user, "camera:view", camera, at=now())
    return render(request, "consent/receipt.html", {"camera": camera})
