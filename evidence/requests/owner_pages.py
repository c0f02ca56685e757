"""The owner's pages: what was asked, and one tap to answer."""

from datetime import timedelta

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from portal.lib.clock import now
from portal.lib.errors import Refused
from portal.lib.words import sentence
from portal.media.cut import declared_edges
from portal.people.models import User
from portal.people.rights import PersonRequest, policed, public_page, require

from . import ahead, answers
from .choosing import place_words
from .models import Target
from .present import answer_words, approvals_of, basis_words
from .queries import invitation_for, targets_for_owner
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


def _answer_page(
    request: HttpRequest, target: Target, person: User, means: str, here: str, token: str = ""
) -> HttpResponse:
    at = now()
    verdict = request.POST.get("answer", "")
    problem = None
    if request.method == "POST" and verdict == "stop":
        ahead.stop(target=target, person=person, means=means, at=at)
        return redirect(here)
    if request.method == "POST" and verdict in answers.ANSWERS:
        try:
            answers.answer(target=target, person=person, verdict=verdict, means=means, at=at)
        except Refused as refused:
            problem = refused
        else:
            return redirect(here)
    asked = target.request
    context = {
        "target": target,
        "asked": asked,
        "approvals": approvals_of(asked),
        "place_words": place_words(asked.place),
        "sketch": sketch_of(asked.place, target.camera.lat, target.camera.lng),
        "basis_words": basis_words(asked),
        "length": asked.window_stop - asked.window_start,
        "left": asked.deadline - at if asked.deadline else None,
        "words": answer_words(target),
        "ahead": ahead.taken_ahead(target),
        "edge_seconds": declared_edges(RECORDER_GROUP).seconds,
        "upload_url": reverse("extraction:upload", args=[token]) if token else "",
        "by_hand": not hasattr(target.camera, "link"),  # no recorder to pull from
        "waiting": target.state == TargetState.WAITING,
        "late": asked.deadline is not None and at >= asked.deadline,
        "problem": sentence(problem) if problem else "",
        "here": here,
        "means": means,
    }
    response = render(request, "requests/answer.html", context, status=422 if problem else 200)
    # Not "no-referrer": browsers then post with "Origin: null", which the CSRF check refuses. The
    # site-wide "same-origin" keeps the link's token from every other site.
    response["X-Robots-Tag"] = "noindex"
    return response
