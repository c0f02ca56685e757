"""Folders in the place of gateways: each message is a file, written in one piece.

A message under a key goes out once: a lock holds while it is looked for and while it is written,
and falls with the process, so whoever died in between left either the whole message or none.
"""

import fcntl
import hashlib
import os
import secrets
from datetime import datetime
from pathlib import Path

from django.conf import settings

KEY_CHARS = 24  # 96 bits of the key's digest


def folder(channel: str) -> Path:
    path = Path(settings.OUTBOX) / channel
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


def put(channel: str, phone: str, text: str, *, at: datetime, key: str = "") -> Path:
    """The file of this message. Under a key that went out before: that older file, untouched.

    A reader sees the whole file or none. Raises OSError when nothing was sent.
    """
    # One telephone may get several messages of one instant: a batch is sent at a single `at`.
    mark = hashlib.sha256(key.encode()).hexdigest()[:KEY_CHARS] if key else secrets.token_hex(4)
    place = folder(channel)
    handle = os.open(place / ".lock", os.O_WRONLY | os.O_CREAT, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        older = next(place.glob(f"*-{mark}-*.txt"), None) if key else None
        return older or _write(place, f"{at:%Y%m%dT%H%M%S.%fZ}-{mark}", phone, text)
    finally:
        os.close(handle)


def _write(place: Path, start: str, phone: str, text: str) -> Path:
    final = place / f"{start}-{phone.lstrip('+')}.txt"
    part = final.with_name(f".{final.stem}.{secrets.token_hex(4)}.part")
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(f"{phone}\n{text}\n")
        file.flush()
        os.fsync(file.fileno())
    part.rename(final)
    return final
