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
from .present import answer_words, approvals_of, basis_words
from .queries import invitation_for, speaks_for, targets_for_owner
from .sketch import sketch_of
from .states import TargetState

PAGE_SIZE = 20
RECORDER_GROUP = timedelta(seconds=4)  # recorders here set a key frame every 1-4 s


@require_http_methods(["GET", "HEAD"])
@policed("request:answer")
def inbox(request: PersonRequest) -> HttpResponse:
    rows = targets_for_owner(request.user, now())
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    rows_shown = [(target, answer_words(target)) for target in page]
    return render(request, "requests/inbox.html", {"page": page, "rows": rows_shown})


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

    target: Target
    person: User
    means: str
    at: datetime
    speaks: bool
    part: PartForm
    why: WhyForm
    helper: HelperForm

    def act(self, said: str, data: QueryDict) -> bool:
        """Do what a button asks. False: nothing was done, a form says why. Raises Refused."""
        if not self.speaks:
            raise Refused("requests.only_deliver")
        known: dict[str, Any] = {"target": self.target, "at": self.at}
        if said == "stop":
            ahead.stop(**known, person=self.person, means=self.means)
        elif said in answers.ANSWERS:
            answers.answer(**known, person=self.person, verdict=said, means=self.means)
        elif said == "part":
            self.part = PartForm(data)
            if not self.part.is_valid():
                return False
            self._share_part()
            return not self.part.errors
        elif said == "why":
            self.why = WhyForm(data)
            if not self.why.is_valid():
                return False
            answers.explain(**known, person=self.person, why=self.why.cleaned_data["why"])
        elif said == "hand_on":
            people = handing.helpers_of(self.target, self.person, self.at)
            self.helper = HelperForm(data, people=people)
            if not self.helper.is_valid():
                return False
            handing.hand_on(**known, by=self.person, to=self.helper.cleaned_data["to"])
        else:
            return False
        return True

    def _share_part(self) -> None:
        try:
            answers.answer(
                target=self.target,
                person=self.person,
                verdict="share",
                means=self.means,
                part=self.part.window,
                at=self.at,
            )
        except Refused as refused:
            add_refusal(self.part, refused)


def _desk(target: Target, person: User, means: str, at: datetime) -> Desk:
    speaks = speaks_for(target, person, at)
    helpers = handing.helpers_of(target, person, at) if speaks else User.objects.none()
    part = PartForm(initial={"start": target.start, "stop": target.stop})
    return Desk(target, person, means, at, speaks, part, WhyForm(), HelperForm(people=helpers))


def _answer_page(
    request: HttpRequest, target: Target, person: User, means: str, here: str, token: str = ""
) -> HttpResponse:
    at = now()
    desk = _desk(target, person, means, at)
    problem, refused_form = "", False
    if request.method == "POST":
        try:
            if desk.act(request.POST.get("answer", ""), request.POST):
                return redirect(here)
            refused_form = bool(desk.part.errors or desk.why.errors or desk.helper.errors)
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
    target, at = desk.target, desk.at
    asked = target.request
    by_page = reverse("extraction:deliver", args=[target.public_id])
    upload = reverse("extraction:upload", args=[token]) if token else by_page
    code = genuine.code_of(asked)
    return {
        "desk": desk,
        "target": target,
        "asked": asked,
        "approvals": approvals_of(asked),
        "length": asked.window_stop - asked.window_start,
        "part_length": target.stop - target.start,
        "left": asked.deadline - at if asked.deadline else None,
        "words": answer_words(target),
        "ahead": ahead.taken_ahead(target),
        "edge_seconds": declared_edges(RECORDER_GROUP).seconds,
        "upload_url": upload if desk.speaks or target.state == TargetState.AGREED else "",
        "by_hand": not hasattr(target.camera, "link"),  # no recorder to pull from
        "waiting": target.state == TargetState.WAITING,
        "late": asked.deadline is not None and at >= asked.deadline,
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
