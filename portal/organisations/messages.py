"""What an invited telephone gets, and forgetting its number.

Only this worker looks whether a number has an account. Nothing that anybody may choose freely (the
name of a person or of an organisation) goes into a message to somebody who did not ask for it:
the inviter's own verified number stands there, by which the invited person knows them.
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from portal.ledger.kinds import Kind
from portal.lib.jobs import delay_after
from portal.notices.channels import Channel, Unsure, channel
from portal.notices.models import SMS
from portal.notices.services import notify
from portal.people.models import User

from .invitations import end_expired
from .models import Invitation
from .vocabulary import DAY, MOST_MESSAGES, State

BATCH = 100
LEASE = timedelta(minutes=2)
MAX_ATTEMPTS = 8
TITLE = _("Bạn được mời tham gia một hộ hoặc tổ chức")
BY_NUMBER = _(
    "Chủ số %(number)s mời bạn. Không quen số này thì bỏ qua. "
    "Muốn xem và trả lời, hãy đăng nhập bằng chính số điện thoại này."
)
BY_NOBODY = _("Muốn xem ai mời và trả lời, hãy đăng nhập bằng chính số điện thoại này.")


def sweep(at: datetime) -> int:
    """End what is over, forget numbers, send what is due. Returns how many messages went out."""
    end_expired(Invitation.objects.all(), at)
    forget_numbers(at)
    return send_due(at)


def forget_numbers(at: datetime) -> int:
    """Numbers of invitations that are over. A day is waited for, or withdrawing and inviting anew
    would get round the limit of messages to one telephone.
    """
    over = Invitation.objects.exclude(state=State.WAITING).exclude(phone="")
    return over.filter(at__lte=at - DAY).update(phone="")


def send_due(at: datetime) -> int:
    """Each message claimed by a counted update; one that surely did not go out is tried again, one
    that may have gone out never twice.
    """
    due = Invitation.objects.filter(state=State.WAITING, message_due_at__lte=at)
    rows = due.select_related("invited_by").order_by("message_due_at")[:BATCH]
    return sum(_send(row, at) for row in rows)


def _as_read(row: Invitation) -> QuerySet[Invitation]:
    return Invitation.objects.filter(
        pk=row.pk,
        state=State.WAITING,
        message_due_at=row.message_due_at,
        message_attempts=row.message_attempts,
    )


def _send(row: Invitation, at: datetime) -> int:
    way = channel(SMS)
    died = row.message_handed_at is not None  # whoever had it is gone, and may have sent it
    if (died and not way.knows_keys) or _had_enough(row, at):
        _as_read(row).update(message_due_at=None)
        return 0
    person = User.objects.filter(phone=row.phone, phone_verified=True, is_active=True).first()
    if person is not None and not died:
        return _tell(row, person, at)
    claim = {
        "message_due_at": at + LEASE,
        "message_handed_at": at,
        "message_attempts": F("message_attempts") + 1,
    }
    return _text(row, way, at) if _as_read(row).update(**claim) else 0


@transaction.atomic
def _tell(row: Invitation, person: User, at: datetime) -> int:
    """Written down with the notice, whose own deliveries do the rest."""
    if not _as_read(row).update(message_due_at=None, message_sent_at=at):
        return 0
    notify(
        person=person,
        kind=Kind.MEMBER_INVITED,
        title=TITLE,
        body=_body(row),
        link=reverse("organisations:invitation", args=[row.public_id]),
        subject=row.subject,
        at=at,
    )
    return 1


def _text(row: Invitation, way: Channel, at: datetime) -> int:
    """An SMS to a number that nobody has shown to be theirs yet; written down when it is out."""
    with translation.override(row.invited_by.language):
        address = f"{settings.PUBLIC_ADDRESS}{reverse('organisations:index')}"
        text = f"{TITLE}\n{_body(row)}\n{address}"
    attempts = row.message_attempts + 1
    mine = Invitation.objects.filter(pk=row.pk, message_attempts=attempts)
    try:
        way.send(key=row.subject, address=str(row.phone), title=str(TITLE), text=text, at=at)
    except OSError:
        again = at + delay_after(attempts) if attempts < MAX_ATTEMPTS else None
        waits = mine.filter(state=State.WAITING)
        waits.update(message_due_at=again, message_handed_at=None)
        return 0
    except Unsure:
        mine.update(message_due_at=None)
        return 0
    return mine.update(message_due_at=None, message_sent_at=at)


def _had_enough(row: Invitation, at: datetime) -> bool:
    """Its invitation waits all the same, to be found after signing in."""
    since = at - DAY
    gone = Q(message_sent_at__gt=since) | Q(message_handed_at__gt=since)
    lately = Invitation.objects.filter(gone, phone=row.phone).exclude(pk=row.pk)
    return lately.count() >= MOST_MESSAGES


def _body(row: Invitation) -> str:
    inviter = row.invited_by
    if inviter.phone and inviter.phone_verified:
        return str(BY_NUMBER) % {"number": inviter.phone.as_national}
    return str(BY_NOBODY)
