"""Who is told of an emergency opening: owners and commanders, at once, also at night."""

from collections.abc import Iterable
from datetime import datetime

from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from evidence.delays.queries import keeps_back
from evidence.requests.models import Target
from evidence.requests.queries import adults_of, in_office
from portal.ledger.kinds import Kind
from portal.look.templatetags.words import moment
from portal.notices.services import NewNotice, notify_many
from portal.people.roles import Role

from .models import Opening


def opened(opening: Opening, targets: Iterable[Target], at: datetime) -> None:
    """Inside the transaction that opens. Owners wait only where a commander delayed the case."""
    news = _to_commanders(opening, at)
    if not keeps_back(opening.request, at):
        cameras = {target.camera_id: target for target in targets}  # once, for however many windows
        news += [one for target in cameras.values() for one in _to_owners(opening, target, at)]
    notify_many(news, at=at)


def _to_owners(opening: Opening, target: Target, at: datetime) -> list[NewNotice]:
    body = format_lazy(
        _(
            "{camera}: một cán bộ Công an {unit} được xem đến {until}, khi chỉ huy chưa duyệt. "
            "Một chỉ huy khác phải xem lại việc này trước {due}."
        ),
        camera=target.camera.name,
        unit=opening.request.case.unit.name,
        until=moment(opening.until),
        due=moment(opening.due_at),
    )
    return [
        NewNotice(
            person=person,
            kind=Kind.EMERGENCY_OPENED,
            title=_("Công an mở khẩn cấp hình từ camera của bạn để cứu người"),
            body=body,
            link=reverse("disclosure:looks", args=[target.camera.public_id]),
            subject=target.subject,
            urgent=True,
        )
        for person in adults_of(target, at)
    ]


def _to_commanders(opening: Opening, at: datetime) -> list[NewNotice]:
    row = opening.request
    body = format_lazy(
        _("{number}. {person} mở trước khi có người duyệt. Hãy xem lại trước {due}."),
        number=row.case.number,
        person=opening.person.full_name,
        due=moment(opening.due_at),
    )
    commanders = in_office(Role.COMMANDER, row.case.unit_id, at).exclude(pk=opening.person_id)
    return [
        NewNotice(
            person=person,
            kind=Kind.EMERGENCY_OPENED,
            title=_("Có người mở hình khẩn cấp, bạn cần xem lại"),
            body=body,
            link=reverse("emergency:review", args=[opening.public_id]),
            subject=opening.subject,
            urgent=True,
        )
        for person in commanders.filter(is_active=True).order_by("pk")
    ]
