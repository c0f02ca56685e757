"""Within limits the owner drew footage is taken without asking; beyond them they are asked."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from cameras.consent import texts
from cameras.consent.decision import Step
from cameras.consent.limits import Ahead
from cameras.consent.scopes import PLAIN, Means, Scope
from cameras.consent.services import Said, answer, standing, withdraw
from cameras.registry.models import Camera
from evidence.cases.services import open_case
from evidence.custody.basis import verdict_for_target
from evidence.requests import answers
from evidence.requests.models import Target
from evidence.requests.scope import Window
from evidence.requests.states import TargetState
from portal.ledger.kinds import Kind
from portal.ledger.models import entries_about
from portal.lib.clock import VIETNAM
from portal.notices.models import Notice
from tests.cast import PLACE, Cast, make_cast
from tests.evidence.requests.scenario import approved

NOW = datetime(2026, 11, 21, 3, 0, tzinfo=UTC)  # ten in the morning in Việt Nam
LIMITS = Ahead(frozenset({"robbery"}), from_hour=6, to_hour=12, minutes=10, per_month=2)


@pytest.fixture
def cast(db: None) -> Cast:
    return make_cast(NOW - timedelta(days=1))


def allow(cast: Cast, camera: Camera, limits: Ahead = LIMITS, at: datetime = NOW) -> None:
    said = Said(
        camera=camera, person=cast.owner, yes=frozenset({Scope.ASK, Scope.RELEASE}), ahead=limits
    )
    answer(said, terms=texts.current("vi"), means=Means.WEB, actor=cast.owner, at=at)


def take_back(cast: Cast, camera: Camera, scope: Scope) -> None:
    terms = texts.current("vi")
    withdraw(camera, person=cast.co_owner, scopes=frozenset({scope}), terms=terms, at=NOW)


def asked_for(
    cast: Cast, camera: Camera, *, kind: str = "robbery", at: datetime = NOW, **changes: Any
) -> Target:
    case = open_case(
        person=cast.officer,
        unit=cast.ward,
        kind=kind,
        title="Cướp giật trước cổng chợ",
        summary="",
        happened_at=at - timedelta(hours=1),
        lat=PLACE[0],
        lng=PLACE[1],
        at=at,
    )
    return approved(cast, at, camera, case=case, **changes).targets.get()


def test_within_limits_it_is_taken_at_once_and_every_adult_is_told(
    cast: Cast, nudges: list[Any], django_capture_on_commit_callbacks: Any
) -> None:
    camera = cast.camera()
    allow(cast, camera)
    with django_capture_on_commit_callbacks(execute=True):
        target = asked_for(cast, camera)
    assert (target.state, target.answered_means) == (TargetState.AGREED, "ahead")
    assert target.answered_by is None
    told = Notice.objects.filter(subject=target.subject)
    assert {notice.person_id for notice in told} == {cast.owner.pk, cast.co_owner.pk}
    assert "cho phép trước" in told[0].title
    assert ("extraction.sweep", ()) in nudges
    entry = entries_about(camera.subject, [Kind.TARGET_NOTIFIED]).get()
    assert entry.private("how") == "ahead"
    for step in (Step.PULL, Step.RELEASE):
        assert verdict_for_target(target, step, at=NOW).flows


@pytest.mark.parametrize(
    ("changes", "limits"),
    [
        ({"kind": "theft"}, LIMITS),
        ({"window": Window(NOW - timedelta(hours=1), NOW - timedelta(minutes=49))}, LIMITS),
        ({"window": Window(NOW - timedelta(hours=5), NOW - timedelta(hours=4.9))}, LIMITS),
        ({}, replace(LIMITS, kinds=frozenset({"missing"}))),
    ],
)
def test_beyond_a_limit_the_owner_is_asked(
    cast: Cast, changes: dict[str, Any], limits: Ahead
) -> None:
    camera = cast.camera()
    allow(cast, camera, limits)
    target = asked_for(cast, camera, **changes)
    assert (target.state, target.answered_means) == (TargetState.WAITING, "")
    assert not verdict_for_target(target, Step.PULL, at=NOW).flows


def test_without_this_scope_every_owner_is_asked(cast: Cast) -> None:
    assert asked_for(cast, cast.camera(scopes=PLAIN)).state == TargetState.WAITING


def test_the_third_of_a_month_is_asked_for_and_the_first_of_the_next_is_not(cast: Cast) -> None:
    camera = cast.camera()
    allow(cast, camera)
    last = datetime(2026, 11, 30, 10, 0, tzinfo=VIETNAM).astimezone(UTC)
    next_month = last + timedelta(days=1)
    states = [asked_for(cast, camera, at=at).state for at in (NOW, last, last, next_month)]
    assert states == ["agreed", "agreed", "waiting", "agreed"]
    first, second = Target.objects.filter(state="agreed").order_by("pk")[:2]
    assert verdict_for_target(first, Step.RELEASE, at=last).flows  # those that came later count not
    assert verdict_for_target(second, Step.RELEASE, at=last).flows


@pytest.mark.parametrize("scope", [Scope.RELEASE, Scope.ASK])
def test_a_withdrawal_stops_what_was_taken_ahead_at_every_step(cast: Cast, scope: Scope) -> None:
    camera = cast.camera()
    allow(cast, camera)
    target = asked_for(cast, camera)
    take_back(cast, camera, scope)
    for step in (Step.PULL, Step.RELEASE, Step.DETECT):
        assert verdict_for_target(target, step, at=NOW).reason == "consent.withdrawn"
    if scope is Scope.RELEASE:
        assert asked_for(cast, camera).state == TargetState.WAITING


def test_narrower_limits_bind_what_was_taken_under_wider_ones(cast: Cast) -> None:
    camera = cast.camera()
    allow(cast, camera)
    target = asked_for(cast, camera)
    allow(cast, camera, replace(LIMITS, minutes=1))
    assert verdict_for_target(target, Step.RELEASE, at=NOW).reason == "consent.beyond_limits"


def test_an_answer_to_the_very_request_needs_no_agreement_ahead(cast: Cast) -> None:
    camera = cast.camera()
    target = asked_for(cast, camera)
    answers.answer(target=target, person=cast.owner, verdict="share", means="page", at=NOW)
    target.refresh_from_db()
    assert verdict_for_target(target, Step.RELEASE, at=NOW).flows


def test_one_tap_on_the_page_of_the_message_stops_it(cast: Cast, client: Client) -> None:
    camera = cast.camera()
    allow(cast, camera)
    target = asked_for(cast, camera)
    page = Notice.objects.get(subject=target.subject, person=cast.co_owner).link
    assert "Dừng lại" in client.get(page).content.decode()
    assert client.post(page, {"answer": "stop"}).status_code == 302
    target.refresh_from_db()
    assert target.state == TargetState.WITHDRAWN
    assert not standing(camera, datetime.now(UTC)).allows(Scope.RELEASE)
    assert standing(camera, datetime.now(UTC)).allows(Scope.ASK)
    assert not verdict_for_target(target, Step.RELEASE, at=NOW).flows
    assert "Dừng lại" not in client.get(page).content.decode()
