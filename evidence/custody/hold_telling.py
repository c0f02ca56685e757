"""What the owner is told of a hold: at once when it begins, and again when it is destroyed."""

from datetime import datetime

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from evidence.delays.queries import keeps_back
from evidence.emergency.models import Watch
from evidence.requests.models import Target
from evidence.requests.queries import adults_of
from portal.ledger.kinds import Kind
from portal.look.templatetags.words import moment
from portal.notices.services import NewNotice, notify_many

from .models import Hold


def _is_kept_back(target: Target, at: datetime) -> bool:
    """Its owner hears of it when the delay is over, from the lines of the record."""
    return target.told_at is None and keeps_back(target.request, at)


def asked(hold: Hold, target: Target, at: datetime) -> None:
    """In plain words: who keeps what, that nobody has seen it, and how it ends."""
    body = format_lazy(
        _(
            "{camera}: Công an {unit} cho giữ lại để khỏi bị ghi đè. Nếu chỉ huy không duyệt, "
            "đoạn này tự hủy lúc {until}."
        ),
        camera=target.camera.name,
        unit=target.request.case.unit.name,
        until=moment(hold.until),
    )
    title = _("Một đoạn hình từ camera của bạn được giữ tạm, chưa ai xem được")
    _tell(hold, target, Kind.HOLD_ASKED, title, body, at)


def ended(hold: Hold, at: datetime) -> None:
    """Destroyed, or nothing was there to keep."""
    title = _("Đoạn hình giữ tạm từ camera của bạn đã được hủy")
    words = _("{camera}: chưa ai xem, và không ai xem được nữa.")
    if Watch.objects.filter(target=hold.target).exists():
        title = _("Đoạn hình mở khẩn cấp từ camera của bạn đã được hủy")
        words = _(
            "{camera}: một cán bộ đã xem trong lần mở khẩn cấp. Từ nay không ai xem được nữa."
        )
    if hold.stored is None:
        title = _("Không giữ lại đoạn hình nào từ camera của bạn")
        words = _("{camera}: việc giữ tạm đã kết thúc mà chưa lấy đoạn nào.")
    body = format_lazy(words, camera=hold.target.camera.name)
    _tell(hold, hold.target, Kind.HOLD_DESTROYED, title, body, at)


def _tell(
    hold: Hold, target: Target, kind: Kind, title: Promise, body: str | Promise, at: datetime
) -> None:
    if _is_kept_back(target, at):
        return
    link = reverse("custody:held", args=[hold.public_id])
    notices = [
        NewNotice(
            person=person,
            kind=kind,
            title=title,
            body=body,
            link=link,
            subject=target.subject,
            urgent=kind == Kind.HOLD_ASKED,
        )
        for person in adults_of(target, at)
    ]
    notify_many(notices, at=at)
