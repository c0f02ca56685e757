"""How a notice leaves the portal: one interface for SMS, Zalo and e-mail.

SMS goes to the gateway that an operator names, Zalo to the class they name; on a laptop both go to
folders. Whatever a gateway does, it is told the same `key` again with the same message.
"""

import smtplib
from datetime import datetime
from typing import Protocol, cast

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.utils.module_loading import import_string

from portal.people import outbox, sms

from .models import EMAIL, SMS, ZALO


class Unsure(Exception):  # noqa: N818 -- names what is known of the message
    """The line broke after the message was handed over: it may have arrived."""


class Channel(Protocol):
    """Sends one message.

    `knows_keys`: handed a key for the second time, it sends nothing and returns. `brief`: nothing
    but title and link may go over it. `send` raises OSError when surely nothing went out (it is
    tried again) and Unsure when nobody can tell.
    """

    @property
    def knows_keys(self) -> bool: ...
    @property
    def brief(self) -> bool: ...
    def send(self, *, key: str, address: str, title: str, text: str, at: datetime) -> None: ...


class Sms:
    """By the way all messages to telephones take; see portal/people/sms.py."""

    knows_keys, brief = True, True

    def send(self, *, key: str, address: str, title: str, text: str, at: datetime) -> None:
        del title  # an SMS has no subject line
        sms.send(address, text, at=at, key=key)


class FileZalo:
    """A file for each message of a Zalo Official Account. Production refuses to start with it."""

    knows_keys, brief = True, True

    def send(self, *, key: str, address: str, title: str, text: str, at: datetime) -> None:
        del title
        outbox.put(ZALO, address, text, at=at, key=key)


class Email:
    """Mail servers know no keys: what broke off after the hand-over is not sent again."""

    knows_keys, brief = False, False

    def send(self, *, key: str, address: str, title: str, text: str, at: datetime) -> None:
        del key, at
        connection = get_connection()
        connection.open()  # whatever fails up to here has sent nothing
        try:
            connection.send_messages([EmailMessage(title, text, None, [address])])
        except (smtplib.SMTPResponseException, smtplib.SMTPRecipientsRefused):
            raise  # the server itself said no
        except OSError as error:
            raise Unsure(str(error)) from error
        finally:
            connection.close()


CHANNELS: dict[str, Channel] = {SMS: Sms(), EMAIL: Email()}


def channel(name: str) -> Channel:
    """The channel of this name; Zalo is of the class that settings name. LookupError: none."""
    if name == ZALO and settings.ZALO_CHANNEL:
        return cast("Channel", import_string(settings.ZALO_CHANNEL)())
    return CHANNELS[name]
