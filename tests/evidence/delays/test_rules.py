"""Nothing prolongs a delay beyond thirty days, and nothing but the clock is needed to end it."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from evidence.delays.rules import MOST_DAYS, Span, covers

START = datetime(2026, 11, 1, 8, tzinfo=UTC)
DAY = timedelta(days=1)
INSTANTS = st.timedeltas(timedelta(), 400 * DAY).map(lambda gap: START + gap)
SPANS = st.builds(
    Span, st.just(START), st.integers(1, 4000), st.none() | INSTANTS, st.none() | INSTANTS
)


@given(SPANS, INSTANTS)
def test_it_is_over_for_good_by_days_by_command_or_by_the_case(span: Span, at: datetime) -> None:
    ends = [START + MOST_DAYS * DAY, START + span.days * DAY, span.lifted_at, span.closed_at]
    over = any(end is not None and at >= end for end in ends)
    assert span.holds_at(at) is not over
    if over:
        assert not span.holds_at(at + DAY)


@given(SPANS, INSTANTS)
def test_a_line_says_by_how_many_days_it_came_late(span: Span, at: datetime) -> None:
    if span.holds_at(at):
        days = span.days_late(at)
        assert 1 <= days <= MOST_DAYS
        assert (days - 1) * DAY < span.ends_at - at <= days * DAY


def test_who_is_asked_never_waits_nor_does_who_requested_decide() -> None:
    assert not covers(basis="consent", requested_by=1, decided_by={2})
    assert not covers(basis="demand", requested_by=2, decided_by={2})
    assert covers(basis="demand", requested_by=1, decided_by={2})
