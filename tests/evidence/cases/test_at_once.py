"""Two officers open a case at the same instant: two numbers, no error."""

import threading
from datetime import timedelta

import pytest
from django.db import connection, transaction

from evidence.cases.models import Case
from evidence.cases.services import open_case
from tests.cast import AT, PLACE, Cast, make_cast

DEADLINE_S = 20


def opened(cast: Cast) -> Case:
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
    )


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(
    connection.vendor == "sqlite", reason="SQLite has one writer at a time, nothing can be mixed"
)
@pytest.mark.parametrize("before", [0, 1])
def test_two_officers_at_once_get_two_numbers(before: int) -> None:
    cast = make_cast()
    for _ in range(before):
        opened(cast)
    problems: list[Exception] = []

    def second() -> None:
        try:
            opened(cast)
        except Exception as error:  # noqa: BLE001 -- a thread hands its error on
            problems.append(error)
        finally:
            connection.close()

    other = threading.Thread(target=second)
    with transaction.atomic():
        opened(cast)
        other.start()
        other.join(0.5)
        assert other.is_alive(), "the second did not wait for the first"
    other.join(DEADLINE_S)
    assert problems == []
    numbers = list(Case.objects.order_by("pk").values_list("number", flat=True))
    assert numbers == [f"AN-2026-{n:04d}" for n in range(1, before + 3)]
