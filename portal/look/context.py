"""What every page knows about its reader. Nothing is looked up until a template asks for it."""

from collections.abc import Callable
from functools import cache

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from portal.lib import clock
from portal.notices.models import Notice
from portal.people.models import User

from .nav import Desk, desks_of


def page(request: HttpRequest) -> dict[str, object]:
    """Context processor: lazily the reader's menu, offices and count of unread notices."""
    person = getattr(request, "user", None)
    reader = person if isinstance(person, User) and person.is_authenticated else None
    return {
        "demo": settings.DEMO,
        "help_phone": getattr(settings, "HELP_PHONE", ""),
        "csp_nonce": getattr(request, "csp_nonce", ""),
        "desks": _desks(request, reader),
        "offices": cache(lambda: list(reader.offices_at(clock.now())) if reader else []),
        "notice_count": cache(
            lambda: Notice.objects.filter(person=reader, read_at=None).count() if reader else 0
        ),
    }


def _desks(request: HttpRequest, reader: User | None) -> Callable[[], list[dict[str, object]]]:
    @cache
    def desks() -> list[dict[str, object]]:
        if reader is None:
            return []
        return [_drawn(desk, request.path) for desk in desks_of(reader, clock.now())]

    return desks


def _drawn(desk: Desk, path: str) -> dict[str, object]:
    address = reverse(desk.name)
    return {
        "address": address,
        "menu": desk.menu,
        "title": desk.title,
        "body": desk.body,
        "icon": desk.icon,
        "here": path.startswith(address),
    }
