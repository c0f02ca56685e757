"""Messages to telephones. On a laptop each one is a file in the outbox, written in one piece."""

import secrets
from datetime import datetime
from pathlib import Path

from . import outbox

DIGITS = 6


def new_code() -> str:
    """A one-time code of six digits."""
    return f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"


def folder() -> Path:
    return outbox.folder("sms")


def send(phone: str, text: str, *, at: datetime, key: str = "") -> Path:
    """Put a message into the outbox, once for each key. A reader sees the whole file or none."""
    return outbox.put("sms", phone, text, at=at, key=key)
