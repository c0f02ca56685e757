"""Vietnamese first: another language only by the reader's own choice, never the browser's guess."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils import translation


class Language:
    """The cookie of the language switch, else what the person chose before, else Vietnamese."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        code = chosen(request)
        with translation.override(code):
            request.LANGUAGE_CODE = code
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", code)
        return response


def chosen(request: HttpRequest) -> str:
    """The language of this reader, always one of settings.LANGUAGES."""
    known = dict(settings.LANGUAGES)
    cookie = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    if cookie in known:
        return cookie
    person = getattr(request.user, "language", "") if request.user.is_authenticated else ""
    return person if person in known else settings.LANGUAGE_CODE
