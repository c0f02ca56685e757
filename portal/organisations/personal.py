"""A person's own data in this package: what is held, and what goes when the account goes."""

from datetime import datetime

from django.db.models import Q

from portal.lib.clock import to_text
from portal.people.models import User

from .invitations import drop_sent_by
from .models import Invitation
from .vocabulary import State

Rows = list[dict[str, object]]


def held(person: User) -> dict[str, Rows]:
    """Those one sent, without the numbers of others, and those one got."""
    mine = Q(invited_by=person) | Q(person=person)
    if person.phone and person.phone_verified:
        mine |= Q(phone=person.phone)
    rows = Invitation.objects.filter(mine).select_related("organisation")
    return {
        "membership_invitations": [
            {
                "id": row.public_id,
                "organisation": row.organisation.public_id,
                "role": row.role,
                "state": row.state,
                "sent_by_me": row.invited_by_id == person.pk,
                "at": to_text(row.at),
                "ended_at": to_text(row.ended_at) if row.ended_at else None,
            }
            for row in rows.order_by("pk")
        ]
    }


def erase(person: User, *, at: datetime) -> None:
    """The person's number goes from every invitation, and nobody comes in by theirs any more.

    Notices about an invitation hold no name of anybody; those of the person go with the person's.
    """
    drop_sent_by(person, at=at)
    Invitation.objects.filter(invited_by=person).exclude(state=State.WAITING).update(phone="")
    if person.phone:
        to_me = Invitation.objects.filter(phone=person.phone)
        to_me.filter(state=State.WAITING).update(
            state=State.WITHDRAWN, ended_at=at, message_due_at=None
        )
        to_me.update(phone="")
