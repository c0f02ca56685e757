"""Officials act only in a session in which they showed a second factor.

A code by SMS proves that somebody holds the telephone, and no more. allauth keeps in each session
which methods were shown in it; a method ``mfa`` among them is an authenticator app, a passkey or a
recovery code.
"""

from datetime import datetime
from urllib.parse import urlencode

from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse


def has_shown_second_factor(request: HttpRequest) -> bool:
    """Was an authenticator app, passkey or recovery code used in this very session?"""
    if not request.user.is_authenticated:
        return False
    records = get_authentication_records(request, request.user)
    return any(record.get("method") == "mfa" for record in records)


def missing_second_factor(request: HttpRequest, at: datetime) -> HttpResponse | None:
    """Where to send an official who has not shown a second factor; None when all is well."""
    user = request.user
    if not user.is_authenticated or not user.is_official(at) or has_shown_second_factor(request):
        return None
    factors = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
    name = "mfa_reauthenticate" if is_mfa_enabled(user, factors) else "mfa_activate_totp"
    back = request.get_full_path() if request.method == "GET" else "/"
    return HttpResponseRedirect(f"{reverse(name)}?{urlencode({'next': back})}")
