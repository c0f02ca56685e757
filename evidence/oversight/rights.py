"""Where sheets lie, and that nobody answers for themselves: docs/decisions/0026-oversight.md."""

from datetime import datetime

from portal.people.models import User
from portal.people.rights import relation, unit_of

from .models import Question, Sheet


@unit_of("oversight")
def _of_sheet(thing: Sheet) -> int:
    return thing.unit_id


@unit_of("question")
def _of_question(thing: Question) -> int:
    return thing.sheet.unit_id


@relation("question", "not-named")
def _is_about_others(person: User, thing: Question, at: datetime) -> bool:
    del at
    return person.pk not in (thing.officer_id, thing.other_id)
