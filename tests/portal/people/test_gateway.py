"""Codes and notices by a gateway: what is posted, what counts as taken, what a person is told."""

import json
import smtplib
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from portal.people import outbox, sms
from tests.cast import AT, Cast

PHONE = "+84901234567"


class Gateway(BaseHTTPRequestHandler):
    """Answers `status`, or hangs up when that is 0."""

    status = 202
    taken: list[dict[str, str]]

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.taken.append({**body, **{k.lower(): v for k, v in self.headers.items()}})
        if self.status:
            self.send_response(self.status)
            self.send_header("Location", "http://127.0.0.1:1/elsewhere")
            self.send_header("Content-Length", "0")
            self.end_headers()
        else:
            self.close_connection = True

    def log_message(self, *_: object) -> None:
        """Tests read what was taken, not a log."""


@pytest.fixture
def gateway(settings: Any) -> Iterator[type[Gateway]]:
    kind: type[Gateway] = type("Kind", (Gateway,), {"taken": []})
    with ThreadingHTTPServer(("127.0.0.1", 0), kind) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        settings.SMS_URL = f"http://127.0.0.1:{server.server_port}/send"
        settings.SMS_TOKEN = "held-by-the-operator"
        yield kind
        server.shutdown()
        thread.join()


def test_a_message_is_posted_with_its_key(gateway: type[Gateway]) -> None:
    sms.send(PHONE, "Mã: 123456", at=AT, key="notice:1")
    [got] = gateway.taken
    assert (got["to"], got["text"], got["key"]) == (PHONE, "Mã: 123456", "notice:1")
    assert got["idempotency-key"] == "notice:1"
    assert got["authorization"] == "Bearer held-by-the-operator"
    assert not list(outbox.folder("sms").glob("*.txt"))  # no copy stays behind


def test_messages_without_a_key_are_never_taken_for_the_same(gateway: type[Gateway]) -> None:
    sms.send(PHONE, "A", at=AT)
    sms.send(PHONE, "A", at=AT)
    first, second = gateway.taken
    assert first["key"] != second["key"]


@pytest.mark.parametrize("status", [0, 302, 400, 401, 429, 500])
def test_only_a_good_answer_counts(gateway: type[Gateway], status: int) -> None:
    gateway.status = status
    with pytest.raises(OSError, match="SMS gateway"):
        sms.send(PHONE, "A", at=AT, key="k")


@pytest.mark.parametrize("known", [True, False], ids=["an account", "no account"])
def test_whoever_waits_for_a_code_is_told_that_none_comes(
    cast: Cast, gateway: type[Gateway], *, known: bool
) -> None:
    """In the same words for everybody: who has an account stays unknown."""
    cache.clear()
    gateway.status = 503
    login = str(cast.owner.phone) if known else "0909 999 111"
    answer = Client().post(reverse("account_login"), {"login": login})
    assert answer.status_code == 422
    assert "Hiện chưa gửi được mã" in answer.content.decode()


def test_a_mail_server_that_is_down_is_said_too(
    cast: Cast, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache.clear()

    def down(*_: object, **__: object) -> None:
        raise smtplib.SMTPServerDisconnected

    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    monkeypatch.setattr("django.core.mail.backends.smtp.EmailBackend.open", down)
    cast.owner.email = "owner@example.vn"
    cast.owner.save()
    EmailAddress.objects.create(
        user=cast.owner, email="owner@example.vn", verified=True, primary=True
    )
    answer = Client().post(reverse("account_login"), {"login": "owner@example.vn"})
    assert answer.status_code == 422
    assert "Hiện chưa gửi được mã" in answer.content.decode()
