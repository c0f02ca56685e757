"""Inviting by telephone number: alike for every number, limited, once."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from portal.ledger.models import entries_about
from portal.lib.errors import Refused
from portal.lib.ids import new_id
from portal.organisations import invitations
from portal.organisations.models import Invitation
from portal.organisations.vocabulary import KEPT_WAITING, MOST_A_DAY, MOST_WAITING
from portal.people.models import Membership
from portal.people.roles import Role
from tests.cast import AT, Cast

from .people import NOBODYS, business, invited

Enter = Callable[..., Client]


def url(cast: Cast) -> str:
    return reverse("organisations:invite", args=[cast.household.public_id])


def plain(page: str, *hidden: str) -> str:
    page = re.sub(r'value="[^"]{12,}"|nonce="[^"]*"|\d\d:\d\d', "", page)
    for text in hidden:
        page = page.replace(text, "")
    return page


def test_an_invitation_waits_and_makes_nobody_a_member(cast: Cast, as_person: Enter) -> None:
    page = as_person(cast.owner).post(url(cast), {"phone": NOBODYS, "role": "co_owner"})
    assert page.status_code == 302
    row = Invitation.objects.get()
    assert (row.state, row.role, str(row.phone)) == ("waiting", "co_owner", "+84912345678")
    assert row.expires_at - row.at == KEPT_WAITING
    assert Membership.objects.filter(organisation=cast.household).count() == 2
    entry = entries_about(row.subject).get()
    assert (entry.kind, entry.actor) == ("member:invited", cast.owner.subject)
    assert b"912345678" not in bytes(entry.body)


def test_each_page_looks_the_same_for_known_and_unknown_numbers(
    cast: Cast, as_person: Enter
) -> None:
    seen, asked = [], []
    for phone in (str(cast.stranger.phone), "+84912345678"):
        Invitation.objects.all().delete()
        client = as_person(cast.owner)
        client.get(url(cast))
        with CaptureQueriesContext(connection) as queries:
            done = client.post(url(cast), {"phone": phone, "role": "co_owner"})
        asked.append([re.sub(r"'[^']*'|\d+", "?", row["sql"]) for row in queries])
        shown = client.get(done["Location"]).content.decode()
        again = client.post(url(cast), {"phone": phone, "role": "co_owner"}).content.decode()
        national = Invitation.objects.get().phone.as_national
        invitation_id = Invitation.objects.get().public_id
        hidden = (phone, national, invitation_id)
        seen.append((done.status_code, plain(shown, *hidden), plain(again, *hidden)))
    assert seen[0] == seen[1]
    assert len(asked[0]) == len(asked[1])


@pytest.mark.parametrize(
    "phone",
    [
        "0912345678",
        "+84 912 345 678",
        "84912345678",
        "0912.345.678",
        "\u202a0912345678\u202c",
        "０９１２３４５６７８",
        " 0912-345-678 ",
    ],
)
def test_a_number_may_be_written_in_any_usual_way(cast: Cast, as_person: Enter, phone: str) -> None:
    page = as_person(cast.owner).post(url(cast), {"phone": phone, "role": "co_owner"})
    assert page.status_code == 302
    assert str(Invitation.objects.get().phone) == "+84912345678"


@pytest.mark.parametrize(
    "phone", ["", "12", "x" * 31, "0912\u0000345678", "số của mẹ", "+1 202 555 0143", "113"]
)
def test_what_is_no_number_of_the_country_is_refused_and_kept_in_the_field(
    cast: Cast, as_person: Enter, phone: str
) -> None:
    page = as_person(cast.owner).post(url(cast), {"phone": phone, "role": "co_owner"})
    assert page.status_code == 422
    assert "problems" in page.content.decode()
    assert not Invitation.objects.exists()


@pytest.mark.parametrize("role", ["owner", "signatory", "technician", "officer", "", "x"])
def test_a_household_offers_co_ownership_and_nothing_else(
    cast: Cast, as_person: Enter, role: str
) -> None:
    page = as_person(cast.owner).post(url(cast), {"phone": NOBODYS, "role": role})
    assert page.status_code == 422
    with pytest.raises(Refused, match=r"organisations\.role_not_offered"):
        invitations.invite(
            organisation=cast.household, phone=NOBODYS, role=role, actor=cast.owner, at=AT
        )


@pytest.mark.parametrize("role", [Role.OWNER, Role.CO_OWNER, Role.OFFICER])
def test_a_business_offers_signatories_and_technicians(cast: Cast, role: Role) -> None:
    shop = business(cast, (cast.owner, Role.SIGNATORY))
    for offered in (Role.SIGNATORY, Role.TECHNICIAN):
        invited(cast, organisation=shop, role=offered)
    with pytest.raises(Refused, match=r"organisations\.role_not_offered"):
        invited(cast, organisation=shop, role=role)


def test_police_and_boards_invite_nobody_here(cast: Cast) -> None:
    cast.household.kind = "police"
    with pytest.raises(Refused, match=r"organisations\.role_not_offered"):
        invited(cast, role=Role.SIGNATORY)


def test_oneself_and_whoever_is_in_already_are_not_invited(cast: Cast) -> None:
    with pytest.raises(Refused, match=r"organisations\.own_number"):
        invited(cast, phone=str(cast.owner.phone))
    with pytest.raises(Refused, match=r"organisations\.already_member"):
        invited(cast, phone=str(cast.co_owner.phone))


def test_a_second_one_for_the_same_number_waits_for_the_first(cast: Cast) -> None:
    row = invited(cast)
    with pytest.raises(Refused, match=r"organisations\.already_waiting"):
        invited(cast)
    invitations.withdraw(invitation=row, at=AT)
    invited(cast)
    later = AT + KEPT_WAITING
    invited(cast, at=later)
    assert list(Invitation.objects.order_by("pk").values_list("state", flat=True)) == [
        "withdrawn",
        "expired",
        "waiting",
    ]


def test_a_double_click_invites_once(cast: Cast, as_person: Enter) -> None:
    client, once = as_person(cast.owner), new_id()
    facts = {"phone": NOBODYS, "role": "co_owner", "once": once}
    assert [client.post(url(cast), facts).status_code for _ in range(2)] == [302, 302]
    assert Invitation.objects.get().public_id == once
    other = as_person(cast.co_owner).post(url(cast), facts)
    assert other.status_code == 422


def test_an_organisation_has_ten_waiting(cast: Cast) -> None:
    for number in range(MOST_WAITING):
        invited(cast, phone=f"09123456{number:02}")
    with pytest.raises(Refused, match=r"organisations\.too_many_waiting"):
        invited(cast)
    invited(cast, at=AT + KEPT_WAITING)


def test_a_person_sends_thirty_a_day_withdrawn_ones_too(cast: Cast) -> None:
    for number in range(MOST_A_DAY):
        row = invited(cast, phone=f"09123456{number:02}")
        invitations.withdraw(invitation=row, at=AT)
    with pytest.raises(Refused, match=r"organisations\.too_many_today"):
        invited(cast)
    invited(cast, at=AT + timedelta(days=1, seconds=1))


def test_withdrawing_ends_it_and_twice_is_refused(cast: Cast, as_person: Enter) -> None:
    row = invited(cast, at=AT)
    Invitation.objects.update(expires_at=AT + timedelta(days=3650))
    address = reverse("organisations:withdraw", args=[row.public_id])
    assert as_person(cast.neighbour).post(address).status_code == 404
    assert as_person(cast.stranger).post(address).status_code == 403  # who belongs nowhere
    assert as_person(cast.co_owner).post(address).status_code == 302
    assert as_person(cast.co_owner).post(address).status_code == 422
    row.refresh_from_db()
    assert row.state == "withdrawn"


def test_a_technician_sees_no_number_and_invites_nobody(cast: Cast, as_person: Enter) -> None:
    shop = business(cast, (cast.owner, Role.SIGNATORY), (cast.stranger, Role.TECHNICIAN))
    invited(cast, organisation=shop, role=Role.TECHNICIAN, phone=NOBODYS)
    Invitation.objects.update(expires_at=AT + timedelta(days=3650))
    client = as_person(cast.stranger)
    page = client.get(reverse("organisations:show", args=[shop.public_id])).content.decode()
    assert "0912 345 678" not in page
    address = reverse("organisations:invite", args=[shop.public_id])
    assert client.post(address, {"phone": NOBODYS, "role": "technician"}).status_code == 403
    text = as_person(cast.owner).get(reverse("organisations:show", args=[shop.public_id]))
    assert "0912 345 678" in text.content.decode()


def test_other_peoples_organisations_do_not_exist(cast: Cast, as_person: Enter) -> None:
    facts: dict[str, Any] = {"phone": NOBODYS, "role": "co_owner"}
    assert as_person(cast.neighbour).post(url(cast), facts).status_code == 404
    for person in (cast.stranger, cast.officer):  # who invite nowhere
        assert as_person(person).post(url(cast), facts).status_code == 403
    for page in ("show", "leave"):
        address = reverse(f"organisations:{page}", args=[cast.household.public_id])
        assert as_person(cast.neighbour).get(address).status_code == 404
    assert not Invitation.objects.exists()
