"""May bytes of this camera's footage flow? One function answers, at every step. Pure: no Django.

A basis is why they may: the owner's consent, a written demand, an administrative one, an emergency.
The owner's refusal and withdrawal bind the first and only the first; approval, the open case and
the end of the authority bind all. Under consent the owner agreed to this very request, or ahead of
it to everything within limits they drew. There is no fifth way: what is not allowed here does not
flow.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from portal.lib.errors import Refused

from .fold import Standing, State
from .limits import Wanted
from .scopes import Scope


class Basis(StrEnum):
    CONSENT = "consent"
    DEMAND = "demand"
    ADMINISTRATIVE = "administrative"
    EMERGENCY = "emergency"


class Step(StrEnum):
    APPROVE = "approve"  # a second person lets the request go out
    PULL = "pull"  # a worker fetches from the recorder
    RELEASE = "release"  # sealed bytes go to a person or into a package
    DETECT = "detect"  # detection runs on sealed bytes


@dataclass(frozen=True)
class Facts:
    """Everything `decide` looks at, each read by the caller in its own transaction."""

    basis: Basis
    step: Step
    standing: Standing
    camera_active: bool
    case_open: bool
    approved: bool  # by somebody other than the requester
    agreed: bool  # the owner said yes to this very request
    authority_until: datetime | None = None  # None: the authority has no end of its own
    ahead: Wanted | None = None  # nobody was asked: what is taken on an agreement ahead of it


@dataclass(frozen=True)
class Verdict:
    """`flows` with its `basis`, or the code of the reason why not."""

    flows: bool
    basis: Basis | None = None
    reason: str | None = None

    def require(self) -> Basis:
        """The basis, or the refusal as an error."""
        if self.basis is None:
            raise Refused(self.reason or "consent.never_asked")
        return self.basis


_REASONS = {
    State.NEVER_ASKED: "consent.never_asked",
    State.REFUSED: "consent.refused",
    State.WITHDRAWN: "consent.withdrawn",
    State.EXPIRED: "consent.expired",
}


def decide(facts: Facts, at: datetime) -> Verdict:
    """The answer at the instant `at`. The first thing in the way is the reason that is given."""
    reason = _what_binds_all(facts, at)
    if reason is None and facts.basis is Basis.CONSENT:
        reason = _what_binds_consent(facts)
    if reason is not None:
        return Verdict(flows=False, reason=reason)
    return Verdict(flows=True, basis=facts.basis)


def _what_binds_all(facts: Facts, at: datetime) -> str | None:
    if not facts.case_open:
        return "consent.case_closed"
    if facts.step in (Step.APPROVE, Step.PULL) and not facts.camera_active:
        return "consent.camera_removed"
    if facts.authority_until is not None and at >= facts.authority_until:
        return "consent.authority_ended"
    if facts.step is not Step.APPROVE and not facts.approved and not _breaks_glass(facts):
        return "consent.not_approved"
    return None


def _breaks_glass(facts: Facts) -> bool:
    """An emergency goes ahead of its approval, but only while a stated time runs."""
    return facts.basis is Basis.EMERGENCY and facts.authority_until is not None


def _what_binds_consent(facts: Facts) -> str | None:
    needed = (Scope.ASK, Scope.DETECT) if facts.step is Step.DETECT else (Scope.ASK,)
    for scope in needed:
        state = facts.standing.answer(scope).state
        if state is not State.GRANTED:
            return _REASONS[state]
    if facts.step is Step.APPROVE or facts.agreed:
        return None
    return (
        "consent.not_agreed" if facts.ahead is None else why_not_ahead(facts.standing, facts.ahead)
    )


def why_not_ahead(standing: Standing, wanted: Wanted) -> str | None:
    """Why this may not be taken without asking; None when the owner agreed to it beforehand."""
    for scope in (Scope.ASK, Scope.RELEASE):
        state = standing.answer(scope).state
        if state is not State.GRANTED:
            return _REASONS[state]
    drawn = standing.answer(Scope.RELEASE).ahead
    kept = all(limits is not None and limits.covers(wanted) for limits in drawn)
    return None if drawn and kept else "consent.beyond_limits"
