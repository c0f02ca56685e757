"""Writing down who came in, and letting go of what is old."""

from datetime import datetime

from allauth.account.adapter import get_adapter
from allauth.account.authentication import get_authentication_records
from django.contrib.sessions.models import Session
from django.http import HttpRequest

from portal.people.models import User

from .device import rough_device, rough_network
from .models import KEPT_FOR, Means, SignIn

_SECOND = {"totp": Means.APP, "webauthn": Means.PASSKEY, "recovery_codes": Means.RECOVERY}


def record_sign_in(*, request: HttpRequest, person: User, at: datetime) -> SignIn:
    """Somebody has just come in through this request."""
    return SignIn.objects.create(
        person=person,
        at=at,
        means=_means(request, person),
        device=rough_device(request.headers.get("User-Agent", "")),
        network=_network(request),
    )


def forget_old(*, at: datetime) -> int:
    """Sign-ins past their time, and sessions that have run out. How many rows went."""
    old = SignIn.objects.filter(at__lt=at - KEPT_FOR).delete()[0]
    return old + Session.objects.filter(expire_date__lt=at).delete()[0]


def _network(request: HttpRequest) -> str:
    """Empty for a sign-in without a connection, as a command or a test makes one."""
    if not request.META.get("REMOTE_ADDR"):
        return ""
    return rough_network(get_adapter().get_client_ip(request))


def _means(request: HttpRequest, person: User) -> Means:
    records = get_authentication_records(request, person)
    for record in reversed(records):
        if record.get("method") == "mfa":
            return _SECOND.get(str(record.get("type")), Means.OTHER)
    return Means.CODE  # also right after signing up, which leaves no record of its own
