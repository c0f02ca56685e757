"""My data: what is held, take it along, who came in, erase it all."""

from datetime import datetime

from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from evidence.cases.personal import cases_of
from evidence.custody.personal import viewings_of
from evidence.requests.personal import lookups_of
from portal.access.models import SignIn
from portal.lib import clock
from portal.lib.errors import Refused
from portal.look.refusals import add_refusal
from portal.people.rights import PersonRequest, policed, public_page

from . import collect, services, words
from .forms import EraseForm
from .plan import in_office, plan_for
from .recent import signed_in_recently

PAGE_SIZE = 20


@never_cache
@require_http_methods(["GET", "HEAD"])
@policed("account:view")
def data(request: PersonRequest) -> HttpResponse:
    """What is held, in plain words with a count beside each, and what can be done with it."""
    at = clock.now()
    counted = collect.counts(request.user, at)
    parts = [(words.SECTIONS[name], number) for name, number in counted.items() if number]
    context = {"parts": parts, "recent": signed_in_recently(request, at)}
    return render(request, "privacy/data.html", context)


@never_cache
@require_http_methods(["GET", "HEAD"])
@policed("account:view")
def download(request: PersonRequest) -> HttpResponseBase:
    at = clock.now()
    if not signed_in_recently(request, at):
        raise Refused("privacy.sign_in_again")
    name = f"my-data-{at:%Y%m%d}.json"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    pieces = collect.document(request.user, at)
    return StreamingHttpResponse(
        pieces, content_type="application/json; charset=utf-8", headers=headers
    )


@never_cache
@require_http_methods(["GET", "HEAD"])
@policed("account:view")
def history(request: PersonRequest) -> HttpResponse:
    """When and from where one's account was entered, and every clip, owner and case one opened."""
    person = request.user
    lists = {
        "entered": SignIn.objects.filter(person=person),
        "opened": viewings_of(person),
        "owners": lookups_of(person),
        "cases": cases_of(person),
    }
    pages = {
        name: Paginator(rows, PAGE_SIZE).get_page(request.GET.get(name))
        for name, rows in lists.items()
    }
    return render(request, "privacy/history.html", pages)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@policed("account:change")
def erase(request: PersonRequest) -> HttpResponse:
    """Says what goes and what stays, asks once, and does it before it answers."""
    at = clock.now()
    person = request.user
    form = EraseForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            _erase(request, at)
        except Refused as refused:
            add_refusal(form, refused)
        else:
            logout(request)
            return redirect("privacy:erased")
    context = {
        "form": form,
        "plan": plan_for(person, at),
        "in_office": in_office(person, at),
        "recent": signed_in_recently(request, at),
    }
    return render(request, "privacy/erase.html", context, status=422 if form.is_bound else 200)


def _erase(request: PersonRequest, at: datetime) -> None:
    if not signed_in_recently(request, at):
        raise Refused("privacy.sign_in_again")
    services.erase_account(person=request.user, at=at)


@require_POST
@policed("account:view")
def sign_in_again(request: PersonRequest) -> HttpResponse:
    """Out and in again, and back to where one was."""
    wanted = request.POST.get("to")
    back = reverse("privacy:erase" if wanted == "erase" else "privacy:data")
    logout(request)
    return redirect_to_login(back)


@require_http_methods(["GET", "HEAD"])
@public_page
def erased(request: PersonRequest) -> HttpResponse:
    return render(request, "privacy/erased.html")
