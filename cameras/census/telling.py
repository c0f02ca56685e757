"""Each owner whose camera a board has listed is told once a list, in batches, after the import."""

from collections import Counter
from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils.functional import lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.notices.services import NewNotice, notify_many
from portal.people.models import Membership

from . import claims
from .known import SPEAKING
from .models import Brought, Import

OWNERS_AT_ONCE = 200
KIND = "camera:listed"


def tell(source: Import, at: datetime) -> None:
    """Until everybody is told. A worker that dies in between leaves the rest to the next one."""
    while _some(source, at):
        claims.renew(source, source.rows, at)
    claims.release(source, told_at=at)


@transaction.atomic
def _some(source: Import, at: datetime) -> bool:
    """Some owners, each with all their cameras of this list. False when none is left."""
    if not claims.held(source).select_for_update().exists():
        raise claims.Lost(source.public_id)
    rows = Brought.objects.filter(source=source, tell=True)
    owners = list(
        rows.order_by("camera__owner_id")
        .values_list("camera__owner_id", flat=True)
        .distinct()[:OWNERS_AT_ONCE]
    )
    if not owners:
        return False
    mine = rows.filter(camera__owner_id__in=owners)
    counts = Counter(mine.values_list("camera__owner_id", flat=True))
    speaking = Membership.objects.filter(
        organisation_id__in=owners, role__in=SPEAKING, valid_from__lte=at, person__is_active=True
    ).exclude(valid_to__lte=at)
    news = [
        _news(source, membership, counts[membership.organisation_id])
        for membership in speaking.select_related("person")
    ]
    notify_many(news, at=at)
    mine.update(tell=False)
    return True


def _news(source: Import, membership: Membership, count: int) -> NewNotice:
    return NewNotice(
        person=membership.person,
        kind=KIND,
        title=_("Camera nhà bạn đã được ghi vào danh sách"),
        body=lazy(_body, str)(source.whose.name, count),
        link=reverse("registry:index"),
        subject=source.subject,
    )


def _body(name: str, count: int) -> str:
    return gettext(
        "%(name)s đã ghi %(count)s camera của nhà bạn. Chưa có hình nào được chia sẻ. Hãy đăng "
        "nhập bằng số điện thoại này để xem lại, sửa, gỡ, hoặc trả lời bạn có đồng ý chia sẻ "
        "hay không."
    ) % {"name": name, "count": count}
