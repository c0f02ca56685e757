"""Where a complaint lies, and whose camera it is about."""

from typing import Any

from portal.people.rights import organisation_of, unit_of

NOUN = "complaint"


@unit_of(NOUN)
def place_of(thing: Any) -> int | None:
    found: int = thing.camera.unit_id
    return found


@organisation_of(NOUN)
def owner_of(thing: Any) -> int | None:
    found: int = thing.camera.owner_id
    return found
