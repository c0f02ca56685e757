"""A list shows exactly the things whose page the policy opens: for anybody, at any instant."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any

import pytest
from django.db.models import Model, QuerySet

from cameras.beacon import queries as beacon
from cameras.beacon.models import Beacon
from cameras.beacon.services import begin as begin_beacon
from cameras.complaints import queries as complaints
from cameras.complaints.models import Complaint
from cameras.consent.scopes import Scope
from cameras.consultation import queries as consultation
from cameras.consultation.models import Consultation
from cameras.funding import queries as funding
from cameras.funding.models import Contribution
from cameras.registry import drafts
from cameras.registry import queries as registry
from cameras.registry.models import Camera, Draft
from evidence.cases import queries as cases
from evidence.cases.models import Case
from evidence.custody import queries as custody
from evidence.custody.models import Item
from evidence.delays import queries as delays
from evidence.delays import services as delaying
from evidence.delays.models import Delay
from evidence.emergency import queries as emergency
from evidence.emergency.models import Opening
from evidence.oversight import queries as oversight
from evidence.oversight.models import Sheet
from evidence.requests import queries as requests
from evidence.requests.models import FootageRequest, Target
from portal.appointments import queries as appointments
from portal.audit import queries as audit
from portal.ledger.models import Entry
from portal.organisations import queries as organisations
from portal.people.models import Membership, Office, Organisation, User
from portal.people.rights import allowed
from portal.people.roles import MEMBER_ROLES, OFFICE_ROLES
from portal.people.services import NewPerson, register_people_many
from portal.places.models import Unit
from tests.cameras.complaints.made import complain
from tests.cameras.consultation.made import begin_consultation
from tests.cast import PLACE, SYSTEM, Cast
from tests.evidence.custody.scene import make_scene
from tests.evidence.emergency.made import make_opening
from tests.evidence.oversight.made import make_sheet

from .test_floors import modules

PEOPLE = 16
SEED = 20261121


@dataclass(frozen=True)
class Listed:
    """A list, the action that its lines lead to, and all the rows there are."""

    shown: Callable[[User, datetime], QuerySet[Any]]
    action: str
    rows: type[Model]


LISTS: dict[str, Listed] = {
    "portal.appointments": Listed(appointments.visible_to, "office:view", Office),
    "portal.organisations": Listed(organisations.visible_to, "organisation:view", Organisation),
    "cameras.registry": Listed(registry.visible_to, "camera:view", Camera),
    "cameras.beacon": Listed(beacon.visible_to, "beacon:measure", Beacon),
    "cameras.complaints": Listed(complaints.visible_to, "complaint:view", Complaint),
    "cameras.consultation": Listed(consultation.visible_to, "consultation:view", Consultation),
    "cameras.funding": Listed(funding.visible_to, "contribution:view", Contribution),
    "evidence.cases": Listed(cases.visible_to, "case:view", Case),
    "evidence.delays": Listed(delays.visible_to, "delay:view", Delay),
    "evidence.custody": Listed(custody.visible_to, "item:open", Item),
    "evidence.emergency": Listed(emergency.visible_to, "emergency:view", Opening),
    "evidence.oversight": Listed(oversight.visible_to, "oversight:view", Sheet),
    "portal.audit": Listed(audit.visible_to, "ledger:view", Entry),
    "the inbox": Listed(requests.targets_for_owner, "request:answer", Target),
}


def test_every_list_of_the_tree_is_held_here() -> None:
    found = {
        ".".join(name.split(".")[:2])
        for name, path in modules()
        if "\ndef visible_to(" in path.read_text()
    }
    assert found <= LISTS.keys(), "add the list to LISTS in tests/house/test_visible.py"


@pytest.fixture
def crowd(cast: Cast) -> list[User]:
    """People with random terms of office and membership, in random places, also over by now."""
    chance = Random(SEED)
    scene = make_scene(cast)
    cast.camera(unit=cast.other_ward, scopes=frozenset[Scope]())
    drafts.start(person=cast.owner, at=cast.at)
    for camera in Camera.objects.all():
        begin_beacon(camera=camera, person=cast.owner, at=cast.at)
    _told_and_untold(scene.target)
    make_opening(scene.target, cast.at)
    delaying.start(
        case=scene.case,
        person=cast.commander,
        ground="people",
        reason="Người làm chứng cần được giữ an toàn",
        days=3,
        at=cast.at,
    )
    for camera in Camera.objects.order_by("pk"):
        complain(camera, at=cast.at)
    for unit in (cast.ward, cast.other_ward):
        begin_consultation(cast, unit=unit, at=cast.at)
    for unit in (cast.ward, cast.other_ward):
        make_sheet(unit, cast.at)
    _elsewhere(cast)
    units = list(Unit.objects.all())
    households = list(Organisation.objects.all())
    new = [NewPerson(f"Người {number}") for number in range(PEOPLE)]
    people = register_people_many(new, actor=SYSTEM, at=cast.at)
    for person in people:
        for _ in range(chance.randrange(3)):
            start = cast.at + timedelta(days=chance.randrange(-5, 5))
            stop = chance.choice([None, start + timedelta(days=chance.randrange(1, 5))])
            term = {"person": person, "valid_from": start, "valid_to": stop}
            role, place = chance.choice(OFFICE_ROLES), chance.choice(units)
            if not person.offices.filter(role=role, unit=place).exists():
                Office.objects.create(role=role, unit=place, **term)
            member, owner = chance.choice(MEMBER_ROLES), chance.choice(households)
            if not person.memberships.filter(role=member, organisation=owner).exists():
                Membership.objects.create(role=member, organisation=owner, **term)
    return people


def _told_and_untold(target: Target) -> None:
    Target.objects.filter(pk=target.pk).update(told_at=target.request.decided_at)
    wanted = FootageRequest.objects.get(pk=target.request_id)
    wanted.pk, wanted.public_id, wanted.state = None, "untoldrequest123", "submitted"
    wanted.decided_by = wanted.decided_at = None
    wanted.save()
    Target.objects.create(
        request=wanted,
        camera=target.camera,
        rank=1,
        distance_m=20,
        px_per_m=100,
        dies_at=target.dies_at,
        asked_start=target.asked_start,
        asked_stop=target.asked_stop,
    )
    _half_approved(wanted)


def _half_approved(submitted: FootageRequest) -> None:
    """A second request beside it, which its commander has said yes to."""
    commander = FootageRequest.objects.exclude(decided_by=None).get().decided_by
    assert commander is not None
    wanted = FootageRequest.objects.get(pk=submitted.pk)
    wanted.pk, wanted.public_id, wanted.approvals_needed = None, "halfapprovedreqs", 2
    wanted.save()
    wanted.approvals.create(
        requested_by=wanted.requested_by, person=commander, verdict="approve", at=wanted.created_at
    )


def _elsewhere(cast: Cast) -> None:
    for unit, person in ((cast.ward, cast.board), (cast.other_ward, cast.outsider)):
        Contribution.objects.create(
            unit=unit, donor_name="Tổ mẫu", kind="camera", recorded_by=person, recorded_at=cast.at
        )
    Case.objects.create(
        number="AN-2026-9999",
        kind="theft",
        title="Vụ của phường bên",
        unit=cast.other_ward,
        opened_by=cast.outsider,
        happened_at=cast.at,
        lat=PLACE[0],
        lng=PLACE[1],
        opened_at=cast.at,
    )


@pytest.mark.parametrize("name", LISTS)
def test_a_list_is_what_the_policy_lets_the_person_open(
    cast: Cast, crowd: list[User], name: str
) -> None:
    listed = LISTS[name]
    rows = list(listed.rows._default_manager.all())
    instants = [cast.at + timedelta(days=step) for step in range(-6, 7)]
    opened = 0
    for person in [*crowd, cast.owner, cast.officer, cast.board, cast.stranger]:
        for at in instants:
            shown = set(listed.shown(person, at))
            may = {row for row in rows if allowed(person, listed.action, row, at=at)}
            assert shown == may, f"{name} for {person} at {at}"
            opened += len(may)
    assert opened, "nobody was let in at all: the test proves nothing"


def test_drafts_are_their_author_s_alone(cast: Cast, crowd: list[User]) -> None:
    for person in [*crowd, cast.owner]:
        may = {d for d in Draft.objects.all() if allowed(person, "draft:change", d, at=cast.at)}
        assert set(registry.drafts_of(person)) == may


def test_a_commander_is_shown_what_somebody_else_asked_for(cast: Cast, crowd: list[User]) -> None:
    for person in [*crowd, cast.commander, cast.officer]:
        shown = set(requests.waiting_for_approval(person, cast.at))
        may = {
            row
            for row in FootageRequest.objects.filter(state="submitted")
            if allowed(person, "request:approve", row, at=cast.at)
        }
        assert shown == may, person
