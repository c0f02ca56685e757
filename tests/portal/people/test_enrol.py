"""An official's first second factor, by a code from hand to hand: everything that must not work."""

from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added
from django.core.cache import cache
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from portal.ledger.kinds import Kind
from portal.ledger.models import Detail, Entry
from portal.lib import clock
from portal.lib.errors import Refused
from portal.people.enrolment import issue_code, redeem
from portal.people.enrolment_code import ALPHABET, LENGTH, as_typed, new_code, spaced
from portal.people.models import ConfirmedFactor, EnrolmentCode, User
from portal.people.roles import Role
from portal.people.services import appoint, end_office, give_totp
from portal.people.totp import current_code
from tests.cast import Cast, sign_in
from tests.portal.people.test_second_factor import DESK, enter_by_sms

ENROL = reverse("people:enrol")
ACTIVATE = reverse("mfa_activate_totp")
WEEK = timedelta(days=7)


@pytest.fixture(autouse=True)
def fresh_limits() -> None:
    cache.clear()


@pytest.fixture(autouse=True)
def commits_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Allauth tells of a new factor at the commit, within the request: so also in these tests."""
    monkeypatch.setattr(transaction, "on_commit", lambda tell, **_: tell())


def code_for(cast: Cast, person: User, **changes: Any) -> str:
    facts = {"person": person, "unit": cast.ward, "issued_by": cast.administrator}
    return issue_code(**{**facts, "at": clock.now(), **changes})


def set_up_app(client: Client) -> str:
    """Activate an app on its page; returns its secret."""
    page = client.get(ACTIVATE)
    assert page.status_code == 200
    secret: str = page.context["form"].secret
    client.post(ACTIVATE, {"code": current_code(secret, clock.now())})
    return secret


def works(client: Client) -> bool:
    return client.get(reverse(DESK)).status_code == 200


def test_code_then_app_then_work(cast: Cast) -> None:
    code = code_for(cast, cast.officer)
    client, _answer = enter_by_sms(cast.officer)
    answer = client.post(ENROL, {"code": spaced(code).lower()})
    assert answer.headers["Location"] == ACTIVATE
    set_up_app(client)
    assert works(client)
    assert client.get(reverse("mfa_view_recovery_codes")).status_code == 200
    assert ConfirmedFactor.objects.filter(person=cast.officer).count() == 2  # recovery codes too
    kinds = list(Entry.objects.order_by("-seq").values_list("kind", flat=True)[:3])
    assert kinds == [Kind.FACTOR_ENROLLED, Kind.FACTOR_CODE_USED, Kind.FACTOR_CODE_ISSUED]


def test_the_message_alone_sets_nothing_up(cast: Cast) -> None:
    """A thief who has moved the number to their own card."""
    code_for(cast, cast.officer)
    client, _answer = enter_by_sms(cast.officer)
    for name in ("mfa_activate_totp", "mfa_add_webauthn", "mfa_generate_recovery_codes"):
        for answer in (client.get(reverse(name)), client.post(reverse(name), {"code": "123456"})):
            assert answer.headers["Location"].startswith(ENROL), name
    assert not Authenticator.objects.exists()


def test_a_factor_that_slipped_in_anyway_opens_no_office(cast: Cast) -> None:
    give_totp(person=cast.officer, secret="JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
    client = Client()
    sign_in(client, cast.officer)
    assert works(client)
    ConfirmedFactor.objects.all().delete()
    assert client.get(reverse(DESK)).headers["Location"].startswith(ENROL)


def test_five_wrong_tries_kill_the_code_also_for_the_right_one(cast: Cast) -> None:
    code = code_for(cast, cast.officer)
    client, _answer = enter_by_sms(cast.officer)
    wrong = "2" * LENGTH if code != "2" * LENGTH else "3" * LENGTH
    for left in (4, 3, 2, 1):
        answer = client.post(ENROL, {"code": wrong})
        assert answer.status_code == 422
        assert f"còn {left} lần thử" in answer.content.decode()
    assert "bị hủy" in client.post(ENROL, {"code": wrong}).content.decode()
    answer = client.post(ENROL, {"code": code})
    assert answer.status_code == 422
    assert client.get(ACTIVATE).status_code == 302


@pytest.mark.parametrize("text", ["", " ", "123", "O0I1L" * 2, "x" * 31, "A\x00" * 5, "🔑" * 10])
def test_what_cannot_be_a_code_costs_no_try(cast: Cast, text: str) -> None:
    code_for(cast, cast.officer)
    client, _answer = enter_by_sms(cast.officer)
    assert client.post(ENROL, {"code": text}).status_code == 422
    assert EnrolmentCode.objects.get().tries == 0


def test_a_code_works_once(cast: Cast) -> None:
    code = code_for(cast, cast.officer)
    redeem(person=cast.officer, text=code, at=clock.now())
    client, _answer = enter_by_sms(cast.officer)
    answer = client.post(ENROL, {"code": code})
    assert answer.status_code == 422
    assert "đã được dùng" in answer.content.decode()
    assert client.get(ACTIVATE).status_code == 302


def test_a_code_is_dead_after_a_week(cast: Cast) -> None:
    at = clock.now()
    code = code_for(cast, cast.officer, at=at)
    with pytest.raises(Refused, match="code_expired"):
        redeem(person=cast.officer, text=code, at=at + WEEK)
    redeem(person=cast.officer, text=code, at=at + WEEK - timedelta(seconds=1))


def test_another_persons_code_is_a_wrong_code(cast: Cast) -> None:
    code_for(cast, cast.officer)
    other = code_for(cast, cast.colleague)
    with pytest.raises(Refused, match="code_wrong"):
        redeem(person=cast.officer, text=other, at=clock.now())
    redeem(person=cast.colleague, text=other, at=clock.now())


def test_a_newer_code_takes_the_place_of_the_older(cast: Cast) -> None:
    older, newer = code_for(cast, cast.officer), code_for(cast, cast.officer)
    with pytest.raises(Refused, match="code_wrong"):
        redeem(person=cast.officer, text=older, at=clock.now())
    redeem(person=cast.officer, text=newer, at=clock.now())


def test_nobody_issues_a_code_to_themself_or_to_somebody_without_office(cast: Cast) -> None:
    with pytest.raises(Refused, match="code_for_oneself"):
        code_for(cast, cast.administrator)
    for person, unit in ((cast.stranger, cast.ward), (cast.officer, cast.other_ward)):
        with pytest.raises(Refused, match="code_without_office"):
            code_for(cast, person, unit=unit)
    at = clock.now()
    rows = {"person": cast.officer, "issued_by": cast.officer, "unit": cast.ward}
    with pytest.raises(IntegrityError), transaction.atomic():
        EnrolmentCode.objects.create(**rows, issued_at=at, expires_at=at, salt="", hashed="")


def test_a_code_outlives_no_office(cast: Cast) -> None:
    code = code_for(cast, cast.officer)
    end_office(office=cast.officer.offices.get(), ended_by=cast.administrator, at=clock.now())
    with pytest.raises(Refused, match="code_none"):
        redeem(person=cast.officer, text=code, at=clock.now())


def test_the_code_stands_nowhere_in_the_database(cast: Cast) -> None:
    code = code_for(cast, cast.officer)
    row = EnrolmentCode.objects.get()
    assert code not in f"{row.salt}{row.hashed}"
    assert code not in "".join(bytes(e.body).decode() for e in Entry.objects.all())
    assert not Detail.objects.filter(text__contains=code).exists()


def test_who_typed_the_code_has_an_hour_in_that_session_alone(cast: Cast) -> None:
    code = code_for(cast, cast.officer)
    client, _answer = enter_by_sms(cast.officer)
    client.post(ENROL, {"code": code})
    cache.clear()
    thief, _answer = enter_by_sms(cast.officer)
    assert thief.get(ACTIVATE).headers["Location"].startswith(ENROL)
    session = client.session
    session["enrolment-grant"] = {**session["enrolment-grant"], "until": clock.now().timestamp()}
    session.save()
    assert client.get(ACTIVATE).headers["Location"].startswith(ENROL)


def test_a_grant_is_for_the_person_who_typed_the_code(cast: Cast) -> None:
    code = code_for(cast, cast.officer)
    client, _answer = enter_by_sms(cast.officer)
    client.post(ENROL, {"code": code})
    kept = client.session["enrolment-grant"]
    other, _answer = enter_by_sms(cast.colleague)
    session = other.session
    session["enrolment-grant"] = kept
    session.save()
    assert other.get(ACTIVATE).headers["Location"].startswith(ENROL)


def resident_with_app(cast: Cast) -> tuple[Client, str]:
    client, _answer = enter_by_sms(cast.stranger)
    secret = set_up_app(client)
    assert not ConfirmedFactor.objects.exists()
    return client, secret


def make_officer(cast: Cast) -> None:
    appoint(
        person=cast.stranger,
        role=Role.OFFICER,
        unit=cast.ward,
        appointed_by=cast.administrator,
        at=clock.now(),
    )


def enter_with_app(person: User, secret: str) -> Client:
    cache.clear()
    client, answer = enter_by_sms(person)
    client.post(answer.headers["Location"], {"code": current_code(secret, clock.now())})
    return client


def test_an_app_from_before_the_office_counts_once_the_code_was_typed(cast: Cast) -> None:
    _client, secret = resident_with_app(cast)
    make_officer(cast)
    code = code_for(cast, cast.stranger)
    client = enter_with_app(cast.stranger, secret)
    assert client.get(reverse(DESK)).headers["Location"].startswith(ENROL)
    assert client.get(reverse("mfa_deactivate_totp")).headers["Location"].startswith(ENROL)
    answer = client.post(f"{ENROL}?next={reverse(DESK)}", {"code": code})
    assert answer.headers["Location"] == reverse(DESK)
    assert works(client)
    left = Authenticator.objects.filter(user=cast.stranger)
    assert [row.type for row in left] == ["totp"]  # recovery codes from before are gone


def test_the_code_is_not_spent_before_the_older_app_was_shown(cast: Cast) -> None:
    """The session in which the app was set up as a resident has not shown it."""
    client, _secret = resident_with_app(cast)
    make_officer(cast)
    code = code_for(cast, cast.stranger)
    answer = client.post(ENROL, {"code": code})
    assert answer.headers["Location"].startswith(reverse("mfa_reauthenticate"))
    row = EnrolmentCode.objects.get()
    assert (row.tries, row.used_at) == (0, None)


def test_a_further_factor_counts_only_from_a_session_that_showed_one(cast: Cast) -> None:
    client = Client()
    sign_in(client, cast.officer)
    # A factor that reaches the table past our pages.
    row = Authenticator.objects.create(user=cast.officer, type="webauthn", data={})
    session = client.session
    session["account_authentication_methods"][1]["id"] = row.pk
    session.save()
    assert client.get(reverse(DESK)).headers["Location"].startswith(reverse("mfa_reauthenticate"))
    answer = client.get(reverse("mfa_add_webauthn"))
    assert answer.headers["Location"].startswith(reverse("mfa_reauthenticate"))


def test_without_any_factor_left_a_fresh_code_is_needed(cast: Cast) -> None:
    client = Client()
    sign_in(client, cast.officer)
    session = client.session
    session["account_authentication_methods"][1]["reauthenticated"] = True
    session.save()
    client.post(reverse("mfa_deactivate_totp"))
    assert not Authenticator.objects.filter(user=cast.officer).exists()
    assert client.get(reverse(DESK)).headers["Location"].startswith(ENROL)
    assert client.get(ACTIVATE).headers["Location"].startswith(ENROL)


def test_a_code_for_a_lost_telephone_removes_the_factors_and_ends_all_sessions(cast: Cast) -> None:
    client = Client()
    sign_in(client, cast.officer)
    code = code_for(cast, cast.officer, lost=True)
    assert client.get(reverse("people:profile")).headers["Location"].startswith("/account/login/")
    fresh, _answer = enter_by_sms(cast.officer)
    fresh.post(ENROL, {"code": code})
    set_up_app(fresh)
    assert works(fresh)


def test_residents_set_up_their_app_as_before(cast: Cast) -> None:
    client, _answer = enter_by_sms(cast.owner)
    set_up_app(client)
    assert Authenticator.objects.filter(user=cast.owner, type="totp").exists()
    page = client.get(ENROL)
    assert page.status_code == 200
    assert "Chưa có mã" in page.content.decode()


def test_a_signal_about_somebody_else_confirms_nothing(cast: Cast, rf: Any) -> None:
    row = Authenticator.objects.create(user=cast.colleague, type="webauthn", data={})
    request = rf.get("/")
    typed = {"person": cast.officer.pk, "until": clock.now().timestamp() + 60}
    request.user, request.session = cast.officer, {"enrolment-grant": typed}
    authenticator_added.send(
        sender=Authenticator, request=request, user=cast.colleague, authenticator=row
    )
    assert not ConfirmedFactor.objects.exists()


def test_codes_are_long_and_read_back_however_they_are_spaced() -> None:
    seen = {new_code() for _ in range(200)}
    assert len(seen) == 200
    assert not set("01ILOU") & set(ALPHABET)
    for code in seen:
        assert len(code) == LENGTH
        assert as_typed(f" {spaced(code).lower()} ") == code
        assert as_typed(" ".join(code)) == code
        assert as_typed(code[1:]) is None
