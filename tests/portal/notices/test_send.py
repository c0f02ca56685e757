from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.notices import channels, services
from portal.notices.models import Delivery, Notice
from tests.cast import AT, Cast


def told(cast: Cast) -> Notice:
    return services.notify(
        person=cast.owner,
        kind="target:notified",
        title=_("Thông báo"),
        body="Có yêu cầu mới",
        link="/requests/answer/abc/",
        at=AT,
    )


def messages(settings: Any) -> list[str]:
    folder = Path(settings.OUTBOX) / "sms"
    return [path.read_text() for path in sorted(folder.glob("*.txt"))]


def test_a_notice_goes_out_once_however_often_the_worker_is_woken(
    cast: Cast, settings: Any
) -> None:
    told(cast)
    assert [services.send_due(AT), services.send_due(AT), services.send_due(AT)] == [1, 0, 0]
    (text,) = messages(settings)
    assert "/requests/answer/abc/" in text
    assert str(cast.owner.phone) in text


def test_two_notices_of_one_instant_both_reach_the_telephone(cast: Cast, settings: Any) -> None:
    told(cast)
    told(cast)
    assert services.send_due(AT) == 2
    assert len(messages(settings)) == 2


def test_whoever_copies_the_database_cannot_follow_the_link(cast: Cast) -> None:
    told(cast)
    (row,) = Notice.objects.values()
    assert "/requests/answer" not in repr(row)
    assert b"answer" not in bytes(row["link_sealed"])
    assert Notice.objects.get().link == "/requests/answer/abc/"


def test_a_link_does_not_open_in_another_notice(
    cast: Cast, as_person: Callable[..., Client]
) -> None:
    first, second = told(cast), told(cast)
    Notice.objects.filter(pk=second.pk).update(link_sealed=first.link_sealed)
    page = as_person(cast.owner).get(reverse("notices:index")).content.decode()
    assert page.count("Có yêu cầu mới") == 2
    assert page.count("/requests/answer/abc/") == 1


def test_a_link_opens_after_the_vault_s_key_was_changed(cast: Cast, settings: Any) -> None:
    told(cast)
    settings.VAULT_OLD_KEYS = [settings.VAULT_KEY]
    settings.VAULT_KEY = "another key of the tests, long enough"
    assert Notice.objects.get().link == "/requests/answer/abc/"


def test_a_notice_may_lead_nowhere(cast: Cast, settings: Any) -> None:
    services.notify(person=cast.owner, kind="camera:changed", title="A", body="B", at=AT)
    assert Notice.objects.get().link == ""
    services.send_due(AT)
    (text,) = messages(settings)
    assert text.endswith("/notices/\n")


def test_the_page_asks_the_database_as_often_for_twenty_links_as_for_one(
    cast: Cast, as_person: Callable[..., Client]
) -> None:
    told(cast)
    owner = as_person(cast.owner)
    owner.get(reverse("notices:index"))
    with CaptureQueriesContext(connection) as one:
        owner.get(reverse("notices:index"))
    for _number in range(19):
        told(cast)
    with CaptureQueriesContext(connection) as twenty:
        assert owner.get(reverse("notices:index")).content.count(b"/requests/answer/abc/") == 20
    assert len(twenty) == len(one)


def test_a_channel_that_is_down_is_tried_again_later(
    cast: Cast, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    told(cast)

    class Down(channels.Sms):
        def send(self, **_: object) -> None:
            raise OSError("no line")

    with monkeypatch.context() as broken:
        broken.setitem(channels.CHANNELS, "sms", Down())
        assert services.send_due(AT) == 0
    assert services.send_due(AT) == 0
    assert services.send_due(AT + timedelta(minutes=5)) == 1
    assert Delivery.objects.get().state == "sent"


def test_a_worker_that_died_while_sending_leaves_it_to_the_next(cast: Cast) -> None:
    told(cast)
    Delivery.objects.update(state="sending", next_try_at=AT + services.LEASE)
    assert services.send_due(AT) == 0
    assert services.send_due(AT + services.LEASE) == 1


def test_notices_are_the_person_s_own(cast: Cast, as_person: Callable[..., Client]) -> None:
    told(cast)
    owner, stranger = as_person(cast.owner), as_person(cast.stranger)
    assert "Có yêu cầu mới" in owner.get(reverse("notices:index")).content.decode()
    assert "Có yêu cầu mới" not in stranger.get(reverse("notices:index")).content.decode()
    stranger.post(reverse("notices:read-all"))
    assert Notice.objects.get().read_at is None
    owner.post(reverse("notices:read-all"))
    assert Notice.objects.get().read_at is not None
