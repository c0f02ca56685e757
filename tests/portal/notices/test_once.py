"""Never twice: workers that die, return late, or lose the line in the middle."""

import os
import signal
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core import mail

from portal.notices import channels, services
from portal.notices.models import Delivery
from portal.people import outbox
from portal.people.models import User
from tests.cast import AT, Cast

LATER = AT + services.LEASE


def told(cast: Cast) -> Delivery:
    services.notify(person=cast.owner, kind="target:notified", title="Tên", body="Bí mật", at=AT)
    return Delivery.objects.get()


def by_mail(cast: Cast) -> None:
    User.objects.filter(pk=cast.owner.pk).update(phone=None, email="toi@example.org")
    cast.owner.refresh_from_db()


def messages(settings: Any) -> list[Path]:
    return sorted((settings.OUTBOX / "sms").glob("*.txt"))


def test_a_worker_killed_after_the_hand_over_has_sent_it_once(
    cast: Cast, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = told(cast)

    class Killing(channels.Sms):
        def send(self, **facts: Any) -> None:
            super().send(**facts)
            os.kill(os.getpid(), signal.SIGKILL)

    child = os.fork()
    if child == 0:
        monkeypatch.setitem(channels.CHANNELS, "sms", Killing())
        services.send_due(AT)
        os._exit(0)
    _pid, status = os.waitpid(child, 0)
    assert os.WTERMSIG(status) == signal.SIGKILL
    # What its claim left behind: a child has rows in memory of its own.
    Delivery.objects.filter(pk=row.pk).update(state="sending", attempts=1, next_try_at=LATER)
    assert len(messages(settings)) == 1
    assert services.send_due(LATER) == 1
    assert len(messages(settings)) == 1
    assert Delivery.objects.get().state == "sent"


def test_one_killed_before_the_hand_over_has_sent_nothing(cast: Cast, settings: Any) -> None:
    row = told(cast)
    Delivery.objects.filter(pk=row.pk).update(state="sending", attempts=1, next_try_at=LATER)
    assert services.send_due(LATER) == 1
    assert len(messages(settings)) == 1


def test_where_a_channel_knows_no_keys_nobody_claims_to_know(cast: Cast) -> None:
    by_mail(cast)
    row = told(cast)
    Delivery.objects.filter(pk=row.pk).update(state="sending", attempts=1, next_try_at=LATER)
    assert services.send_due(LATER) == 0
    assert Delivery.objects.get().state == "unknown"
    assert services.send_due(LATER + timedelta(days=1)) == 0
    assert mail.outbox == []


@pytest.mark.parametrize(
    ("error", "state"),
    [(TimeoutError("no word after the data"), "unknown"), (None, "sent")],
)
def test_a_mail_whose_line_broke_after_the_hand_over_is_not_sent_again(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, error: OSError | None, state: str
) -> None:
    by_mail(cast)
    told(cast)

    def broken(*_: object) -> int:
        if error:
            raise error
        return 1

    monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", broken)
    services.send_due(AT)
    assert Delivery.objects.get().state == state
    assert services.send_due(AT + timedelta(hours=1)) == 0


def test_a_mail_server_that_cannot_be_reached_is_tried_again(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    by_mail(cast)
    told(cast)

    def closed(_self: object) -> None:
        raise ConnectionRefusedError("no server")

    with monkeypatch.context() as patch:
        patch.setattr("django.core.mail.backends.locmem.EmailBackend.open", closed)
        services.send_due(AT)
    assert Delivery.objects.get().state == "waiting"
    assert services.send_due(AT + timedelta(minutes=1)) == 1
    assert len(mail.outbox) == 1


def test_a_slow_worker_whose_lease_went_on_changes_nothing(
    cast: Cast, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    told(cast)

    class Slow(channels.Sms):
        def send(self, **_: Any) -> None:
            monkeypatch.setitem(channels.CHANNELS, "sms", channels.Sms())
            assert services.send_due(LATER) == 1  # another worker, meanwhile
            raise OSError("the line broke")

    monkeypatch.setitem(channels.CHANNELS, "sms", Slow())
    assert services.send_due(AT) == 0
    assert Delivery.objects.get().state == "sent"
    assert services.send_due(LATER + timedelta(days=1)) == 0
    assert len(messages(settings)) == 1


def test_after_eight_tries_it_is_said_to_have_failed(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    told(cast)
    tries: list[str] = []

    class Down(channels.Sms):
        def send(self, *, key: str, **_: Any) -> None:
            tries.append(key)
            raise OSError("no line")

    monkeypatch.setitem(channels.CHANNELS, "sms", Down())
    at: datetime = AT
    for _number in range(12):
        services.send_due(at)
        at += timedelta(minutes=10)
    assert len(tries) == 8
    assert len(set(tries)) == 1
    assert Delivery.objects.get().state == "failed"


def test_who_has_no_number_any_more_is_sent_nothing(cast: Cast, settings: Any) -> None:
    told(cast)
    User.objects.filter(pk=cast.owner.pk).update(phone=None)
    assert services.send_due(AT) == 0
    assert Delivery.objects.get().state == "failed"
    assert messages(settings) == []


def test_two_keys_are_two_messages_and_one_key_is_one() -> None:
    first = outbox.put("sms", "+84901234567", "A", at=AT, key="a")
    assert outbox.put("sms", "+84901234567", "A", at=LATER, key="a") == first
    assert outbox.put("sms", "+84901234567", "A", at=AT, key="b") != first
    assert len(list(outbox.folder("sms").glob("*.txt"))) == 2
