"""Random histories of several people against what must always hold."""

from datetime import UTC, datetime, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cameras.consent.fold import Event, State, fold
from cameras.consent.scopes import Scope, Verb

# The rules are pure and quick; a busy machine must not turn its own slowness into a failure.
UNHURRIED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
START = datetime(2026, 1, 1, tzinfo=UTC)
PEOPLE = st.sampled_from(["mother", "father", "son"])
VOICES = (Verb.GRANT, Verb.REFUSE, Verb.WITHDRAW)
SCOPES = st.frozensets(st.sampled_from(list(Scope)), min_size=1)
INSTANTS = st.integers(0, 1000).map(lambda hours: START + timedelta(hours=hours))


@st.composite
def histories(draw: st.DrawFn) -> list[Event]:
    """In the order of recording; clocks may jump back and forth."""
    events = []
    for _ in range(draw(st.integers(0, 8))):
        verb = draw(st.sampled_from(VOICES))
        at = draw(INSTANTS)
        until = draw(st.none() | INSTANTS) if verb is Verb.GRANT else None
        events.append(Event(draw(PEOPLE), verb, draw(SCOPES), at, until))
    return events


@UNHURRIED
@given(histories(), INSTANTS, st.sampled_from(list(Scope)), PEOPLE)
def test_a_no_takes_effect_at_once_whatever_came_before(
    events: list[Event], at: datetime, scope: Scope, person: str
) -> None:
    for verb in (Verb.REFUSE, Verb.WITHDRAW):
        no = Event(person, verb, frozenset({scope}), at)
        assert not fold([*events, no], at).allows(scope)


@UNHURRIED
@given(histories(), INSTANTS, st.sampled_from(list(Scope)))
def test_one_no_is_enough(events: list[Event], at: datetime, scope: Scope) -> None:
    if fold(events, at).allows(scope):
        for person in ("mother", "father", "son"):
            said = [e for e in events if e.person == person and scope in e.scopes]
            assert not said or said[-1].verb is Verb.GRANT


@UNHURRIED
@given(histories(), INSTANTS, st.sampled_from(list(Scope)))
def test_nothing_is_allowed_without_a_grant_that_still_holds(
    events: list[Event], at: datetime, scope: Scope
) -> None:
    answer = fold(events, at).answer(scope)
    if answer.state is State.GRANTED:
        assert any(
            event.verb is Verb.GRANT
            and scope in event.scopes
            and (event.until is None or at < event.until)
            for event in events
        )
        assert answer.until is None or at < answer.until


@UNHURRIED
@given(histories(), histories(), INSTANTS)
def test_somebody_elses_no_outlives_every_later_grant_of_others(
    before: list[Event], after: list[Event], at: datetime
) -> None:
    no = Event("grandmother", Verb.WITHDRAW, frozenset({Scope.ASK}), at)
    assert not fold([*before, no, *after], at).allows(Scope.ASK)


@UNHURRIED
@given(histories(), histories(), INSTANTS, PEOPLE, SCOPES)
def test_whoever_leaves_takes_along_their_own_no_and_nothing_else(
    before: list[Event], after: list[Event], at: datetime, person: str, scopes: frozenset[Scope]
) -> None:
    left = fold([*before, Event(person, Verb.LEAVE, scopes, at), *after], at)
    later = {scope for e in after if e.person == person for scope in e.scopes}
    for scope in Scope:
        said = [e for e in before if e.person == person and scope in e.scopes]
        takes_along = scope in scopes and said and said[-1].verb is not Verb.GRANT
        others = [e for e in before if not (takes_along and e.person == person)]
        expected = fold([*others, *after], at).answer(scope)
        if scope not in later or not takes_along:
            assert left.answer(scope).state is expected.state
        else:  # back again: what they say anew counts like anybody's
            assert left.answer(scope) == fold([*before, *after], at).answer(scope)


@UNHURRIED
@given(histories(), INSTANTS, PEOPLE)
def test_leaving_never_allows_what_the_others_alone_would_not(
    events: list[Event], at: datetime, person: str
) -> None:
    """Fail safe: nothing comes to be allowed by leaving but by somebody's own standing yes."""
    everything = frozenset(Scope)
    allowed = fold([*events, Event(person, Verb.LEAVE, everything, at)], at).allowed
    others = fold([e for e in events if e.person != person], at).allowed
    assert allowed <= others | fold(events, at).allowed


@UNHURRIED
@given(histories(), INSTANTS)
def test_scopes_do_not_touch_each_other(events: list[Event], at: datetime) -> None:
    for scope in Scope:
        alone = [
            Event(e.person, e.verb, frozenset({scope}), e.at, e.until)
            for e in events
            if scope in e.scopes
        ]
        assert fold(alone, at).answer(scope) == fold(events, at).answer(scope)


@UNHURRIED
@given(histories(), INSTANTS)
def test_what_is_allowed_now_stays_allowed_until_the_end_it_names(
    events: list[Event], at: datetime
) -> None:
    standing = fold(events, at)
    if standing.until is not None:
        just_before = standing.until - timedelta(microseconds=1)
        assert fold(events, just_before).allowed >= standing.allowed
        assert fold(events, standing.until).allowed < standing.allowed


def test_a_grant_after_ones_own_no_counts_again() -> None:
    ask = frozenset({Scope.ASK})
    events = [
        Event("mother", Verb.GRANT, ask, START),
        Event("mother", Verb.WITHDRAW, ask, START),
        Event("mother", Verb.GRANT, ask, START),
    ]
    assert fold(events[:2], START).answer(Scope.ASK).state is State.WITHDRAWN
    assert fold(events, START).allows(Scope.ASK)


def test_a_clock_set_back_does_not_bring_an_old_grant_to_life() -> None:
    ask = frozenset({Scope.ASK})
    granted = Event("mother", Verb.GRANT, ask, START + timedelta(days=9))
    withdrawn = Event("mother", Verb.WITHDRAW, ask, START)
    assert not fold([granted, withdrawn], START + timedelta(days=10)).allows(Scope.ASK)
