import re
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from portal.ledger.kinds import Kind
from portal.ledger.models import Entry, Mention
from portal.people import outbox, sms
from portal.people.models import User
from tests.cast import Cast

CODE = re.compile(r"\b([0-9]{6})\b")


@pytest.fixture(autouse=True)
def fresh_limits() -> None:
    cache.clear()


def messages() -> list[str]:
    return [path.read_text() for path in sorted(sms.folder().glob("*.txt"))]


def newest_code() -> str:
    found = CODE.search(messages()[-1].partition("\n")[2])
    assert found is not None
    return found[1]


def sign_up(client: Client, phone: str = "0901 234 567", name: str = "Trần Thị Mẫu") -> Any:
    return client.post(reverse("account_signup"), {"full_name": name, "phone": phone})


def ask_for_code(client: Client, login: str) -> Any:
    return client.post(reverse("account_login"), {"login": login})


def signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


@pytest.mark.django_db
@pytest.mark.parametrize(
    "written", ["0901 234 567", "+84 901 234 567", "0084901234567", "0901.234.567"]
)
def test_a_person_signs_up_by_phone_and_code(client: Client, written: str) -> None:
    answer = sign_up(client, written, "  Trần\u200b  Thị Mẫu ")
    assert answer.headers["Location"] == reverse("account_verify_phone")
    assert not signed_in(client)
    page = client.get(answer.headers["Location"]).content.decode()
    assert 'autocomplete="one-time-code"' in page
    assert 'inputmode="numeric"' in page
    client.post(answer.headers["Location"], {"code": newest_code()})
    assert signed_in(client)
    person = User.objects.get()
    assert (str(person.phone), person.phone_verified) == ("+84901234567", True)
    assert person.full_name == "Trần Thị Mẫu"
    entry = Entry.objects.get(kind=Kind.PERSON_REGISTERED)
    assert entry.actor == person.subject
    assert "901234567" not in bytes(entry.body).decode()


@pytest.mark.django_db
def test_signing_in_again_registers_nobody_twice(client: Client) -> None:
    sign_up(client)
    client.post(reverse("account_verify_phone"), {"code": newest_code()})
    other = Client()
    ask_for_code(other, "0901234567")
    other.post(reverse("account_confirm_login_code"), {"code": newest_code()})
    assert signed_in(other)
    assert Mention.objects.filter(entry__kind=Kind.PERSON_REGISTERED, position=0).count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize("phone", ["", "12", "abc", "0901 234 56", "+84 000 000 000", "\u202e0901"])
def test_a_number_nobody_has_gets_a_sentence(client: Client, phone: str) -> None:
    answer = sign_up(client, phone)
    assert answer.status_code == 200
    assert "điện thoại" in answer.context["form"].errors["phone"][0]
    assert not User.objects.exists()


def test_a_name_of_invisible_characters_is_no_name(client: Client, db: None) -> None:
    assert "full_name" in sign_up(client, name="\u200b \u202e").context["form"].errors


def test_a_wrong_code_is_refused_and_three_of_them_end_the_attempt(
    client: Client, cast: Cast
) -> None:
    ask_for_code(client, str(cast.owner.phone))
    right = newest_code()
    wrong = "000000" if right != "000000" else "111111"
    confirm = reverse("account_confirm_login_code")
    answer = client.post(confirm, {"code": wrong})
    assert "Mã không đúng" in answer.context["form"].errors["code"][0]
    client.post(confirm, {"code": wrong})
    client.post(confirm, {"code": wrong})
    client.post(confirm, {"code": right})
    assert not signed_in(client)


def test_a_code_works_once(client: Client, cast: Cast) -> None:
    ask_for_code(client, str(cast.owner.phone))
    code = newest_code()
    client.post(reverse("account_confirm_login_code"), {"code": code})
    assert signed_in(client)
    client.post(reverse("account_logout"))
    client.post(reverse("account_confirm_login_code"), {"code": code})
    assert not signed_in(client)
    ask_for_code(client, str(cast.owner.phone))
    if newest_code() != code:
        client.post(reverse("account_confirm_login_code"), {"code": code})
        assert not signed_in(client)


def test_known_and_unknown_numbers_get_the_same_pages(cast: Cast) -> None:
    pages = []
    for phone in (str(cast.owner.phone), "+84912345678"):
        client = Client()
        answer = ask_for_code(client, phone)
        page = client.get(answer.headers["Location"]).content.decode()
        page = re.sub(r'value="[^"]{30,}"|nonce="[^"]*"', "", page)
        pages.append((answer.status_code, answer.headers["Location"], page.replace(phone, "")))
        wrong = client.post(answer.headers["Location"], {"code": "000000"})
        assert wrong.status_code == 200
    assert pages[0] == pages[1]
    assert "chưa có tài khoản" in messages()[-1]


def test_signing_up_with_a_taken_number_says_so_only_to_its_owner(
    cast: Cast, client: Client
) -> None:
    answer = sign_up(client, str(cast.owner.phone))
    assert answer.headers["Location"] == reverse("account_verify_phone")
    assert "đã có tài khoản" in messages()[-1]
    assert User.objects.filter(phone=cast.owner.phone).count() == 1


def test_asking_again_and_again_for_codes_is_stopped(cast: Cast) -> None:
    last = None
    for _ in range(6):
        last = ask_for_code(Client(), str(cast.owner.phone))
    assert last is not None
    assert last.status_code == 200
    assert "quá nhiều" in str(last.context["form"].errors)


def test_a_message_is_one_whole_file(cast: Cast, tmp_path: Path) -> None:
    path = outbox.put("sms", "+84901234567", "Xin chào", at=cast.at)
    assert path.read_text() == "+84901234567\nXin chào\n"
    assert [p for p in path.parent.iterdir() if p.name != ".lock"] == [path]
    assert path.stat().st_mode & 0o077 == 0


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["password/set/", "password/change/", "password/reset/"])
def test_there_are_no_passwords(client: Client, path: str) -> None:
    assert client.get(f"/account/{path}").status_code == 404
