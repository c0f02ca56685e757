"""Nothing is opened without a right, a basis, a purpose and a line in the ledger."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import OperationalError
from django.http import Http404
from django.test import Client
from django.urls import reverse

from evidence.cases.services import close_case
from evidence.custody import gate, queries, services
from evidence.custody.models import Item, Viewing
from portal.ledger.kinds import Kind
from portal.ledger.models import entries_about
from portal.lib import clock, words
from portal.lib.errors import Refused
from portal.people.models import Office, User
from portal.people.rights import allowed
from portal.places.models import RuleRow
from portal.places.rules import day_of

from .scene import PURPOSE, Scene


def open_it(scene: Scene, person: User | None = None, purpose: str = PURPOSE) -> Viewing:
    return gate.open_item(
        item=scene.item, visitor=scene.visitor(person), purpose=purpose, at=clock.now()
    )


def nothing_opened(scene: Scene) -> bool:
    entries = entries_about(scene.item.subject, [Kind.ITEM_OPENED])
    return not Viewing.objects.exists() and not entries.exists()


def test_opening_is_in_the_ledger_with_its_purpose(scene: Scene) -> None:
    viewing = open_it(scene)
    entry = entries_about(scene.item.subject, [Kind.ITEM_OPENED]).get()
    assert entry.seq == viewing.ledger_seq
    assert entry.actor == scene.cast.officer.subject
    assert entry.subjects == [
        scene.item.subject,
        scene.camera.subject,
        scene.case.subject,
        scene.cast.ward.subject,
    ]
    assert entry.facts == {"basis": "consent", "case_kind": "theft", "unit": scene.cast.ward.code}
    assert entry.private("purpose") == PURPOSE
    assert PURPOSE.encode() not in bytes(entry.body)


def test_a_viewing_lasts_an_hour_at_most(scene: Scene) -> None:
    viewing = open_it(scene)
    assert viewing.until - viewing.opened_at == timedelta(minutes=60)


def test_a_unit_s_rule_says_how_long_it_lasts_and_the_page_as_well(
    scene: Scene, as_person: Callable[[User], Client]
) -> None:
    day = day_of(scene.at)
    RuleRow.objects.create(
        key="viewing.minutes", value=25, unit=scene.cast.ward, valid_from=day, source="Quy chế mẫu"
    )
    viewing = open_it(scene)
    assert viewing.until - viewing.opened_at == timedelta(minutes=25)
    url = reverse("custody:open", args=[scene.item.public_id])
    assert "tối đa 25 phút" in as_person(scene.cast.officer).get(url).content.decode()


def test_a_commander_of_the_ward_may_open_as_well(scene: Scene) -> None:
    assert open_it(scene, scene.cast.commander).person == scene.cast.commander


def test_nobody_else_learns_that_it_exists(scene: Scene) -> None:
    everybody = "stranger outsider owner neighbour committee board auditor administrator"
    for who in everybody.split():
        with pytest.raises(Http404):
            open_it(scene, getattr(scene.cast, who))
    assert nothing_opened(scene)


def test_a_purpose_needs_words(scene: Scene) -> None:
    for purpose in ("", "  ", "xem", "xem hình", "1 2 3 4", ". , ; !"):
        with pytest.raises(Refused) as caught:
            open_it(scene, purpose=purpose)
        assert (caught.value.code, caught.value.field) == ("custody.purpose_missing", "purpose")
        assert words.sentence(caught.value)
    assert nothing_opened(scene)


def test_a_purpose_is_kept_short(scene: Scene) -> None:
    with pytest.raises(Refused, match="purpose_too_long"):
        open_it(scene, purpose="xem " * 100)


def test_it_refuses_after_withdrawal(scene: Scene) -> None:
    scene.withdraw()
    with pytest.raises(Refused, match=r"consent\.withdrawn"):
        open_it(scene)
    assert nothing_opened(scene)


def test_a_written_demand_outlives_a_withdrawal(scene: Scene) -> None:
    scene.request.basis = "demand"
    scene.request.save()
    scene.withdraw()
    entry_seq = open_it(scene).ledger_seq
    entry = entries_about(scene.item.subject, [Kind.ITEM_OPENED]).get(seq=entry_seq)
    assert entry.facts["basis"] == "demand"


def test_it_refuses_what_no_second_person_approved(scene: Scene) -> None:
    scene.request.state, scene.request.decided_by = "submitted", None
    scene.request.save()
    with pytest.raises(Refused, match=r"consent\.not_approved"):
        open_it(scene)


def test_it_refuses_when_the_owner_did_not_agree(scene: Scene) -> None:
    scene.target.state = "declined"
    scene.target.save()
    with pytest.raises(Refused, match=r"consent\.not_agreed"):
        open_it(scene)


def test_it_refuses_when_the_case_is_closed(scene: Scene) -> None:
    close_case(case=scene.case, person=scene.cast.officer, at=clock.now())
    with pytest.raises((Http404, PermissionDenied)):
        open_it(scene)
    assert nothing_opened(scene)


def test_it_refuses_when_the_office_has_ended(scene: Scene) -> None:
    Office.objects.filter(person=scene.cast.officer).update(valid_to=clock.now())
    scene.cast.officer.forget_read()
    with pytest.raises(Http404):
        open_it(scene)


def test_it_refuses_an_item_without_a_request(scene: Scene) -> None:
    Item.objects.filter(pk=scene.item.pk).update(target=None)
    with pytest.raises(Refused, match=r"custody\.no_basis"):
        open_it(scene)


def test_a_derivative_is_not_opened_by_itself(scene: Scene) -> None:
    with pytest.raises(Http404):
        gate.open_item(
            item=scene.thumbnail, visitor=scene.visitor(), purpose=PURPOSE, at=clock.now()
        )


def test_a_destroyed_item_stays_shut(scene: Scene) -> None:
    services.destroy(item=scene.item, actor="system:test", reason="Hết hạn", at=clock.now())
    with pytest.raises(Refused, match=r"custody\.destroyed"):
        open_it(scene)


@pytest.mark.parametrize("error", [OperationalError("database is locked"), OSError("disk")])
def test_no_ledger_no_viewing(
    scene: Scene, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    def down(*_: object, **__: object) -> int:
        raise error

    monkeypatch.setattr(gate, "append", down)
    with pytest.raises(Refused, match=r"custody\.record_unavailable"):
        open_it(scene)
    assert not Viewing.objects.exists()


def test_a_list_of_items_is_what_each_may_open(scene: Scene) -> None:
    everybody = User.objects.all()
    at = clock.now()
    for person in everybody:
        listed = set(queries.visible_to(person, at))
        assert listed == {i for i in Item.objects.all() if allowed(person, "item:open", i, at=at)}
