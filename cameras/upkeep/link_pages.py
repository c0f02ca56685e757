"""'Is it still there?' by a personal link: opening it changes nothing, one tap answers."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from portal.lib.clock import now
from portal.lib.errors import Refused
from portal.lib.words import sentence
from portal.people.rights import public_page

from . import services
from .forms import AnswerForm
from .models import Question
from .queries import question_for
from .vocabulary import Answer


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@public_page
def still_there(request: HttpRequest, token: str) -> HttpResponse:
    at = now()
    question = question_for(token, at)
    if question is None:
        return render(request, "upkeep/unknown.html", status=404)
    form = AnswerForm(request.POST or None)
    problem = ""
    if form.is_valid():
        try:
            _answer(question, Answer(form.cleaned_data["answer"]))
        except Refused as refused:
            problem = sentence(refused)
        else:
            return redirect("upkeep:still-there", token)
    context = {
        "camera": question.camera,
        "answers": Answer.choices,
        "waiting": _waits(question),
        "problem": problem,
    }
    status = 422 if problem or form.errors else 200
    page = render(request, "upkeep/still_there.html", context, status=status)
    page["X-Robots-Tag"] = "noindex"
    return page


def _answer(question: Question, said: Answer) -> None:
    if not _waits(question):
        raise Refused("upkeep.answered")
    services.affirm(question.camera, said=said, actor=question.person, at=now())


def _waits(question: Question) -> bool:
    """Until one of its people has answered; a later year asks by a new link."""
    return question.camera.is_active and question.camera.asked_again_at == question.asked_at
