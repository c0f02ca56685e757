"""Which camera waits to be verified, and by whom not: nobody verifies their own."""

from datetime import datetime

from cameras.registry.models import Camera
from cameras.registry.rights import waits
from portal.people.models import User
from portal.people.rights import relation
from portal.people.roles import MEMBER_ROLES, Role

SPEAKING = (Role.OWNER, Role.CO_OWNER, Role.SIGNATORY)


@relation("camera", "waiting")
def _waits(person: User, thing: Camera, at: datetime) -> bool:
    del person, at
    return waits(thing)


@relation("camera", "not-own")
def is_not_own(person: User, thing: Camera, at: datetime) -> bool:
    return thing.owner_id not in person.organisations_with(MEMBER_ROLES, at)
