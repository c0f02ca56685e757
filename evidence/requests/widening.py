"""Wider, once it was in vain: 'not found' goes on the record, then the next step is offered."""

from datetime import datetime

from django.db import transaction

from portal.ledger.kinds import Kind
from portal.ledger.write import Draft, append
from portal.lib.errors import Refused
from portal.lib.words import clean
from portal.people.models import User

from .drafting import ANSWERS, keep_sought
from .models import FootageRequest, NotFound
from .states import RequestState
from .twins import LIVE
from .windows import hull


@transaction.atomic
def record_not_found(
    *, footage_request: FootageRequest, person: User, note: str, at: datetime
) -> NotFound:
    """What was sought is not in what this request brought. Recorded once, before a wider step.

    Where clips came, one of them must have been opened first.
    """
    row = FootageRequest.objects.select_for_update().get(pk=footage_request.pk)
    if row.state != RequestState.APPROVED:
        raise Refused("requests.wrong_state", state=row.state)
    if not row.case.is_open:
        raise Refused("requests.case_closed")
    if NotFound.objects.filter(request=row).exists():
        raise Refused("requests.not_found_already")
    # Items and viewings belong to the rooms above: named by string only.
    clips = row.targets.filter(items__isnull=False).distinct().count()
    if clips and not row.targets.filter(items__viewings__isnull=False).exists():
        raise Refused("requests.not_looked_yet")
    found = NotFound.objects.create(request=row, person=person, note=clean(note), at=at)
    append(
        Draft(
            Kind.REQUEST_NOT_FOUND,
            row.subjects,
            {"unit": row.case.unit.code, "clips": clips},
            {"note": found.note} if found.note else {},
        ),
        actor=person.subject,
        at=at,
    )
    return found


@transaction.atomic
def widen(*, footage_request: FootageRequest, person: User, at: datetime) -> FootageRequest:
    """The draft of the next step, with the same question; a draft made before is that one."""
    row = FootageRequest.objects.select_for_update().get(pk=footage_request.pk)
    if not NotFound.objects.filter(request=row).exists():
        raise Refused("requests.not_found_first")
    if not row.case.is_open:
        raise Refused("requests.case_closed")
    begun = row.widened_by.filter(state=RequestState.DRAFT, requested_by=person).first()
    if begun is not None:
        return begun
    if row.widened_by.filter(state__in=LIVE).exists():
        raise Refused("requests.widened_already")
    kept = {name: getattr(row, name) for name in ANSWERS}
    whole = hull(row.sought)
    draft = FootageRequest.objects.create(
        **kept,
        case=row.case,
        window_start=whole.start,
        window_stop=whole.stop,
        requested_by=person,
        created_at=at,
        widens=row,
    )
    keep_sought(draft, row.sought)
    return draft
