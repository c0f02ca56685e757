"""Everybody finds the desks their roles open, and no other."""

import pytest
from django.test import Client
from django.urls import reverse

from portal.look.nav import DESKS, desks_of
from tests.cast import Cast

pytestmark = pytest.mark.django_db

EXPECTED = {
    "owner": {"organisations:index", "registry:index", "disclosure:all", "requests:inbox"},
    "officer": {
        "organisations:index",
        "registry:index",
        "cases:index",
        "requests:dying",
        "coverage:map",
    },
    "commander": {
        "organisations:index",
        "registry:index",
        "cases:index",
        "requests:dying",
        "requests:approvals",
        "delays:index",
        "emergency:index",
        "coverage:map",
        "duties:index",
    },
    "committee": {
        "organisations:index",
        "registry:index",
        "coverage:map",
        "consultation:index",
        "funding:index",
        "units:own",
        "census:inventory",
        "complaints:index",
        "oversight:index",
        "duties:index",
    },
    "board": {
        "organisations:index",
        "registry:index",
        "coverage:map",
        "consultation:index",
        "funding:index",
        "census:inventory",
        "complaints:index",
        "upkeep:index",
    },
    "auditor": {
        "organisations:index",
        "registry:index",
        "consultation:index",
        "funding:index",
        "delays:index",
        "emergency:index",
        "ledger:index",
        "oversight:index",
        "appointments:index",
    },
    "administrator": {
        "organisations:index",
        "registry:index",
        "units:own",
        "appointments:index",
    },
    "stranger": {"organisations:index", "registry:index"},
}


@pytest.mark.parametrize("who", EXPECTED)
def test_each_role_sees_its_desks(cast: Cast, who: str) -> None:
    person = getattr(cast, who)
    assert {desk.name for desk in desks_of(person, cast.at)} == EXPECTED[who]


def test_every_desk_has_an_address() -> None:
    for desk in DESKS:
        assert reverse(desk.name).startswith("/")


def test_a_resident_is_greeted_and_led_to_the_desks(client: Client, cast: Cast) -> None:
    client.force_login(cast.owner)
    page = client.get(reverse("look:home")).content.decode()
    assert cast.owner.full_name in page
    assert reverse("registry:index") in page
    assert reverse("ledger:index") not in page.replace(reverse("ledger:checkpoint"), "")


def test_the_chosen_language_stays_with_the_person(client: Client, cast: Cast) -> None:
    client.force_login(cast.owner)
    client.post(reverse("look:language"), {"language": "en", "next": "/"})
    cast.owner.refresh_from_db()
    assert cast.owner.language == "en"
