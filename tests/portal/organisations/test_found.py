"""Making a household or a business: who becomes what, which unit is meant, what is refused."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from portal.ledger.models import entries_about
from portal.lib.errors import Refused
from portal.lib.ids import new_id
from portal.organisations import services
from portal.organisations.models import Invitation
from portal.organisations.vocabulary import MOST_FOUNDED
from portal.people.models import Membership, Organisation
from portal.people.roles import Role
from portal.places.models import Province, Succession, Unit
from tests.cast import AT, Cast

Enter = Callable[..., Client]
NEW = reverse("organisations:new")
HOME = {"kind": "household", "name": "Hộ bà Năm", "unit_text": "phuong mau mot"}


@pytest.mark.parametrize(
    ("kind", "role"),
    [
        ("household", Role.OWNER),
        ("business", Role.SIGNATORY),
        ("school", Role.SIGNATORY),
        ("agency", Role.SIGNATORY),
    ],
)
def test_whoever_makes_it_stands_for_it(
    cast: Cast, as_person: Enter, kind: str, role: Role
) -> None:
    page = as_person(cast.stranger).post(NEW, {**HOME, "kind": kind})
    row = Organisation.objects.get(name="Hộ bà Năm")
    assert page["Location"] == reverse("organisations:show", args=[row.public_id])
    assert (row.kind, row.unit) == (kind, cast.ward)
    membership = Membership.objects.get(organisation=row)
    assert (membership.person, membership.role) == (cast.stranger, role)
    entry = entries_about(row.subject).get()
    assert (entry.kind, entry.actor) == ("organisation:created", cast.stranger.subject)


@pytest.mark.parametrize("kind", ["police", "committee", "board", "fund", "", "x"])
def test_what_administrators_make_is_not_offered(cast: Cast, as_person: Enter, kind: str) -> None:
    page = as_person(cast.stranger).post(NEW, {**HOME, "kind": kind})
    assert page.status_code == 422
    assert not Organisation.objects.filter(name="Hộ bà Năm").exists()
    with pytest.raises(Refused, match=r"organisations\.kind_not_offered"):
        services.found(kind=kind, name="Đội", unit=cast.ward, actor=cast.stranger, at=AT)


def test_a_technician_named_at_the_start_is_invited_not_added(cast: Cast, as_person: Enter) -> None:
    facts = {**HOME, "kind": "business", "technician": "0912 345 678"}
    as_person(cast.stranger).post(NEW, facts)
    row = Invitation.objects.get()
    assert (row.role, str(row.phone)) == (Role.TECHNICIAN, "+84912345678")
    assert Membership.objects.filter(organisation=row.organisation).count() == 1


@pytest.mark.parametrize(("kind", "phone"), [("household", "0912345678"), ("school", "12")])
def test_a_technician_who_cannot_be_is_refused_and_nothing_is_made(
    cast: Cast, as_person: Enter, kind: str, phone: str
) -> None:
    page = as_person(cast.stranger).post(NEW, {**HOME, "kind": kind, "technician": phone})
    assert page.status_code == 422
    assert 'value="Hộ bà Năm"' in page.content.decode()
    assert not Organisation.objects.filter(name="Hộ bà Năm").exists()


def test_ones_own_number_as_technician_undoes_the_whole(cast: Cast, as_person: Enter) -> None:
    facts = {**HOME, "kind": "business", "technician": str(cast.stranger.phone)}
    page = as_person(cast.stranger).post(NEW, facts)
    assert page.status_code == 422
    assert "số của chính bạn" in page.content.decode()
    assert not Organisation.objects.filter(name="Hộ bà Năm").exists()


def test_two_places_of_one_name_are_asked_about(cast: Cast, as_person: Enter) -> None:
    client = as_person(cast.stranger)
    page = client.post(NEW, {**HOME, "unit_text": "phuong mau"})
    text = page.content.decode()
    assert page.status_code == 422
    assert "Phường Mẫu Một, Tỉnh mẫu" in text
    assert "Phường Mẫu Hai, Tỉnh mẫu" in text
    page = client.post(NEW, {**HOME, "unit_text": "phuong mau", "unit": cast.other_ward.public_id})
    assert page.status_code == 302
    assert Organisation.objects.get(name="Hộ bà Năm").unit == cast.other_ward


def test_an_old_name_leads_to_the_unit_of_today(cast: Cast, as_person: Enter) -> None:
    old = Unit.objects.create(
        code="old-9",
        name="Phường Chín",
        kind="ward",
        province=Province.objects.get(),
        valid_from=date(2000, 1, 1),
        valid_to=date(2025, 6, 30),
    )
    Succession.objects.create(old=old, new=cast.ward, is_main=True)
    as_person(cast.stranger).post(NEW, {**HOME, "unit_text": "phuong chin"})
    assert Organisation.objects.get(name="Hộ bà Năm").unit == cast.ward


def test_a_unit_that_ended_meanwhile_is_refused(cast: Cast) -> None:
    cast.ward.valid_to = date(2026, 1, 1)
    with pytest.raises(Refused, match=r"organisations\.unit_ended"):
        services.found(kind="household", name="Hộ", unit=cast.ward, actor=cast.stranger, at=AT)


@pytest.mark.parametrize("text", ["", "không có nơi này", "\u202e\u0000", "x" * 121])
def test_a_place_nobody_knows_is_asked_for_again(cast: Cast, as_person: Enter, text: str) -> None:
    page = as_person(cast.stranger).post(NEW, {**HOME, "unit_text": text})
    assert page.status_code == 422
    assert "problems" in page.content.decode()


def test_a_unit_that_was_not_found_by_the_words_counts_for_nothing(
    cast: Cast, as_person: Enter
) -> None:
    page = as_person(cast.stranger).post(
        NEW, {**HOME, "unit_text": "phuong mau mot", "unit": cast.other_ward.public_id}
    )
    assert page.status_code == 302
    assert Organisation.objects.get(name="Hộ bà Năm").unit == cast.ward


def test_a_double_click_makes_one(cast: Cast, as_person: Enter) -> None:
    client, once = as_person(cast.stranger), new_id()
    pages = [client.post(NEW, {**HOME, "once": once}) for _ in range(2)]
    row = Organisation.objects.get(name="Hộ bà Năm")
    assert row.public_id == once
    assert {page["Location"] for page in pages} == {reverse("organisations:show", args=[once])}
    assert entries_about(row.subject).count() == 1


def test_somebody_elses_form_opens_nothing_of_theirs(cast: Cast, as_person: Enter) -> None:
    page = as_person(cast.stranger).post(NEW, {**HOME, "once": cast.household.public_id})
    assert page.status_code == 422
    assert cast.household.name not in page.content.decode()


def test_the_same_name_twice_is_two_households(cast: Cast, as_person: Enter) -> None:
    for person in (cast.stranger, cast.neighbour):
        assert as_person(person).post(NEW, HOME).status_code == 302
    assert Organisation.objects.filter(name="Hộ bà Năm").count() == 2


def test_nobody_makes_more_than_the_limit_even_by_leaving_again(cast: Cast) -> None:
    facts: dict[str, Any] = {"kind": "household", "unit": cast.ward, "actor": cast.stranger}
    for number in range(MOST_FOUNDED):
        row = services.found(name=f"Hộ {number}", at=AT, **facts)
        if number % 2:
            services.leave(organisation=row, person=cast.stranger, at=AT)
    with pytest.raises(Refused, match=r"organisations\.founded_too_many"):
        services.found(name="Hộ nữa", at=AT, **facts)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("Hộ\u202e bà\u0000 Năm", "Hộ bà Năm"),
        ("Ho\u0323\u0302 bà Năm", "Hộ bà Năm"),
        ("  Hộ \r\n bà\tNăm ", "Hộ bà Năm"),
        ("ộ" * 160, "ộ" * 160),
    ],
)
def test_a_name_is_kept_in_one_form_without_invisible_characters(
    cast: Cast, as_person: Enter, given: str, kept: str
) -> None:
    assert as_person(cast.stranger).post(NEW, {**HOME, "name": given}).status_code == 302
    assert Organisation.objects.filter(name=kept).count() == 1


@pytest.mark.parametrize("name", ["", "  ", "\u202e\u200b", "x" * 161])
def test_a_name_that_is_none_or_endless_is_refused(cast: Cast, as_person: Enter, name: str) -> None:
    page = as_person(cast.stranger).post(NEW, {**HOME, "name": name})
    assert page.status_code == 422
    assert "Tên" in page.content.decode()
    assert Organisation.objects.count() == 2
