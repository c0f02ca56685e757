"""Reading the record within an auditor's scope."""

from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.shortcuts import get_object_or_404

from portal.ledger.kinds import Kind
from portal.ledger.models import Entry, Mention, VerifyRun
from portal.people.models import User
from portal.people.rights import Shut, allowed
from portal.people.roles import Role
from portal.places.models import Unit

from . import words

__all__ = ["words"]

UNIT = "unit:"
OF_ALL_UNITS = (Kind.UNIT_LOADED,)  # names one unit of the thousands it is about
RUNS_READ = 20  # as many as the page of verifications lists


def units_audited(person: User, at: datetime) -> list[Unit]:
    offices = [office for office in person.offices_at(at) if office.role == Role.AUDITOR]
    return list({office.unit_id: office.unit for office in offices}.values())


def visible_to(person: User, at: datetime) -> QuerySet[Entry]:
    """Entries that name a unit where the person is auditor, that name none, or that are damaged."""
    units = units_audited(person, at)
    if not units:
        return Entry.objects.none()
    named = Mention.objects.filter(entry=OuterRef("pk"))
    return Entry.objects.filter(
        Exists(named.filter(subject__in=[unit.subject for unit in units]))
        | ~Exists(named.filter(subject__startswith=UNIT))
        | Q(kind__in=OF_ALL_UNITS)
        | Q(pk__in=_damaged())
    )


def get_entry(seq: int, person: User, at: datetime) -> Entry:
    """Raises Http404, or Shut for an entry of another unit: that it exists is no secret."""
    entry = get_object_or_404(Entry.objects.prefetch_related("mentions", "details"), seq=seq)
    if not allowed(person, "ledger:view", entry, at=at):
        raise Shut("audit.other_unit", seq=seq)
    return entry


def is_damaged(entry: Entry) -> bool:
    return entry.seq in _damaged()


def _damaged() -> frozenset[int]:
    """Numbers that the latest verifications have named."""
    runs = VerifyRun.objects.exclude(finished_at=None).exclude(problems=[])
    found = runs.order_by("-finished_at").values_list("problems", flat=True)[:RUNS_READ]
    numbers = (problem.get("seq") for problems in found for problem in problems)
    return frozenset(number for number in numbers if isinstance(number, int))
