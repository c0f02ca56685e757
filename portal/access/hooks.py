"""What allauth tells us about accounts: somebody came in, a way of coming in has changed."""

from typing import Any

from allauth.account import signals as account
from allauth.mfa import signals as mfa
from django.contrib.auth.signals import user_logged_in
from django.http import HttpRequest

from portal.lib import clock
from portal.people import sessions
from portal.people.models import User

from . import services


def came_in(*, request: HttpRequest, user: User, **_: Any) -> None:
    services.record_sign_in(request=request, person=user, at=clock.now())


def way_in_changed(*, request: HttpRequest, user: User, **_: Any) -> None:
    """Whoever came in the old way, perhaps a thief, is asked to come in anew."""
    if request.user.is_authenticated and request.user.pk == user.pk:
        sessions.end_others(request=request, person=user)


def connect() -> None:
    """Django's own signal, not allauth's: it is sent however somebody comes in."""
    user_logged_in.connect(came_in, dispatch_uid="access.came_in")
    for signal in (account.email_changed, account.email_removed, mfa.authenticator_removed):
        signal.connect(way_in_changed, dispatch_uid="access.way_in_changed")
