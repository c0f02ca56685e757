"""A withdrawal and a worker's decision at the same instant: one after the other, never mixed."""

import threading
from datetime import UTC, datetime

import pytest
from django.db import connection, transaction

from cameras.consent import services, texts
from cameras.consent.decision import Basis, Step, decide
from cameras.consent.queries import facts_for
from cameras.consent.scopes import Scope
from tests.cast import make_cast

NOW = datetime(2026, 11, 21, 1, tzinfo=UTC)
DEADLINE_S = 20


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(
    connection.vendor == "sqlite", reason="SQLite has one writer at a time, nothing can be mixed"
)
def test_no_withdrawal_commits_between_the_decision_and_what_is_done_with_it() -> None:
    cast = make_cast()
    camera = cast.camera()
    order: list[str] = []
    begun = threading.Event()

    def withdraw() -> None:
        begun.set()
        services.withdraw(
            camera,
            person=cast.owner,
            scopes=frozenset(Scope),
            terms=texts.current("vi"),
            at=NOW,
        )
        order.append("withdrawn")
        connection.close()

    def decides() -> bool:
        facts = facts_for(
            camera,
            basis=Basis.CONSENT,
            step=Step.PULL,
            case_open=True,
            approved=True,
            agreed=True,
            at=NOW,
            lock=True,
        )
        return decide(facts, NOW).flows

    other = threading.Thread(target=withdraw)
    with transaction.atomic():
        assert decides()
        other.start()
        assert begun.wait(DEADLINE_S)
        other.join(0.5)
        assert other.is_alive(), "the withdrawal did not wait for the lock"
        assert decides()
        order.append("released")
    other.join(DEADLINE_S)
    assert order == ["released", "withdrawn"]
    with transaction.atomic():
        assert not decides()
