"""An account's own list of who came in."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from portal.access.device import rough_device, rough_network
from portal.access.models import KEPT_FOR, Means, SignIn
from portal.access.services import forget_old
from portal.lib import clock
from portal.people.services import give_totp
from portal.people.totp import current_code
from tests.cast import Cast, sign_in
from tests.portal.people.test_sign_up import ask_for_code, newest_code, signed_in

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
PHONE = (
    "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/139.0.0.0 Mobile Safari/537.36"
)


@pytest.fixture(autouse=True)
def fresh_limits() -> None:
    cache.clear()


def enter(person: Any, *, agent: str = PHONE, address: str = "113.161.70.9") -> Client:
    client = Client(headers={"user-agent": agent}, REMOTE_ADDR=address)
    ask_for_code(client, str(person.phone))
    client.post(reverse("account_confirm_login_code"), {"code": newest_code()})
    return client


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (PHONE, "Chrome, Android"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Safari/604.1", "Safari, iPhone"),
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/1 Safari/1 Edg/1", "Edge, Windows"),
        ("curl/8.0", ""),
        ("<script>alert(1)</script>\u202e", ""),
    ],
)
def test_a_device_is_told_roughly_and_never_in_its_own_words(agent: str, words: str) -> None:
    assert rough_device(agent) == words


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("113.161.70.9", "113.161.70.0/24"),
        ("2402:800:6310:1:2:3:4:5", "2402:800:6310::/48"),
        ("nowhere", ""),
    ],
)
def test_of_an_address_only_the_network_is_kept(address: str, words: str) -> None:
    assert rough_network(address) == words


def test_each_sign_in_is_listed_with_time_device_and_network(cast: Cast) -> None:
    client = enter(cast.owner)
    row = SignIn.objects.get(person=cast.owner)
    assert (row.means, row.device, row.network) == (
        Means.CODE,
        "Chrome, Android",
        "113.161.70.0/24",
    )
    page = client.get(reverse("privacy:history")).content.decode()
    assert "Chrome, Android" in page
    assert "113.161.70.0/24" in page
    assert "113.161.70.9" not in page


def test_the_second_factor_stands_in_the_list(cast: Cast) -> None:
    give_totp(person=cast.officer, secret=SECRET)
    client = enter(cast.officer)
    assert not SignIn.objects.filter(person=cast.officer).exists()
    client.post(reverse("mfa_authenticate"), {"code": current_code(SECRET, clock.now())})
    assert SignIn.objects.get(person=cast.officer).means == Means.APP


def test_nobody_reads_another_persons_list(cast: Cast) -> None:
    enter(cast.owner)
    client = Client()
    sign_in(client, cast.stranger)
    assert "Chrome, Android" not in client.get(reverse("privacy:history")).content.decode()


def test_signing_out_elsewhere_ends_every_other_session_and_keeps_this_one(cast: Cast) -> None:
    here, there = enter(cast.owner), enter(cast.owner)
    assert "Đăng xuất mọi máy khác" in here.get(reverse("usersessions_list")).content.decode()
    here.post(reverse("usersessions_list"))
    assert here.get(reverse("people:profile")).status_code == 200
    assert there.get(reverse("people:profile")).status_code == 302


def test_another_number_ends_all_other_sessions_also_those_nobody_listed(cast: Cast) -> None:
    here, stolen, unlisted = enter(cast.owner), enter(cast.owner), Client()
    sign_in(unlisted, cast.owner)  # has made no request yet, so no list has it
    here.post(reverse("account_change_phone"), {"phone": "0901 999 888"})
    assert stolen.get(reverse("people:profile")).status_code == 200  # not before it is proven
    here.post(reverse("account_verify_phone"), {"code": newest_code()})
    cast.owner.refresh_from_db()
    assert str(cast.owner.phone) == "+84901999888"
    assert here.get(reverse("people:profile")).status_code == 200
    for thief in (stolen, unlisted):
        assert thief.get(reverse("people:profile")).status_code == 302
        assert not signed_in(thief)
    old = Client()
    ask_for_code(old, "+84901000000")
    assert "chưa có tài khoản" in "".join(newest_text())


def newest_text() -> str:
    from tests.portal.people.test_sign_up import messages

    return messages()[-1]


def test_signing_in_again_by_the_same_number_ends_nothing(cast: Cast) -> None:
    first, second = enter(cast.owner), enter(cast.owner)
    for client in (first, second):
        assert client.get(reverse("people:profile")).status_code == 200


def test_old_sign_ins_are_forgotten(cast: Cast) -> None:
    at = clock.now()
    for age in (KEPT_FOR + timedelta(days=1), timedelta(days=1)):
        SignIn.objects.create(person=cast.owner, at=at - age, means=Means.CODE)
    forget_old(at=at)
    assert SignIn.objects.filter(person=cast.owner).count() == 1
