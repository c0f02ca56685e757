"""What the policy's relations mean for consent. Whose a camera is, people/rights.py knows."""

from datetime import datetime

from cameras.registry.models import Camera
from portal.people.models import OrganisationKind, User
from portal.people.rights import relation


@relation("consent", "household")
def is_of_household(person: User, thing: Camera, at: datetime) -> bool:
    """Where nobody signs for others: each adult speaks for themself."""
    del person, at
    return thing.owner.kind == OrganisationKind.HOUSEHOLD
