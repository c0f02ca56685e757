"""What the clock's worker folds anew must not undo what an owner says meanwhile."""

import threading
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection

from cameras.consent import services, texts
from cameras.consent.fold import fold
from cameras.consent.models import CurrentConsent
from cameras.consent.scopes import Scope
from tests.cast import make_cast

NOW = datetime(2026, 11, 21, 1, tzinfo=UTC)
DEADLINE_S = 20


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(
    connection.vendor == "sqlite", reason="SQLite has one writer at a time, nothing can be mixed"
)
def test_a_withdrawal_is_not_folded_away_by_what_runs_by_the_clock(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The clock's worker has read what was said; the owner withdraws; then it writes its fold."""
    cast = make_cast()
    camera = cast.camera()
    CurrentConsent.objects.update(until=NOW)
    folds, read, go_on = fold, threading.Event(), threading.Event()

    def slowly(*facts: Any) -> Any:
        folded = folds(*facts)
        if threading.current_thread() is by_the_clock:
            read.set()
            go_on.wait(DEADLINE_S)
        return folded

    def expire() -> None:
        services.refresh_expired(NOW)
        connection.close()

    def withdraw() -> None:
        services.withdraw(
            camera,
            person=cast.owner,
            scopes=frozenset(Scope),
            terms=texts.current("vi"),
            at=NOW,
        )
        connection.close()

    monkeypatch.setattr(services, "fold", slowly)
    by_the_clock = threading.Thread(target=expire)
    owner = threading.Thread(target=withdraw)
    by_the_clock.start()
    assert read.wait(DEADLINE_S)
    owner.start()
    owner.join(0.5)
    go_on.set()
    for thread in (by_the_clock, owner):
        thread.join(DEADLINE_S)
    row = CurrentConsent.objects.get(camera=camera)
    assert (row.map, row.ask, row.detect) == (False, False, False)
