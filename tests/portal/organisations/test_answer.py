"""Yes or no, by the person whose number it is, once, in time, from somebody still inside."""

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
from portal.organisations import invitations, services
from portal.organisations.models import Invitation
from portal.organisations.queries import find_part, waiting_for
from portal.organisations.vocabulary import KEPT_WAITING
from portal.people.models import Membership, User
from portal.people.roles import Role
from portal.people.services import register_person
from tests.cast import AT, SYSTEM, Cast, make_cast

from .people import LATER, NOBODYS, business, invited

Enter = Callable[..., Client]


def members(cast: Cast) -> set[User]:
    return {row.person for row in cast.household.memberships.filter(valid_to=None)}


def test_acceptance_makes_the_member_and_tells_the_others(cast: Cast, as_person: Enter) -> None:
    row = invited(cast, at=clock.now())
    client = as_person(cast.stranger)
    page = client.get(reverse("organisations:index")).content.decode()
    address = reverse("organisations:invitation", args=[row.public_id])
    assert address in page
    assert "Nhận lời" in client.get(address).content.decode()
    assert cast.stranger not in members(cast)
    done = client.post(address, {"verdict": "accept"})
    assert done["Location"] == reverse("organisations:show", args=[cast.household.public_id])
    assert client.get(done["Location"]).status_code == 200
    row.refresh_from_db()
    assert (row.state, row.person, str(row.phone)) == ("accepted", cast.stranger, "")
    entry = entries_about(cast.stranger.subject).filter(kind="member:added").get()
    assert entry.actor == cast.stranger.subject
    told = set(Notice.objects.filter(kind="member:added").values_list("person", flat=True))
    assert told == {cast.owner.pk, cast.co_owner.pk}


def test_somebody_who_signs_up_later_finds_it_by_the_number_they_showed(cast: Cast) -> None:
    invited(cast, phone=NOBODYS)
    late = register_person(full_name="Người mới", phone=NOBODYS, actor=SYSTEM, at=LATER)
    assert not waiting_for(late, LATER).exists()
    late.phone_verified = True
    assert waiting_for(late, LATER).count() == 1


def test_a_number_that_was_typed_but_not_shown_accepts_nothing(cast: Cast) -> None:
    row = invited(cast)
    User.objects.filter(pk=cast.stranger.pk).update(phone_verified=False)
    cast.stranger.refresh_from_db()
    with pytest.raises(Refused, match=r"organisations\.invitation_over"):
        invitations.accept(invitation=row, person=cast.stranger, at=LATER)


def test_another_account_finds_no_invitation(cast: Cast, as_person: Enter) -> None:
    row = invited(cast, at=clock.now())
    address = reverse("organisations:invitation", args=[row.public_id])
    for person in (cast.neighbour, cast.owner, cast.officer):
        client = as_person(person)
        assert client.get(address).status_code in {403, 404}
        assert client.post(address, {"verdict": "accept"}).status_code in {403, 404}
    for person in (cast.neighbour, cast.owner):
        for verb in invitations.VERDICTS.values():
            with pytest.raises(Refused, match=r"organisations\.invitation_over"):
                verb(invitation=row, person=person, at=clock.now())
    assert len(members(cast)) == 2


def test_no_is_no_and_the_inviter_hears_it(cast: Cast, as_person: Enter) -> None:
    row = invited(cast, at=clock.now())
    address = reverse("organisations:invitation", args=[row.public_id])
    client = as_person(cast.stranger)
    assert client.post(address, {"verdict": "decline"}).status_code == 302
    assert client.post(address, {"verdict": "accept"}).status_code == 422
    assert "không còn hiệu lực" in client.get(address).content.decode()
    assert cast.stranger not in members(cast)
    assert Notice.objects.get().person == cast.owner


@pytest.mark.parametrize("verdict", ["", "maybe", "ACCEPT"])
def test_no_answer_is_none(cast: Cast, as_person: Enter, verdict: str) -> None:
    row = invited(cast, at=clock.now())
    address = reverse("organisations:invitation", args=[row.public_id])
    assert as_person(cast.stranger).post(address, {"verdict": verdict}).status_code == 422
    row.refresh_from_db()
    assert row.state == "waiting"


def test_an_accepted_one_opens_nothing_a_second_time(cast: Cast) -> None:
    row = invited(cast)
    invitations.accept(invitation=row, person=cast.stranger, at=LATER)
    part = find_part(cast.household.public_id, cast.stranger.public_id, LATER)
    assert part is not None
    services.end_part(part=part, actor=cast.owner, at=LATER)
    invitations.accept(invitation=row, person=cast.stranger, at=LATER)  # a late double click
    assert cast.stranger not in members(cast)
    with pytest.raises(Refused, match=r"organisations\.invitation_over"):
        invitations.decline(invitation=row, person=cast.stranger, at=LATER)
    with pytest.raises(Refused, match=r"organisations\.invitation_over"):
        invitations.withdraw(invitation=row, at=LATER)


def test_it_runs_out_after_fourteen_days(cast: Cast) -> None:
    row = invited(cast)
    last = row.expires_at - timedelta(microseconds=1)
    assert waiting_for(cast.stranger, last).exists()
    assert not waiting_for(cast.stranger, row.expires_at).exists()
    with pytest.raises(Refused, match=r"organisations\.invitation_over"):
        invitations.accept(invitation=row, person=cast.stranger, at=AT + KEPT_WAITING)
    invitations.accept(invitation=row, person=cast.stranger, at=last)
    assert cast.stranger in members(cast)


def test_whoever_is_no_longer_inside_lets_nobody_in(cast: Cast) -> None:
    row = invited(cast, actor=cast.co_owner)
    part = find_part(cast.household.public_id, cast.co_owner.public_id, LATER)
    assert part is not None
    services.end_part(part=part, actor=cast.owner, at=LATER)
    row.refresh_from_db()
    assert row.state == "withdrawn"
    Invitation.objects.update(state="waiting", ended_at=None)  # as if that had been forgotten
    with pytest.raises(Refused, match=r"organisations\.invitation_over"):
        invitations.accept(invitation=row, person=cast.stranger, at=LATER)


def test_a_second_part_is_held_beside_the_first(cast: Cast) -> None:
    shop = business(cast, (cast.owner, Role.SIGNATORY), (cast.stranger, Role.TECHNICIAN))
    row = invited(cast, organisation=shop, role=Role.SIGNATORY)
    invitations.accept(invitation=row, person=cast.stranger, at=LATER)
    part = find_part(shop.public_id, cast.stranger.public_id, LATER)
    assert part is not None
    assert part.roles == {Role.SIGNATORY, Role.TECHNICIAN}


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(
    connection.vendor == "sqlite", reason="SQLite has one writer at a time, nothing can be mixed"
)
def test_two_acceptances_at_once_make_one_member() -> None:
    cast = make_cast()
    row = invited(cast)
    ready, problems = threading.Barrier(2), []

    def accept() -> None:
        try:
            ready.wait(10)
            invitations.accept(invitation=row, person=cast.stranger, at=LATER)
        except Exception as error:  # noqa: BLE001 -- whatever it is, the test names it
            problems.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=accept) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert problems == []
    assert Membership.objects.filter(person=cast.stranger).count() == 1
    assert entries_about(cast.stranger.subject).filter(kind="member:added").count() == 1
    assert Notice.objects.filter(kind="member:added").count() == 2
