"""What the policy's relations mean for requests and their targets."""

from datetime import datetime

from evidence.cases.models import Case
from portal.people.models import User
from portal.people.rights import organisation_of, relation, unit_of

from .models import FootageRequest, Target

Thing = Case | FootageRequest | Target  # a request that is still to be made lies where its case is


@unit_of("request")
def unit_of_request(thing: Thing) -> int:
    if isinstance(thing, Case):
        return thing.unit_id
    return _request(thing).case.unit_id


@organisation_of("request")
def owner_of_request(thing: Thing) -> int | None:
    """Only a target has an owner: a request asks many."""
    return thing.camera.owner_id if isinstance(thing, Target) else None


@relation("request", "requester")
def is_requester(person: User, thing: Thing, at: datetime) -> bool:
    del at
    return not isinstance(thing, Case) and _request(thing).requested_by_id == person.pk


@relation("request", "not-requester")
def is_not_requester(person: User, thing: Thing, at: datetime) -> bool:
    return not is_requester(person, thing, at)


@relation("request", "not-approver")
def has_not_answered(person: User, thing: Thing, at: datetime) -> bool:
    """Said neither yes nor no to it yet."""
    del at
    if isinstance(thing, Case):
        return True
    return all(said.person_id != person.pk for said in _request(thing).approvals.all())


@relation("request", "told")
def was_told(person: User, thing: Thing, at: datetime) -> bool:
    del person, at
    return isinstance(thing, Target) and thing.told_at is not None


@unit_of("details")
def unit_of_details(target: Target) -> int:
    return target.request.case.unit_id


@relation("details", "open-request")
def has_open_request(person: User, target: Target, at: datetime) -> bool:
    del person
    return target.request.is_open_at(at)


@relation("details", "told")
def was_told_of_it(person: User, target: Target, at: datetime) -> bool:
    return was_told(person, target, at)


def _request(thing: FootageRequest | Target) -> FootageRequest:
    return thing.request if isinstance(thing, Target) else thing
