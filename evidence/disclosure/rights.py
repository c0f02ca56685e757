"""Who may let an item leave the house in a package: nobody who asked for it or approved that."""

from datetime import datetime

from evidence.custody.models import Item
from portal.people.models import User
from portal.people.rights import relation, unit_of


@unit_of("package")
def unit_of_package(item: Item) -> int:
    return item.case.unit_id


@relation("package", "open-case")
def has_open_case(person: User, item: Item, at: datetime) -> bool:
    del person, at
    return item.case.is_open


@relation("package", "not-requester")
def did_not_ask(person: User, item: Item, at: datetime) -> bool:
    """Nobody knows who asked for an item without a request: then it leaves with nobody."""
    del at
    return item.target is not None and item.target.request.requested_by_id != person.pk


@relation("package", "not-approver")
def did_not_approve(person: User, item: Item, at: datetime) -> bool:
    """What nobody approved leaves with nobody."""
    del at
    wanted = item.target.request if item.target is not None else None
    if wanted is None or wanted.decided_by_id is None:
        return False
    first = wanted.approvals.filter(person=person)  # of two approvers only one completed it
    return wanted.decided_by_id != person.pk and not first.exists()
