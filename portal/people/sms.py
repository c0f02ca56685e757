"""Messages to telephones. On a laptop each one is a file in the outbox, written in one piece."""

import os
import secrets
from datetime import datetime
from pathlib import Path

from django.conf import settings

DIGITS = 6


def new_code() -> str:
    """A one-time code of six digits."""
    return f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"


def folder() -> Path:
    path = Path(settings.OUTBOX) / "sms"
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


def send(phone: str, text: str, *, at: datetime) -> Path:
    """Put a message into the outbox. A reader sees the whole file or none."""
    # One telephone may get several messages of one instant: a batch is sent at a single `at`.
    name = f"{at:%Y%m%dT%H%M%S.%fZ}-{secrets.token_hex(4)}-{phone.lstrip('+')}"
    final = folder() / f"{name}.txt"
    part = final.with_name(f".{name}.part")
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(f"{phone}\n{text}\n")
        file.flush()
        os.fsync(file.fileno())
    part.rename(final)
    return final
