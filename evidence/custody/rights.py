"""What the policy's relations mean for items. A derivative has the rights of its original."""

from datetime import datetime

from evidence.requests.models import Target
from portal.people.models import User
from portal.people.rights import organisation_of, relation, unit_of

from .models import Hold, Item, Viewing


@unit_of("item")
def unit_of_item(item: Item) -> int:
    return item.case.unit_id


@relation("item", "open-case")
def has_open_case(person: User, item: Item, at: datetime) -> bool:
    del person, at
    return item.case.is_open


@unit_of("viewing")
def unit_of_viewing(viewing: Viewing) -> int:
    return viewing.item.case.unit_id


@relation("viewing", "open-case")
def has_open_case_still(person: User, viewing: Viewing, at: datetime) -> bool:
    return has_open_case(person, viewing.item, at)


@unit_of("hold")
def unit_of_hold(thing: Hold | Target) -> int:
    return _target(thing).request.case.unit_id


@organisation_of("hold")
def owner_of_hold(thing: Hold | Target) -> int | None:
    return _target(thing).camera.owner_id


@relation("hold", "open-case")
def is_in_open_case(person: User, thing: Hold | Target, at: datetime) -> bool:
    del person, at
    return _target(thing).request.case.is_open


def _target(thing: Hold | Target) -> Target:
    """A hold that is still to be asked for lies where its target is."""
    return thing if isinstance(thing, Target) else thing.target
