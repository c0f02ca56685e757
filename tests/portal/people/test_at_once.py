"""Two people at the same instant: one office, and one use of one code."""

import threading
from collections.abc import Callable

import pytest
from django.db import connection, transaction

from portal.ledger.kinds import Kind
from portal.ledger.models import Entry
from portal.lib.errors import Refused
from portal.people.enrolment import issue_code, redeem
from portal.people.models import EnrolmentCode
from portal.people.roles import Role
from portal.people.services import appoint
from tests.cast import AT, make_cast

DEADLINE_S = 20
pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        connection.vendor == "sqlite",
        reason="SQLite has one writer at a time, nothing can be mixed",
    ),
]


def refused_at_once(work: Callable[[], object]) -> str:
    """The second begins before the first commits; gives the code with which it was refused."""
    codes: list[str] = []

    def second() -> None:
        try:
            work()
        except Refused as refused:
            codes.append(refused.code)
        finally:
            connection.close()

    other = threading.Thread(target=second)
    with transaction.atomic():
        work()
        other.start()
        other.join(0.5)
        assert other.is_alive(), "the second did not wait for the first"
    other.join(DEADLINE_S)
    return "".join(codes)


def test_two_who_appoint_at_once_give_one_office() -> None:
    cast = make_cast()
    role = Role.OFFICER

    def give() -> None:
        appoint(
            person=cast.stranger, role=role, unit=cast.ward, appointed_by=cast.administrator,
            valid_to=AT.replace(year=2028), at=AT,
        )  # fmt: skip

    assert refused_at_once(give) == "people.already_in_office"
    assert cast.stranger.offices.count() == 1


def test_one_code_typed_in_two_places_at_once_is_used_once() -> None:
    cast = make_cast()
    code = issue_code(person=cast.officer, unit=cast.ward, issued_by=cast.administrator, at=AT)
    again = refused_at_once(lambda: redeem(person=cast.officer, text=code, at=AT))
    assert again == "people.code_used"
    assert EnrolmentCode.objects.get().tries == 1
    assert Entry.objects.filter(kind=Kind.FACTOR_CODE_USED).count() == 1
