"""A month is published once, long after it ended, and the page shows that and nothing live."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client

from evidence.cases.models import Case, Outcome
from evidence.delays.services import start
from evidence.reports.models import PublicFigure, PublicMonth
from evidence.reports.public import bounds_of, publish_due
from evidence.requests.models import FootageRequest, Target
from evidence.requests.scope import Window
from portal.lib import clock
from portal.places.models import Unit
from tests.cast import PLACE, Cast
from tests.evidence.emergency.made import make_opening

OCTOBER = datetime(2026, 10, 14, 3, tzinfo=UTC)
DUE = bounds_of(date(2026, 10, 1))[1] + timedelta(days=31)


def ask(cast: Cast, unit: Unit, times: int, *, kind: str = "theft", at: datetime = OCTOBER) -> None:
    """So many approved requests of a unit, each answered after three hours or, every third, not."""
    number = Case.objects.count()
    for place in range(times):
        case = Case.objects.create(
            number=f"AN-2025-{number + place:04d}",
            kind=kind,
            title="Vụ mẫu",
            unit=unit,
            opened_by=cast.officer,
            happened_at=at,
            lat=PLACE[0],
            lng=PLACE[1],
            opened_at=at,
        )
        wanted = _wanted(cast, case, at)
        silent = place % 3 == 0
        Target.objects.create(
            request=wanted,
            camera=cast.camera(),
            state="expired" if silent else "fulfilled",
            rank=1,
            distance_m=20,
            px_per_m=100,
            dies_at=at + timedelta(days=9),
            asked_start=wanted.window_start,
            asked_stop=wanted.window_stop,
            told_at=at,
            answered_at=None if silent else at + timedelta(hours=3),
        )
        Outcome.objects.create(case=case, kind="solved", recorded_by=cast.officer, at=at)


def _wanted(cast: Cast, case: Case, at: datetime) -> FootageRequest:
    window = Window(at - timedelta(hours=1), at)
    return FootageRequest.objects.create(
        case=case,
        state="approved",
        basis="consent",
        purpose="Xem lúc xe bị lấy đi",
        urgency="normal",
        lat=PLACE[0],
        lng=PLACE[1],
        radius_m=100,
        window_start=window.start,
        window_stop=window.stop,
        requested_by=cast.officer,
        created_at=at,
        submitted_at=at,
        decided_by=cast.commander,
        decided_at=at,
    )


def figures() -> set[tuple[str | None, str, str, int | None]]:
    rows = PublicFigure.objects.filter(month__month=date(2026, 10, 1))
    return {(row.unit.code if row.unit else None, row.name, row.part, row.band) for row in rows}


def page(**query: str) -> str:
    answer = Client().get("/reports/public/", query)
    assert answer.status_code == 200
    return answer.content.decode().partition("<main")[2]


def test_a_month_is_published_thirty_one_days_after_it_ended_and_never_again(cast: Cast) -> None:
    ask(cast, cast.ward, 15)
    publish_due(DUE - timedelta(seconds=1))
    assert not PublicMonth.objects.filter(month=date(2026, 10, 1)).exists()
    publish_due(DUE)
    made = figures()
    assert (cast.ward.code, "requests", "", 1) in made
    assert (cast.ward.code, "unanswered", "", 0) in made
    assert (cast.ward.code, "answer_time", "", 0) in made
    ask(cast, cast.ward, 40)
    assert publish_due(DUE + timedelta(hours=1)) == []
    assert figures() == made


def test_a_day_belongs_to_its_month_in_vietnam(cast: Cast) -> None:
    ask(cast, cast.ward, 5, at=datetime(2026, 9, 30, 17, 0, tzinfo=UTC))  # 00:00 of 1 October
    publish_due(DUE)
    assert (cast.ward.code, "requests", "", 0) in figures()


@pytest.mark.parametrize("times", [0, 1, 2, 3, 4])
def test_a_small_unit_is_on_the_page_of_its_own_as_if_it_had_asked_nothing(
    cast: Cast, times: int
) -> None:
    ask(cast, cast.ward, 12)
    ask(cast, cast.other_ward, times, kind="drugs")
    publish_due(DUE)
    text = page()
    assert cast.ward.name in text
    assert cast.other_ward.name not in text
    assert "Ma túy" not in text
    own = page(unit=cast.other_ward.code)
    assert "dưới 5" in own
    assert {figure[1:] for figure in figures()} == {
        ("requests", "", 1),
        ("answer_time", "", 0),
        ("kinds", "rest", 1),
        ("outcomes", "rest", 1),
    }


def test_nothing_on_the_page_is_live_and_no_owner_sees_a_delay_by_it(cast: Cast) -> None:
    ask(cast, cast.ward, 12)
    publish_due(DUE)
    before = page(), page(unit=cast.ward.code)
    ask(cast, cast.ward, 30, at=clock.now())
    start(
        case=Case.objects.order_by("pk")[0],
        person=cast.commander,
        ground="people",
        reason="Người làm chứng cần được giữ an toàn",
        days=3,
        at=clock.now(),
    )
    assert (page(), page(unit=cast.ward.code)) == before


def test_every_figure_leads_to_what_it_means(cast: Cast) -> None:
    ask(cast, cast.ward, 15)
    ask(cast, cast.ward, 7, kind="traffic")
    publish_due(DUE)
    text = page()
    for name in ("requests", "unanswered", "time", "outcomes", "kinds", "delays"):
        assert f'href="#def-{name}"' in text
        assert f'id="def-{name}"' in text
    assert "Chưa có tháng nào" not in text


def test_the_page_costs_the_same_for_one_unit_and_for_many(
    cast: Cast, django_assert_max_num_queries: object
) -> None:
    ask(cast, cast.ward, 12)
    ask(cast, cast.other_ward, 9)
    publish_due(DUE)
    with django_assert_max_num_queries(3):  # type: ignore[operator]
        page()
    with django_assert_max_num_queries(4):  # type: ignore[operator]
        page(unit=cast.ward.code)


def test_before_the_first_month_it_says_when_one_comes(db: None) -> None:
    assert "31 ngày sau khi tháng đó kết thúc" in page()
    assert Client().get("/reports/public/", {"unit": "nowhere"}).status_code == 404
    assert Client().get("/reports/public/", {"month": "2026-13"}).status_code == 404


def test_an_emergency_opening_that_nobody_reviewed_is_counted_plainly_and_alone(
    cast: Cast,
) -> None:
    ask(cast, cast.ward, 1)
    target = Target.objects.get()
    due = {"due_at": OCTOBER + timedelta(hours=24)}
    make_opening(target, OCTOBER, state="overdue", **due)
    late = {"reviewed_at": due["due_at"], "state": "justified", "review_reason": "Có lý do"}
    make_opening(target, OCTOBER, reviewed_by=cast.commander, **{**due, **late})
    in_time = {**late, "reviewed_at": OCTOBER}
    make_opening(target, OCTOBER, reviewed_by=cast.commander, **{**due, **in_time})
    publish_due(DUE)
    [figure] = PublicFigure.objects.filter(month__month=date(2026, 10, 1))
    assert (figure.unit, figure.name, figure.band, figure.count) == (
        cast.ward,
        "unreviewed",
        None,
        2,
    )
    text = page(month="2026-10")
    assert "Mở hình khẩn cấp mà không ai xem lại" in text
    assert "2 lần" in text
    assert "Không đơn vị nào có từ 5 yêu cầu trở lên" in text
    assert "2 lần" in page(unit="t1")


def test_where_all_were_reviewed_it_says_so(cast: Cast) -> None:
    ask(cast, cast.ward, 1)
    publish_due(DUE)
    assert "Không có lần nào, ở mọi đơn vị." in page(month="2026-10")
