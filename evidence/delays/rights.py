"""What the policy's relations mean for delays: of a case, or of one that is to come."""

from datetime import datetime

from evidence.cases.models import Case
from portal.people.models import User
from portal.people.rights import relation, unit_of

from .models import Delay

Thing = Case | Delay


def _case(thing: Thing) -> Case:
    return thing.case if isinstance(thing, Delay) else thing


@unit_of("delay")
def unit_of_delay(thing: Thing) -> int:
    return _case(thing).unit_id


@relation("delay", "open-case")
def has_open_case(person: User, thing: Thing, at: datetime) -> bool:
    del person, at
    return _case(thing).is_open


@relation("delay", "not-requester")
def did_not_ask(person: User, thing: Thing, at: datetime) -> bool:
    """Asked for nothing in the whole case."""
    del at
    return not _case(thing).requests.filter(requested_by=person).exists()
