"""What people try at the doors of an account: enumeration, guessing, leftovers, odd characters."""

import re
from collections.abc import Iterator
from datetime import timedelta
from itertools import count
from statistics import median
from time import perf_counter

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from portal.lib import clock
from portal.people.models import Membership, Office, User
from portal.people.services import register_person, rename
from portal.places.models import Province, Unit
from tests.cast import SYSTEM, Cast, sign_in
from tests.portal.people.test_sign_up import (
    ask_for_code,
    messages,
    newest_code,
    sign_up,
    signed_in,
)

LOGIN, CONFIRM = reverse("account_login"), reverse("account_confirm_login_code")
TRIES = 40
SLOWER_AT_MOST = 2.0  # times: one SMS file each way, one row more or less to read
ODD = [
    "Trần\u202eThị Mẫu",
    "Trần\u0000Thị Mẫu",
    "Trần\u200bThị\u2066 Mẫu",
    "Trần\r\nThị\tMẫu",
    "\ufeffTrần Thị Mẫu",
]


@pytest.fixture(autouse=True)
def fresh_limits() -> None:
    cache.clear()


@pytest.fixture
def addresses() -> Iterator[str]:
    return (f"10.0.{n // 250}.{n % 250 + 1}" for n in count())


def plain(page: str, *hidden: str) -> str:
    page = re.sub(r'value="[^"]{30,}"|nonce="[^"]*"', "", page)
    for text in hidden:
        page = page.replace(text, "")
    return page


# --- Does this number have an account? ---


@pytest.mark.parametrize(
    ("known", "unknown"),
    [("+84901000000", "+84912345678"), ("co@example.org", "khong@example.org")],
)
def test_each_step_looks_the_same_for_known_and_unknown(
    cast: Cast, known: str, unknown: str
) -> None:
    User.objects.filter(pk=cast.stranger.pk).update(email="co@example.org")
    seen = []
    for login in (known, unknown):
        client, steps = Client(), []
        steps.append(ask_for_code(client, login))
        steps.append(client.get(CONFIRM))
        steps.extend(client.post(CONFIRM, {"code": "000000"}) for _ in range(4))
        steps.append(client.get(CONFIRM))
        seen.append(
            [
                (step.status_code, step.get("Location", ""), plain(step.content.decode(), login))
                for step in steps
            ]
        )
    assert seen[0] == seen[1]


def test_signing_up_with_a_known_number_looks_like_any_other(cast: Cast) -> None:
    seen = []
    for phone in ("0901000000", "0912345678"):
        client = Client()
        steps = [sign_up(client, phone), client.get(reverse("account_verify_phone"))]
        written = (phone, "+84" + phone[1:])
        seen.append(
            [
                (step.status_code, step.get("Location", ""), plain(step.content.decode(), *written))
                for step in steps
            ]
        )
    assert seen[0] == seen[1]


def test_known_and_unknown_numbers_take_the_same_time(cast: Cast, addresses: Iterator[str]) -> None:
    """Turn by turn, so that a busy machine is equally busy for both; medians over many tries."""
    known = [
        str(
            register_person(
                full_name=f"Mẫu {n}", phone=f"+8490200{n:04}", actor=SYSTEM, at=cast.at
            ).phone
        )
        for n in range(TRIES)
    ]
    spent: dict[bool, list[float]] = {True: [], False: []}
    for number, phone in enumerate(known):
        for has, login in ((True, phone), (False, f"+8490300{number:04}")):
            client = Client(REMOTE_ADDR=next(addresses))
            began = perf_counter()
            assert ask_for_code(client, login).status_code == 302
            spent[has].append(perf_counter() - began)
    ratio = median(spent[True]) / median(spent[False])
    assert 1 / SLOWER_AT_MOST < ratio < SLOWER_AT_MOST, spent


# --- Guessing codes ---


def test_a_second_code_makes_the_first_one_worthless(cast: Cast) -> None:
    first, second = Client(), Client()
    ask_for_code(first, str(cast.owner.phone))
    old = newest_code()
    ask_for_code(second, str(cast.owner.phone))
    new = newest_code()
    if old != new:
        second.post(CONFIRM, {"code": old})
        assert not signed_in(second)
    second.post(CONFIRM, {"code": new})
    assert signed_in(second)


def test_a_code_opens_only_the_browser_that_asked_for_it(cast: Cast) -> None:
    ask_for_code(Client(), str(cast.owner.phone))
    code = newest_code()
    thief = Client()
    ask_for_code(thief, "+84912345678")
    thief.post(CONFIRM, {"code": code})
    assert not signed_in(thief)


def test_guessing_from_many_browsers_meets_the_limit_of_the_number(
    cast: Cast, addresses: Iterator[str]
) -> None:
    """Three guesses a code and few codes a number: far from a million combinations."""
    guesses = 0
    for _ in range(40):
        client = Client(REMOTE_ADDR=next(addresses))
        if ask_for_code(client, str(cast.owner.phone)).status_code != 302:
            continue
        right = newest_code()
        wrong = "000000" if right != "000000" else "111111"
        for _guess in range(5):
            client.post(CONFIRM, {"code": wrong})
        client.post(CONFIRM, {"code": right})
        assert not signed_in(client)
        guesses += 3
    assert guesses <= 60
    assert len(messages()) <= 20


# --- Leftovers ---


def test_a_member_whose_term_ended_yesterday_reaches_nothing_of_the_household(cast: Cast) -> None:
    camera = cast.camera()
    client = Client()
    sign_in(client, cast.co_owner)
    address = reverse("registry:camera", args=[camera.public_id])
    assert client.get(address).status_code == 200
    yesterday = clock.now() - timedelta(days=1)
    Membership.objects.filter(person=cast.co_owner).update(valid_to=yesterday)
    for name in ("registry:camera", "consent:camera", "consent:withdraw", "disclosure:looks"):
        reply = client.get(reverse(name, args=[camera.public_id]))
        assert reply.status_code in (403, 404), name
    assert camera.name not in client.get(reverse("registry:index")).content.decode()


@pytest.mark.parametrize(
    ("role", "page"),
    [
        ("officer", "cases:index"),
        ("commander", "requests:approvals"),
        ("auditor", "ledger:index"),
        ("board", "funding:index"),
    ],
)
def test_an_official_whose_term_ended_yesterday_is_a_resident(
    cast: Cast, role: str, page: str
) -> None:
    person = getattr(cast, role)
    client = Client()
    sign_in(client, person)
    assert client.get(reverse(page)).status_code == 200
    yesterday = clock.now() - timedelta(days=1)
    Office.objects.filter(person=person).update(valid_to=yesterday)
    assert client.get(reverse(page)).status_code == 403
    assert client.get(reverse("people:profile")).status_code == 200


def test_a_role_in_another_province_opens_nothing_here(cast: Cast) -> None:
    far = Unit.objects.create(
        code="far",
        name=cast.ward.name,  # the same name, elsewhere
        kind="ward",
        province=Province.objects.create(code="01", name="Tỉnh khác"),
        valid_from=cast.ward.valid_from,
    )
    Office.objects.filter(person=cast.officer).update(unit=far)
    from tests.evidence.requests.scenario import a_case

    case = a_case(cast, clock.now())
    client = Client()
    sign_in(client, cast.officer)
    assert client.get(reverse("cases:show", args=[case.public_id])).status_code == 404


def test_a_closed_account_has_no_session_any_more(cast: Cast) -> None:
    client = Client()
    sign_in(client, cast.owner)
    User.objects.filter(pk=cast.owner.pk).update(is_active=False)
    assert client.get(reverse("people:profile")).status_code == 302
    again = Client()
    ask_for_code(again, str(cast.owner.phone))
    again.post(CONFIRM, {"code": newest_code()})
    assert not signed_in(again)


# --- Names ---


@pytest.mark.parametrize("name", ODD)
def test_control_and_direction_characters_never_reach_a_name(cast: Cast, name: str) -> None:
    client = Client()
    sign_in(client, cast.owner)
    reply = client.post(reverse("people:change-details"), {"full_name": name})
    cast.owner.refresh_from_db()
    if reply.status_code == 302:
        assert cast.owner.full_name == "Trần Thị Mẫu"
    else:
        assert "full_name" in reply.context["form"].errors
        assert cast.owner.full_name == "Owner"
    rename(person=cast.owner, full_name=name)
    assert cast.owner.full_name == "Trần Thị Mẫu"


@pytest.mark.parametrize("name", ["\u202e", "   ", "", "\u200b\u200b", "x" * 500])
def test_a_name_that_is_none_or_endless_is_refused_with_a_sentence(cast: Cast, name: str) -> None:
    client = Client()
    sign_in(client, cast.owner)
    reply = client.post(reverse("people:change-details"), {"full_name": name})
    assert reply.status_code in (200, 422)
    assert reply.context["form"].errors["full_name"]


def test_the_same_name_in_both_unicode_forms_is_one_name(cast: Cast) -> None:
    import unicodedata

    for form in ("NFC", "NFD"):
        rename(person=cast.owner, full_name=unicodedata.normalize(form, "Nguyễn Thị Hằng"))
        assert cast.owner.full_name == unicodedata.normalize("NFC", "Nguyễn Thị Hằng")
