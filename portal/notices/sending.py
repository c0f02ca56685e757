"""What is due goes out: once, at the right hour, or is said not to have.

A worker may die between handing a message over and writing down that it did. The next one hands it
over under the same key where the channel knows keys; where it does not, the delivery ends as
`unknown` rather than go out twice.
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import F, QuerySet
from django.urls import reverse

from portal.lib.jobs import delay_after

from .channels import Channel, Unsure, channel
from .models import Choice, Delivery, Notice
from .quiet import goes_out_at
from .reach import QuietHours, address_of

BATCH = 100
LEASE = timedelta(minutes=2)
MAX_ATTEMPTS = 8


def send_due(at: datetime) -> int:
    """Send what is due, each delivery claimed by a counted update. Returns how many went out."""
    due = Delivery.objects.filter(state__in=("waiting", "sending"), next_try_at__lte=at)
    rows = list(due.select_related("notice__person").order_by("next_try_at")[:BATCH])
    people = {row.notice.person_id for row in rows}
    choices, hours = Choice.objects.in_bulk(people), QuietHours(people, at)
    sent = 0
    for row in rows:
        choice = choices.get(row.notice.person_id)
        when = at if row.notice.urgent else goes_out_at(at, hours.of(row.notice.person, choice))
        sent += _postpone(row, when) if when > at else _send(row, at)
    return sent


def _postpone(row: Delivery, when: datetime) -> int:
    """It waits as it is: quiet hours are no failed try."""
    _as_read(row).update(next_try_at=when)
    return 0


def _as_read(row: Delivery) -> QuerySet[Delivery]:
    return Delivery.objects.filter(pk=row.pk, state=row.state, next_try_at=row.next_try_at)


def _send(row: Delivery, at: datetime) -> int:
    way = _way(row)
    address = address_of(row.notice.person, row.channel)
    died = row.state == "sending"  # whoever had it is gone, and may have handed it over
    if died and (way is None or not way.knows_keys):
        _as_read(row).update(state="unknown")
        return 0
    if way is None or not address:
        _as_read(row).update(state="failed")
        return 0
    claim = {"state": "sending", "next_try_at": at + LEASE, "attempts": F("attempts") + 1}
    if not _as_read(row).update(**claim):
        return 0
    return _hand_over(row, way, address, at)


def _way(row: Delivery) -> Channel | None:
    """None: the portal does not have this channel any more."""
    try:
        return channel(row.channel)
    except LookupError:
        return None


def _hand_over(row: Delivery, way: Channel, address: str, at: datetime) -> int:
    attempts = row.attempts + 1
    text = text_of(row.notice, brief=way.brief)
    # A slow worker whose lease went on writes nothing but that the message did go out.
    mine = Delivery.objects.filter(pk=row.pk, attempts=attempts)
    held = mine.filter(state="sending")
    try:
        way.send(key=row.key, address=address, title=row.notice.title, text=text, at=at)
    except OSError:
        state = "failed" if attempts >= MAX_ATTEMPTS else "waiting"
        held.update(state=state, next_try_at=at + delay_after(attempts))
        return 0
    except Unsure:
        held.update(state="unknown")
        return 0
    return mine.filter(state__in=("sending", "unknown")).update(state="sent", sent_at=at)


def text_of(notice: Notice, *, brief: bool) -> str:
    """Over SMS and Zalo the title and where to read on: what it is about stays behind the door."""
    if brief:
        return f"{notice.title}\n{settings.PUBLIC_ADDRESS}{notice.link or reverse('notices:index')}"
    text = f"{notice.title}\n{notice.body}"
    return f"{text}\n{settings.PUBLIC_ADDRESS}{notice.link}" if notice.link else text
