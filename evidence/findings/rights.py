"""What the policy's relations mean for findings: those of the item they were made from."""

from datetime import datetime

from evidence.custody.models import Item
from portal.people.models import User
from portal.people.rights import relation, unit_of


@unit_of("findings")
def unit_of_findings(item: Item) -> int:
    return item.case.unit_id


@relation("findings", "open-case")
def has_open_case(person: User, item: Item, at: datetime) -> bool:
    del person, at
    return item.case.is_open
