"""Another commander says afterwards whether an opening was justified. Once, and on the record."""

from datetime import datetime
from functools import partial

from django.db import transaction

from portal.duties.models import Duty
from portal.duties.services import finish
from portal.duties.vocabulary import DutyKind
from portal.ledger.kinds import Kind
from portal.lib.errors import Refused
from portal.lib.jobs import nudge
from portal.people.models import User

from . import words
from .models import Opening
from .services import checked_reason, end, record
from .states import OpeningState, move_opening
from .vocabulary import Ending, Verdict

__all__ = ["review", "words"]

_THEN = {
    Verdict.JUSTIFIED: OpeningState.JUSTIFIED,
    Verdict.UNJUSTIFIED: OpeningState.UNJUSTIFIED,
}


@transaction.atomic
def review(*, opening: Opening, person: User, verdict: str, reason: str, at: datetime) -> Opening:
    """Ends it where it still runs. Without reason: what was fetched under it is destroyed by the
    next sweep, unless the request was approved.
    """
    if person.pk in (opening.person_id, opening.requested_by_id):
        raise Refused("emergency.own_review")
    kept = checked_reason(reason, "emergency.verdict_reason_missing")
    end(opening, Ending.COMMANDER, at=at, actor=person.subject)
    row = Opening.objects.select_for_update().get(pk=opening.pk)
    row.request = opening.request
    if row.reviewed_by_id is not None:
        raise Refused("emergency.reviewed")
    row.state = move_opening(row.state, _THEN[Verdict(verdict)])
    row.reviewed_by, row.reviewed_at, row.review_reason = person, at, kept
    row.save(update_fields=["state", "reviewed_by", "reviewed_at", "review_reason"])
    facts = {"verdict": str(verdict), "late": at >= row.due_at}
    record(Kind.EMERGENCY_REVIEWED, row, person.subject, at, facts=facts, private={"reason": kept})
    duties = Duty.objects.filter(kind=DutyKind.EMERGENCY_REVIEW, about=row.subject, done_at=None)
    for duty in duties.select_related("unit"):
        finish(duty=duty, actor=person.subject, at=at)
    transaction.on_commit(partial(nudge, "extraction.sweep"))
    return row
