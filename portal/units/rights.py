"""Where a unit, a neighbourhood and a rule of a unit lie: for the relation own-unit."""

from portal.people.rights import unit_of
from portal.places.models import Neighbourhood, Unit


@unit_of("neighbourhood")
def _of_neighbourhood(thing: Unit | Neighbourhood) -> int:
    return thing.pk if isinstance(thing, Unit) else thing.unit_id


@unit_of("rule")
def _of_rule(thing: Unit) -> int:
    return thing.pk
