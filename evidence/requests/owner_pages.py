"""The owner's pages: what was asked, and one tap to answer."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from portal.lib.clock import now
from portal.lib.errors import Refused
from portal.lib.words import sentence
from portal.look.refusals import add_refusal
from portal.media.cut import declared_edges
from portal.people.models import User
from portal.people.rights import PersonRequest, policed, public_page, require

from . import ahead, answers, genuine, handing
from .choosing import place_words
from .models import Target
from .owner_forms import HelperForm, PartForm, WhyForm
from .present import approvals_of, basis_words
from .queries import invitation_for, questions_for_owner, speaks_for, targets_for_owner
from .question import Question, question_of, questions_of
from .sketch import sketch_of

PAGE_SIZE = 20
RECORDER_GROUP = timedelta(seconds=4)  # recorders here set a key frame every 1-4 s


@require_http_methods(["GET", "HEAD"])
@policed("request:answer")
def inbox(request: PersonRequest) -> HttpResponse:
    rows = questions_for_owner(request.user, now())
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {"page": page, "questions": questions_of(list(page))}
    return render(request, "requests/inbox.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@policed("request:answer")
def respond(request: PersonRequest, public_id: str) -> HttpResponse:
    """The signed-in owner's way to the same page that the link opens."""
    at = now()
    target = get_object_or_404(targets_for_owner(request.user, at), public_id=public_id)
    require(request.user, "request:answer", target, at=at)
    here = reverse("requests:respond", args=[public_id])
    return _answer_page(request, target, request.user, "page", here)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@public_page
def answer(request: HttpRequest, token: str) -> HttpResponse:
    """What the link in the message opens. Opening changes nothing: previews follow links."""
    invitation = invitation_for(token, now())
    if invitation is None:
        return render(request, "requests/answer_unknown.html", status=404)
    here = reverse("requests:answer", args=[token])
    return _answer_page(request, invitation.target, invitation.person, "link", here, token)


@dataclass
class Desk:
    """One person before one question, and the forms beside the three answers."""

    question: Question
    person: User
    means: str
    at: datetime
    speaks: bool
    parts: dict[str, PartForm]  # by the public id of the window of which they ask for a part
    why: WhyForm
    helper: HelperForm

    def act(self, said: str, data: QueryDict) -> bool:
        """Do what a button asks of the windows that its form names. False: nothing was done, a form
        says why. Raises Refused.
        """
        if not self.speaks:
            raise Refused("requests.only_deliver")
        chosen = self.question.chosen(data.getlist("of"))
        known: dict[str, Any] = {"targets": chosen, "person": self.person, "at": self.at}
        lead = self.question.lead
        if not chosen:
            return False
        if said == "stop":
            ahead.stop(target=lead, person=self.person, means=self.means, at=self.at)
        elif said in answers.ANSWERS:
            answers.answer_all(**known, verdict=said, means=self.means)
        elif said == "part":
            return self._share_part(chosen[0], data)
        elif said == "why":
            self.why = WhyForm(data)
            if not self.why.is_valid():
                return False
            answers.explain_all(**known, why=self.why.cleaned_data["why"])
        elif said == "hand_on":
            people = handing.helpers_of(lead, self.person, self.at)
            self.helper = HelperForm(data, people=people)
            if not self.helper.is_valid():
                return False
            to = self.helper.cleaned_data["to"]
            handing.hand_on(target=lead, by=self.person, to=to, at=self.at)
        else:
            return False
        return True

    def _share_part(self, target: Target, data: QueryDict) -> bool:
        form = _part_form(self.question, target, data)
        self.parts[target.public_id] = form
        if not form.is_valid():
            return False
        try:
            answers.answer(
                target=target,
                person=self.person,
                verdict="share",
                means=self.means,
                part=form.window,
                at=self.at,
            )
        except Refused as refused:
            add_refusal(form, refused)
        return not form.errors

    @property
    def open_parts(self) -> list[tuple[int, Target, PartForm]]:
        """The windows that wait for an answer: number, window, form for a part of it."""
        return [
            (number, target, self.parts[target.public_id])
            for number, target in enumerate(self.question.parts, start=1)
            if target in self.question.waiting
        ]

    @property
    def wrong_part(self) -> PartForm | None:
        return next((form for form in self.parts.values() if form.errors), None)


def _part_form(question: Question, target: Target, data: QueryDict | None = None) -> PartForm:
    initial = {"start": target.start, "stop": target.stop}
    prefix = None if question.is_one else target.public_id
    return PartForm(data, initial=initial, prefix=prefix)


def _desk(question: Question, person: User, means: str, at: datetime) -> Desk:
    lead = question.lead
    speaks = speaks_for(lead, person, at)
    helpers = handing.helpers_of(lead, person, at) if speaks else User.objects.none()
    parts = {one.public_id: _part_form(question, one) for one in question.parts}
    return Desk(question, person, means, at, speaks, parts, WhyForm(), HelperForm(people=helpers))


def _answer_page(
    request: HttpRequest, target: Target, person: User, means: str, here: str, token: str = ""
) -> HttpResponse:
    at = now()
    desk = _desk(question_of(target), person, means, at)
    problem, refused_form = "", False
    if request.method == "POST":
        try:
            if desk.act(request.POST.get("answer", ""), request.POST):
                return redirect(here)
            refused_form = bool(desk.wrong_part or desk.why.errors or desk.helper.errors)
        except Refused as refused:
            problem = sentence(refused)
    context = _context(desk, here, token) | {"problem": problem}
    status = 422 if problem or refused_form else 200
    response = render(request, "requests/answer.html", context, status=status)
    # Not "no-referrer": browsers then post with "Origin: null", which the CSRF check refuses. The
    # site-wide "same-origin" keeps the link's token from every other site.
    response["X-Robots-Tag"] = "noindex"
    return response


def _context(desk: Desk, here: str, token: str) -> dict[str, object]:
    question, target, at = desk.question, desk.question.lead, desk.at
    asked = target.request
    late = asked.deadline is not None and at >= asked.deadline
    by_page = reverse("extraction:deliver", args=[target.public_id])
    upload = reverse("extraction:upload", args=[token]) if token else by_page
    code = genuine.code_of(asked)
    return {
        "desk": desk,
        "question": question,
        "groups": question.groups(late=late),
        "target": target,
        "asked": asked,
        "approvals": approvals_of(asked),
        "left": asked.deadline - at if asked.deadline else None,
        "edge_seconds": declared_edges(RECORDER_GROUP).seconds,
        "upload_url": upload if desk.speaks or question.is_agreed else "",
        "by_hand": not hasattr(target.camera, "link"),  # no recorder to pull from
        "waiting": bool(question.waiting),
        "late": late,
        "here": here,
        "means": desk.means,
        "place_words": place_words(asked.place),
        "sketch": sketch_of(asked.place, target.camera.lat, target.camera.lng),
        "basis_words": basis_words(asked),
        "code": genuine.spelled(code),
        "code_url": f"{settings.PUBLIC_ADDRESS}{reverse('requests:genuine')}?code={code}",
        "handed_on": handing.handed_on(target),
        "helpers": desk.helper.fields["to"].queryset.exists(),  # type: ignore[attr-defined]
    }
