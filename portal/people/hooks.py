"""What allauth tells us about second factors: one was set up, or recovery codes were drawn anew."""

from typing import Any

from allauth.mfa import signals
from allauth.mfa.base.internal.flows import post_authentication
from allauth.mfa.models import Authenticator
from django.http import HttpRequest

from portal.lib import clock

from . import enrolment, second_factor
from .models import User


def factor_added(
    *, request: HttpRequest, user: User, authenticator: Authenticator, **_: Any
) -> None:
    """It counts for an office if this session has shown one that counts, or a code was typed."""
    at = clock.now()
    if not request.user.is_authenticated or request.user.pk != user.pk:
        return
    if second_factor.has_shown_second_factor(request):
        enrolment.confirm(person=user, authenticator=authenticator, means="factor", at=at)
    elif second_factor.has_grant(request, at) and authenticator.type in enrolment.PRIMARY:
        enrolment.confirm(person=user, authenticator=authenticator, means="code", at=at)
        second_factor.end_grant(request)
        # It was shown just now, in setting it up: nobody waits half a minute for its next code.
        post_authentication(request, authenticator, reauthenticated=True)
    request.user.forget_read()


def connect() -> None:
    for signal in (signals.authenticator_added, signals.authenticator_reset):
        signal.connect(factor_added, dispatch_uid="people.factor_added")
