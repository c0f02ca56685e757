"""No byte flows without a basis: every combination of facts, and random histories beside them."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cameras.consent.decision import Basis, Facts, Step, Verdict, decide
from cameras.consent.fold import Event, Standing, fold
from cameras.consent.scopes import Scope, Verb
from portal.lib.errors import Refused
from portal.lib.words import known_codes
from tests.cameras.consent.test_fold import INSTANTS, UNHURRIED, histories

NOW = datetime(2026, 11, 21, tzinfo=UTC)
FACTS = st.builds(
    Facts,
    basis=st.sampled_from(list(Basis)),
    step=st.sampled_from(list(Step)),
    standing=st.builds(fold, histories(), INSTANTS),
    camera_active=st.booleans(),
    case_open=st.booleans(),
    approved=st.booleans(),
    agreed=st.booleans(),
    authority_until=st.none() | INSTANTS,
)


def everything() -> Facts:
    said = Event("owner", Verb.GRANT, frozenset(Scope), NOW)
    return Facts(
        basis=Basis.CONSENT,
        step=Step.RELEASE,
        standing=fold([said], NOW),
        camera_active=True,
        case_open=True,
        approved=True,
        agreed=True,
    )


@UNHURRIED
@given(FACTS, INSTANTS)
def test_bytes_flow_only_with_every_fact_that_their_basis_needs(facts: Facts, at: datetime) -> None:
    verdict = decide(facts, at)
    assert verdict.flows == (verdict.basis is not None) == (verdict.reason is None)
    if not verdict.flows:
        return
    assert verdict.basis is facts.basis
    assert facts.case_open
    assert facts.authority_until is None or at < facts.authority_until
    if facts.step is not Step.APPROVE:
        breaks_glass = facts.basis is Basis.EMERGENCY and facts.authority_until is not None
        assert facts.approved or breaks_glass
    if facts.basis is Basis.CONSENT:
        assert facts.standing.allows(Scope.ASK)
        assert facts.agreed or facts.step is Step.APPROVE
        assert facts.standing.allows(Scope.DETECT) or facts.step is not Step.DETECT


@UNHURRIED
@given(FACTS, histories(), INSTANTS)
def test_a_withdrawal_stops_consent_and_nothing_else(
    facts: Facts, events: list[Event], at: datetime
) -> None:
    withdrawn = [*events, Event("owner", Verb.WITHDRAW, frozenset(Scope), at)]
    before = decide(replace(facts, standing=fold(events, at)), at)
    after = decide(replace(facts, standing=fold(withdrawn, at)), at)
    if facts.basis is Basis.CONSENT:
        assert not after.flows
    else:
        assert after == before


@UNHURRIED
@given(FACTS, INSTANTS)
def test_every_reason_has_a_sentence(facts: Facts, at: datetime) -> None:
    reason = decide(facts, at).reason
    assert reason is None or reason in known_codes()


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"standing": Standing()}, "consent.never_asked"),
        ({"agreed": False}, "consent.not_agreed"),
        ({"approved": False}, "consent.not_approved"),
        ({"case_open": False}, "consent.case_closed"),
        ({"step": Step.PULL, "camera_active": False}, "consent.camera_removed"),
        ({"authority_until": NOW}, "consent.authority_ended"),
        ({"basis": Basis.EMERGENCY, "approved": False}, "consent.not_approved"),
    ],
)
def test_it_names_what_is_in_the_way(change: dict[str, object], reason: str) -> None:
    assert decide(everything(), NOW) == Verdict(flows=True, basis=Basis.CONSENT)
    verdict = decide(replace(everything(), **change), NOW)  # type: ignore[arg-type]
    assert verdict == Verdict(flows=False, reason=reason)
    with pytest.raises(Refused, match=reason):
        verdict.require()


def test_an_emergency_runs_ahead_of_its_approval_only_while_its_time_runs() -> None:
    broken = replace(
        everything(),
        basis=Basis.EMERGENCY,
        approved=False,
        agreed=False,
        standing=Standing(),
        authority_until=NOW + timedelta(minutes=60),
    )
    assert decide(broken, NOW).flows
    assert not decide(broken, NOW + timedelta(minutes=60)).flows


def test_footage_of_a_removed_camera_that_was_sealed_before_can_still_be_read() -> None:
    assert decide(replace(everything(), camera_active=False), NOW).flows
