"""What the policy's relations mean for an opening: of a request that is still to be opened, of one
that was, or of one look.
"""

from datetime import datetime

from evidence.requests.models import FootageRequest
from portal.people.models import User
from portal.people.rights import relation, unit_of

from .models import Opening, Watch

Thing = FootageRequest | Opening | Watch


def _request(thing: Thing) -> FootageRequest:
    if isinstance(thing, FootageRequest):
        return thing
    return thing.opening.request if isinstance(thing, Watch) else thing.request


@unit_of("emergency")
def unit_of_opening(thing: Thing) -> int:
    return _request(thing).case.unit_id


@relation("emergency", "open-case")
def has_open_case(person: User, thing: Thing, at: datetime) -> bool:
    del person, at
    return _request(thing).case.is_open


@relation("emergency", "requester")
def asked_for_it(person: User, thing: Thing, at: datetime) -> bool:
    del at
    return _request(thing).requested_by_id == person.pk


@relation("emergency", "not-requester")
def did_not_ask(person: User, thing: Thing, at: datetime) -> bool:
    return not asked_for_it(person, thing, at)


@relation("emergency", "not-opener")
def did_not_open(person: User, thing: Thing, at: datetime) -> bool:
    """A request that is still to be opened was opened by nobody."""
    del at
    return isinstance(thing, FootageRequest) or thing.person_id != person.pk
