"""Released without asking: only within every limit its owner drew, by the clock of Việt Nam."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cameras.consent.decision import why_not_ahead
from cameras.consent.fold import Event, fold
from cameras.consent.limits import SERIOUS, Ahead, Wanted, month_of
from cameras.consent.scopes import RESERVED, Scope, Verb
from cameras.consent.vocabulary import SCOPE_QUESTIONS, SERIOUS_WORDS
from evidence.cases.vocabulary import CaseKind
from portal.lib.clock import VIETNAM
from portal.lib.errors import Refused
from tests.cameras.consent.test_fold import INSTANTS, PEOPLE, START, UNHURRIED, histories

HOURS_OFF = timedelta(hours=7)  # Việt Nam is ahead of UTC by this, all year
NIGHT = Ahead(frozenset({"robbery"}), from_hour=22, to_hour=6, minutes=30, per_month=2)
AHEADS = st.builds(
    Ahead,
    kinds=st.frozensets(st.sampled_from(SERIOUS), min_size=1),
    from_hour=st.integers(0, 23),
    to_hour=st.integers(1, 24),
    minutes=st.integers(1, 60),
    per_month=st.integers(1, 20),
)


@st.composite
def wants(draw: st.DrawFn) -> Wanted:
    start = START + timedelta(minutes=draw(st.integers(-100_000, 100_000)))
    length = timedelta(minutes=draw(st.integers(-5, 90)))
    kind = draw(st.sampled_from([*SERIOUS, "theft"]))
    return Wanted(kind, start, start + length, draw(st.integers(-1, 21)))


def at(day: int, hour: int, minute: int = 0, second: int = 0) -> datetime:
    """By the clock on the wall in Việt Nam."""
    return datetime(2026, 11, day, hour, minute, second, tzinfo=VIETNAM).astimezone(UTC)


def minutes(start: datetime, length: float, *, earlier: int = 0, kind: str = "robbery") -> Wanted:
    return Wanted(kind, start, start + timedelta(minutes=length), earlier)


@pytest.mark.parametrize(
    ("wanted", "covered"),
    [
        (minutes(at(20, 22), 30), True),  # the first minute of the night
        (minutes(at(20, 21, 59, 59), 30), False),
        (minutes(at(20, 23, 50), 20), True),  # over midnight
        (minutes(at(21, 5, 30), 30), True),  # ends as the night does
        (minutes(at(21, 5, 31), 30), False),
        (minutes(at(21, 6), 1), False),
        (minutes(at(21, 12), 5), False),
        (minutes(at(21, 0), 30, kind="theft"), False),
        (minutes(at(21, 0), 30.1), False),
        (minutes(at(21, 0), 30, earlier=1), True),
        (minutes(at(21, 0), 30, earlier=2), False),
        (minutes(at(21, 0), 0), False),
        (minutes(at(21, 0), -5), False),
    ],
)
def test_the_edges_of_a_night(wanted: Wanted, covered: bool) -> None:
    assert NIGHT.covers(wanted) is covered


def test_hours_are_those_of_the_wall_in_viet_nam_not_of_the_store() -> None:
    noon = Ahead(frozenset({"robbery"}), from_hour=12, to_hour=13, minutes=60, per_month=1)
    assert noon.covers(minutes(datetime(2026, 11, 21, 5, 0, tzinfo=UTC), 60))
    assert not noon.covers(minutes(datetime(2026, 11, 21, 12, 0, tzinfo=UTC), 60))


@UNHURRIED
@given(AHEADS, wants())
def test_what_is_covered_keeps_every_limit_minute_by_minute(drawn: Ahead, wanted: Wanted) -> None:
    """Against a slow reading of the same words: every minute of the window is looked at."""
    if drawn.covers(wanted):
        assert wanted.case_kind in drawn.kinds
        assert wanted.stop - wanted.start <= timedelta(minutes=drawn.minutes)
        assert wanted.earlier < drawn.per_month
    length = int((wanted.stop - wanted.start) / timedelta(minutes=1))
    inside = [
        _open(drawn, (wanted.start + timedelta(minutes=n) + HOURS_OFF).hour) for n in range(length)
    ]
    others = replace(drawn, minutes=90, per_month=22, kinds=frozenset({*SERIOUS, "theft"}))
    if length > 0 and wanted.earlier >= 0:
        assert others.covers(wanted) == all(inside)


def _open(drawn: Ahead, hour: int) -> bool:
    last = drawn.to_hour % 24
    if drawn.from_hour < last:
        return drawn.from_hour <= hour < last
    return hour >= drawn.from_hour or hour < last


@UNHURRIED
@given(histories(), INSTANTS, PEOPLE, AHEADS, AHEADS, wants())
def test_the_limits_of_each_who_agreed_bind(
    events: list[Event], when: datetime, person: str, mine: Ahead, other: Ahead, wanted: Wanted
) -> None:
    both = frozenset({Scope.ASK, Scope.RELEASE})
    said = [
        *[event for event in events if event.verb is Verb.LEAVE],
        Event(person, Verb.GRANT, both, when, ahead=mine),
        Event("grandmother", Verb.GRANT, both, when, ahead=other),
    ]
    covered = mine.covers(wanted) and other.covers(wanted)
    assert (why_not_ahead(fold(said, when), wanted) is None) == covered
    withdrawn = [*said, Event(person, Verb.WITHDRAW, frozenset({Scope.RELEASE}), when)]
    assert why_not_ahead(fold(withdrawn, when), wanted) == "consent.withdrawn"
    unasked = [*said, Event(person, Verb.REFUSE, frozenset({Scope.ASK}), when)]
    assert why_not_ahead(fold(unasked, when), wanted) == "consent.refused"


def test_a_yes_without_limits_releases_nothing() -> None:
    both = frozenset({Scope.ASK, Scope.RELEASE})
    bare = fold([Event("owner", Verb.GRANT, both, START)], START)
    assert why_not_ahead(bare, minutes(at(21, 0), 1)) == "consent.beyond_limits"


@pytest.mark.parametrize(
    ("instant", "first"),
    [
        (at(30, 23, 59, 59), at(1, 0)),
        (at(30, 23, 59, 59) + timedelta(seconds=1), datetime(2026, 11, 30, 17, tzinfo=UTC)),
        (at(1, 0), at(1, 0)),
        (at(1, 0) - timedelta(microseconds=1), datetime(2026, 9, 30, 17, tzinfo=UTC)),
    ],
)
def test_months_turn_at_midnight_in_viet_nam(instant: datetime, first: datetime) -> None:
    begun, after = month_of(instant)
    assert begun == first
    assert begun <= instant < after
    assert after.astimezone(VIETNAM).day == 1


@UNHURRIED
@given(AHEADS)
def test_limits_survive_the_store(drawn: Ahead) -> None:
    assert Ahead.of(drawn.checked().plain()) == drawn


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"kinds": frozenset()}, "consent.kinds_missing"),
        ({"kinds": frozenset({"theft"})}, "consent.kinds_missing"),
        ({"from_hour": 24}, "consent.hours_wrong"),
        ({"to_hour": 0}, "consent.hours_wrong"),
        ({"minutes": 0}, "consent.minutes_wrong"),
        ({"minutes": 61}, "consent.minutes_wrong"),
        ({"per_month": 21}, "consent.times_wrong"),
    ],
)
def test_limits_that_say_nothing_or_too_much_are_refused(
    change: dict[str, object], code: str
) -> None:
    with pytest.raises(Refused, match=code):
        replace(NIGHT, **change).checked()  # type: ignore[arg-type]


def test_serious_kinds_are_kinds_of_case_with_a_name() -> None:
    assert set(SERIOUS) <= set(CaseKind.values)
    assert set(SERIOUS_WORDS) == set(SERIOUS)


def test_the_wall_is_reserved_and_offered_nowhere() -> None:
    assert "live" in RESERVED
    assert RESERVED.isdisjoint(Scope)
    assert RESERVED.isdisjoint(map(str, SCOPE_QUESTIONS))
