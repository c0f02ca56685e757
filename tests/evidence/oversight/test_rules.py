"""The rules as pure functions: tails are exact, order is nothing, strangers change nothing."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from math import comb

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evidence.oversight import no_outcome, off_shift, pairs, purposes, rules, same_address, vague
from evidence.oversight.found import Found, Month, Rule
from evidence.oversight.records import Ask, Decision, Look, Records, Result
from evidence.oversight.tails import binomial_tail, usual_share

MONTH = Month(date(2026, 10, 1))
START = datetime(2026, 8, 1, 2, 0, tzinfo=UTC)  # 09:00 in Việt Nam, a Saturday
CLEAR = "Xác minh vụ trộm xe máy trước số {n} đường Mẫu"
DAY = timedelta(days=1)


def asks(
    officer: str, count: int, *, camera: str = "", first: int = 0, purpose: str = CLEAR
) -> tuple[Ask, ...]:
    """One case a day; each its own camera where none is named."""
    return tuple(
        Ask(
            seq=first + n,
            at=START + (n * 91 // count) * DAY,
            officer=officer,
            case=f"case:{officer}{n}",
            request=f"request:{officer}{n}",
            cameras=(camera or f"camera:{officer}{n}",),
            purpose=purpose.format(n=n),
        )
        for n in range(count)
    )


def off_hours(records: Records) -> list[Found]:
    return list(
        off_shift.find(
            records,
            MONTH,
            rules.OFF_SHIFT,
            besides=rules.NEXT_DAY,
            weight=rules.OFF_SHIFT_WEIGHT,
        )
    )


def without_outcome(records: Records) -> list[Found]:
    return list(no_outcome.find(records, MONTH, rules.NO_OUTCOME, rules.WITHOUT_OUTCOME))


def looks(officer: str, count: int, hour: int, first: int = 5_000) -> tuple[Look, ...]:
    """On as many working days, of a case in which nothing was asked for long."""
    days = [START.replace(month=9, day=24) + n * DAY for n in range(60)]
    weekdays = [day for day in days if day.weekday() < 5][:count]
    return tuple(
        Look(first + n, day + timedelta(hours=hour - 9), officer, "case:old", "camera:x", "x")
        for n, day in enumerate(weekdays)
    )


def names(found: list[Found]) -> list[tuple[str, str]]:
    return [(one.rule.value, one.officer) for one in found]


@given(st.integers(0, 40), st.integers(0, 40), st.integers(0, 100))
def test_a_tail_is_the_sum_of_its_chances(k: int, n: int, percent: int) -> None:
    p = percent / 100
    exact = sum(comb(n, i) * p**i * (1 - p) ** (n - i) for i in range(k, n + 1))
    assert binomial_tail(k, n, p) == pytest.approx(exact, abs=1e-9)


def test_a_chance_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="want a chance"):
        binomial_tail(1, 2, 1.5)


def test_one_colleague_far_out_does_not_move_what_is_usual() -> None:
    shares = [0.1, 0.11, 0.12, 0.13]
    calm = usual_share(shares, spread=2, least=0.05)
    wild = usual_share([*shares, 0.99], spread=2, least=0.05)
    assert wild.upper - calm.upper < 0.05
    assert usual_share([], spread=2, least=0.2).upper == 0.2


def test_one_home_in_case_after_case_is_asked_about() -> None:
    watched = asks("a", 6, camera="camera:home")
    records = Records((*watched, *asks("b", 60, first=100), *asks("c", 60, first=200)))
    found = list(same_address.find(records, MONTH, rules.SAME_ADDRESS, rules.SAME_PLACE))
    assert names(found) == [("same-address", "a")]
    assert found[0].about == "camera:home"
    assert found[0].seqs == tuple(range(6))
    assert (found[0].k, found[0].n) == (6, 6)


def test_five_requests_in_one_long_case_are_one() -> None:
    long = tuple(replace(ask, case="case:long") for ask in asks("a", 6, camera="camera:home"))
    records = Records((*long, *asks("b", 60, first=100), *asks("c", 60, first=200)))
    assert list(same_address.find(records, MONTH, rules.SAME_ADDRESS, rules.SAME_PLACE)) == []


def test_a_junction_asked_for_as_a_junction_is_nobodys_home() -> None:
    beat = tuple(replace(ask, cameras=("camera:north", "camera:south")) for ask in asks("a", 12))
    records = Records((*beat, *asks("b", 60, first=100), *asks("c", 60, first=200)))
    assert list(same_address.find(records, MONTH, rules.SAME_ADDRESS, rules.SAME_PLACE)) == []


def test_a_shop_that_comes_with_its_junction_is_nobodys_home() -> None:
    """Not every time with the same camera of it, and once in a while on its own."""
    junction = ("camera:north", "camera:south", "camera:east")
    beat = tuple(
        replace(
            ask, cameras=("camera:shop", *junction[n % 3 : n % 3 + 2]) if n > 1 else ask.cameras
        )
        for n, ask in enumerate(asks("a", 14, camera="camera:shop"))
    )
    records = Records((*beat, *asks("b", 60, first=100), *asks("c", 60, first=200)))
    assert list(same_address.find(records, MONTH, rules.SAME_ADDRESS, rules.SAME_PLACE)) == []


def test_a_camera_added_to_cases_that_began_elsewhere_tells_twice() -> None:
    rest = tuple(replace(ask, case=f"{ask.case}-rest") for ask in asks("a", 6, first=300))
    ordinary = (*asks("b", 60, first=100), *asks("c", 60, first=200), *rest)
    three = asks("a", 3, camera="camera:home")
    burgled = tuple(replace(ask, at=ask.at + 20 * DAY) for ask in three)
    began_there = Records((*burgled, *ordinary))
    assert list(same_address.find(began_there, MONTH, rules.SAME_ADDRESS, rules.SAME_PLACE)) == []
    last = replace(burgled[-1], seq=90)
    elsewhere = replace(last, seq=80, at=last.at - DAY, cameras=("camera:far",))
    records = Records((*burgled[:-1], elsewhere, last, *ordinary))
    found = list(same_address.find(records, MONTH, rules.SAME_ADDRESS, rules.SAME_PLACE))
    assert [(one.officer, one.about, one.k) for one in found] == [("a", "camera:home", 3)]


def test_one_camera_at_a_time_of_a_junction_others_take_as_a_whole_is_asked_about() -> None:
    junction = tuple(f"camera:{n}" for n in range(6))
    whole = [
        replace(ask, cameras=junction[n % 3 : n % 3 + 3])
        for first, who in ((100, "b"), (200, "c"))
        for n, ask in enumerate(asks(who, 20, first=first))
    ]
    ordinary = [
        ask for n, who in enumerate("bcd") for ask in asks(f"{who}2", 60, first=300 + 100 * n)
    ]
    picked = [replace(ask, cameras=(junction[n % 6],)) for n, ask in enumerate(asks("a", 9))]
    found = list(
        same_address.find(
            Records((*picked, *whole, *ordinary)), MONTH, rules.SAME_ADDRESS, rules.SAME_PLACE
        )
    )
    assert names(found) == [("same-address", "a")]
    assert found[0].k == found[0].n >= 8
    assert found[0].about in junction
    as_a_whole = [replace(ask, cameras=junction[n % 3 : n % 3 + 3]) for n, ask in enumerate(picked)]
    records = Records((*as_a_whole, *whole, *ordinary))
    assert list(same_address.find(records, MONTH, rules.SAME_ADDRESS, rules.SAME_PLACE)) == []


def test_a_place_where_all_ask_is_expected() -> None:
    everywhere = [
        ask
        for n, who in enumerate("abcd")
        for ask in asks(who, 12, camera="camera:market", first=n * 100)
    ]
    assert (
        list(
            same_address.find(
                Records(tuple(everywhere)), MONTH, rules.SAME_ADDRESS, rules.SAME_PLACE
            )
        )
        == []
    )


def test_what_lay_still_this_month_is_no_news() -> None:
    old = tuple(replace(ask, at=ask.at - 90 * DAY) for ask in asks("a", 6, camera="camera:home"))
    records = Records((*old, *asks("b", 60, first=100), *asks("c", 60, first=200)))
    assert list(same_address.find(records, MONTH, rules.SAME_ADDRESS, rules.SAME_PLACE)) == []


def test_looking_at_night_without_work_is_asked_about_and_with_work_is_not() -> None:
    others = [look for n, who in enumerate("bcd") for look in looks(who, 20, 9, 1000 * n)]
    odd = (*looks("a", 12, 22), *looks("a", 10, 9, 6_000))
    found = off_hours(Records(looks=(*odd, *others)))
    assert names(found) == [("off-shift", "a")]
    assert (found[0].k, found[0].n) == (12, 12)
    on_duty = tuple(
        Ask(9_000 + n, look.at, "a", f"case:n{n}", f"request:n{n}", ("camera:y",), "x")
        for n, look in enumerate(odd[:12])
    )
    at_work = Records(asks=on_duty, looks=(*odd, *others))
    assert off_hours(at_work) == []


def test_whoever_has_nights_like_the_others_is_not_asked() -> None:
    all_nights = [look for n, who in enumerate("abcd") for look in looks(who, 20, 23, 1000 * n)]
    assert off_hours(Records(looks=tuple(all_nights))) == []


def test_being_at_work_the_next_day_tells_and_resting_tells_less() -> None:
    odd = looks("a", 12, 22)
    working = tuple(
        Look(7_000 + n, look.at + timedelta(hours=12), "a", "case:new", "camera:x", "x")
        for n, look in enumerate(odd)
        if (look.at + timedelta(hours=12)).weekday() < 5
    )
    [rested] = off_hours(Records(looks=odd))
    [worked] = off_hours(Records(looks=(*odd, *working)))
    assert rested.chance == worked.chance
    assert (rested.besides, worked.weight < rested.weight) == (1.0, True)


@pytest.mark.parametrize(
    ("at", "off"),
    [
        ("2026-10-05T09:00:00", False),  # a Monday morning
        ("2026-10-05T23:00:00", True),
        ("2026-10-06T03:00:00", True),  # still Monday's night
        ("2026-10-10T09:00:00", True),  # a Saturday
        ("2026-09-02T09:00:00", True),  # National Day
    ],
)
def test_turns_follow_vietnams_days_nights_and_holidays(at: str, *, off: bool) -> None:
    instant = datetime.fromisoformat(f"{at}+07:00").astimezone(UTC)
    assert off_shift.turn(instant)[1] is off


def test_the_hours_past_midnight_belong_to_the_evening_before() -> None:
    late = datetime.fromisoformat("2026-10-06T03:00:00+07:00")
    assert off_shift.turn(late) == (date(2026, 10, 5), True)


@pytest.mark.parametrize(
    ("text", "other_cases", "vague_"),
    [
        ("Phục vụ công tác nghiệp vụ", 0, True),
        ("phuc vu cong tac nghiep vu", 0, True),
        ("Xác minh đối tượng trộm xe máy tại ngã tư Mẫu", 0, False),
        ("xac minh doi tuong trom xe may tai nga tu Mau", 0, False),
        ("Xác minh đối tượng trộm xe máy tại ngã tư Mẫu", 5, False),  # copied, yet says all
        ("Trộm xe số 12", 0, False),
        ("Trộm xe số 12", 4, True),  # short, and always the same
        ("Theo yêu cầu của cơ quan, bảo đảm an ninh", 0, True),  # no bridge, no stabbing
        ("", 0, True),
    ],
)
def test_a_purpose_is_vague_by_two_signs(text: str, other_cases: int, *, vague_: bool) -> None:
    assert purposes.signs(text, other_cases).is_vague is vague_


def test_empty_phrases_are_asked_about_and_erased_ones_do_not_count() -> None:
    empty = asks("a", 20, purpose="Phục vụ công tác")
    others = (*asks("b", 30, first=100), *asks("c", 30, first=200))
    found = list(vague.find(Records((*empty, *others)), MONTH, rules.VAGUE))
    assert names(found) == [("vague", "a")]
    erased = tuple(replace(ask, purpose=None) for ask in empty)
    assert list(vague.find(Records((*erased, *others)), MONTH, rules.VAGUE)) == []


def test_cases_without_an_outcome_are_asked_about_once_they_are_old() -> None:
    all_asks = [ask for n, who in enumerate("abcd") for ask in asks(who, 30, first=n * 100)]
    told = tuple(Result(9_000 + ask.seq, ask.at + DAY, ask.case) for ask in all_asks[30:])
    found = without_outcome(Records(tuple(all_asks), results=told))
    assert names(found) == [("no-outcome", "a")]
    assert found[0].n < 30  # the youngest are not old enough to be counted
    everything = (*told, *(Result(9_900, ask.at + DAY, ask.case) for ask in all_asks[:30]))
    records = Records(tuple(all_asks), results=everything)
    assert without_outcome(records) == []


def decided(asked: tuple[Ask, ...], by: Callable[[int], str], minutes: float) -> list[Decision]:
    return [
        Decision(
            10_000 + ask.seq,
            ask.at + timedelta(minutes=minutes),
            ask.request,
            ask.officer,
            who,
            True,
        )
        for n, ask in enumerate(asked)
        if (who := by(n)) != ask.officer
    ]


def test_two_who_always_decide_for_each_other_are_asked_about() -> None:
    a, b, rest = asks("a", 15), asks("b", 15, first=100), asks("x", 60, first=200)
    rows = decided(a, lambda _: "b", 30) + decided(b, lambda _: "a", 30)
    rows += decided(rest, lambda n: "abc"[n % 3], 30)
    found = list(pairs.find(Records((*a, *b, *rest), tuple(rows)), MONTH, rules.PAIRS))
    assert [(one.officer, one.other) for one in found] == [("a", "b")]


def test_at_a_station_of_two_only_haste_stands_out() -> None:
    a, b, rest = asks("a", 15), asks("b", 15, first=100), asks("x", 60, first=200)
    slow = decided(a, lambda _: "b", 30) + decided(b, lambda _: "a", 30)
    fast = decided(a, lambda _: "b", 1) + decided(b, lambda _: "a", 1)
    others = decided(rest, lambda n: "ab"[n % 2], 30)
    everybody = (*a, *b, *rest)
    calm = Records(everybody, tuple(slow + others))
    assert list(pairs.find(calm, MONTH, rules.PAIRS)) == []
    hasty = list(pairs.find(Records(everybody, tuple(fast + others)), MONTH, rules.PAIRS))
    assert [(one.k, one.n) for one in hasty] == [(30, 30)]


def question(chance: float, k: int = 10, rule: Rule = Rule.VAGUE, **changes: object) -> Found:
    one = Found(rule, "a", k, 20, 0.1, 0.2, chance, (1,), ())
    return replace(one, **changes)  # type: ignore[arg-type]


def earlier(one: Found, month: date = date(2026, 9, 1)) -> rules.Asked:
    return rules.Asked(one.key, Month(month), one.k)


def test_the_same_question_waits_until_it_has_grown_or_a_year_is_over() -> None:
    one = question(1e-12)
    assert list(rules.news([one], MONTH, [])) == [one]
    assert list(rules.news([one], MONTH, [earlier(one)])) == []
    assert list(rules.news([one], Month(date(2026, 8, 1)), [earlier(one)])) == []  # a late sheet
    grown = replace(one, k=15)
    assert list(rules.news([grown], MONTH, [earlier(one)])) == [grown]
    assert list(rules.news([one], Month(date(2027, 9, 1)), [earlier(one)])) == [one]


def test_who_was_asked_about_lately_is_asked_about_less() -> None:
    limit = rules.VAGUE.chance
    usual, strong = question(limit / 2), question(limit / 200)
    other = earlier(question(1, rule=Rule.OFF_SHIFT))
    assert list(rules.news([usual], MONTH, [other])) == []
    assert list(rules.news([strong], MONTH, [other])) == [strong]
    assert list(rules.news([strong], MONTH, [other, other])) == []
    of_two = earlier(question(1, rule=Rule.PAIR, officer="b", other="a"))
    assert list(rules.news([usual], MONTH, [of_two])) == []
    stranger = earlier(question(1, rule=Rule.OFF_SHIFT, officer="z"))
    assert list(rules.news([usual], MONTH, [stranger])) == [usual]


def test_of_two_questions_in_one_month_the_more_telling_comes_first() -> None:
    weak = question(rules.VAGUE.chance / 2)
    strong = question(rules.NO_OUTCOME.chance / 50, rule=Rule.NO_OUTCOME)
    for found in ([weak, strong], [strong, weak]):
        assert list(rules.news(found, MONTH, [])) == [strong]


def test_nothing_and_one_entry_are_no_news() -> None:
    assert list(rules.findings(Records(), MONTH)) == []
    assert list(rules.findings(Records(asks=asks("a", 1)), MONTH)) == []
    assert list(rules.findings(Records(looks=looks("a", 1, 23)), MONTH)) == []
    alone = Records(decisions=(Decision(1, START, "request:1", "a", "b", True),))
    assert list(rules.findings(alone, MONTH)) == []


PEOPLE = st.sampled_from("abcde")
AT = st.integers(0, 90 * 24).map(lambda hours: START + timedelta(hours=hours))
SMALL = st.integers(0, 12)
TEXTS = st.sampled_from(["Kiểm tra", "Trộm xe số 5 đường Mẫu", None, "x"])
ASK = st.builds(
    Ask,
    st.integers(1, 10**6),
    AT,
    PEOPLE,
    SMALL.map("case:{}".format),
    SMALL.map("request:{}".format),
    st.lists(SMALL.map("camera:{}".format), max_size=3, unique=True).map(tuple),
    TEXTS,
)
LOOK = st.builds(
    Look, st.integers(1, 10**6), AT, PEOPLE, SMALL.map("case:{}".format), st.just("camera:1"), TEXTS
)
DECISION = st.builds(
    Decision,
    st.integers(1, 10**6),
    AT,
    SMALL.map("request:{}".format),
    PEOPLE,
    PEOPLE,
    st.booleans(),
)
RESULT = st.builds(Result, st.integers(1, 10**6), AT, SMALL.map("case:{}".format))


def rows(of: st.SearchStrategy[object]) -> st.SearchStrategy[list[object]]:
    return st.lists(of, max_size=25, unique_by=lambda row: row.seq)  # type: ignore[attr-defined]


@settings(max_examples=60, deadline=None)
@given(rows(ASK), rows(LOOK), rows(DECISION), rows(RESULT), st.randoms())
def test_no_rule_minds_the_order_or_stumbles(
    a: list[Ask], k: list[Look], d: list[Decision], r: list[Result], chance: object
) -> None:
    records = Records(tuple(a), tuple(d), tuple(k), tuple(r))
    first = sorted(rules.findings(records, MONTH), key=lambda one: one.key)
    for one in (a, k, d, r):
        chance.shuffle(one)  # type: ignore[attr-defined]
    again = Records(tuple(a), tuple(d), tuple(k), tuple(r))
    assert sorted(rules.findings(again, MONTH), key=lambda one: one.key) == first
    assert all(0 <= one.chance <= 1 and 0 <= one.k <= one.n for one in first)


@settings(max_examples=40, deadline=None)
@given(st.integers(1, 60))
def test_an_honest_newcomer_elsewhere_takes_no_question_away(count: int) -> None:
    """More work of somebody unrelated makes one home in case after case only stranger."""
    watched = asks("a", 6, camera="camera:home")
    records = Records((*watched, *asks("b", 60, first=100), *asks("c", 60, first=200)))
    before = set(
        names(list(same_address.find(records, MONTH, rules.SAME_ADDRESS, rules.SAME_PLACE)))
    )
    more = Records((*records.asks, *asks("z", count, first=1000)))
    after = set(names(list(same_address.find(more, MONTH, rules.SAME_ADDRESS, rules.SAME_PLACE))))
    assert before <= after
