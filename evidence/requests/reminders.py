"""Reminders before a deadline: once each, to whoever has to act, and to nobody who has.

Whom an owner's silence is about is reminded; the officer never hears of it, before or after.
Channels and quiet hours are the notices' own; only what cannot wait for the morning is urgent.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, Min, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from portal.ledger.kinds import Kind
from portal.look.templatetags.words import moment
from portal.notices.services import notify
from portal.people.models import User

from .models import FootageRequest, Reminder, Target
from .queries import adults_of, approvers
from .states import RequestState, TargetState

BEFORE_ANSWER = timedelta(hours=12)  # or half of a shorter time to answer
NIGHT = timedelta(hours=9)  # what is over before the next morning cannot wait for it
BEFORE_OVERWRITING = timedelta(hours=24)  # footage that waits for a commander
BATCH = 200


def remind(at: datetime) -> int:
    """Everything that is due for a reminder and had none; how many things."""
    return _owners(at) + _commanders(at)


def _owners(at: datetime) -> int:
    same = Target.objects.filter(
        request=OuterRef("request"), camera=OuterRef("camera"), told_at__isnull=False
    )
    waiting = same.filter(state=TargetState.WAITING)
    # One reminder for all windows of a camera: by the first of them, answered or not.
    rows = Target.objects.filter(
        Exists(waiting),
        pk=Subquery(
            same.filter(told_at__isnull=False).order_by("asked_start", "pk").values("pk")[:1]
        ),
        request__state=RequestState.APPROVED,
        request__deadline__gt=at,
        request__deadline__lte=at + BEFORE_ANSWER,
    ).select_related("camera__owner", "request__case__unit")
    count = 0
    for row in rows[:BATCH]:
        deadline, told = row.request.deadline, row.told_at
        if deadline is None or told is None or at < told + (deadline - told) / 2:
            continue
        words = _("{camera}: hạn trả lời là {when}. Không trả lời cũng không sao.")
        body = format_lazy(words, camera=row.camera.name, when=moment(deadline))
        count += _once(
            row.subject,
            "answer",
            adults_of(row, at),
            _("Yêu cầu xin hình còn chờ bạn trả lời"),
            body,
            reverse("requests:respond", args=[row.public_id]),
            deadline - at < NIGHT,
            at,
        )
    return count


def _commanders(at: datetime) -> int:
    """A request that waits while its footage dies; what is held already does not."""
    waiting = FootageRequest.objects.filter(
        state=RequestState.SUBMITTED, case__closed_at=None
    ).annotate(first=Min("targets__dies_at", filter=Q(targets__hold=None)))
    due = waiting.filter(first__gt=at, first__lte=at + BEFORE_OVERWRITING)
    count = 0
    for row in due.select_related("case__unit")[:BATCH]:
        undecided = approvers(row, at).exclude(pk__in=row.approvals.values("person_id"))
        words = _("{number}: hình sớm nhất bị ghi đè lúc {when}.")
        count += _once(
            row.subject,
            "approve",
            undecided,
            _("Yêu cầu xin hình chờ bạn duyệt sắp mất hình"),
            format_lazy(words, number=row.case.number, when=moment(row.first)),
            reverse("requests:show", args=[row.public_id]),
            row.first - at < NIGHT or row.urgency == "urgent",
            at,
        )
    return count


@transaction.atomic
def _once(
    subject: str,
    kind: str,
    people: Iterable[User],
    title: Promise,
    body: str | Promise,
    link: str,
    urgent: bool,
    at: datetime,
) -> int:
    """Whether this was the first time. The row is written with the notices, so never twice."""
    _row, first = Reminder.objects.get_or_create(subject=subject, kind=kind, defaults={"at": at})
    if not first:
        return 0
    for person in people:
        notify(
            person=person,
            kind=Kind.TARGET_NOTIFIED if kind == "answer" else Kind.REQUEST_SUBMITTED,
            title=title,
            body=body,
            link=link,
            subject=subject,
            urgent=urgent,
            at=at,
        )
    return 1
