"""What the policy's relations mean for items. A derivative has the rights of its original."""

from datetime import datetime

from portal.people.models import User
from portal.people.rights import relation, unit_of

from .models import Item, Viewing


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
