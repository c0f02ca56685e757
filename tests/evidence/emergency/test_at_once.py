"""Two tabs at the same instant: one opening; two reviewers at once: one verdict."""

import threading
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.db import connection, transaction

from evidence.emergency import reviews
from evidence.emergency.models import Opening
from portal.ledger.models import Entry
from portal.lib.errors import Refused
from portal.people.roles import Role
from portal.people.services import appoint
from tests.cast import make_cast

from .scene import make_scene

DEADLINE_S = 20
pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        connection.vendor == "sqlite", reason="SQLite has one writer at a time, nothing is mixed"
    ),
]


def both_at_once(first: Callable[[], object], second: Callable[[], object]) -> list[Exception]:
    """The second begins before the first commits. What the second ran into."""
    problems: list[Exception] = []

    def run() -> None:
        try:
            second()
        except Exception as error:  # noqa: BLE001 -- a thread hands its error on
            problems.append(error)
        finally:
            connection.close()

    other = threading.Thread(target=run)
    with transaction.atomic():
        first()
        other.start()
        other.join(0.5)
        assert other.is_alive(), "the second did not wait for the first"
    other.join(DEADLINE_S)
    return problems


def test_two_tabs_at_once_open_once() -> None:
    at = datetime.now(UTC)
    scene = make_scene(make_cast(), at)
    assert both_at_once(lambda: scene.open(at), lambda: scene.open(at)) == []
    assert Opening.objects.count() == 1
    assert Entry.objects.filter(kind="emergency:opened").count() == 1


def test_two_commanders_at_once_leave_one_verdict() -> None:
    at = datetime.now(UTC)
    scene = make_scene(make_cast(), at)
    opening = scene.open(at)
    cast = scene.cast
    facts = {"role": Role.COMMANDER, "unit": cast.ward, "appointed_by": None}
    appoint(person=cast.colleague, valid_from=cast.at, at=cast.at, **facts)  # type: ignore[arg-type]

    def says(person: str, verdict: str) -> Callable[[], object]:
        return lambda: reviews.review(
            opening=opening,
            person=getattr(cast, person),
            verdict=verdict,
            reason="Đã đọc sổ và hỏi lại",
            at=at,
        )

    [problem] = both_at_once(says("commander", "justified"), says("colleague", "unjustified"))
    assert isinstance(problem, Refused)
    assert problem.code == "emergency.reviewed"
    assert Opening.objects.get().state == "justified"
