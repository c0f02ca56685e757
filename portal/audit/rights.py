"""Which entries of the record an auditor reads: docs/decisions/0012-auditors-scope.md."""

from datetime import datetime

from portal.ledger.models import Entry
from portal.people.models import User
from portal.people.rights import relation, unit_of
from portal.places.models import Unit

from .queries import OF_ALL_UNITS, UNIT, is_damaged


@unit_of("ledger")
def units_of_entry(entry: Entry) -> frozenset[int]:
    named = [name.removeprefix(UNIT) for name in _units_named(entry)]
    return frozenset(Unit.objects.filter(public_id__in=named).values_list("pk", flat=True))


@relation("ledger", "no-unit")
def names_no_unit(person: User, entry: Entry, at: datetime) -> bool:
    del person, at
    return entry.kind in OF_ALL_UNITS or not _units_named(entry)


@relation("ledger", "damaged")
def was_found_damaged(person: User, entry: Entry, at: datetime) -> bool:
    del person, at
    return is_damaged(entry)


def _units_named(entry: Entry) -> list[str]:
    """By the rows that lists are filtered by: a damaged body may name anything or nothing."""
    return [m.subject for m in entry.mentions.all() if m.subject.startswith(UNIT)]
