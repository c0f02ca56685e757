"""Why bytes of an item may flow: the facts of its request, read anew, put to the one decision."""

from datetime import datetime

from cameras.consent.decision import Basis, Facts, Step, Verdict, decide
from cameras.consent.queries import facts_for
from evidence.requests.ahead import taken_ahead, wanted_of
from evidence.requests.models import Target
from evidence.requests.states import RequestState, TargetState

from .models import Item

_APPROVED = (RequestState.APPROVED, RequestState.CLOSED)
_AGREED = (TargetState.AGREED, TargetState.FULFILLED)


def verdict_for(item: Item, step: Step, *, at: datetime, lock: bool = False) -> Verdict:
    """May bytes of this item be used for `step` at this instant, and on which basis?

    With `lock`, inside a transaction, no withdrawal can commit between this answer and the
    caller's own commit. An item without a target has no basis to flow on.
    """
    if item.target_id is None:
        return Verdict(flows=False, reason="custody.no_basis")
    return verdict_for_target(_target(item.target_id), step, at=at, lock=lock)


def verdict_for_target(target: Target, step: Step, *, at: datetime, lock: bool = False) -> Verdict:
    """The same before there is an item. Give a target just read: its row is the fact."""
    return decide(_facts(target, step, at, lock=lock), at)


def _facts(target: Target, step: Step, at: datetime, *, lock: bool) -> Facts:
    wanted = target.request
    agreed = target.state in _AGREED
    ahead = agreed and taken_ahead(target)
    return facts_for(
        target.camera,
        basis=Basis(wanted.basis),
        step=step,
        case_open=wanted.case.is_open,
        approved=wanted.decided_by_id is not None and wanted.state in _APPROVED,
        agreed=agreed and not ahead,
        ahead=wanted_of(target) if ahead else None,
        at=at,
        lock=lock,
    )


def _target(key: int) -> Target:
    return Target.objects.select_related("camera", "request__case").get(pk=key)
