"""The 'no' of somebody who left by themself is let go of; of somebody removed it stays."""

from datetime import timedelta

import pytest

from cameras.consent import leaving, services, texts
from cameras.consent.models import ConsentEvent, CurrentConsent
from cameras.consent.scopes import PLAIN, Scope
from cameras.registry.models import Camera
from evidence.privacy.services import erase_account
from portal.ledger.models import Entry, entries_about
from portal.lib import clock
from portal.organisations.services import leave
from portal.people.models import Membership, User
from portal.people.roles import Role
from portal.people.services import add_member, end_membership
from tests.cast import AT, Cast

LATER = AT + timedelta(hours=1)
ALL = PLAIN


@pytest.fixture
def camera(cast: Cast) -> Camera:
    """The owner agreed to everything; the co-owner took it back."""
    row = cast.camera()
    terms = texts.current("vi")
    services.withdraw(row, person=cast.co_owner, scopes=ALL, terms=terms, at=AT)
    return row


def allowed(camera: Camera) -> frozenset[Scope]:
    folded = services.standing(camera, LATER).allowed
    row = CurrentConsent.objects.get(camera=camera)
    assert folded == {scope for scope in Scope if getattr(row, scope)}
    return folded


def test_leaving_lets_go_of_ones_own_no(cast: Cast, camera: Camera) -> None:
    assert allowed(camera) == frozenset()
    leave(organisation=cast.household, person=cast.co_owner, at=LATER)
    assert allowed(camera) == frozenset()  # until it is written down
    assert leaving.let_go(LATER) == 1
    assert allowed(camera) == ALL
    entry = entries_about(camera.subject).get(kind="consent:left")
    assert entry.actor == "system:consent"
    assert entry.subjects == [camera.subject, cast.co_owner.subject, cast.ward.subject]
    size = Entry.objects.count()
    assert leaving.let_go(LATER) == 0
    assert Entry.objects.count() == size


def test_whoever_was_removed_keeps_their_no(cast: Cast, camera: Camera) -> None:
    term = Membership.objects.get(person=cast.co_owner)
    end_membership(membership=term, actor=cast.owner, at=LATER)
    assert leaving.let_go(LATER) == 0
    assert allowed(camera) == frozenset()


def test_removed_once_and_gone_by_oneself_later_keeps_the_no(cast: Cast, camera: Camera) -> None:
    """Nobody removes somebody, invites them anew and talks them into leaving."""
    term = Membership.objects.get(person=cast.co_owner)
    end_membership(membership=term, actor=cast.owner, at=AT)
    add_member(
        organisation=cast.household,
        person=cast.co_owner,
        role=Role.CO_OWNER,
        actor=cast.owner,
        at=AT,
    )
    leave(organisation=cast.household, person=cast.co_owner, at=LATER)
    assert leaving.let_go(LATER) == 0


def test_an_end_that_nobody_signed_keeps_the_no(cast: Cast, camera: Camera) -> None:
    Membership.objects.filter(person=cast.co_owner).update(valid_to=AT)
    assert leaving.let_go(LATER) == 0
    assert allowed(camera) == frozenset()


def test_whoever_never_belonged_to_it_keeps_their_no(cast: Cast) -> None:
    camera = cast.camera()
    terms = texts.current("vi")
    services.withdraw(camera, person=cast.stranger, scopes=ALL, terms=terms, at=AT)
    assert leaving.let_go(LATER) == 0


def test_another_part_that_goes_on_keeps_the_no(cast: Cast, camera: Camera) -> None:
    add_member(
        organisation=cast.household,
        person=cast.co_owner,
        role=Role.TECHNICIAN,
        actor=cast.owner,
        at=AT,
    )
    term = Membership.objects.get(person=cast.co_owner, role=Role.CO_OWNER)
    end_membership(membership=term, actor=cast.co_owner, at=LATER)
    assert leaving.let_go(LATER) == 0


def test_whoever_came_back_in_time_keeps_it_and_may_say_it_anew(cast: Cast, camera: Camera) -> None:
    leave(organisation=cast.household, person=cast.co_owner, at=AT)
    back = AT + timedelta(minutes=1)
    add_member(
        organisation=cast.household,
        person=cast.co_owner,
        role=Role.CO_OWNER,
        actor=cast.owner,
        at=back,
    )
    assert leaving.let_go(LATER) == 0
    leave(organisation=cast.household, person=cast.co_owner, at=LATER)
    assert leaving.let_go(LATER) == 1
    terms = texts.current("vi")
    services.withdraw(camera, person=cast.co_owner, scopes=ALL, terms=terms, at=LATER)
    assert allowed(camera) == frozenset()


def test_the_yes_of_whoever_left_stays_as_the_page_says(cast: Cast) -> None:
    camera = cast.camera()
    leave(organisation=cast.household, person=cast.owner, at=LATER)
    assert leaving.let_go(LATER) == 0
    assert allowed(camera) == ALL


def test_nobody_elses_no_goes_along(cast: Cast, camera: Camera) -> None:
    terms = texts.current("vi")
    services.withdraw(camera, person=cast.owner, scopes=frozenset({Scope.ASK}), terms=terms, at=AT)
    leave(organisation=cast.household, person=cast.co_owner, at=LATER)
    leaving.let_go(LATER)
    assert allowed(camera) == {Scope.MAP, Scope.DETECT}


def test_an_erased_account_lets_go_too_and_the_event_names_nobody(
    cast: Cast, camera: Camera
) -> None:
    erase_account(person=cast.co_owner, at=clock.now())
    assert leaving.let_go(clock.now()) == 1
    event = ConsentEvent.objects.get(verb="leave")
    person = User.objects.get(pk=event.person_id)
    assert person.full_name == person.public_id
