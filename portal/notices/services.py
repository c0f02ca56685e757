"""Tell people things: a row inside the caller's transaction; `sending` does the rest."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from django.db import transaction
from django.utils import translation
from django.utils.functional import Promise as StrPromise

from portal.lib.errors import Refused
from portal.lib.jobs import nudge
from portal.people.models import User

from .models import Choice, Delivery, Notice
from .quiet import Quiet
from .reach import channel_for, channels_of
from .sending import LEASE, send_due

__all__ = ["LEASE", "NewNotice", "choose", "mark_all_read", "notify", "notify_many", "send_due"]


@dataclass(frozen=True, kw_only=True)
class NewNotice:
    """What one person is told. Lazy translations are rendered in that person's language."""

    person: User
    kind: str
    title: str | StrPromise
    body: str | StrPromise
    link: str = ""
    subject: str = ""
    urgent: bool = False


def notify(
    *,
    person: User,
    kind: str,
    title: str | StrPromise,
    body: str | StrPromise,
    at: datetime,
    link: str = "",
    subject: str = "",
    urgent: bool = False,
) -> Notice:
    """Record a notice and queue it on the person's channels. Call inside a transaction."""
    new = NewNotice(
        person=person,
        kind=kind,
        title=title,
        body=body,
        link=link,
        subject=subject,
        urgent=urgent,
    )
    return notify_many([new], at=at)[0]


def notify_many(news: Sequence[NewNotice], *, at: datetime) -> list[Notice]:
    """Many notices in four statements, in the order given. Call inside a transaction."""
    notices = Notice.objects.bulk_create([_notice(new, at) for new in news])
    choices = Choice.objects.in_bulk({notice.person_id for notice in notices})
    ways = [(row, channel_for(row.person, choices.get(row.person_id))) for row in notices]
    Delivery.objects.bulk_create(
        [Delivery(notice=row, channel=way, next_try_at=at) for row, way in ways if way]
    )
    transaction.on_commit(partial(nudge, "notices.send"))
    return notices


def _notice(new: NewNotice, at: datetime) -> Notice:
    with translation.override(new.person.language):
        title, body = str(new.title), str(new.body)
    notice = Notice(
        person=new.person,
        kind=new.kind,
        title=title,
        body=body,
        subject=new.subject,
        urgent=new.urgent,
        created_at=at,
    )
    notice.link = new.link
    return notice


def choose(*, person: User, channel: str, quiet: Quiet | None, at: datetime) -> Choice:
    """How this person wants to be told from now on. No hours: the rule of their unit holds.

    What waits for quiet hours to end is looked at anew. No entry: it concerns nobody else.
    """
    if channel and channel not in channels_of(person):
        raise Refused("notices.no_address", field="channel")
    hours = (quiet.begins, quiet.ends) if quiet else (None, None)
    with transaction.atomic():
        row, _made = Choice.objects.update_or_create(
            person=person,
            defaults={"channel": channel, "quiet_from": hours[0], "quiet_until": hours[1]},
        )
        waiting = Delivery.objects.filter(notice__person=person, state="waiting", attempts=0)
        waiting.update(next_try_at=at)
    return row


def mark_all_read(*, person: User, at: datetime) -> int:
    return Notice.objects.filter(person=person, read_at=None).update(read_at=at)
