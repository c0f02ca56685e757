"""Messages to telephones: by the operator's gateway; on a laptop each one is a file."""

import secrets
from datetime import datetime
from pathlib import Path

from django.conf import settings

from . import gateway, outbox

DIGITS = 6


def new_code() -> str:
    """A one-time code of six digits."""
    return f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"


def folder() -> Path:
    return outbox.folder("sms")


def send(phone: str, text: str, *, at: datetime, key: str = "") -> None:
    """Send a message, once for each key. Raises OSError when it did not surely go out."""
    if settings.SMS_URL:
        gateway.hand_over(phone=phone, text=text, key=key or secrets.token_hex(16))
    else:
        outbox.put("sms", phone, text, at=at, key=key)
