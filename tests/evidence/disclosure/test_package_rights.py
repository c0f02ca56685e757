"""Who asks, who approves and who lets footage out are three people."""

import pytest

from evidence.cases.services import close_case
from evidence.custody.models import Item
from portal.lib import clock
from portal.people.models import User
from portal.people.rights import allowed
from portal.people.roles import Role
from portal.people.services import appoint
from tests.cast import Cast
from tests.evidence.custody.scene import Scene


def commander(cast: Cast, person: User) -> User:
    appoint(person=person, role=Role.COMMANDER, unit=cast.ward, appointed_by=None, at=cast.at)
    return person


def may(scene: Scene, person: User) -> bool:
    item = Item.objects.get(pk=scene.item.pk)
    return allowed(person, "package:issue", item, at=clock.now())


@pytest.fixture
def third(cast: Cast) -> User:
    return commander(cast, cast.colleague)


def test_a_third_commander_may_issue(scene: Scene, third: User) -> None:
    assert may(scene, third)


def test_who_approved_may_not(scene: Scene) -> None:
    assert scene.request.decided_by == scene.cast.commander
    assert not may(scene, scene.cast.commander)


def test_who_approved_first_of_two_may_not_either(scene: Scene, third: User) -> None:
    asked = scene.request
    asked.approvals.create(
        requested_by=asked.requested_by, person=third, verdict="approve", at=clock.now()
    )
    assert not may(scene, third)


def test_who_asked_may_not_even_as_a_commander(scene: Scene) -> None:
    assert not may(scene, commander(scene.cast, scene.cast.officer))


def test_an_officer_and_other_offices_may_not(scene: Scene) -> None:
    for who in ("colleague", "committee", "board", "auditor", "administrator", "owner", "stranger"):
        assert not may(scene, getattr(scene.cast, who)), who


def test_a_commander_of_another_unit_may_not(scene: Scene, cast: Cast) -> None:
    unit = cast.other_ward
    appoint(person=cast.outsider, role=Role.COMMANDER, unit=unit, appointed_by=None, at=cast.at)
    assert not may(scene, cast.outsider)


def test_nothing_leaves_a_closed_case(scene: Scene, third: User) -> None:
    close_case(case=scene.case, person=scene.cast.officer, at=clock.now())
    assert not may(scene, third)


def test_an_item_nobody_asked_for_or_approved_leaves_with_nobody(scene: Scene, third: User) -> None:
    scene.request.decided_by = scene.request.decided_at = None
    scene.request.save()
    assert not may(scene, third)
    Item.objects.filter(pk=scene.item.pk).update(target=None)
    assert not may(scene, third)
