"""Making an organisation, and ending one's own or another's part in it."""

from datetime import datetime
from functools import partial

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.ledger.kinds import Kind
from portal.lib.errors import Refused
from portal.lib.jobs import nudge
from portal.notices.services import notify
from portal.people.models import Organisation, OrganisationKind, User
from portal.people.rights import allowed
from portal.people.roles import Role
from portal.people.services import NewOrganisation, create_organisations_many, end_membership
from portal.places.models import Unit

from .holdings import cameras_in_use
from .invitations import drop_sent_by, invite
from .queries import find_part, founded_by, speakers
from .rights import Part
from .vocabulary import MOST_FOUNDED, OFFERED, founders_role


def found(
    *,
    kind: str,
    name: str,
    unit: Unit,
    technicians: tuple[str, ...] = (),
    actor: User,
    public_id: str | None = None,
    at: datetime,
) -> Organisation:
    """A new organisation with `actor` as its owner or signatory; `technicians` (telephone numbers)
    are invited. The same `public_id` again gives the first one's row.
    """
    if kind not in OFFERED:
        raise Refused("organisations.kind_not_offered", field="kind")
    if first := _made_before(public_id, actor, at):
        return first
    if not unit.is_current(at):
        raise Refused("organisations.unit_ended", field="unit_text")
    try:
        with transaction.atomic():
            row = _create(kind, name, unit, actor, public_id, at)
            for phone in technicians:
                invite(organisation=row, phone=phone, role=Role.TECHNICIAN, actor=actor, at=at)
    except IntegrityError:
        if first := _made_before(public_id, actor, at):
            return first
        raise
    return row


def _create(
    kind: str, name: str, unit: Unit, actor: User, public_id: str | None, at: datetime
) -> Organisation:
    User.objects.select_for_update().get(pk=actor.pk)  # one at a time, so that the limit holds
    count = founded_by(actor)
    if count >= MOST_FOUNDED:
        raise Refused("organisations.founded_too_many", count=count, most=MOST_FOUNDED)
    new = NewOrganisation(
        OrganisationKind(kind),
        name,
        unit,
        members=((actor, founders_role(kind)),),
        is_demo=actor.is_demo,
        public_id=public_id,
    )
    row = create_organisations_many([new], actor=actor.subject, at=at)[0]
    actor.forget_read()
    return row


def _made_before(public_id: str | None, actor: User, at: datetime) -> Organisation | None:
    row = Organisation.objects.filter(public_id=public_id).first() if public_id else None
    if row is not None and not allowed(actor, "organisation:view", row, at=at):
        raise Refused("organisations.not_member")
    return row


@transaction.atomic
def leave(*, organisation: Organisation, person: User, at: datetime) -> None:
    """The person's own part ends now. The last who speaks for cameras in use stays, or finds
    somebody else first.
    """
    part = _locked_part(organisation, person, at)
    refuse_last(organisation, person, at)
    others = list(speakers(organisation, at).exclude(pk=person.pk))
    _end(part, person, at)
    transaction.on_commit(partial(nudge, "consent.expire"))  # their 'no' is let go of there
    for other in others:
        notify(
            person=other,
            kind=Kind.MEMBER_ENDED,
            title=_("Một người trong hộ hoặc tổ chức của bạn đã rời đi"),
            body=_("Hãy xem lại những gì đang đồng ý chia sẻ cho các camera chung."),
            link=reverse("organisations:show", args=[organisation.public_id]),
            subject=organisation.subject,
            at=at,
        )


def refuse_last(organisation: Organisation, person: User, at: datetime) -> None:
    """Cameras in use need somebody who can consent and withdraw."""
    count = cameras_in_use([organisation.pk])[organisation.pk]
    if count and set(speakers(organisation, at)) == {person}:
        raise Refused("organisations.last_speaker", count=count)


@transaction.atomic
def end_part(*, part: Part, actor: User, at: datetime) -> None:
    """Somebody else's part ends now, and they are told. What they refused stays refused."""
    locked = _locked_part(part.organisation, part.person, at)
    actor.forget_read()  # the actor's own part may have been ended while we waited for the lock
    if not allowed(actor, "membership:end", locked, at=at):
        raise Refused("organisations.not_member")
    _end(locked, actor, at)
    notify(
        person=locked.person,
        kind=Kind.MEMBER_ENDED,
        title=_("Bạn không còn ở trong một hộ hoặc tổ chức"),
        body=_(
            "Một người đứng tên ở đó đã cho bạn thôi đứng tên. "
            "Những lời bạn đã từ chối chia sẻ vẫn được giữ nguyên."
        ),
        link=reverse("organisations:index"),
        subject=part.organisation.subject,
        at=at,
    )


def _locked_part(organisation: Organisation, person: User, at: datetime) -> Part:
    """Read under the organisation's lock: of two who leave at once the second is the last."""
    Organisation.objects.select_for_update().get(pk=organisation.pk)
    part = find_part(organisation.public_id, person.public_id, at)
    if part is None:
        raise Refused("organisations.not_member")
    return part


def _end(part: Part, actor: User, at: datetime) -> None:
    for membership in part.memberships:
        end_membership(membership=membership, actor=actor, at=at)
    part.person.forget_read()
    drop_sent_by(part.person, organisation=part.organisation, at=at)
