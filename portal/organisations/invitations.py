"""Inviting by telephone number, and answering. Nothing here asks whether a number has an account:
the worker that sends the message finds out (`messages.py`), so the page answers everybody alike.
"""

from datetime import datetime
from functools import partial

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.ledger.kinds import Kind
from portal.ledger.write import Draft, append
from portal.lib.errors import Refused
from portal.lib.jobs import nudge
from portal.look.once import first_made
from portal.notices.services import notify
from portal.people.models import Membership, Organisation, User
from portal.people.phones import normalised
from portal.people.rights import allowed
from portal.people.roles import Role
from portal.people.services import add_member

from .models import Invitation
from .queries import speakers
from .rights import is_invited
from .vocabulary import DAY, KEPT_WAITING, MOST_A_DAY, MOST_WAITING, State, roles_offered

HOME = "+84"  # an SMS abroad costs the ward, and no neighbour lives there


@transaction.atomic
def invite(
    *,
    organisation: Organisation,
    phone: str,
    role: str,
    actor: User,
    public_id: str | None = None,
    at: datetime,
) -> Invitation:
    """Offer a part to whoever holds this number. The same `public_id` again changes nothing."""
    if first := first_made(Invitation, public_id, organisation=organisation, invited_by=actor):
        return first
    if role not in roles_offered(organisation.kind):
        raise Refused("organisations.role_not_offered", field="role")
    number = _number(phone, actor)
    Organisation.objects.select_for_update().get(pk=organisation.pk)
    User.objects.select_for_update().get(pk=actor.pk)
    end_expired(organisation.invitations.all(), at)
    _refuse_too_many(organisation, actor, at)
    _refuse_member(organisation, number, role, at)
    row = Invitation(
        organisation=organisation,
        phone=number,
        role=role,
        invited_by=actor,
        at=at,
        expires_at=at + KEPT_WAITING,
        message_due_at=at,
    )
    row.public_id = public_id or row.public_id
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        raise Refused("organisations.already_waiting", field="phone") from error
    append(
        Draft(
            Kind.MEMBER_INVITED,
            (organisation.subject, row.subject, organisation.unit.subject),
            {"role": str(role)},
        ),
        actor=actor.subject,
        at=at,
    )
    transaction.on_commit(partial(nudge, "organisations.sweep"))
    return row


def _number(phone: str, actor: User) -> str:
    try:
        number = normalised(phone)
    except ValueError as error:
        raise Refused("organisations.phone_wrong", field="phone") from error
    if not number.startswith(HOME):
        raise Refused("organisations.phone_abroad", field="phone")
    if actor.phone == number:
        raise Refused("organisations.own_number", field="phone")
    return number


def _refuse_too_many(organisation: Organisation, actor: User, at: datetime) -> None:
    waiting = organisation.invitations.filter(state=State.WAITING).count()
    if waiting >= MOST_WAITING:
        raise Refused("organisations.too_many_waiting", count=waiting, most=MOST_WAITING)
    today = Invitation.objects.filter(invited_by=actor, at__gt=at - DAY).count()
    if today >= MOST_A_DAY:
        raise Refused("organisations.too_many_today", count=today)


def _refuse_member(organisation: Organisation, number: str, role: str, at: datetime) -> None:
    """Only about the organisation's own people, who are known to whoever invites."""
    holding = Membership.objects.filter(
        Q(valid_to=None) | Q(valid_to__gt=at),
        organisation=organisation,
        role=role,
        person__phone=number,
        person__phone_verified=True,
    )
    if holding.exists():
        raise Refused("organisations.already_member", field="phone")


@transaction.atomic
def withdraw(*, invitation: Invitation, at: datetime) -> None:
    """Take it back before it is answered."""
    locked = _locked(invitation)
    if not locked.waits(at):
        raise Refused("organisations.invitation_over")
    _finish(locked, State.WITHDRAWN, at)


@transaction.atomic
def accept(*, invitation: Invitation, person: User, at: datetime) -> Organisation:
    """The person belongs to the organisation from now on. Twice by the same person is once."""
    locked = _locked(invitation)
    if locked.state == State.ACCEPTED and locked.person_id == person.pk:
        return locked.organisation
    _refuse_over(locked, person, at)
    others = list(speakers(locked.organisation, at).exclude(pk=person.pk))
    locked.person = person
    locked.phone = ""  # it stands in the account
    _finish(locked, State.ACCEPTED, at)
    role = Role(locked.role)
    add_member(organisation=locked.organisation, person=person, role=role, actor=person, at=at)
    for other in others:
        notify(
            person=other,
            kind=Kind.MEMBER_ADDED,
            title=_("Một người đã nhận lời tham gia hộ hoặc tổ chức của bạn"),
            body=_("Hãy xem ai đang ở trong đó và giữ vai trò gì."),
            link=reverse("organisations:show", args=[locked.organisation.public_id]),
            subject=locked.organisation.subject,
            at=at,
        )
    return locked.organisation


@transaction.atomic
def decline(*, invitation: Invitation, person: User, at: datetime) -> None:
    """No, thank you. Whoever invited is told; nothing else happens."""
    locked = _locked(invitation)
    if locked.state == State.DECLINED and locked.person_id == person.pk:
        return
    _refuse_over(locked, person, at)
    locked.person = person
    _finish(locked, State.DECLINED, at)
    if allowed(locked.invited_by, "organisation:view", locked.organisation, at=at):
        notify(
            person=locked.invited_by,
            kind="member:declined",
            title=_("Một lời mời của bạn không được nhận"),
            body=_("Người được mời đã từ chối tham gia. Bạn không cần làm gì thêm."),
            link=reverse("organisations:show", args=[locked.organisation.public_id]),
            subject=locked.organisation.subject,
            at=at,
        )


VERDICTS = {"accept": accept, "decline": decline}


def drop_sent_by(person: User, *, organisation: Organisation | None = None, at: datetime) -> None:
    """Whoever leaves or is removed lets nobody in any more."""
    rows = Invitation.objects.filter(invited_by=person, state=State.WAITING)
    if organisation is not None:
        rows = rows.filter(organisation=organisation)
    rows.update(state=State.WITHDRAWN, ended_at=at, message_due_at=None)


def end_expired(rows: QuerySet[Invitation], at: datetime) -> int:
    """Write down the end of what nobody answered in time. How many there were."""
    over = rows.filter(state=State.WAITING, expires_at__lte=at)
    return over.update(state=State.EXPIRED, ended_at=at, message_due_at=None)


def _locked(invitation: Invitation) -> Invitation:
    """Under the organisation's lock first, as everything that changes who belongs to it."""
    Organisation.objects.select_for_update().get(pk=invitation.organisation_id)
    rows = Invitation.objects.select_for_update(of=("self",))
    return rows.select_related("organisation", "invited_by").get(pk=invitation.pk)


def _refuse_over(locked: Invitation, person: User, at: datetime) -> None:
    """Still waiting, for this very person, and from somebody who may still let people in."""
    current = (
        locked.waits(at)
        and is_invited(person, locked, at)
        and locked.role in roles_offered(locked.organisation.kind)
        and allowed(locked.invited_by, "organisation:invite", locked.organisation, at=at)
    )
    if not current:
        raise Refused("organisations.invitation_over")


def _finish(locked: Invitation, state: State, at: datetime) -> None:
    locked.state, locked.ended_at, locked.message_due_at = state, at, None
    locked.save()
