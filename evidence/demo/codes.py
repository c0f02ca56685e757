"""The current codes of the demo's authenticator apps."""

from datetime import datetime

from portal.people.totp import current_code

from .accounts import ACCOUNTS


def current_codes(at: datetime) -> dict[str, str]:
    """The code of each official account, by its telephone number; it changes every 30 s."""
    return {a.phone: current_code(a.secret, at) for a in ACCOUNTS if a.secret}
