"""How a notice leaves the portal. SMS goes to a folder until an operator's gateway is set."""

import contextlib
import os
from datetime import datetime
from pathlib import Path
from typing import Protocol

from django.conf import settings
from django.core.mail import send_mail

from portal.lib.clock import to_text
from portal.lib.ids import new_id


class Channel(Protocol):
    """Sends one message; raises OSError when it should be tried again."""

    def send(self, *, address: str, title: str, text: str, at: datetime) -> None: ...


class FileSms:
    """One file a message under the outbox; a laptop's stand-in for an SMS gateway."""

    def send(self, *, address: str, title: str, text: str, at: datetime) -> None:
        del title  # an SMS has no subject line
        write_sms(settings.OUTBOX / "sms", address, text, at)


class Email:
    def send(self, *, address: str, title: str, text: str, at: datetime) -> None:
        del at
        send_mail(title, text, None, [address])


CHANNELS: dict[str, Channel] = {"sms": FileSms(), "email": Email()}


def write_sms(folder: Path, number: str, text: str, at: datetime) -> Path:
    """Write the message whole or not at all, readable by the owner of the process alone."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    stamp = to_text(at).replace(":", "").replace(".", "-")
    target = folder / f"{stamp}-{number.lstrip('+')}-{new_id()[:4]}.txt"
    part = target.with_suffix(".part")
    with contextlib.ExitStack() as undo:
        undo.callback(part.unlink, missing_ok=True)
        descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(f"{number}\n{text}\n")
        part.rename(target)
    return target
