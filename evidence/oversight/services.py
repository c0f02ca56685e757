"""Making a month's sheet, once; and writing down what came of its questions."""

import logging
from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import IntegrityError, transaction

from portal.ledger.kinds import Kind
from portal.ledger.write import Draft, append
from portal.lib import canonical, digest
from portal.lib.errors import Refused
from portal.lib.ids import new_id
from portal.lib.words import clean_lines
from portal.look.once import first_made, save_once
from portal.people.models import User
from portal.places.models import Unit

from . import rights, words
from .found import Found, Month
from .models import Answer, Question, Sheet
from .queries import asked_about, months_missing
from .reader import Reading, read
from .rules import LONGEST_DAYS, findings, news
from .vocabulary import Verdict

__all__ = ["answer", "make_due", "make_sheet", "rights", "words"]

logger = logging.getLogger(__name__)
MAKER = "system:oversight"
MOST_ENTRIES = 400  # listed with one question; beyond that the newest
LONGEST_NOTE = 500


def ended_month(at: datetime) -> Month:
    """The latest calendar month that is over in Việt Nam."""
    return Month.numbered(Month.of(at).number - 1)


def make_due(at: datetime) -> int:
    """Every sheet that is due and not made yet, the oldest month first; how many were made.

    One that fails is logged and tried again by the next sweep; the others are made all the same.
    """
    made = 0
    for unit, month in months_missing(ended_month(at)):
        try:
            made += make_sheet(unit=unit, month=month, at=at) is not None
        except Exception:
            # Whatever is wrong with one unit's rows must not leave another unit unwatched.
            logger.exception("oversight: no sheet of %s for %s", unit.code, month.first)
    return made


def make_sheet(*, unit: Unit, month: Month, at: datetime) -> Sheet | None:
    """The unit's sheet of a month that is over; None when somebody else has just made it.

    Raises Refused for a month that is not over.
    """
    if at < month.stop:
        raise Refused("oversight.month_not_over")
    if Sheet.objects.filter(unit=unit, month=month.first).exists():
        return None
    reading = read(unit, month.back(LONGEST_DAYS), month.stop)
    found = list(news(findings(reading.records, month), month, asked_about(unit, month)))
    try:
        with transaction.atomic():
            return _write(unit, month, reading, found, at)
    except IntegrityError:
        if not Sheet.objects.filter(unit=unit, month=month.first).exists():
            raise
        return None


def _write(
    unit: Unit, month: Month, reading: Reading, found: Iterable[Found], at: datetime
) -> Sheet:
    sheet = Sheet.objects.create(
        unit=unit,
        month=month.first,
        made_at=at,
        entries=reading.entries,
        unread=reading.unread,
        people=len(_people(reading)),
    )
    rows = _questions(sheet, list(found))
    Question.objects.bulk_create(rows)
    facts: Mapping[str, object] = {
        "entries": reading.entries,
        "month": f"{month.first:%Y-%m}",
        "questions": len(rows),
        # What was asked cannot be changed later without it showing; the names stay off the record.
        "sha256": digest.sha256(canonical.encode([_sealed(row) for row in rows])).hex(),
        "unit": unit.code,
    }
    append(Draft(Kind.SHEET_MADE, (sheet.subject, unit.subject), facts), actor=MAKER, at=at)
    return sheet


def _questions(sheet: Sheet, found: list[Found]) -> list[Question]:
    """A finding about somebody whose row is gone cannot be asked about and is left out."""
    names = {name for one in found for name in (one.officer, one.other) if name}
    ids = [name.partition(":")[2] for name in names]
    people = {row.subject: row for row in User.objects.filter(public_id__in=ids)}
    return [
        Question(
            sheet=sheet,
            rule=one.rule.value,
            officer=people[one.officer],
            other=people[one.other] if one.other else None,
            about=one.about,
            k=one.k,
            n=one.n,
            usual=one.usual,
            upper=one.upper,
            chance=one.chance,
            days=one.days,
            seqs=list(one.seqs[-MOST_ENTRIES:]),
            colleagues=[round(share, 4) for share in sorted(one.colleagues)],
        )
        for one in found
        if one.officer in people and (not one.other or one.other in people)
    ]


def _sealed(row: Question) -> dict[str, object]:
    return {
        "about": row.about,
        "id": row.public_id,
        "k": row.k,
        "n": row.n,
        "officer": row.officer.subject,
        "other": row.other.subject if row.other else "",
        "rule": row.rule,
        "seqs": row.seqs,
    }


def _people(reading: Reading) -> set[str]:
    records = reading.records
    asked = {row.officer for row in records.asks} | {row.officer for row in records.looks}
    return asked | {row.by for row in records.decisions}


@transaction.atomic
def answer(
    *,
    question: Question,
    person: User,
    verdict: str,
    note: str,
    at: datetime,
    public_id: str | None = None,
) -> Answer:
    """Write down what came of it. It may be answered anew; the earlier answer stays.

    With a `public_id` this person has used before: the answer written then, and nothing new.
    """
    if first := first_made(Answer, public_id, person=person):
        return first
    row = Question.objects.select_for_update(of=("self",)).get(pk=question.pk)
    words_said = clean_lines(note)
    if not words_said:
        raise Refused("oversight.note_missing", field="note")
    if len(words_said) > LONGEST_NOTE:
        raise Refused("oversight.note_too_long", field="note", limit=LONGEST_NOTE)
    new = Answer(
        public_id=public_id or new_id(),
        question=row,
        verdict=Verdict(verdict).value,
        note=words_said,
        person=person,
        at=at,
    )
    made = save_once(new, person=person)
    if made is not new:
        return made
    row.state = made.verdict
    row.save(update_fields=["state"])
    unit = row.sheet.unit
    append(
        Draft(
            Kind.QUESTION_ANSWERED,
            (row.subject, row.sheet.subject, unit.subject),
            {"rule": row.rule, "unit": unit.code, "verdict": made.verdict},
            {"note": made.note},
        ),
        actor=person.subject,
        at=at,
    )
    return made
