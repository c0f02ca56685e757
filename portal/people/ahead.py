"""New people and organisations made ready before the transaction that saves them.

A list of 10,000 homes is 10,000 people and as many households: names read, numbers checked and
entries encoded while everybody else may still write.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction

from portal.ledger.kinds import Kind
from portal.ledger.ready import Ready
from portal.ledger.write import Draft, Prepared, append_prepared, prepare
from portal.lib.errors import Refused
from portal.lib.words import clean
from portal.places.models import Unit

from .models import Membership, Organisation, OrganisationKind, User
from .phones import normalised
from .roles import Role

PHONES_AT_ONCE = 500


@dataclass(frozen=True)
class NewPerson:
    full_name: str
    phone: str | None = None
    email: str | None = None
    language: str = "vi"
    phone_verified: bool = False
    is_demo: bool = False


@dataclass(frozen=True)
class NewOrganisation:
    kind: OrganisationKind
    name: str
    unit: Unit
    members: tuple[tuple[User, Role], ...] = ()
    is_demo: bool = False
    public_id: str | None = None  # drawn before, by a form that may be sent twice


@dataclass(frozen=True)
class ReadyPeople:
    rows: Ready[User]
    entries: Sequence[Prepared]

    def save(self) -> list[User]:
        """Inside the caller's transaction. Refused when a number was taken meanwhile."""
        users = list(self.rows.rows)
        try:
            with transaction.atomic():
                self.rows.save()
        except IntegrityError:
            _refuse_taken(users)
            raise
        for entry in self.entries:
            append_prepared(entry)
        return users


@dataclass(frozen=True)
class ReadyOrganisations:
    rows: Ready[Organisation]
    memberships: Ready[Membership]
    entries: Prepared

    def save(self) -> list[Organisation]:
        """Inside the caller's transaction, after the members themselves are saved."""
        self.rows.save()
        self.memberships.save()
        append_prepared(self.entries)
        for membership in self.memberships.rows:
            membership.person.forget_read()
        return list(self.rows.rows)


def prepare_people(
    people: Sequence[NewPerson], *, actor: str | None = None, at: datetime
) -> ReadyPeople:
    """Many people in one go, in the order given. Without `actor` each acts for themselves."""
    users = [_new_user(new, at) for new in people]
    phones = {user.phone for user in users if user.phone}
    if len(phones) < sum(1 for user in users if user.phone):
        raise Refused("people.phone_taken", field="phone")
    _refuse_taken(users)
    if actor is None:
        entries = [prepare([registered(user)], actor=user.subject, at=at) for user in users]
    else:
        entries = [prepare(map(registered, users), actor=actor, at=at)]
    return ReadyPeople(Ready(User, users, keyed=True), entries)


def prepare_organisations(
    organisations: Sequence[NewOrganisation], *, actor: str, at: datetime
) -> ReadyOrganisations:
    """Many organisations with their members, who may themselves still wait to be saved."""
    rows = [_new_organisation(new, at) for new in organisations]
    pairs = list(zip(rows, organisations, strict=True))
    memberships = [
        Membership(organisation=row, person=person, role=role, valid_from=at)
        for row, new in pairs
        for person, role in new.members
    ]
    return ReadyOrganisations(
        Ready(Organisation, rows, keyed=True),
        Ready(Membership, memberships, late=("organisation", "person")),
        prepare([_created(row, new) for row, new in pairs], actor=actor, at=at),
    )


def registered(user: User) -> Draft:
    return Draft(Kind.PERSON_REGISTERED, (user.subject,), {"demo": user.is_demo})


def _refuse_taken(users: Sequence[User]) -> None:
    phones = [user.phone for user in users if user.phone]
    for start in range(0, len(phones), PHONES_AT_ONCE):
        some = phones[start : start + PHONES_AT_ONCE]
        if User.objects.filter(phone__in=some).exists():
            raise Refused("people.phone_taken", field="phone")


def _new_user(new: NewPerson, at: datetime) -> User:
    name = clean(new.full_name)
    if not name:
        raise Refused("people.name_missing", field="full_name")
    user = User(
        full_name=name,
        phone=normalised(new.phone) if new.phone else None,
        phone_verified=new.phone_verified and bool(new.phone),
        email=new.email.lower() if new.email else None,
        language=new.language,
        is_demo=new.is_demo,
        created_at=at,
    )
    user.set_unusable_password()
    return user


def _new_organisation(new: NewOrganisation, at: datetime) -> Organisation:
    name = clean(new.name)
    if not name:
        raise Refused("people.name_missing", field="name")
    row = Organisation(kind=new.kind, name=name, unit=new.unit, is_demo=new.is_demo, created_at=at)
    if new.public_id is not None:
        row.public_id = new.public_id
    return row


def _created(row: Organisation, new: NewOrganisation) -> Draft:
    people = dict.fromkeys(person.subject for person, _ in new.members)
    return Draft(
        Kind.ORGANISATION_CREATED,
        (row.subject, row.unit.subject, *people),
        {
            "kind": str(row.kind),
            "roles": [[person.subject, str(role)] for person, role in new.members],
        },
    )
