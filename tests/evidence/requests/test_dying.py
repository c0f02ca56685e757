"""Over all cases: whose footage is overwritten next, as far as police may know."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from evidence.cases.services import close_case
from evidence.requests import answers
from evidence.requests.models import FootageRequest, Target
from evidence.requests.queries import dying
from portal.lib.clock import now
from portal.people.models import User
from tests.cast import Cast

from .scenario import a_draft, approved, choose, submitted

Enter = Callable[[User], Client]
PAGE = "/requests/dying/"


def listed(cast: Cast, later: timedelta = timedelta()) -> list[FootageRequest]:
    return list(dying(cast.officer, now() + later))


def test_what_dies_first_stands_on_top_over_all_cases(cast: Cast, as_person: Enter) -> None:
    at = now()
    rows = {
        hours: submitted(cast, at, cast.camera(retention_hours=hours)) for hours in (90, 31, 200)
    }
    draft = a_draft(cast, at)
    choose(draft, at, cast.camera(retention_hours=45))
    assert listed(cast) == [rows[31], draft, rows[90], rows[200]]
    page = as_person(cast.colleague).get(PAGE).content.decode()
    assert draft.public_id not in page  # somebody else's, not handed in
    places = [page.index(f'data-request="{rows[hours].public_id}"') for hours in (31, 90, 200)]
    assert places == sorted(places)
    assert "sau 29 giờ" in page  # of 31, counted from the first minute asked for
    assert listed(cast, timedelta(hours=31))[0] == draft


@pytest.mark.parametrize("verdict", ["decline", "nothing", "share"])
def test_an_answer_changes_nothing_of_the_list(cast: Cast, verdict: str) -> None:
    row = approved(cast, now())
    assert row.deadline is not None
    target = row.targets.get()
    answers.answer(target=target, person=cast.owner, verdict=verdict, means="page", at=now())
    (line,) = listed(cast)
    assert line.left == 1  # type: ignore[attr-defined]
    assert line.dies_first == target.dies_at  # type: ignore[attr-defined]
    assert list(dying(cast.officer, row.deadline)) == []


def test_what_is_here_or_closed_or_over_has_left_the_list(cast: Cast) -> None:
    here, closed, on_demand = (
        approved(cast, now(), cast.camera()),
        approved(cast, now(), cast.camera()),
        approved(cast, now(), cast.camera(), basis="demand", document="12/QĐ"),
    )
    assert len(listed(cast)) == 3
    Target.objects.filter(request=here).update(state="fulfilled")
    close_case(case=closed.case, person=cast.officer, at=now())
    assert listed(cast) == [on_demand]
    assert listed(cast, timedelta(days=30)) == []


def test_nobody_else_reads_it(cast: Cast, as_person: Enter) -> None:
    submitted(cast, now())
    assert list(dying(cast.outsider, now())) == []
    for person in (cast.owner, cast.committee, cast.stranger):
        assert as_person(person).get(PAGE).status_code == 403


def test_it_costs_the_same_for_one_and_for_many(
    cast: Cast, as_person: Enter, django_assert_max_num_queries: Any
) -> None:
    client = as_person(cast.officer)
    assert "Không có hình nào đang chờ" in client.get(PAGE).content.decode()
    for _ in range(6):
        submitted(cast, now(), cast.camera(), cast.camera())
    with django_assert_max_num_queries(12):
        page = client.get(PAGE).content.decode()
    assert page.count("2 camera chưa có hình") == 6
