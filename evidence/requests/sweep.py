"""What time does to requests: silence, withdrawn consent, overwritten footage, closed cases."""

from datetime import datetime

from django.db import transaction

from cameras.consent.queries import allowing
from cameras.consent.scopes import Scope
from cameras.registry.vocabulary import Status
from evidence.delays.queries import keeps_back
from portal.ledger.kinds import Kind
from portal.ledger.write import Draft, append

from . import genuine, timekeeper
from .invitations import tell_owners
from .models import FootageRequest, Target
from .queries import overdue
from .reminders import remind
from .states import RequestState, TargetState, move_request, move_target
from .vocabulary import Basis

SWEEPER = "system:requests"
TAKEN = (TargetState.AGREED, TargetState.FULFILLED, TargetState.NOTHING)  # without asking
WORKING = ("waiting", "running", "held")  # a job of the room above that may still bring the footage


def sweep(at: datetime) -> None:
    """Everything that is due at this instant; each part is a transaction of its own."""
    close_with_their_case(at)
    tell_at_last(at)
    judged = timekeeper.look(at).judged(at)  # a clock that has jumped ends nothing
    end_withdrawn(judged)
    expire_overdue(judged)
    end_overwritten(judged)
    remind(judged)
    genuine.forget(judged)


@transaction.atomic
def expire_overdue(at: datetime) -> int:
    """Silence by the deadline counts as no. Returns how many targets ended so."""
    rows = list(
        overdue(at)
        .select_for_update(of=("self",))
        .select_related("camera", "request__case__unit")
        .order_by("pk")
    )
    for row in rows:
        row.state = move_target(row.state, TargetState.EXPIRED)
        row.save(update_fields=["state"])
        append(
            Draft(
                Kind.TARGET_EXPIRED,
                row.subjects,
                {"unit": row.request.case.unit.code},
            ),
            actor=SWEEPER,
            at=at,
        )
    return len(rows)


@transaction.atomic
def end_withdrawn(at: datetime) -> int:
    """Owners who are still being asked and took their consent back are asked no longer."""
    rows = list(
        Target.objects.filter(state=TargetState.WAITING, request__basis=Basis.CONSENT)
        .exclude(allowing(Scope.ASK, at, prefix="camera__"), camera__status=Status.ACTIVE)
        .select_for_update(of=("self",))
        .order_by("pk")
    )
    for row in rows:
        row.state = move_target(row.state, TargetState.WITHDRAWN)
        row.answered_at = at
    Target.objects.bulk_update(rows, ["state", "answered_at"])
    return len(rows)


@transaction.atomic
def end_overwritten(at: datetime) -> int:
    """Footage that an owner agreed to and nobody brought is gone with the recorder's ring."""
    rows = list(
        Target.objects.filter(state=TargetState.AGREED, dies_at__lte=at)
        .exclude(job__state__in=WORKING)
        .select_for_update(of=("self",))
        .order_by("pk")
    )
    for row in rows:
        row.state = move_target(row.state, TargetState.NOTHING)
    Target.objects.bulk_update(rows, ["state"])
    return len(rows)


def tell_at_last(at: datetime) -> int:
    """Owners whom a delay kept from being told are told once it is over. How many targets."""
    untold = Target.objects.filter(
        told_at=None,
        state__in=TAKEN,
        request__state__in=(RequestState.APPROVED, RequestState.CLOSED),
        request__case__delay__isnull=False,
    ).exclude(request__basis=Basis.CONSENT)
    told = 0
    for key in untold.order_by("request_id").values_list("request_id", flat=True).distinct():
        with transaction.atomic():
            row = FootageRequest.objects.select_related("case__unit").get(pk=key)
            if keeps_back(row, at):
                continue
            waiting = untold.filter(request=row).select_for_update(of=("self",))
            targets = list(waiting.select_related("camera__owner").order_by("pk"))
            tell_owners(row, targets, SWEEPER, at)
            told += len(targets)
    return told


@transaction.atomic
def close_with_their_case(at: datetime) -> int:
    """A closed case asks for nothing more: its requests end, and who was being asked is not."""
    rows = list(
        FootageRequest.objects.filter(
            state__in=(RequestState.DRAFT, RequestState.SUBMITTED, RequestState.APPROVED),
            case__closed_at__lte=at,
        )
        .select_for_update(of=("self",))
        .select_related("case__unit")
        .order_by("pk")
    )
    for row in rows:
        row.state = move_request(row.state, RequestState.CLOSED)
        row.save(update_fields=["state"])
        row.targets.filter(state=TargetState.WAITING).update(state=TargetState.EXPIRED)
        append(
            Draft(
                Kind.REQUEST_CLOSED,
                row.subjects,
                {"unit": row.case.unit.code},
            ),
            actor=SWEEPER,
            at=at,
        )
    return len(rows)
