from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import Http404

from portal.people.policy import ACTIONS, TABLE
from portal.people.rights import allowed, require
from portal.people.roles import Role
from portal.people.services import add_member, appoint
from tests.cast import Cast


@dataclass
class Thing:
    """Stands for a case or a camera: lies somewhere, belongs to somebody."""

    unit_id: int | None = None
    owner_id: int | None = None


def test_no_row_stands_twice() -> None:
    assert len(set(TABLE)) == len(TABLE)
    assert all(action.count(":") == 1 for action in ACTIONS)


def test_an_officer_sees_the_own_unit_and_nothing_next_door(cast: Cast) -> None:
    assert allowed(cast.officer, "case:view", Thing(unit_id=cast.ward.pk), at=cast.at)
    assert not allowed(cast.officer, "case:view", Thing(unit_id=cast.other_ward.pk), at=cast.at)
    assert not allowed(cast.outsider, "case:view", Thing(unit_id=cast.ward.pk), at=cast.at)
    assert not allowed(cast.officer, "case:view", Thing(unit_id=None), at=cast.at)


def test_what_one_may_not_know_of_is_not_found_and_the_rest_is_forbidden(cast: Cast) -> None:
    here = Thing(unit_id=cast.ward.pk)
    with pytest.raises(Http404):
        require(cast.outsider, "coverage:points", here, at=cast.at)
    with pytest.raises(PermissionDenied):
        require(cast.committee, "coverage:points", here, at=cast.at)


@pytest.mark.parametrize("name", ["officer", "commander", "committee", "board", "auditor"])
def test_an_office_opens_nobodys_home(cast: Cast, name: str) -> None:
    camera = Thing(unit_id=cast.ward.pk, owner_id=cast.household.pk)
    assert not allowed(getattr(cast, name), "camera:change", camera, at=cast.at)
    assert not allowed(getattr(cast, name), "consent:give", camera, at=cast.at)


def test_two_roles_at_once_are_never_mixed(cast: Cast) -> None:
    """An officer next door who is on the committee here has no officer's rights here."""
    appoint(
        person=cast.outsider,
        role=Role.COMMITTEE,
        unit=cast.ward,
        appointed_by=cast.administrator,
        at=cast.at,
    )
    here, there = Thing(unit_id=cast.ward.pk), Thing(unit_id=cast.other_ward.pk)
    assert allowed(cast.outsider, "coverage:view", here, at=cast.at)
    assert not allowed(cast.outsider, "coverage:points", here, at=cast.at)
    assert allowed(cast.outsider, "coverage:points", there, at=cast.at)


def test_a_technician_here_who_owns_elsewhere_consents_only_elsewhere(cast: Cast) -> None:
    add_member(
        organisation=cast.household,
        person=cast.neighbour,
        role=Role.TECHNICIAN,
        actor=cast.owner,
        at=cast.at,
    )
    ours = Thing(owner_id=cast.household.pk)
    assert allowed(cast.neighbour, "camera:view", ours, at=cast.at)
    assert not allowed(cast.neighbour, "consent:give", ours, at=cast.at)
    own = cast.neighbour.organisations_with((Role.OWNER,), cast.at)
    assert allowed(cast.neighbour, "consent:give", Thing(owner_id=next(iter(own))), at=cast.at)


def test_an_officer_who_owns_a_camera_acts_for_it_as_its_owner(cast: Cast) -> None:
    add_member(
        organisation=cast.household,
        person=cast.officer,
        role=Role.OWNER,
        actor=cast.owner,
        at=cast.at,
    )
    camera = Thing(unit_id=cast.other_ward.pk, owner_id=cast.household.pk)
    assert allowed(cast.officer, "consent:give", camera, at=cast.at)


def test_before_and_after_the_term_there_is_nothing(cast: Cast) -> None:
    here = Thing(unit_id=cast.ward.pk)
    assert not allowed(cast.officer, "case:view", here, at=cast.at - timedelta(days=31))


def test_visitors_and_closed_accounts_may_nothing(cast: Cast) -> None:
    cast.officer.is_active = False
    for action in ACTIONS:
        assert not allowed(AnonymousUser(), action, at=cast.at), action
        assert not allowed(cast.officer, action, at=cast.at), action


def test_a_misspelt_action_or_relation_is_a_defect(cast: Cast) -> None:
    with pytest.raises(LookupError, match=r"policy\.py"):
        allowed(cast.officer, "case:veiw", at=cast.at)
    with pytest.raises(LookupError, match="unit_id"):
        allowed(cast.officer, "case:view", object(), at=cast.at)
