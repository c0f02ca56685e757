"""Tell people things: a row inside the caller's transaction, sending by a worker afterwards."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import translation
from django.utils.functional import Promise as StrPromise

from portal.lib.jobs import delay_after, nudge
from portal.people.models import User

from .channels import CHANNELS
from .models import EMAIL, SMS, Delivery, Notice

BATCH = 100
LEASE = timedelta(minutes=2)
MAX_ATTEMPTS = 8


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
    """Many notices in three statements, in the order given. Call inside a transaction."""
    notices = Notice.objects.bulk_create([_notice(new, at) for new in news])
    Delivery.objects.bulk_create(
        [
            Delivery(notice=notice, channel=channel, next_try_at=at)
            for notice in notices
            for channel in _channels(notice.person)
        ]
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


def _channels(person: User) -> list[str]:
    return [SMS] if person.phone else [EMAIL] if person.email else []


def send_due(at: datetime) -> int:
    """Send what is due, each delivery claimed by a counted update. Returns how many went out."""
    due = Delivery.objects.filter(state__in=("waiting", "sending"), next_try_at__lte=at)
    sent = 0
    for delivery in due.select_related("notice__person").order_by("next_try_at")[:BATCH]:
        claimed = Delivery.objects.filter(
            pk=delivery.pk, state=delivery.state, next_try_at=delivery.next_try_at
        ).update(state="sending", next_try_at=at + LEASE, attempts=F("attempts") + 1)
        if claimed:
            sent += _send(delivery, at)
    return sent


def _send(delivery: Delivery, at: datetime) -> int:
    notice = delivery.notice
    person = notice.person
    address = str(person.phone or "") if delivery.channel == SMS else str(person.email or "")
    text = f"{notice.title}\n{notice.body}"
    if notice.link:
        text += f"\n{settings.PUBLIC_ADDRESS}{notice.link}"
    mine = Delivery.objects.filter(pk=delivery.pk)
    try:
        CHANNELS[delivery.channel].send(address=address, title=notice.title, text=text, at=at)
    except OSError:
        attempts = delivery.attempts + 1
        state = "failed" if attempts >= MAX_ATTEMPTS else "waiting"
        mine.update(state=state, next_try_at=at + delay_after(attempts))
        return 0
    mine.update(state="sent", sent_at=at)
    return 1


def mark_all_read(*, person: User, at: datetime) -> int:
    return Notice.objects.filter(person=person, read_at=None).update(read_at=at)
