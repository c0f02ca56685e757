"""What an invited telephone gets, and when its number is forgotten."""

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from evidence.privacy import collect
from evidence.privacy.services import erase_account
from portal.lib import clock
from portal.notices.channels import CHANNELS, Unsure
from portal.notices.models import Notice
from portal.notices.services import send_due
from portal.organisations import invitations, messages
from portal.organisations.models import Invitation
from portal.organisations.vocabulary import KEPT_WAITING, MOST_MESSAGES
from portal.people import sms
from portal.people.models import User
from tests.cast import AT, Cast

from .people import LATER, NOBODYS, invited

Enter = Callable[..., Client]


def texts(number: str) -> list[str]:
    return [path.read_text() for path in sms.folder().glob(f"*-{number.lstrip('+')}.txt")]


def test_a_number_without_an_account_gets_an_sms_with_the_address(cast: Cast) -> None:
    invited(cast, phone=NOBODYS)
    assert messages.sweep(LATER) == 1
    (text,) = texts("+84912345678")
    assert "http://127.0.0.1:8000/organisations/" in text
    assert "0901 000 000" in text  # whoever invites, by their own verified number
    assert messages.sweep(LATER) == 0
    assert len(texts("+84912345678")) == 1


def test_a_person_with_an_account_gets_a_notice_and_an_sms(cast: Cast) -> None:
    row = invited(cast)
    assert messages.sweep(LATER) == 1
    notice = Notice.objects.get()
    assert notice.person == cast.stranger
    assert notice.link == reverse("organisations:invitation", args=[row.public_id])
    send_due(LATER)
    assert len(texts(str(cast.stranger.phone))) == 1


@pytest.mark.parametrize("phone", [NOBODYS, ""])
def test_nothing_that_anybody_may_choose_freely_is_sent_to_a_stranger(
    cast: Cast, phone: str
) -> None:
    """Else the ward's own sender would carry any text to any telephone."""
    cast.household.name = "Trúng thưởng http://example.org"
    cast.household.save()
    User.objects.filter(pk=cast.owner.pk).update(full_name="Ngân hàng mẫu")
    cast.owner.refresh_from_db()
    invited(cast, phone=phone)
    messages.sweep(LATER)
    send_due(LATER)
    sent = "".join(path.read_text() for path in sms.folder().glob("*.txt"))
    sent += "".join(Notice.objects.values_list("body", flat=True))
    assert "0901 000 000" in sent
    assert "example.org" not in sent
    assert "Ngân hàng" not in sent


def test_one_telephone_gets_few_messages_a_day_whoever_invites(cast: Cast) -> None:
    for _ in range(MOST_MESSAGES + 2):
        row = invited(cast, phone=NOBODYS)
        messages.sweep(AT)
        invitations.withdraw(invitation=row, at=AT)
        messages.sweep(AT)
    assert len(texts("+84912345678")) == MOST_MESSAGES
    invited(cast, phone=NOBODYS, at=AT + timedelta(days=1, seconds=1))
    messages.sweep(AT + timedelta(days=1, seconds=1))
    assert len(texts("+84912345678")) == MOST_MESSAGES + 1


def test_a_message_that_does_not_go_out_is_tried_again(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Broken:
        knows_keys = brief = True

        def send(self, **_: Any) -> None:
            raise OSError("no gateway")

    invited(cast, phone=NOBODYS)
    with monkeypatch.context() as patch:
        patch.setitem(CHANNELS, "sms", Broken())
        assert messages.sweep(AT) == 0
    assert messages.sweep(AT) == 0  # not at once
    assert messages.sweep(AT + timedelta(minutes=3)) == 1


class Dies(BaseException):
    """The worker is killed there."""


class Line:
    """Hands over to the ward's own outbox, and dies before it, after it, or cannot tell."""

    def __init__(self, *, knows_keys: bool, fails: str) -> None:
        self.knows_keys, self.fails, self.brief = knows_keys, fails, True

    def send(self, *, key: str, address: str, text: str, at: Any, **_: Any) -> None:
        if self.fails == "before":
            raise Dies
        sms.send(address, text, at=at, key=key if self.knows_keys else "")
        if self.fails:
            raise Unsure if self.fails == "unsure" else Dies


def attempt(monkeypatch: pytest.MonkeyPatch, line: Line, at: Any) -> None:
    with monkeypatch.context() as patch:
        patch.setitem(CHANNELS, "sms", line)
        with suppress(Dies):
            messages.sweep(at)


@pytest.mark.parametrize(
    ("knows_keys", "fails", "arrive"),
    [
        (True, "before", 1),  # nothing is lost
        (True, "after", 1),  # and nothing goes out twice
        (False, "before", 0),  # nobody can tell: rather not than twice
        (False, "after", 1),
        (False, "unsure", 1),
        (True, "unsure", 1),
    ],
)
def test_a_worker_that_dies_loses_no_message_and_sends_none_twice(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, knows_keys: bool, fails: str, arrive: int
) -> None:
    invited(cast, phone=NOBODYS)
    attempt(monkeypatch, Line(knows_keys=knows_keys, fails=fails), AT)
    attempt(monkeypatch, Line(knows_keys=knows_keys, fails=""), AT + timedelta(seconds=1))
    for minutes in (3, 6, 9):
        at = AT + timedelta(minutes=minutes)
        attempt(monkeypatch, Line(knows_keys=knows_keys, fails=""), at)
    assert len(texts("+84912345678")) == arrive
    row = Invitation.objects.get()
    assert row.message_due_at is None
    assert row.message_handed_at is not None  # counts among what this telephone got


def test_a_line_that_stays_broken_is_left_after_some_tries(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Broken:
        knows_keys = brief = True

        def send(self, **_: Any) -> None:
            raise OSError("no gateway")

    invited(cast, phone=NOBODYS)
    monkeypatch.setitem(CHANNELS, "sms", Broken())
    for hour in range(2 * messages.MAX_ATTEMPTS):
        assert messages.sweep(AT + timedelta(hours=hour)) == 0
    row = Invitation.objects.get()
    assert (row.message_due_at, row.message_attempts) == (None, messages.MAX_ATTEMPTS)
    assert row.state == "waiting"  # to be found after signing in


def test_what_is_withdrawn_before_it_was_sent_is_not_sent(cast: Cast) -> None:
    row = invited(cast, phone=NOBODYS)
    invitations.withdraw(invitation=row, at=AT)
    assert messages.sweep(LATER) == 0
    assert texts("+84912345678") == []


def test_the_number_is_forgotten_after_the_end(cast: Cast) -> None:
    rows = [invited(cast, phone=f"091234567{number}") for number in range(3)]
    invitations.withdraw(invitation=rows[0], at=AT)
    messages.sweep(AT + timedelta(hours=23))
    assert Invitation.objects.exclude(phone="").count() == 3
    messages.sweep(AT + timedelta(hours=24))
    assert Invitation.objects.exclude(phone="").count() == 2
    messages.sweep(AT + KEPT_WAITING)
    assert not Invitation.objects.exclude(phone="").exists()
    assert set(Invitation.objects.values_list("state", flat=True)) == {"withdrawn", "expired"}


def test_ones_invitations_are_in_ones_own_data_without_others_numbers(cast: Cast) -> None:
    invited(cast)
    invited(cast, phone=NOBODYS)
    sent = list(collect.sections(cast.owner, LATER)["membership_invitations"])
    got = list(collect.sections(cast.stranger, LATER)["membership_invitations"])
    assert [row["sent_by_me"] for row in sent] == [True, True]
    assert [row["sent_by_me"] for row in got] == [False]
    assert "912345678" not in "".join(collect.document(cast.owner, LATER))


def test_an_erased_account_leaves_no_number_and_no_open_door(cast: Cast) -> None:
    at = clock.now()
    to_me = invited(cast, at=at)
    by_me = invited(cast, phone=NOBODYS, actor=cast.co_owner, at=at)
    messages.sweep(at)
    for person in (cast.stranger, cast.co_owner):
        erase_account(person=person, at=clock.now())
    for row in (to_me, by_me):
        row.refresh_from_db()
        assert row.state == "withdrawn"
    assert str(to_me.phone) == ""


def test_lists_cost_the_same_for_one_and_for_many(
    cast: Cast, as_person: Enter, django_assert_max_num_queries: Any
) -> None:
    from portal.organisations.services import found

    for number in range(8):
        found(kind="household", name=f"Hộ {number}", unit=cast.ward, actor=cast.owner, at=AT)
        invited(cast, phone=f"091234567{number}", at=clock.now())
    mine = found(kind="household", name="Hộ nữa", unit=cast.ward, actor=cast.neighbour, at=AT)
    for phone in (str(cast.owner.phone),):
        invited(cast, organisation=mine, actor=cast.neighbour, phone=phone, at=clock.now())
    client = as_person(cast.owner)
    client.get(reverse("organisations:index"))
    with django_assert_max_num_queries(14):
        page = client.get(reverse("organisations:index")).content.decode()
    assert page.count("Hộ ") > 9
    with django_assert_max_num_queries(15):
        client.get(reverse("organisations:show", args=[cast.household.public_id]))
