"""What the policy's relations mean for offices, and for the unit in which one is given."""

from datetime import datetime

from portal.people.models import Office, User
from portal.people.rights import relation, unit_of
from portal.places.models import Unit


@unit_of("office")
def unit_of_office(thing: Office | Unit) -> int | None:
    return thing.pk if isinstance(thing, Unit) else thing.unit_id


@relation("office", "not-holder")
def is_not_holder(person: User, thing: Office, at: datetime) -> bool:
    del at
    return thing.person_id != person.pk
