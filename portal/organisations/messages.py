"""What an invited telephone gets, and forgetting its number.

Only this worker looks whether a number has an account. Nothing that anybody may choose freely (the
name of a person or of an organisation) goes into a message to somebody who did not ask for it:
the inviter's own verified number stands there, by which the invited person knows them.
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from portal.ledger.kinds import Kind
from portal.notices.channels import CHANNELS
from portal.notices.models import SMS
from portal.notices.services import notify
from portal.people.models import User

from .invitations import end_expired
from .models import Invitation
from .vocabulary import DAY, MOST_MESSAGES, State

BATCH = 100
LEASE = timedelta(minutes=2)
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
    """Each message claimed by a counted update; one that does not go out is tried again."""
    due = Invitation.objects.filter(state=State.WAITING, message_due_at__lte=at)
    sent = 0
    for row in due.select_related("invited_by").order_by("message_due_at")[:BATCH]:
        claimed = Invitation.objects.filter(
            pk=row.pk, state=State.WAITING, message_due_at=row.message_due_at
        ).update(message_due_at=at + LEASE)
        if claimed:
            sent += _send(row, at)
    return sent


def _send(row: Invitation, at: datetime) -> int:
    if _had_enough(row, at):
        Invitation.objects.filter(pk=row.pk).update(message_due_at=None)
        return 0
    person = User.objects.filter(phone=row.phone, phone_verified=True, is_active=True).first()
    with transaction.atomic():
        Invitation.objects.filter(pk=row.pk).update(message_due_at=None, message_sent_at=at)
        if person is not None:
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
    return _text(row, at)


def _text(row: Invitation, at: datetime) -> int:
    """An SMS to a number that nobody has shown to be theirs yet."""
    with translation.override(row.invited_by.language):
        address = f"{settings.PUBLIC_ADDRESS}{reverse('organisations:index')}"
        text = f"{TITLE}\n{_body(row)}\n{address}"
    try:
        CHANNELS[SMS].send(
            key=row.subject, address=str(row.phone), title=str(TITLE), text=text, at=at
        )
    except OSError:
        again = Invitation.objects.filter(pk=row.pk, state=State.WAITING)
        again.update(message_due_at=at + LEASE, message_sent_at=None)
        return 0
    return 1


def _had_enough(row: Invitation, at: datetime) -> bool:
    """Its invitation waits all the same, to be found after signing in."""
    lately = Invitation.objects.filter(phone=row.phone, message_sent_at__gt=at - DAY)
    return lately.filter(~Q(pk=row.pk)).count() >= MOST_MESSAGES


def _body(row: Invitation) -> str:
    inviter = row.invited_by
    if inviter.phone and inviter.phone_verified:
        return str(BY_NUMBER) % {"number": inviter.phone.as_national}
    return str(BY_NOBODY)
