"""Cases opened at the same instant: two officers, two numbers; one form twice, one case."""

import threading
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection, transaction

from evidence.cases.models import Case
from evidence.cases.services import open_case
from portal.ledger.models import entries_about
from portal.lib.ids import new_id
from tests.cast import AT, PLACE, Cast, make_cast

DEADLINE_S = 20
ONE_WRITER = pytest.mark.skipif(
    connection.vendor == "sqlite", reason="SQLite has one writer at a time, nothing can be mixed"
)


def opened(cast: Cast, public_id: str | None = None) -> Case:
    return open_case(
        person=cast.officer,
        unit=cast.ward,
        kind="theft",
        title="Mất xe trước cổng chợ",
        summary="",
        happened_at=AT - timedelta(hours=1),
        lat=PLACE[0],
        lng=PLACE[1],
        at=AT,
        public_id=public_id,
    )


def both_at_once(work: Callable[[], object]) -> None:
    """The second begins before the first commits."""
    problems: list[Exception] = []

    def second() -> None:
        try:
            work()
        except Exception as error:  # noqa: BLE001 -- a thread hands its error on
            problems.append(error)
        finally:
            connection.close()

    other = threading.Thread(target=second)
    with transaction.atomic():
        work()
        other.start()
        other.join(0.5)
        assert other.is_alive(), "the second did not wait for the first"
    other.join(DEADLINE_S)
    assert problems == []


@ONE_WRITER
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("before", [0, 1])
def test_two_officers_at_once_get_two_numbers(before: int) -> None:
    cast = make_cast()
    for _ in range(before):
        opened(cast)
    both_at_once(lambda: opened(cast))
    numbers = list(Case.objects.order_by("pk").values_list("number", flat=True))
    assert numbers == [f"AN-2026-{n:04d}" for n in range(1, before + 3)]


@ONE_WRITER
@pytest.mark.django_db(transaction=True)
def test_one_form_sent_twice_at_once_opens_one_case() -> None:
    cast, once = make_cast(), new_id()
    both_at_once(lambda: opened(cast, once))
    case = Case.objects.get()
    assert case.public_id == once
    assert entries_about(case.subject).count() == 1
