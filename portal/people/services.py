"""Writing about people: each verb one transaction with its entry in the record."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import encrypt
from django.db import transaction
from django.db.models import Q

from portal.ledger.kinds import Kind
from portal.ledger.models import Mention
from portal.ledger.write import Draft, append
from portal.lib import clock
from portal.lib.errors import Refused
from portal.lib.ids import new_id
from portal.lib.words import clean
from portal.places.models import Neighbourhood, Unit

from .ahead import (
    NewOrganisation,
    NewPerson,
    prepare_organisations,
    prepare_people,
    registered,
)
from .enrolment import OPERATOR
from .models import ConfirmedFactor, Membership, Office, Organisation, OrganisationKind, User
from .roles import Role

__all__ = ["NewOrganisation", "NewPerson"]  # what these verbs take, prepared in `ahead`


def register_person(
    *,
    full_name: str,
    phone: str | None = None,
    email: str | None = None,
    language: str = "vi",
    phone_verified: bool = False,
    is_demo: bool = False,
    actor: str | None = None,
    at: datetime,
) -> User:
    """One person. Who registers somebody else (assisted, import, demo) is named as `actor`."""
    new = NewPerson(full_name, phone, email, language, phone_verified, is_demo)
    return register_people_many([new], actor=actor, at=at)[0]


@transaction.atomic
def register_people_many(
    people: Sequence[NewPerson], *, actor: str | None = None, at: datetime
) -> list[User]:
    """Many people in one go, in the order given. Without `actor` each acts for themselves."""
    return prepare_people(people, actor=actor, at=at).save()


@transaction.atomic
def confirm_phone(*, person: User, phone: str, at: datetime) -> None:
    """A code sent to this number came back. The first time, the person is registered by it."""
    if User.objects.filter(phone=phone).exclude(pk=person.pk).exists():
        raise Refused("people.phone_taken", field="phone")
    if person.phone_verified and person.phone == phone:
        return
    person.phone, person.phone_verified = phone, True
    person.save(update_fields=["phone", "phone_verified"])
    entries = Mention.objects.filter(subject=person.subject, position=0)
    if not entries.filter(entry__kind=Kind.PERSON_REGISTERED).exists():
        append(registered(person), actor=person.subject, at=at)


def create_organisation(
    *,
    kind: OrganisationKind,
    name: str,
    unit: Unit,
    members: Sequence[tuple[User, Role]] = (),
    is_demo: bool = False,
    actor: str,
    at: datetime,
) -> Organisation:
    new = NewOrganisation(kind, name, unit, tuple(members), is_demo)
    return create_organisations_many([new], actor=actor, at=at)[0]


@transaction.atomic
def create_organisations_many(
    organisations: Sequence[NewOrganisation], *, actor: str, at: datetime
) -> list[Organisation]:
    """Many organisations with their members, in the order given."""
    return prepare_organisations(organisations, actor=actor, at=at).save()


@transaction.atomic
def add_member(
    *, organisation: Organisation, person: User, role: Role, actor: User, at: datetime
) -> Membership:
    """Somebody may speak for the organisation's cameras from now on."""
    membership, made = Membership.objects.get_or_create(
        organisation=organisation,
        person=person,
        role=role,
        valid_to=None,
        defaults={"valid_from": at},
    )
    if made:
        append(_membership_draft(Kind.MEMBER_ADDED, membership), actor=actor.subject, at=at)
        person.forget_read()
    return membership


@transaction.atomic
def end_membership(*, membership: Membership, actor: User, at: datetime) -> None:
    locked = Membership.objects.select_for_update().get(pk=membership.pk)
    if not locked.holds(at):
        raise Refused("people.membership_ended")
    locked.valid_to, locked.ended_by = at, actor
    locked.save(update_fields=["valid_to", "ended_by"])
    append(_membership_draft(Kind.MEMBER_ENDED, locked), actor=actor.subject, at=at)
    membership.valid_to, membership.ended_by = at, actor
    membership.person.forget_read()


def check_appointment(
    *,
    person: User,
    role: Role,
    unit: Unit,
    neighbourhood: Neighbourhood | None,
    valid_from: datetime,
    valid_to: datetime | None,
    appointed_by: User | None,
) -> None:
    """Raise Refused if this office cannot be given."""
    if appointed_by is not None and appointed_by.pk == person.pk:
        raise Refused("people.appointed_by_oneself", field="person")
    if not unit.is_current(valid_from):
        raise Refused("people.unit_ended", field="unit")
    if neighbourhood is not None and neighbourhood.unit_id != unit.pk:
        raise Refused("people.neighbourhood_elsewhere", field="neighbourhood")
    if valid_to is not None and valid_to <= valid_from:
        raise Refused("people.term_ends_before_start", field="valid_to")
    same = person.offices.filter(role=role, unit=unit, neighbourhood=neighbourhood)
    if same.filter(Q(valid_to=None) | Q(valid_to__gt=valid_from)).exists():
        raise Refused("people.already_in_office", field="role")


@transaction.atomic
def appoint(
    *,
    person: User,
    role: Role,
    unit: Unit,
    appointed_by: User | None,
    neighbourhood: Neighbourhood | None = None,
    valid_from: datetime | None = None,
    valid_to: datetime | None = None,
    document: str = "",
    public_id: str | None = None,
    at: datetime,
) -> Office:
    """Give an office. Nobody appoints themself; only an operator appoints without a name.

    `document` is the number of the written decision; it stands in the record, so never a name.
    """
    start = valid_from or at
    User.objects.select_for_update().get(pk=person.pk)  # two who appoint at once come in turn
    check_appointment(
        person=person,
        role=role,
        unit=unit,
        neighbourhood=neighbourhood,
        valid_from=start,
        valid_to=valid_to,
        appointed_by=appointed_by,
    )
    office = Office.objects.create(
        person=person,
        role=role,
        unit=unit,
        neighbourhood=neighbourhood,
        valid_from=start,
        valid_to=valid_to,
        appointed_by=appointed_by,
        document=document,
        public_id=public_id or new_id(),
    )
    actor = OPERATOR if appointed_by is None else appointed_by.subject
    append(_office_draft(Kind.OFFICE_APPOINTED, office), actor=actor, at=at)
    person.forget_read()
    return office


@transaction.atomic
def end_office(*, office: Office, ended_by: User, reason: str = "", at: datetime) -> None:
    """End an office at this instant, whatever end it was given before. The reason stays private."""
    locked = Office.objects.select_for_update().select_related("person", "unit").get(pk=office.pk)
    refuse_ended(locked, at)
    locked.valid_to = at
    locked.save(update_fields=["valid_to"])
    private = {"reason": reason} if reason else {}
    append(_office_draft(Kind.OFFICE_ENDED, locked, private), actor=ended_by.subject, at=at)
    office.valid_to = at
    office.person.forget_read()


def refuse_ended(office: Office, at: datetime) -> None:
    """Nothing more is done to an office that is over."""
    if office.valid_to is not None and office.valid_to <= at:
        raise Refused("people.office_ended")


def rename(*, person: User, full_name: str) -> None:
    """Correct one's own name. No entry: the record never held it."""
    name = clean(full_name)
    if not name:
        raise Refused("people.name_missing", field="full_name")
    person.full_name = name
    person.save(update_fields=["full_name"])


def give_totp(*, person: User, secret: str) -> None:
    """Set up an authenticator app for somebody, as if with an enrolment code: demo and tests."""
    row, _made = Authenticator.objects.update_or_create(
        user=person, type=Authenticator.Type.TOTP, defaults={"data": {"secret": encrypt(secret)}}
    )
    ConfirmedFactor.objects.get_or_create(
        authenticator=row, defaults={"person": person, "at": clock.now()}
    )
    person.forget_read()


def _membership_draft(kind: Kind, membership: Membership) -> Draft:
    owner = membership.organisation
    subjects = (owner.subject, membership.person.subject, owner.unit.subject)
    return Draft(kind, subjects, {"role": str(membership.role)})


def _office_draft(kind: Kind, office: Office, private: Mapping[str, str] | None = None) -> Draft:
    facts = {
        "role": str(office.role),
        "unit": office.unit.code,
        "neighbourhood": office.neighbourhood.public_id if office.neighbourhood else None,
        "from": office.valid_from.isoformat(),
        "to": office.valid_to.isoformat() if office.valid_to else None,
    }
    if office.document:
        facts["document"] = office.document
    subjects = (office.subject, office.person.subject, office.unit.subject)
    return Draft(kind, subjects, facts, private or {})
