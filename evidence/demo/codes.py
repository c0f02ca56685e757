"""The current codes of the demo's authenticator apps."""

import time

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.conf import settings

from .accounts import ACCOUNTS

PERIOD_S = 30  # RFC 6238, and every authenticator app


def current_code(secret: str) -> str:
    """Six digits, good for about half a minute."""
    counter = int(time.time()) // getattr(settings, "MFA_TOTP_PERIOD", PERIOD_S)
    return format_hotp_value(hotp_value(secret, counter))


def current_codes() -> dict[str, str]:
    """The code of each official account, by its telephone number."""
    return {a.phone: current_code(a.secret) for a in ACCOUNTS if a.secret}
