"""Kept while the case is open, then for the rule's days, or fewer where the owner said so."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cameras.consent import services as consent
from cameras.consent import texts
from cameras.consent.limits import KEEP_DAYS
from cameras.consent.scopes import Means, Scope
from evidence.cases.models import Case
from evidence.custody import retention
from evidence.custody.models import Item
from evidence.requests.models import FootageRequest
from portal.ledger.kinds import Kind
from portal.ledger.models import entries_about
from portal.people.models import User
from portal.places.models import RuleRow
from tests.cameras.consent.test_fold import UNHURRIED
from tests.cast import Cast

from .scene import Scene, make_scene

DAY = timedelta(days=1)
CLOSED = datetime(2026, 11, 21, tzinfo=UTC)


@pytest.fixture
def scene(cast: Cast) -> Scene:
    return make_scene(cast)


def allow(scene: Scene, person: User, days: int | None, at: datetime) -> None:
    ask = frozenset({Scope.ASK})
    said = consent.Said(camera=scene.camera, person=person, yes=ask, keep_days=days)
    consent.answer(said, terms=texts.current("vi"), means=Means.WEB, actor=person, at=at)


def close(scene: Scene) -> datetime:
    Case.objects.filter(pk=scene.case.pk).update(closed_at=scene.at)
    return scene.at


def held(scene: Scene) -> Item:
    items = Item.objects.select_related("case__unit", "target__camera", "target__request")
    return items.get(pk=scene.item.pk)


@UNHURRIED
@given(st.integers(1, 2000), st.none() | st.sampled_from(KEEP_DAYS), st.none() | st.just(CLOSED))
def test_never_longer_than_the_rule_nor_than_the_owner_allows(
    rule_days: int, owner_days: int | None, closed: datetime | None
) -> None:
    kept = retention.shorter(rule_days, owner_days, closed)
    assert kept.days <= rule_days
    assert owner_days is None or kept.days <= owner_days
    assert kept.days in (rule_days, owner_days)
    assert (kept.until is None) == (closed is None)


def test_an_open_case_holds_it_whatever_anybody_said(scene: Scene) -> None:
    allow(scene, scene.cast.owner, 30, scene.at)
    assert retention.sweep(scene.at + 1000 * DAY) == 0
    assert retention.of(held(scene), scene.at).until is None


def test_it_is_destroyed_at_the_instant_and_not_before(scene: Scene) -> None:
    allow(scene, scene.cast.owner, 30, scene.at - DAY)
    closed = close(scene)
    assert retention.sweep(closed + 30 * DAY - timedelta(microseconds=1)) == 0
    assert retention.sweep(closed + 30 * DAY) == 1
    assert retention.sweep(closed + 30 * DAY) == 0
    gone = Item.objects.filter(target=scene.target)
    assert all(item.destroyed_at is not None for item in gone)
    assert entries_about(scene.camera.subject, [Kind.ITEM_DESTROYED]).count() == gone.count()


@pytest.mark.parametrize(("rule_days", "kept"), [(20, 20), (60, 30)])
def test_the_rule_bounds_the_owner(scene: Scene, rule_days: int, kept: int) -> None:
    RuleRow.objects.create(
        unit=scene.cast.ward,
        key="item.retention_days",
        value=rule_days,
        valid_from=(scene.at - 9 * DAY).date(),
        source="Quy chế mẫu",
    )
    allow(scene, scene.cast.owner, 30, scene.at - DAY)
    closed = close(scene)
    assert retention.of(held(scene), scene.at).until == closed + kept * DAY


def test_the_shorter_word_of_two_adults_counts_and_a_later_shorter_one_too(scene: Scene) -> None:
    allow(scene, scene.cast.owner, 90, scene.at - DAY)
    assert retention.of(held(scene), scene.at).days == 90
    allow(scene, scene.cast.co_owner, 30, scene.at + DAY)
    assert retention.of(held(scene), scene.at + DAY).days == 30


def test_a_longer_word_later_and_a_withdrawal_lengthen_nothing(scene: Scene) -> None:
    allow(scene, scene.cast.owner, 30, scene.at - DAY)
    allow(scene, scene.cast.owner, None, scene.at + DAY)
    assert retention.of(held(scene), scene.at + DAY).days == 30
    ask, terms = frozenset({Scope.ASK}), texts.current("vi")
    consent.withdraw(
        scene.camera, person=scene.cast.owner, scopes=ask, terms=terms, at=scene.at + DAY
    )
    assert retention.of(held(scene), scene.at + 2 * DAY).days == 30


def test_what_was_taken_under_the_law_waits_for_a_person(scene: Scene) -> None:
    FootageRequest.objects.filter(pk=scene.request.pk).update(basis="demand")
    allow(scene, scene.cast.owner, 30, scene.at - DAY)
    closed = close(scene)
    assert retention.sweep(closed + 1000 * DAY) == 0
    assert retention.of(held(scene), scene.at).until == closed + 180 * DAY


def test_the_record_of_the_clip_says_until_when(scene: Scene) -> None:
    allow(scene, scene.cast.owner, 30, scene.at - DAY)
    client: Any = scene.enter(scene.cast.officer)
    page = client.get(f"/evidence/{scene.item.public_id}/record/").content.decode()
    assert "Đến khi vụ việc đóng, rồi thêm 30 ngày" in page
    assert "Số ngày chủ camera đặt" in page
