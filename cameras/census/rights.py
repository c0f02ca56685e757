"""For whom a person may bring a list, and what the policy's relations mean for one."""

from datetime import datetime
from typing import Protocol

from portal.people.models import Organisation, OrganisationKind, User
from portal.people.rights import allowed, organisation_of, relation, unit_of
from portal.people.roles import MEMBER_ROLES, Role
from portal.places.models import Unit

from .models import Whose


class Owned(Protocol):
    @property
    def organisation_id(self) -> int | None: ...
    @property
    def organisation(self) -> Organisation | None: ...
    @property
    def unit(self) -> object: ...


@unit_of("census")
@unit_of("import")
def _unit(thing: Owned) -> int | None:
    """A board's list lies in its unit; an organisation's own is nobody's there."""
    return None if thing.organisation_id else getattr(thing.unit, "pk", None)


@organisation_of("census")
@organisation_of("import")
def _organisation(thing: Owned) -> int | None:
    return thing.organisation_id


@unit_of("inventory")
def _unit_itself(thing: Unit) -> int:
    return thing.pk


@relation("census", "establishment")
@relation("import", "establishment")
def is_establishment(person: User, thing: Owned, at: datetime) -> bool:
    """A business, a school, an agency: households register their few cameras one by one."""
    del person, at
    owner = thing.organisation
    return owner is not None and owner.kind != OrganisationKind.HOUSEHOLD


def choices_of(person: User, at: datetime) -> list[Whose]:
    """For whom this person may bring a list now."""
    found = [
        Whose(office.unit, None, office.neighbourhood)
        for office in person.offices_at(at)
        if office.role == Role.BOARD
    ]
    seen: set[int] = set()
    for membership in person.memberships_at(at):
        owner = membership.organisation
        if membership.role in MEMBER_ROLES and owner.pk not in seen:
            seen.add(owner.pk)
            found.append(Whose(owner.unit, owner))
    return [whose for whose in found if allowed(person, "census:start", whose, at=at)]
