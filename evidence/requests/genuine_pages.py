"""The page behind the code on a request: whoever holds one asks whether police really sent it."""

from allauth.account.adapter import get_adapter
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from portal.lib.clock import now
from portal.lib.errors import Refused
from portal.lib.words import sentence
from portal.people.rights import public_page

from . import genuine

STATUS = {"requests.code_too_many": 429, "requests.code_mistyped": 422}
LONGEST = 40  # characters that are looked at


@never_cache
@require_safe
@public_page
def check_code(request: HttpRequest) -> HttpResponse:
    """Typed into the page, or brought by the QR code as ?code=."""
    typed = request.GET.get("code", "")[:LONGEST].strip()
    found, problem, status = None, "", 200
    if typed:
        network = get_adapter().get_client_ip(request)
        try:
            found = genuine.look_up(typed, network=network, at=now())
            status = 200 if found else 404
        except Refused as refused:
            problem, status = sentence(refused), STATUS[refused.code]
    context = {"typed": typed, "found": found, "problem": problem}
    page = render(request, "requests/genuine.html", context, status=status)
    page["X-Robots-Tag"] = "noindex"
    return page
