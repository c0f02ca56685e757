"""What the policy's relations mean for requests and their targets."""

from datetime import datetime

from portal.people.models import User
from portal.people.rights import organisation_of, relation, unit_of

from .models import FootageRequest, Target


@unit_of("request")
def unit_of_request(thing: FootageRequest | Target) -> int:
    return thing.request.case.unit_id if isinstance(thing, Target) else thing.case.unit_id


@organisation_of("request")
def owner_of_request(thing: FootageRequest | Target) -> int | None:
    """Only a target has an owner: a request asks many."""
    return thing.camera.owner_id if isinstance(thing, Target) else None


@relation("request", "requester")
def is_requester(person: User, thing: FootageRequest, at: datetime) -> bool:
    del at
    return thing.requested_by_id == person.pk


@relation("request", "not-requester")
def is_not_requester(person: User, thing: FootageRequest, at: datetime) -> bool:
    return not is_requester(person, thing, at)
