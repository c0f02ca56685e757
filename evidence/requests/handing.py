"""Handing a request on to somebody else of the household or business, on the record.

Who may answer for the camera anyway is reminded of it. Who may not, a technician, gets a link of
their own by which they deliver what an answering person has agreed to, and nothing else.
"""

import secrets
from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from portal.ledger.kinds import Kind
from portal.ledger.write import Draft, append
from portal.lib.digest import sha256
from portal.lib.errors import Refused
from portal.notices.services import notify
from portal.people.models import User

from .models import Invitation, Target
from .queries import members_of, speaks_for
from .states import TargetState


def helpers_of(target: Target, person: User, at: datetime) -> QuerySet[User]:
    """Whom this person may ask: everybody else of the owner's organisation."""
    return members_of(target, at).exclude(pk=person.pk)


@transaction.atomic
def hand_on(*, target: Target, by: User, to: User, at: datetime) -> Invitation:
    """Raises Refused unless `by` answers for the camera, `to` belongs there and it is open."""
    row = (
        Target.objects.select_for_update(of=("self",))
        .select_related("camera", "request__case__unit")
        .get(pk=target.pk)
    )
    if not speaks_for(row, by, at) or not helpers_of(row, by, at).filter(pk=to.pk).exists():
        raise Refused("requests.not_of_the_house", field="to")
    same = Target.objects.filter(request_id=row.request_id, camera_id=row.camera_id)
    if not same.filter(state__in=(TargetState.WAITING, TargetState.AGREED)).exists():
        raise Refused("requests.already_answered", state=row.state)
    token = secrets.token_urlsafe(24)
    fresh = {"token_sha256": sha256(token.encode()).hex()}
    told = {"handed_on_by": by, "handed_on_at": at}
    answers_too = speaks_for(row, to, at)
    before = Invitation.objects.filter(target=row, person=to).first()
    if before is not None and before.handed_on_by_id == by.pk:
        raise Refused("requests.handed_on_already", field="to", name=to.full_name)
    # A technician's old link ends with the new one; an answering person's own link stays good.
    values = told if answers_too else {**told, **fresh}
    invitation, _made = Invitation.objects.update_or_create(
        target=row, person=to, defaults=values, create_defaults={**fresh, **told}
    )
    append(
        Draft(
            Kind.TARGET_HANDED_ON,
            (*row.subjects, to.subject),
            {"unit": row.request.case.unit.code, "delivers_only": not answers_too},
        ),
        actor=by.subject,
        at=at,
    )
    to_answer = _("{name} nhờ bạn trả lời một yêu cầu xin hình")
    to_deliver = _("{name} nhờ bạn gửi một đoạn hình")
    by_page = reverse("requests:respond", args=[row.public_id])
    notify(
        person=to,
        kind=Kind.TARGET_HANDED_ON,
        title=format_lazy(to_answer if answers_too else to_deliver, name=by.full_name),
        body=row.camera.name,
        link=by_page if answers_too else reverse("requests:answer", args=[token]),
        subject=row.subject,
        urgent=row.request.urgency == "urgent",
        at=at,
    )
    return invitation


def handed_on(target: Target) -> list[Invitation]:
    """Whom it was handed on to, for the owner's page."""
    rows = target.invitations.filter(~Q(handed_on_by=None)).select_related("person", "handed_on_by")
    return list(rows.order_by("handed_on_at"))
