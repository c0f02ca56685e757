"""What the policy's relations mean for duties. In which unit one lies, its own column says."""

from datetime import datetime
from typing import Protocol

from portal.people.models import User
from portal.people.rights import relation
from portal.people.roles import Role


class ForRole(Protocol):
    @property
    def role(self) -> str: ...


@relation("duty", "commanders")
def is_for_commanders(person: User, thing: ForRole, at: datetime) -> bool:
    del person, at
    return thing.role == Role.COMMANDER


@relation("duty", "committees")
def is_for_committees(person: User, thing: ForRole, at: datetime) -> bool:
    del person, at
    return thing.role == Role.COMMITTEE
