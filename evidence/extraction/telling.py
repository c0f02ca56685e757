"""What an owner is told of a pull that failed. Police are not: it would say who agreed."""

from datetime import datetime

from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from evidence.requests.models import Target
from evidence.requests.queries import adults_of
from evidence.requests.vocabulary import Basis
from portal.ledger.kinds import Kind
from portal.notices.services import NewNotice, notify_many

from .models import Job
from .words import REASONS, JobState


def not_brought(target: Target, reason: str, at: datetime) -> None:
    """To who agreed that it be fetched: why nothing came, and where it can be mended; once for all
    windows of a camera, since one page shows them all. Where nobody was asked it is for police to
    see to.
    """
    if target.request.basis != Basis.CONSENT or target.told_at is None:
        return
    others = Job.objects.filter(
        target__request=target.request_id, target__camera=target.camera_id, state=JobState.FAILED
    )
    if others.exclude(target=target).exists():
        return
    body = format_lazy(
        _(
            "{camera}: {why} Bạn có thể thử lấy lại hoặc tự gửi đoạn hình. "
            "Không gửi cũng không sao."
        ),
        camera=target.camera.name,
        why=REASONS.get(reason, ""),
    )
    notices = [
        NewNotice(
            person=person,
            kind=Kind.EXTRACTION_FAILED,
            title=_("Chưa lấy được đoạn hình bạn đã đồng ý chia sẻ"),
            body=body,
            link=reverse("extraction:deliver", args=[target.public_id]),
            subject=target.subject,
        )
        for person in adults_of(target, at)
    ]
    notify_many(notices, at=at)
