"""What I said about my camera: read it, answer anew, take it back."""

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
from portal.people.rights import PersonRequest, allowed, policed, require

from . import services, texts
from .fold import Answer, Standing
from .forms import AnswerForm
from .scopes import Means, Scope, Verb
from .vocabulary import SCOPE_WORDS, STATE_WORDS, ahead_words, kept_words

TONES = {"granted": "good", "refused": "plain", "withdrawn": "warn", "expired": "warn"}


def _get(public_id: str, request: PersonRequest, action: str) -> Camera:
    row = get_object_or_404(Camera.objects.select_related("owner", "unit"), public_id=public_id)
    require(request.user, action, row, at=now())
    return row


@require_http_methods(["GET", "HEAD", "POST"])
@policed("consent:give")
def camera(request: PersonRequest, public_id: str) -> HttpResponse:
    """What holds, who said what and when, and the questions to answer anew."""
    at = now()
    row = _get(public_id, request, "consent:give")
    terms = texts.current(get_language() or "vi")
    form = AnswerForm(request.POST or None, shown=terms)
    if form.is_valid():
        try:
            _answer(form, row, request)
        except Refused as refused:
            add_refusal(form, refused)
        else:
            messages.success(request, _("Đã ghi câu trả lời của bạn. Có hiệu lực ngay."))
            return redirect("consent:camera", row.public_id)
    standing = services.standing(row, at)
    own = row.consent_events.filter(person=request.user, verb=Verb.GRANT).order_by("-pk").first()
    context = {
        "camera": row,
        "form": form,
        "terms": terms,
        "lines": _lines(standing),
        "standing": standing,
        "newer_terms": own is not None and own.terms_version != texts.CURRENT,
        "may_release": allowed(request.user, "consent:release", row, at=at),
        "events": row.consent_events.select_related("person", "recorded_by").order_by("-pk"),
        "asking": form.is_bound or "ask" in request.GET,
    }
    return render(request, "consent/camera.html", context, status=422 if form.is_bound else 200)


def _answer(form: AnswerForm, row: Camera, request: PersonRequest) -> None:
    terms = texts.marked(form.cleaned_data["terms"])
    if terms is None:
        raise Refused("consent.terms_changed")
    said = services.Said(
        camera=row, person=request.user, yes=form.yes(), no=form.no(), keep_days=form.keep_days()
    )
    services.answer(said, terms=terms, means=Means.WEB, actor=request.user, at=now())


@require_http_methods(["GET", "HEAD", "POST"])
@policed("consent:withdraw")
def withdraw(request: PersonRequest, public_id: str) -> HttpResponse:
    """The second tap. One button for everything, one for each purpose alone."""
    at = now()
    row = _get(public_id, request, "consent:withdraw")
    if request.method == "POST":
        terms = texts.current(get_language() or "vi")
        chosen = _scopes(request.POST.getlist("scope"))
        services.withdraw(row, person=request.user, scopes=chosen, terms=terms, at=at)
        messages.success(request, _("Đã rút lại. Có hiệu lực từ lúc này."))
        return redirect("consent:camera", row.public_id)
    allowed = services.standing(row, at).allowed
    lines = [(scope, words) for scope, words in SCOPE_WORDS.items() if scope in allowed]
    return render(request, "consent/withdraw.html", {"camera": row, "lines": lines})


def _scopes(names: list[str]) -> frozenset[Scope]:
    """`all`, or the names of scopes. An unknown one is refused, never passed over."""
    if "all" in names:
        return frozenset(Scope)
    try:
        return frozenset(Scope(name) for name in names)
    except ValueError as error:
        raise Refused("consent.scope_unknown", scope=", ".join(names)[:60]) from error


def _lines(standing: Standing) -> list[dict[str, object]]:
    answers = [(words, standing.answer(scope)) for scope, words in SCOPE_WORDS.items()]
    return [
        {
            "words": words,
            "state": STATE_WORDS[answer.state],
            "tone": TONES.get(answer.state, "plain"),
            "since": answer.since,
            "until": answer.until,
            "limits": _limits(answer),
        }
        for words, answer in answers
    ]


def _limits(answer: Answer) -> list[str]:
    """How far it reaches, a sentence for each who drew a limit."""
    lines = [ahead_words(limits) for limits in answer.ahead if limits is not None]
    return lines + ([kept_words(answer.keep_days)] if answer.keep_days else [])
