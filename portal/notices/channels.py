"""How a notice leaves the portal. SMS goes to a folder until an operator's gateway is set."""

from datetime import datetime
from typing import Protocol

from django.core.mail import send_mail

from portal.people import sms


class Channel(Protocol):
    """Sends one message; raises OSError when it should be tried again."""

    def send(self, *, address: str, title: str, text: str, at: datetime) -> None: ...


class FileSms:
    """One file a message under the outbox; a laptop's stand-in for an SMS gateway."""

    def send(self, *, address: str, title: str, text: str, at: datetime) -> None:
        del title  # an SMS has no subject line
        sms.send(address, text, at=at)


class Email:
    def send(self, *, address: str, title: str, text: str, at: datetime) -> None:
        del at
        send_mail(title, text, None, [address])


CHANNELS: dict[str, Channel] = {"sms": FileSms(), "email": Email()}
