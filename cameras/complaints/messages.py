"""The answer by SMS to who left a number, and forgetting what is not needed any more."""

from datetime import datetime, timedelta

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from portal.lib.digest import equal, sha256
from portal.notices.channels import CHANNELS
from portal.notices.models import SMS

from .models import Complaint
from .services import token_of
from .states import State

BATCH = 100
LEASE = timedelta(minutes=2)
NETWORK_KEPT = timedelta(days=2)
PHONE_KEPT = timedelta(days=30)  # after closing
TITLE = _("Đã có trả lời cho phản ánh %(receipt)s của bạn")


def sweep(at: datetime) -> int:
    """Forget networks and numbers, send what is due. Returns how many messages went out."""
    Complaint.objects.filter(created_at__lte=at - NETWORK_KEPT).exclude(network="").update(
        network=""
    )
    Complaint.objects.filter(state=State.CLOSED, closed_at__lte=at - PHONE_KEPT).update(
        phone_sealed=b"", message_due_at=None
    )
    return send_due(at)


def send_due(at: datetime) -> int:
    """Each message claimed by a counted update; one that does not go out is tried again."""
    sent = 0
    for row in Complaint.objects.filter(message_due_at__lte=at).order_by("message_due_at")[:BATCH]:
        claimed = Complaint.objects.filter(pk=row.pk, message_due_at=row.message_due_at)
        if claimed.update(message_due_at=at + LEASE):
            sent += _send(row, at)
    return sent


def _key(row: Complaint) -> str:
    """One message for each thing that was said, however often it is tried."""
    last = row.words.order_by("-pk").values_list("pk", flat=True).first()
    return f"{row.subject}:{last}"


def _send(row: Complaint, at: datetime) -> int:
    with translation.override(row.language):
        title = str(TITLE) % {"receipt": row.receipt}
    token = token_of(row.public_id)
    text = title
    if equal(sha256(token.encode()).hex(), row.token_sha256):  # else the site's key has changed
        text += f"\n{settings.PUBLIC_ADDRESS}{reverse('complaints:mine', args=[token])}"
    try:
        CHANNELS[SMS].send(key=_key(row), address=row.phone, title=title, text=text, at=at)
    except OSError:
        return 0
    # Another answer may have come meanwhile: it has set a time of its own, which stays.
    Complaint.objects.filter(pk=row.pk, message_due_at=at + LEASE).update(message_due_at=None)
    return 1
