"""The current codes of the demo's authenticator apps."""

from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)

from .accounts import ACCOUNTS


def current_codes() -> dict[str, str]:
    """Six digits for each official account, by its telephone number, good for about 30 s."""
    counter = next(iter(yield_hotp_counters_from_time()))
    return {
        account.phone: format_hotp_value(hotp_value(account.secret, counter))
        for account in ACCOUNTS
        if account.secret
    }
