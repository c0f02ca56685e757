"""Who an invitation is for, and whose part in an organisation it is."""

from dataclasses import dataclass
from datetime import datetime

from portal.people.models import Membership, Organisation, User
from portal.people.rights import organisation_of, relation
from portal.people.roles import Role

from .models import Invitation
from .vocabulary import SPEAKING


@dataclass(frozen=True)
class Part:
    """What one person is in one organisation now: one role or several."""

    organisation: Organisation
    person: User
    memberships: tuple[Membership, ...]

    @property
    def roles(self) -> frozenset[Role]:
        return frozenset(Role(row.role) for row in self.memberships)

    @property
    def speaks(self) -> bool:
        """Consents and answers for the cameras."""
        return not self.roles.isdisjoint(SPEAKING)

    @property
    def person_id(self) -> int:
        return self.person.pk


@organisation_of("organisation")
def _itself(thing: Organisation) -> int | None:
    return thing.pk


@organisation_of("membership")
def _of_part(thing: Part) -> int | None:
    return thing.organisation.pk


@relation("membership", "not-member")
def _is_another(person: User, thing: Part, at: datetime) -> bool:
    del at
    return thing.person.pk != person.pk


@relation("membership", "no-owner")
def _is_no_owner(person: User, thing: Part, at: datetime) -> bool:
    del person, at
    return Role.OWNER not in thing.roles


@relation("invitation", "invited")
def is_invited(person: User, thing: Invitation, at: datetime) -> bool:
    """By the number they have shown to be theirs; afterwards by having answered."""
    del at
    holds_number = person.phone_verified and bool(thing.phone) and person.phone == thing.phone
    return holds_number or thing.person_id == person.pk
