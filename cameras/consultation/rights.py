"""What the policy's relations mean for a consultation and for what was said at a door."""

from datetime import datetime
from typing import Any

from portal.people.models import User
from portal.people.rights import relation, unit_of
from portal.people.roles import Role

NOUN, AT_DOOR = "consultation", "household"


@unit_of(AT_DOOR)
def place_of(thing: Any) -> int | None:
    found: int = thing.consultation.unit_id
    return found


@relation(NOUN, "running")
def is_running(person: User, thing: Any, at: datetime) -> bool:
    """Until it is closed."""
    del person, at
    return thing.closed_at is None


@relation(AT_DOOR, "own-part")
def is_in_own_part(person: User, thing: Any, at: datetime) -> bool:
    """A board without a neighbourhood is the whole unit's."""
    parts = parts_of(person, thing.consultation.unit_id, at)
    return parts is None or thing.neighbourhood_id in parts


def parts_of(person: User, unit_id: int, at: datetime) -> frozenset[int] | None:
    """Neighbourhoods whose board the person is on in this unit; None: all of them."""
    held = [
        office.neighbourhood_id
        for office in person.offices_at(at)
        if office.role == Role.BOARD and office.unit_id == unit_id
    ]
    return None if None in held else frozenset(key for key in held if key is not None)
