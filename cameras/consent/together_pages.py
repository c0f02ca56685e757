"""Answer for many cameras: which ones, the questions, check your answers, the receipt."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from portal.lib.clock import now
from portal.lib.errors import Refused
from portal.lib.words import sentence
from portal.look.refusals import add_refusal
from portal.people.models import Organisation
from portal.people.rights import PersonRequest, policed, require

from . import texts, together
from .forms import AnswerForm, initial
from .models import ConsentEvent
from .scopes import PLAIN
from .together import Group, Waiting
from .together_forms import ChooseForm
from .vocabulary import SCOPE_WORDS, kept_words

SHOWN = 50  # names on the page that is checked; the rest is counted


def _get(public_id: str, request: PersonRequest) -> Organisation:
    row = get_object_or_404(Organisation, public_id=public_id)
    require(request.user, "consent:give", Group(row), at=now())
    return row


def _key(owner: Organisation) -> str:
    return f"together:{owner.public_id}"


def _waiting(request: PersonRequest, owner: Organisation) -> Waiting | None:
    return Waiting.of(request.session.get(_key(owner)))


@require_http_methods(["GET", "HEAD", "POST"])
@policed("consent:give")
def choose(request: PersonRequest, public_id: str) -> HttpResponse:
    """Page 1: which cameras. None is chosen beforehand."""
    owner = _get(public_id, request)
    form = ChooseForm(request.POST or None, owner=owner, person=request.user)
    if form.is_valid():
        facts = form.cleaned_data
        try:
            chosen = together.choose(
                owner, request.user, facts["which"], facts.get("cameras", []), now()
            )
        except Refused as refused:
            add_refusal(form, refused)
        else:
            request.session[_key(owner)] = chosen.plain()
            return redirect("consent:together-answer", owner.public_id)
    context = {"form": form, "owner": owner}
    status = 422 if form.is_bound else 200
    return render(request, "consent/together_choose.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@policed("consent:give")
def answer(request: PersonRequest, public_id: str) -> HttpResponse:
    """Page 2: the same questions as for one camera."""
    owner = _get(public_id, request)
    waiting = _waiting(request, owner)
    if waiting is None:
        return redirect("consent:together", owner.public_id)
    terms = texts.current(get_language() or "vi")
    saved = {"answers": waiting.answers, "keep_days": waiting.keep_days}
    shown = initial(saved) if waiting.terms == terms.mark else {}
    form = AnswerForm(request.POST or None, shown=terms, initial=shown)
    if form.is_valid():
        if texts.marked(form.cleaned_data["terms"]) is None:
            add_refusal(form, Refused("consent.terms_changed"))
        else:
            said = {
                "terms": form.cleaned_data["terms"],
                "answers": {str(scope): scope in form.yes() for scope in sorted(PLAIN)},
                "keep_days": form.keep_days(),
            }
            request.session[_key(owner)] = {**waiting.plain(), **said}
            return redirect("consent:together-check", owner.public_id)
    context = {"form": form, "owner": owner, "terms": terms, "count": len(waiting.cameras)}
    status = 422 if form.is_bound else 200
    return render(request, "consent/together_answer.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@policed("consent:give")
def check(request: PersonRequest, public_id: str) -> HttpResponse:
    """Page 3: everything once more; the button says it, for all of them or none."""
    owner = _get(public_id, request)
    waiting = _waiting(request, owner)
    if waiting is None or not waiting.terms:
        return redirect("consent:together", owner.public_id)
    problem = ""
    if request.method == "POST":
        try:
            event = together.answer(owner, person=request.user, waiting=waiting, at=now())
        except Refused as refused:
            problem = sentence(refused)
        else:
            return redirect("consent:together-receipt", event.public_id)
    context = {
        "owner": owner,
        "rows": _rows(owner, waiting, request),
        "problem": problem,
        "count": len(waiting.cameras),
        **_names(owner, waiting),
    }
    status = 422 if problem else 200
    return render(request, "consent/together_check.html", context, status=status)


@require_safe
@policed("consent:give")
def receipt(request: PersonRequest, event_id: str) -> HttpResponse:
    """What was said, about which cameras, by whom and when."""
    rows = ConsentEvent.objects.select_related("camera__owner", "person")
    event = get_object_or_404(rows, public_id=event_id)
    require(request.user, "consent:give", event.camera, at=now())
    said = list(together.told_with(event))
    cameras = list({row.camera_id: row.camera for row in said}.values())
    lines = dict.fromkeys((row.verb_words, row.scope_words) for row in said)
    context = {"event": event, "cameras": cameras, "lines": list(lines)}
    return render(request, "consent/together_receipt.html", context)


def _names(owner: Organisation, waiting: Waiting) -> dict[str, Any]:
    rows = together.cameras_of(owner).filter(public_id__in=waiting.cameras)
    names = list(rows.values_list("name", flat=True)[:SHOWN])
    return {"names": names, "more": max(0, len(waiting.cameras) - len(names))}


def _rows(
    owner: Organisation, waiting: Waiting, request: PersonRequest
) -> list[tuple[object, object, str]]:
    choice = reverse("consent:together", args=[owner.public_id])
    change = reverse("consent:together-answer", args=[owner.public_id])
    words = {True: _("Đồng ý"), False: _("Không đồng ý")}
    kept = kept_words(waiting.keep_days) if waiting.keep_days else _("Theo quy định chung")
    return [
        (_("Camera của"), owner.name, ""),
        (_("Số camera"), len(waiting.cameras), choice),
        *((w, words[waiting.answers[s]], change) for s, w in SCOPE_WORDS.items() if s in PLAIN),
        (_("Giữ đoạn hình"), kept, change),
        (_("Người trả lời"), request.user.full_name, ""),
    ]
