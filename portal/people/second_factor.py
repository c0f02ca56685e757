"""Officials act only in a session in which they showed a second factor that counts.

A code by SMS proves that somebody holds the telephone, and no more. allauth keeps in each session
which methods were shown in it; a method ``mfa`` among them names an authenticator app, a passkey or
recovery codes. Which of these count for an office stands in `ConfirmedFactor` (see `enrolment`).
"""

from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode

from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from .enrolment import PRIMARY
from .models import User

GRANT_FOR = timedelta(hours=1)  # from the typed code to the first factor set up with it
_GRANT = "enrolment-grant"
# allauth's pages about factors that change none. All others of its `mfa_` pages are locked.
_HARMLESS = {
    "mfa_index",
    "mfa_authenticate",
    "mfa_reauthenticate",
    "mfa_reauthenticate_webauthn",
    "mfa_login_webauthn",
}


def has_shown_second_factor(request: HttpRequest) -> bool:
    """Was a factor that counts for an office used in this very session?"""
    user = request.user
    return user.is_authenticated and bool(_shown(request, user) & user.confirmed_factors())


def shown_before_the_office(request: HttpRequest, person: User) -> Authenticator | None:
    """The app or passkey shown in this session, whether it counts yet or not."""
    rows = Authenticator.objects.filter(user=person, type__in=PRIMARY)
    return rows.filter(pk__in=_shown(request, person)).order_by("-pk").first()


def missing_second_factor(request: HttpRequest, at: datetime) -> HttpResponse | None:
    """Where to send an official who has not shown a second factor; None when all is well."""
    user = request.user
    if not user.is_authenticated or not user.is_official(at) or has_shown_second_factor(request):
        return None
    if user.confirmed_factors():
        name = "mfa_reauthenticate"
    elif is_mfa_enabled(user, PRIMARY):
        name = "people:enrol" if shown_before_the_office(request, user) else "mfa_reauthenticate"
    else:
        name = "mfa_activate_totp" if has_grant(request, at) else "people:enrol"
    back = request.get_full_path() if request.method == "GET" else "/"
    return HttpResponseRedirect(f"{reverse(name)}?{urlencode({'next': back})}")


def locked_factor_page(request: HttpRequest, at: datetime) -> HttpResponse | None:
    """Nobody adds, changes or removes an official's factors but by one that counts, or a code."""
    user, match = request.user, request.resolver_match
    name = (match.url_name if match else None) or ""
    if not name.startswith("mfa_") or name in _HARMLESS or not user.is_authenticated:
        return None
    if has_shown_second_factor(request):
        return None
    if user.confirmed_factors():
        address = reverse("mfa_reauthenticate")
        return HttpResponseRedirect(f"{address}?{urlencode({'next': reverse('mfa_index')})}")
    if not user.is_official(at) or has_grant(request, at):
        return None
    return missing_second_factor(request, at)


def grant(request: HttpRequest, person: User, at: datetime) -> None:
    """A code was typed in this session: the first factor may be set up in it now."""
    until = (at + GRANT_FOR).timestamp()
    request.session[_GRANT] = {"person": person.pk, "until": until}


def has_grant(request: HttpRequest, at: datetime) -> bool:
    given = request.session.get(_GRANT) or {}
    if given.get("person") != request.user.pk:
        return False
    return at < datetime.fromtimestamp(given["until"], UTC)


def end_grant(request: HttpRequest) -> None:
    request.session.pop(_GRANT, None)


def _shown(request: HttpRequest, person: User) -> frozenset[int]:
    records = get_authentication_records(request, person)
    return frozenset(
        record["id"] for record in records if record.get("method") == "mfa" and "id" in record
    )
