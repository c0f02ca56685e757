"""Leaving and being removed: who may, what it means, and that it holds from that very instant."""

import threading
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from portal.ledger.models import entries_about
from portal.lib import clock
from portal.lib.errors import Refused
from portal.notices.models import Notice
from portal.organisations import services
from portal.organisations.queries import find_part
from portal.organisations.rights import Part
from portal.people.models import Membership, Organisation, User
from portal.people.rights import allowed
from portal.people.roles import Role
from portal.people.services import end_membership
from tests.cast import AT, Cast, make_cast

from .people import LATER, business

Enter = Callable[..., Client]


def part_of(organisation: Organisation, person: User) -> Part:
    part = find_part(organisation.public_id, person.public_id, LATER)
    assert part is not None
    return part


def test_anybody_leaves_and_the_others_are_told(cast: Cast, as_person: Enter) -> None:
    cast.camera()
    url = reverse("organisations:leave", args=[cast.household.public_id])
    client = as_person(cast.co_owner)
    page = client.get(url).content.decode()
    assert "vẫn còn hiệu lực" in page
    assert client.post(url)["Location"] == reverse("organisations:index")
    term = Membership.objects.get(person=cast.co_owner)
    assert term.ended_by == cast.co_owner
    assert Notice.objects.get().person == cast.owner
    entry = entries_about(cast.co_owner.subject).filter(kind="member:ended").get()
    assert entry.actor == cast.co_owner.subject
    assert client.get(url).status_code == 403  # who belongs nowhere leaves nowhere
    assert client.post(url).status_code == 403


def test_the_last_who_speaks_stays_while_there_are_cameras(cast: Cast, as_person: Enter) -> None:
    camera = cast.camera(owner=cast.neighbour.memberships.get().organisation)
    url = reverse("organisations:leave", args=[camera.owner.public_id])
    client = as_person(cast.neighbour)
    for page, status in ((client.get(url), 200), (client.post(url), 422)):
        text = page.content.decode()
        assert page.status_code == status
        assert "còn 1 camera đang dùng" in text
        assert reverse("organisations:invite", args=[camera.owner.public_id]) in text
    assert cast.neighbour.memberships.get().valid_to is None
    from cameras.registry.services import remove_camera

    remove_camera(camera, actor=cast.neighbour, at=clock.now())
    assert client.post(url).status_code == 302


def test_a_technician_is_nobody_who_stays_in_a_signatorys_place(cast: Cast) -> None:
    shop = business(cast, (cast.owner, Role.SIGNATORY), (cast.stranger, Role.TECHNICIAN))
    cast.camera(owner=shop)
    with pytest.raises(Refused, match=r"organisations\.last_speaker"):
        services.leave(organisation=shop, person=cast.owner, at=LATER)
    Membership.objects.filter(person=cast.owner, organisation=shop).update(valid_to=LATER)
    services.leave(organisation=shop, person=cast.stranger, at=LATER)  # who never spoke for it


def test_a_closed_account_is_nobody_who_stays_either(cast: Cast) -> None:
    cast.camera()
    User.objects.filter(pk=cast.co_owner.pk).update(is_active=False)
    with pytest.raises(Refused, match=r"organisations\.last_speaker"):
        services.leave(organisation=cast.household, person=cast.owner, at=LATER)


def test_both_roles_end_when_somebody_with_two_leaves(cast: Cast) -> None:
    shop = business(
        cast,
        (cast.owner, Role.SIGNATORY),
        (cast.stranger, Role.TECHNICIAN),
        (cast.stranger, Role.SIGNATORY),
    )
    services.leave(organisation=shop, person=cast.stranger, at=LATER)
    assert not cast.stranger.memberships_at(LATER)


def test_an_owner_removes_a_co_owner_who_is_told(cast: Cast, as_person: Enter) -> None:
    url = reverse("organisations:end", args=[cast.household.public_id, cast.co_owner.public_id])
    client = as_person(cast.owner)
    assert "không thể cho một người ra khỏi đây để đổi" in client.get(url).content.decode()
    assert client.post(url).status_code == 302
    assert Membership.objects.get(person=cast.co_owner).ended_by == cast.owner
    assert Notice.objects.get().person == cast.co_owner
    assert client.post(url).status_code == 404


@pytest.mark.parametrize(
    ("actor", "person", "may"),
    [
        ("owner", "owner", False),
        ("co_owner", "owner", False),
        ("co_owner", "co_owner", False),
        ("neighbour", "co_owner", False),
        ("officer", "co_owner", False),
        ("owner", "co_owner", True),
    ],
)
def test_who_may_remove_whom_in_a_household(cast: Cast, actor: str, person: str, may: bool) -> None:
    part = part_of(cast.household, getattr(cast, person))
    assert allowed(getattr(cast, actor), "membership:end", part, at=LATER) is may


def test_a_signatory_removes_signatories_and_technicians_and_no_owner(cast: Cast) -> None:
    shop = business(
        cast,
        (cast.neighbour, Role.OWNER),
        (cast.owner, Role.SIGNATORY),
        (cast.co_owner, Role.SIGNATORY),
        (cast.stranger, Role.TECHNICIAN),
    )
    ends = {
        person.full_name
        for person in (cast.neighbour, cast.owner, cast.co_owner, cast.stranger)
        if allowed(cast.owner, "membership:end", part_of(shop, person), at=LATER)
    }
    assert ends == {"Co Owner", "Stranger"}
    assert allowed(cast.neighbour, "membership:end", part_of(shop, cast.owner), at=LATER)
    assert not allowed(cast.stranger, "membership:end", part_of(shop, cast.owner), at=LATER)


def test_somebody_just_removed_removes_nobody(cast: Cast) -> None:
    shop = business(cast, (cast.owner, Role.SIGNATORY), (cast.co_owner, Role.SIGNATORY))
    theirs, mine = part_of(shop, cast.co_owner), part_of(shop, cast.owner)
    services.end_part(part=theirs, actor=cast.owner, at=LATER)
    with pytest.raises(Refused, match=r"organisations\.not_member"):
        services.end_part(part=mine, actor=cast.co_owner, at=LATER)


def test_a_part_in_another_organisation_is_not_found(cast: Cast, as_person: Enter) -> None:
    other = cast.neighbour.memberships.get().organisation
    for organisation, person in (
        (cast.household, cast.neighbour),
        (other, cast.neighbour),
        (other, cast.co_owner),
    ):
        url = reverse("organisations:end", args=[organisation.public_id, person.public_id])
        assert as_person(cast.owner).post(url).status_code == 404


def test_a_second_after_the_end_every_page_is_shut(cast: Cast, as_person: Enter) -> None:
    """The session that was open goes on, and reaches nothing of the household any more."""
    camera = cast.camera()
    client = as_person(cast.co_owner)
    household = [cast.household.public_id]
    pages = [
        reverse("organisations:show", args=household),
        reverse("organisations:invite", args=household),
        reverse("organisations:leave", args=household),
        reverse("organisations:end", args=[*household, cast.owner.public_id]),
        reverse("registry:camera", args=[camera.public_id]),
        reverse("registry:link", args=[camera.public_id]),
        reverse("registry:remove", args=[camera.public_id]),
        reverse("consent:camera", args=[camera.public_id]),
        reverse("consent:withdraw", args=[camera.public_id]),
        reverse("disclosure:looks", args=[camera.public_id]),
    ]
    before = [client.get(page).status_code for page in pages]
    assert before == [200, 200, 200, 403, 200, 200, 200, 200, 200, 200]
    term = Membership.objects.get(person=cast.co_owner)
    end_membership(membership=term, actor=cast.owner, at=clock.now() - timedelta(seconds=1))
    for page in pages:
        assert client.get(page).status_code in {403, 404}, page
        assert client.post(page).status_code in {403, 404, 405}, page
    lists = client.get(reverse("registry:index")), client.get(reverse("organisations:index"))
    for answer in lists:
        assert cast.household.name not in answer.content.decode()
        assert camera.name not in answer.content.decode()


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(
    connection.vendor == "sqlite", reason="SQLite has one writer at a time, nothing can be mixed"
)
def test_of_two_who_leave_at_once_one_stays() -> None:
    cast = make_cast()
    cast.camera()
    ready, refused = threading.Barrier(2), []

    def leave(person: User) -> None:
        try:
            ready.wait(10)
            services.leave(organisation=cast.household, person=person, at=LATER)
        except Refused as error:
            refused.append(error.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=leave, args=[p]) for p in (cast.owner, cast.co_owner)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert refused == ["organisations.last_speaker"]
    held = Membership.objects.filter(organisation=cast.household, valid_to=None)
    assert held.count() == 1
    assert AT < LATER
