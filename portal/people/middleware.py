"""What every request of a signed-in person passes: second factor, idle limit, refusals."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _

from portal.lib import clock
from portal.lib.errors import Refused
from portal.lib.words import sentence

from .rights import Shut
from .second_factor import locked_factor_page, missing_second_factor

_LAST_SEEN = "official-last-seen"
_WRITE_EVERY_SECONDS = 60  # the session row is not written at each of a page's requests
_ACCOUNT_MODULES = ("allauth.", "portal.people.pages", "django.views.i18n")


class SecondFactor:
    """An official's session without a second factor reaches the account pages and no others.

    On the account pages it changes no second factor.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], _args: object, _kwargs: object
    ) -> HttpResponseBase | None:
        at = clock.now()
        if not request.user.is_authenticated:
            return None
        if not request.user.is_official(at):
            return locked_factor_page(request, at)
        if _idle_too_long(request, at):
            logout(request)
            messages.info(request, _("Bạn đã được đăng xuất vì lâu không thao tác."))
            return redirect_to_login(request.get_full_path() if request.method == "GET" else "/")
        if view.__module__.startswith(_ACCOUNT_MODULES):
            return locked_factor_page(request, at)
        return missing_second_factor(request, at)


class Refusals:
    """A refusal that no page has turned into words beside a field becomes a page of its own."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, Refused):
            return None
        status = 403 if isinstance(error, Shut) else 422
        return render(request, f"{status}.html", {"sentence": sentence(error)}, status=status)


def _idle_too_long(request: HttpRequest, at: datetime) -> bool:
    """Has the official done nothing for the limit? Requests a page makes by itself do not count."""
    seen = request.session.get(_LAST_SEEN)
    by_itself = request.method == "GET" and request.headers.get("HX-Request") == "true"
    if seen is not None:
        idle = at - datetime.fromtimestamp(seen, UTC)
        if idle > settings.OFFICIAL_IDLE_LIMIT:
            return True
        if by_itself or idle.total_seconds() < _WRITE_EVERY_SECONDS:
            return False
    request.session[_LAST_SEEN] = at.timestamp()
    return False
