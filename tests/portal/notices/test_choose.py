"""By which channel and when: the person's choice, the unit's rule, the nights."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.checks import run_checks
from django.test import Client
from django.urls import reverse

from portal.lib.errors import Refused
from portal.notices import services
from portal.notices.models import Choice, Delivery, Notice
from portal.notices.quiet import Quiet
from portal.people import outbox
from portal.people.models import User
from portal.places.models import RuleRow
from tests.cast import Cast

EVENING = datetime(2026, 11, 20, 14, 30, tzinfo=UTC)  # 21:30 in Việt Nam
MORNING = datetime(2026, 11, 21, 0, 0, tzinfo=UTC)  # 07:00 there
URL = reverse("notices:choose")


def told(cast: Cast, *, urgent: bool = False) -> Notice:
    return services.notify(
        person=cast.owner,
        kind="target:notified",
        title="Công an xin một đoạn hình",
        body="Vụ trộm ở số 5",
        link="/requests/answer/abc/",
        urgent=urgent,
        at=EVENING,
    )


def texts(channel: str) -> list[str]:
    return [path.read_text() for path in outbox.folder(channel).glob("*.txt")]


def test_what_is_due_at_night_waits_for_the_morning(cast: Cast) -> None:
    told(cast)
    assert services.send_due(EVENING) == 0
    assert services.send_due(MORNING - timedelta(seconds=1)) == 0
    assert services.send_due(MORNING) == 1
    assert Delivery.objects.get().attempts == 1


def test_what_is_urgent_does_not_wait(cast: Cast) -> None:
    told(cast, urgent=True)
    assert services.send_due(EVENING) == 1


def test_a_unit_has_hours_of_its_own(cast: Cast) -> None:
    RuleRow.objects.create(
        key="notices.quiet_from",
        unit=cast.household.unit,
        value=22,
        valid_from=EVENING.date(),
        source="01/QĐ",
    )
    told(cast)
    assert services.send_due(EVENING) == 1


def test_a_person_s_own_hours_go_before_the_unit_s(cast: Cast) -> None:
    services.choose(person=cast.owner, channel="sms", quiet=Quiet(23, 5), at=EVENING)
    told(cast)
    assert services.send_due(EVENING) == 1


def test_who_wants_no_quiet_hours_any_more_gets_what_waits(cast: Cast) -> None:
    told(cast)
    services.send_due(EVENING)
    services.choose(person=cast.owner, channel="sms", quiet=Quiet(0, 0), at=EVENING)
    assert services.send_due(EVENING) == 1


def test_zalo_is_a_channel_like_sms_and_tells_as_little(cast: Cast) -> None:
    services.choose(person=cast.owner, channel="zalo", quiet=Quiet(0, 0), at=EVENING)
    told(cast)
    assert services.send_due(EVENING) == 1
    (text,) = texts("zalo")
    assert texts("sms") == []
    assert "Công an xin một đoạn hình" in text
    assert "/requests/answer/abc/" in text
    assert "trộm" not in text


def test_an_sms_says_what_it_is_and_where_to_read_on(cast: Cast) -> None:
    told(cast, urgent=True)
    services.send_due(EVENING)
    (text,) = texts("sms")
    assert "trộm" not in text


def test_a_mail_goes_to_who_chose_mail(cast: Cast) -> None:
    User.objects.filter(pk=cast.owner.pk).update(email="toi@example.org")
    cast.owner.refresh_from_db()
    services.choose(person=cast.owner, channel="email", quiet=None, at=EVENING)
    told(cast, urgent=True)
    assert services.send_due(EVENING) == 1
    assert [message.to for message in mail.outbox] == [["toi@example.org"]]


def test_a_channel_without_an_address_cannot_be_chosen(cast: Cast) -> None:
    with pytest.raises(Refused, match="no_address"):
        services.choose(person=cast.owner, channel="email", quiet=None, at=EVENING)


def test_where_no_gateway_is_named_zalo_is_not_offered(
    cast: Cast, settings: Any, as_person: Callable[..., Client]
) -> None:
    services.choose(person=cast.owner, channel="zalo", quiet=None, at=EVENING)
    settings.ZALO_CHANNEL = ""
    assert "Zalo" not in as_person(cast.owner).get(URL).content.decode().partition("<form m")[2]
    told(cast, urgent=True)
    assert services.send_due(EVENING) == 1
    assert len(texts("sms")) == 1


def test_production_refuses_zalo_in_files(settings: Any) -> None:
    settings.PRODUCTION = True
    assert "portal.E008" in {found.id for found in run_checks()}
    settings.ZALO_CHANNEL = ""
    assert "portal.E008" not in {found.id for found in run_checks()}


def test_the_page_keeps_what_was_chosen(cast: Cast, as_person: Callable[..., Client]) -> None:
    owner = as_person(cast.owner)
    given = {"channel": "zalo", "when": "own", "quiet_from": "22", "quiet_until": "6"}
    reply = owner.post(URL, given)
    assert reply.status_code == 302
    row = Choice.objects.get(person=cast.owner)
    assert (row.channel, row.quiet) == ("zalo", Quiet(22, 6))
    page = owner.get(URL).content.decode()
    assert '<option value="22" selected>22:00</option>' in page
    owner.post(URL, given | {"when": "unit"})
    assert Choice.objects.get(person=cast.owner).quiet is None


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"quiet_until": ""}, "Hãy chọn giờ."),
        ({"quiet_until": "22"}, "Hãy chọn giờ kết thúc khác giờ bắt đầu."),
        ({"channel": "pigeon"}, "pigeon"),
        ({"when": ""}, "Hãy chọn giờ yên lặng."),
        ({"quiet_from": "99"}, "99"),
    ],
)
def test_the_page_says_what_is_missing(
    cast: Cast, as_person: Callable[..., Client], change: dict[str, str], sentence: str
) -> None:
    given = {"channel": "sms", "when": "own", "quiet_from": "22", "quiet_until": "6"}
    reply = as_person(cast.owner).post(URL, given | change)
    assert reply.status_code == 422
    assert sentence in reply.content.decode()
    assert not Choice.objects.exists()


@pytest.mark.parametrize(
    ("state", "sentence"),
    [
        ("failed", "Không gửi được tin nhắn SMS cho thông báo này."),
        ("unknown", "Không rõ tin nhắn SMS của thông báo này đã đến hay chưa."),
    ],
)
def test_a_message_that_did_not_go_out_is_shown_with_its_notice(
    cast: Cast, as_person: Callable[..., Client], state: str, sentence: str
) -> None:
    told(cast)
    Delivery.objects.update(state=state)
    assert sentence in as_person(cast.owner).get(reverse("notices:index")).content.decode()
    Delivery.objects.update(state="sent")
    assert sentence not in as_person(cast.owner).get(reverse("notices:index")).content.decode()


def test_a_batch_of_many_asks_the_database_little_more_than_one(
    cast: Cast, django_assert_max_num_queries: Any
) -> None:
    for _number in range(10):
        told(cast)
    with django_assert_max_num_queries(6 + 10):  # one counted update each
        assert services.send_due(EVENING) == 0
