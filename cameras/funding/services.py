"""Writing contributions: one person records, another confirms, the book follows."""

from datetime import datetime

from django.db import transaction

from portal.ledger.kinds import Kind
from portal.ledger.write import Draft, append
from portal.lib.errors import Refused
from portal.lib.ids import new_id
from portal.lib.words import clean
from portal.look.once import first_made, save_once
from portal.people.models import User
from portal.places.models import Neighbourhood, Unit

from . import book, words
from .models import Contribution, Posting
from .vocabulary import GiftKind, GiftState

__all__ = ["confirm", "record", "refuse", "words"]


@transaction.atomic
def record(
    *,
    person: User,
    unit: Unit,
    neighbourhood: Neighbourhood | None,
    donor_name: str,
    name_is_public: bool,
    kind: str,
    amount: int,
    camera_count: int,
    note: str,
    at: datetime,
    is_demo: bool = False,
    public_id: str | None = None,
) -> Contribution:
    """Write down what somebody gave. It counts nowhere until another person confirms it.

    With a `public_id` this person has used before: what was recorded then, and nothing new.
    """
    if first := first_made(Contribution, public_id, recorded_by=person):
        return first
    donor = clean(donor_name)
    if not donor:
        raise Refused("funding.donor_missing", field="donor_name")
    if kind == GiftKind.MONEY:
        book.gift(amount)
    elif amount:
        raise Refused("funding.amount_not_for_kind", field="amount")
    new = Contribution(
        public_id=public_id or new_id(),
        unit=unit,
        neighbourhood=neighbourhood,
        donor_name=donor,
        name_is_public=name_is_public,
        kind=kind,
        amount=amount,
        camera_count=camera_count,
        note=clean(note),
        recorded_by=person,
        recorded_at=at,
        is_demo=is_demo,
    )
    row = save_once(new, recorded_by=person)
    if row is not new:
        return row
    append(_draft(Kind.CONTRIBUTION_RECORDED, row, {"donor": donor}), actor=person.subject, at=at)
    return row


def _draft(kind: Kind, row: Contribution, private: dict[str, str]) -> Draft:
    facts = {
        "amount": row.amount,
        "cameras": row.camera_count,
        "kind": row.kind,
        "unit": row.unit.code,
    }
    return Draft(kind, (row.subject, row.unit.subject), facts, private)


def _decide(row_id: int, then: GiftState, person: User, at: datetime) -> Contribution:
    row = Contribution.objects.select_for_update(of=("self",)).select_related("unit").get(pk=row_id)
    if row.recorded_by_id == person.pk:
        raise Refused("funding.own_confirmation")
    if row.state != GiftState.RECORDED:
        raise Refused("funding.already_decided")
    row.state, row.decided_by, row.decided_at = then, person, at
    row.save(update_fields=["state", "decided_by", "decided_at"])
    return row


@transaction.atomic
def confirm(*, contribution: Contribution, person: User, at: datetime) -> Contribution:
    """A second person vouches for it: money enters the unit's book, the board shows it."""
    row = _decide(contribution.pk, GiftState.CONFIRMED, person, at)
    if row.kind == GiftKind.MONEY:
        movement = new_id()
        Posting.objects.bulk_create(
            [
                Posting(
                    unit=row.unit,
                    movement=movement,
                    account=line.account,
                    amount=line.amount,
                    contribution=row,
                    at=at,
                )
                for line in book.gift(row.amount)
            ]
        )
    append(_draft(Kind.CONTRIBUTION_CONFIRMED, row, {}), actor=person.subject, at=at)
    return row


@transaction.atomic
def refuse(*, contribution: Contribution, person: User, at: datetime) -> Contribution:
    """A second person does not vouch for it: it stays on the record and counts nowhere."""
    row = _decide(contribution.pk, GiftState.REFUSED, person, at)
    append(_draft(Kind.CONTRIBUTION_REFUSED, row, {}), actor=person.subject, at=at)
    return row
