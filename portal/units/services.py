"""Writing what a unit decides for itself: its neighbourhoods, and its own rules from a day on."""

from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction

from portal.ledger.kinds import Kind
from portal.ledger.write import Draft, append
from portal.lib.errors import Refused
from portal.lib.ids import new_id, subject
from portal.lib.words import clean, folded
from portal.look.once import first_made, save_once
from portal.people.enrolment import OPERATOR
from portal.people.models import User
from portal.places.models import Neighbourhood, Province, RuleRow, Unit
from portal.places.rules import check_value, day_of

from . import rights, words

__all__ = ["add_neighbourhood", "order_rule", "rename_neighbourhood", "rights", "set_rule", "words"]

NAME_LENGTH = 120
SOURCE_LENGTH = 200
FARTHEST = timedelta(days=2 * 365)  # a rule is written down at most this long before it begins


@transaction.atomic
def add_neighbourhood(
    *, unit: Unit, name: str, kind: str, person: User, at: datetime
) -> Neighbourhood:
    """A khu phố, thôn... of the unit. Its name is once there, whatever its accents and kind."""
    row = Neighbourhood(unit=unit, name=_checked_name(unit, name, at), kind=kind)
    _save(row)
    append(_neighbourhood_draft(Kind.NEIGHBOURHOOD_ADDED, row), actor=person.subject, at=at)
    return row


@transaction.atomic
def rename_neighbourhood(
    *, neighbourhood: Neighbourhood, name: str, kind: str, person: User, at: datetime
) -> Neighbourhood:
    """The same people and cameras under another name; saying the same again writes nothing."""
    row = Neighbourhood.objects.select_for_update(of=("self",)).get(pk=neighbourhood.pk)
    wanted = _checked_name(row.unit, name, at)
    if (row.name, row.kind) == (wanted, kind):
        return row
    row.name, row.kind = wanted, kind
    _save(row)
    append(_neighbourhood_draft(Kind.NEIGHBOURHOOD_RENAMED, row), actor=person.subject, at=at)
    return row


@transaction.atomic
def set_rule(
    *,
    unit: Unit,
    key: str,
    value: int,
    valid_from: date,
    source: str,
    person: User,
    at: datetime,
    public_id: str | None = None,
) -> RuleRow:
    """A dated row of this unit. Rows are added, never changed: of one day the last one counts.

    With a `public_id` this person has used before: the row written then, and nothing new.
    """
    if first := first_made(RuleRow, public_id, recorded_by=person.subject):
        return first
    document = check_rule(
        unit=unit, key=key, value=value, valid_from=valid_from, source=source, at=at
    )
    new = RuleRow(
        public_id=public_id or new_id(),
        key=key,
        unit=unit,
        value=value,
        valid_from=valid_from,
        source=document,
        recorded_by=person.subject,
        recorded_at=at,
    )
    row = save_once(new, recorded_by=person.subject)
    if row is new:
        _record_rule(row, at)
    return row


@transaction.atomic
def order_rule(
    *,
    place: Unit | Province | None,
    key: str,
    value: int,
    valid_from: date,
    source: str,
    at: datetime,
) -> RuleRow:
    """A dated row of a unit, a province or, without a place, the country: by the operator, since
    nobody's office in the portal reaches beyond a unit.
    """
    unit = place if isinstance(place, Unit) else None
    document = check_rule(
        unit=unit, key=key, value=value, valid_from=valid_from, source=source, at=at
    )
    row = RuleRow.objects.create(
        key=key,
        unit=unit,
        province=place if isinstance(place, Province) else None,
        value=value,
        valid_from=valid_from,
        source=document,
        recorded_by=OPERATOR,
        recorded_at=at,
    )
    _record_rule(row, at)
    return row


def _record_rule(row: RuleRow, at: datetime) -> None:
    facts = {"rule": row.key, "value": row.value, "from": row.valid_from.isoformat()}
    subjects = [subject("rule", row.public_id)]
    if row.unit is not None:
        facts["unit"] = row.unit.code
        subjects.append(row.unit.subject)
    else:
        facts["province"] = row.province_id  # null: the whole country
    draft = Draft(Kind.RULE_CHANGED, tuple(subjects), facts, {"source": row.source})
    append(draft, actor=row.recorded_by, at=at)


def check_rule(
    *, unit: Unit | None, key: str, value: int, valid_from: date, source: str, at: datetime
) -> str:
    """Raises Refused for what would not be written; returns the document, cleaned."""
    if unit is not None and not unit.is_current(at):
        raise Refused("units.unit_ended")
    check_value(key, value)
    today = day_of(at)
    if valid_from < today:
        raise Refused("units.rule_in_past", field="valid_from", day=f"{today:%d/%m/%Y}")
    if valid_from > today + FARTHEST:
        last = today + FARTHEST
        raise Refused("units.rule_too_far", field="valid_from", day=f"{last:%d/%m/%Y}")
    document = clean(source)
    if not document:
        raise Refused("units.source_missing", field="source")
    if len(document) > SOURCE_LENGTH:
        raise Refused("units.source_too_long", field="source", most=SOURCE_LENGTH)
    return document


def _checked_name(unit: Unit, name: str, at: datetime) -> str:
    if not unit.is_current(at):
        raise Refused("units.unit_ended")
    wanted = clean(name)
    if not any(letter.isalnum() for letter in wanted):
        raise Refused("units.name_missing", field="name")
    if len(wanted) > NAME_LENGTH or len(folded(wanted)) > NAME_LENGTH:
        raise Refused("units.name_too_long", field="name", most=NAME_LENGTH)
    return wanted


def _save(row: Neighbourhood) -> None:
    """The database takes each folded name once in a unit, also from two people at one instant."""
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        others = Neighbourhood.objects.exclude(pk=row.pk)
        taken = others.filter(unit=row.unit, folded=folded(row.name)).first()
        if taken is None:
            raise
        raise Refused("units.name_taken", field="name", name=taken.name) from None


def _neighbourhood_draft(kind: Kind, row: Neighbourhood) -> Draft:
    facts = {"kind": row.kind, "unit": row.unit.code}
    return Draft(kind, (row.subject, row.unit.subject), facts, {"name": row.name})
