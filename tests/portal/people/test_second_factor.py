from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from portal.lib import clock
from portal.people.models import User
from portal.people.roles import Role
from portal.people.services import appoint, end_office, give_totp
from portal.people.totp import current_code
from tests.cast import Cast, sign_in
from tests.portal.people.test_sign_up import ask_for_code, newest_code, signed_in

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
DESK = "notices:index"


@pytest.fixture(autouse=True)
def fresh_limits() -> None:
    cache.clear()


def enter_by_sms(person: User) -> tuple[Client, Any]:
    client = Client()
    ask_for_code(client, str(person.phone))
    return client, client.post(reverse("account_confirm_login_code"), {"code": newest_code()})


def test_an_official_signs_in_with_code_and_app(cast: Cast) -> None:
    give_totp(person=cast.officer, secret=SECRET)
    client, answer = enter_by_sms(cast.officer)
    assert answer.headers["Location"] == reverse("mfa_authenticate")
    assert not signed_in(client)
    client.post(answer.headers["Location"], {"code": current_code(SECRET, clock.now())})
    assert signed_in(client)
    assert client.get(reverse(DESK)).status_code == 200


def test_a_wrong_second_code_lets_nobody_in(cast: Cast) -> None:
    give_totp(person=cast.officer, secret=SECRET)
    client, answer = enter_by_sms(cast.officer)
    right = current_code(SECRET, clock.now())
    client.post(answer.headers["Location"], {"code": "000000" if right != "000000" else "111111"})
    assert not signed_in(client)


def test_an_app_code_works_once(cast: Cast) -> None:
    give_totp(person=cast.officer, secret=SECRET)
    code = current_code(SECRET, clock.now())
    first, answer = enter_by_sms(cast.officer)
    first.post(answer.headers["Location"], {"code": code})
    assert signed_in(first)
    second, answer = enter_by_sms(cast.officer)
    second.post(answer.headers["Location"], {"code": code})
    assert not signed_in(second)


def test_an_official_without_a_second_factor_reaches_account_pages_only(cast: Cast) -> None:
    client, _answer = enter_by_sms(cast.officer)
    assert signed_in(client)
    answer = client.get(reverse(DESK))
    enrol = f"{reverse('people:enrol')}?next={reverse(DESK).replace('/', '%2F')}"
    assert answer.headers["Location"] == enrol
    assert client.get(enrol).status_code == 200
    assert client.get(reverse("people:profile")).status_code == 200
    assert client.get(reverse("look:home")).status_code == 302


def test_secrets_of_apps_are_encrypted_in_the_database(cast: Cast) -> None:
    give_totp(person=cast.officer, secret=SECRET)
    row = Authenticator.objects.get(user=cast.officer)
    assert SECRET not in str(row.data)


def test_a_resident_needs_no_second_factor(cast: Cast) -> None:
    client, _answer = enter_by_sms(cast.owner)
    assert client.get(reverse(DESK)).status_code == 200


def test_an_office_given_during_a_session_asks_at_once(cast: Cast) -> None:
    client, _answer = enter_by_sms(cast.stranger)
    assert client.get(reverse(DESK)).status_code == 200
    appoint(
        person=cast.stranger,
        role=Role.OFFICER,
        unit=cast.ward,
        appointed_by=cast.administrator,
        at=clock.now(),
    )
    assert client.get(reverse(DESK)).status_code == 302


def test_another_persons_second_factor_does_not_count(cast: Cast) -> None:
    client = Client()
    sign_in(client, cast.officer)
    session = client.session
    session["account_authentication_methods_user"] = str(cast.colleague.pk)
    session.save()
    assert client.get(reverse(DESK)).status_code == 302


def test_an_idle_official_is_signed_out(cast: Cast, settings: Any) -> None:
    client = Client()
    sign_in(client, cast.officer)
    assert client.get(reverse(DESK)).status_code == 200
    session = client.session
    session["official-last-seen"] -= settings.OFFICIAL_IDLE_LIMIT.total_seconds() + 5
    session.save()
    answer = client.get(reverse(DESK))
    assert answer.headers["Location"] == f"{reverse('account_login')}?next={reverse(DESK)}"
    assert not signed_in(client)


def test_an_idle_resident_stays(cast: Cast) -> None:
    client = Client()
    sign_in(client, cast.owner)
    client.get(reverse(DESK))
    assert "official-last-seen" not in client.session


def test_after_the_office_has_ended_its_pages_are_closed(cast: Cast) -> None:
    client = Client()
    sign_in(client, cast.auditor)
    office = cast.auditor.offices_at(clock.now())[0]
    assert client.get(reverse("ledger:index")).status_code == 200
    end_office(office=office, ended_by=cast.administrator, at=clock.now())
    assert client.get(reverse("ledger:index")).status_code == 403


def test_account_pages_speak_vietnamese(cast: Cast) -> None:
    client = Client()
    sign_in(client, cast.officer)
    give_totp(person=cast.officer, secret=SECRET)
    session = client.session
    session["account_authentication_methods"][1]["reauthenticated"] = True
    session.save()
    names = ["mfa_index", "mfa_list_webauthn", "mfa_add_webauthn", "mfa_deactivate_totp"]
    names += ["mfa_generate_recovery_codes", "usersessions_list", "account_email"]
    names += ["account_change_phone", "account_logout", "people:profile", "people:change-details"]
    names += ["mfa_reauthenticate"]
    for name in names:
        answer = client.get(reverse(name))
        assert answer.status_code == 200, name
        page = answer.content.decode()
        assert '<h1 class="title">' in page, name
        for english in ("Email address", "Sign Out", "Phone:", "Code:", "Password", "Generate"):
            assert english not in page, (name, english)
