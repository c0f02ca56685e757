"""Writing figures of a past year: many units in one go, each row with its entry on the record."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction

from portal.ledger.kinds import Kind
from portal.ledger.write import Draft, append_many
from portal.lib.errors import Refused
from portal.lib.ids import new_id
from portal.lib.words import clean
from portal.people.models import User
from portal.places.models import Unit
from portal.places.rules import day_of

from . import rights, words
from .models import YearCount
from .queries import units_of_year
from .vocabulary import Figure

__all__ = ["MOST", "Year", "check_year", "record_year", "rights", "words"]

FIRST_YEAR = 2000
MOST = 10_000_000  # of anything in one unit


@dataclass(frozen=True)
class Year:
    """What somebody writes: one figure of one year, by the unit's code, from one document."""

    unit: Unit  # in force, whose people write it
    year: int
    what: str
    numbers: Mapping[str, int]
    source: str


def record_year(
    *,
    written: Year,
    person: User,
    at: datetime,
    batch: str | None = None,
    is_demo: bool = False,
) -> list[YearCount]:
    """Add the rows. What was written before stays and counts no longer where a unit is named anew.

    With a `batch` this person has used before: the rows written then, and nothing new.
    """
    batch = batch or new_id()
    if first := list(YearCount.objects.filter(batch=batch, recorded_by=person)):
        return first
    units = check_year(written, at)
    rows = [
        YearCount(
            batch=batch,
            unit=units[code],
            year=written.year,
            what=Figure(written.what).value,
            number=number,
            source=clean(written.source),
            recorded_by=person,
            at=at,
            is_demo=is_demo,
        )
        for code, number in written.numbers.items()
    ]
    try:
        with transaction.atomic():
            YearCount.objects.bulk_create(rows)
            append_many([_draft(row) for row in rows], actor=person.subject, at=at)
    except IntegrityError:
        first = list(YearCount.objects.filter(batch=batch, recorded_by=person))
        if not first:
            raise
        return first
    return rows


def check_year(written: Year, at: datetime) -> dict[str, Unit]:
    """The units by code. Raises Refused for what `record_year` would not write."""
    if not written.unit.is_current(at):
        raise Refused("reports.unit_ended")
    last = day_of(at).year - 1
    if not FIRST_YEAR <= written.year <= last:
        raise Refused("reports.year_out_of_range", field="year", first=FIRST_YEAR, last=last)
    if not written.numbers:
        raise Refused("reports.nothing_written")
    if not clean(written.source):
        raise Refused("reports.source_missing", field="source")
    units = {unit.code: unit for unit in units_of_year(written.unit, written.year)}
    for code, number in written.numbers.items():
        if code not in units:
            raise Refused("reports.unit_of_another_year", unit=code, year=written.year)
        if not 0 <= number <= MOST:
            raise Refused("reports.number_out_of_range", field=f"of_{code}", most=MOST)
    return units


def _draft(row: YearCount) -> Draft:
    facts = {
        "unit": row.unit.code,
        "year": row.year,
        "what": row.what,
        "number": row.number,
        "demo": row.is_demo,
    }
    subjects = (row.subject, row.unit.subject)
    return Draft(Kind.FIGURE_RECORDED, subjects, facts, {"source": row.source})
