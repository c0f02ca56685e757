"""A release without asking is off until its owner draws limits; for a business its signatory's."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from cameras.consent import services, texts
from cameras.consent.limits import Ahead
from cameras.consent.models import ConsentEvent, CurrentConsent
from cameras.consent.scopes import PLAIN, Means, Scope
from cameras.registry.models import Camera
from portal.lib import clock
from portal.lib.errors import Refused
from portal.people.models import User
from portal.people.roles import Role
from portal.people.services import add_member
from tests.cast import Cast, make_guests

Enter = Callable[[User], Client]
YES: dict[str, Any] = {
    "terms": texts.current("vi").mark,
    "release": "yes",
    "kinds": ["robbery", "missing"],
    "from_hour": "22",
    "to_hour": "6",
    "minutes": "10",
    "per_month": "2",
}
LIMITS = Ahead(frozenset({"robbery", "missing"}), 22, 6, 10, 2)


def url(camera: Camera) -> str:
    return f"/consent/{camera.public_id}/release/"


def now_of(camera: Camera) -> frozenset[Scope]:
    return services.standing(camera, clock.now()).allowed


def test_a_yes_with_limits_is_kept_shown_and_taken_back(cast: Cast, as_person: Enter) -> None:
    camera = cast.camera()
    client = as_person(cast.owner)
    asked = client.get(url(camera)).content.decode()
    assert "checked" not in asked
    assert texts.current("vi").sections["release"] in asked
    page = client.post(url(camera), YES, follow=True).content.decode()
    assert services.standing(camera, clock.now()).answer(Scope.RELEASE).ahead == (LIMITS,)
    assert CurrentConsent.objects.get(camera=camera).release
    words = "từ 22 giờ đến 6 giờ; nhiều nhất 10 phút mỗi lần, 2 lần mỗi tháng"
    assert page.count(words) == 2  # beside that purpose and in what was said
    client.post(f"/consent/{camera.public_id}/withdraw/", {"scope": "release"})
    assert now_of(camera) == PLAIN


@pytest.mark.parametrize(
    "change",
    [
        {"kinds": []},
        {"kinds": ["theft"]},
        {"from_hour": ""},
        {"from_hour": "24"},
        {"to_hour": "0"},
        {"minutes": "61"},
        {"minutes": "-1"},
        {"per_month": ""},
        {"release": ""},
        {"terms": texts.load("v1", "vi").mark},
    ],
)
def test_a_yes_without_every_limit_changes_nothing_and_keeps_what_was_typed(
    cast: Cast, as_person: Enter, change: dict[str, Any]
) -> None:
    camera = cast.camera()
    answer = as_person(cast.owner).post(url(camera), {**YES, **change})
    assert answer.status_code == 422
    assert now_of(camera) == PLAIN
    if "minutes" not in change:
        assert 'value="10"' in answer.content.decode()


def test_a_no_needs_no_limits_and_is_recorded(cast: Cast, as_person: Enter) -> None:
    camera = cast.camera()
    as_person(cast.owner).post(url(camera), {"terms": YES["terms"], "release": "no"})
    assert ConsentEvent.objects.filter(verb="refuse", scopes=["release"]).count() == 1
    assert now_of(camera) == PLAIN


def test_who_may_not_be_asked_cannot_be_taken_from_either(cast: Cast, as_person: Enter) -> None:
    camera = cast.camera(scopes=frozenset({Scope.MAP}))
    client = as_person(cast.owner)
    assert 'name="release"' not in client.get(url(camera)).content.decode()
    assert client.post(url(camera), YES).status_code == 422
    assert now_of(camera) == {Scope.MAP}


def test_saying_no_to_being_asked_ends_the_release_for_good(cast: Cast) -> None:
    camera = cast.camera()
    terms, at = texts.current("vi"), clock.now()
    both = frozenset({Scope.ASK, Scope.RELEASE})
    yes = services.Said(camera=camera, person=cast.owner, yes=both, ahead=LIMITS)
    services.answer(yes, terms=terms, means=Means.WEB, actor=cast.owner, at=at)
    no = frozenset({Scope.ASK})
    services.withdraw(camera, person=cast.owner, scopes=no, terms=terms, at=at)
    again = services.Said(camera=camera, person=cast.owner, yes=no)
    services.answer(again, terms=terms, means=Means.WEB, actor=cast.owner, at=at)
    assert now_of(camera) == PLAIN  # being asked again is no release


@pytest.mark.parametrize("ahead", [None, Ahead(frozenset(), 0, 24, 10, 1)])
def test_no_other_way_in_leads_past_the_limits(cast: Cast, ahead: Ahead | None) -> None:
    camera = cast.camera()
    said = services.Said(
        camera=camera, person=cast.owner, yes=frozenset({Scope.RELEASE}), ahead=ahead
    )
    with pytest.raises(Refused):
        services.answer(
            said, terms=texts.current("vi"), means=Means.IMPORT, actor=cast.owner, at=clock.now()
        )


def test_for_a_business_its_signatory_agrees_and_nobody_else(cast: Cast, as_person: Enter) -> None:
    guests = make_guests(cast)
    camera = cast.camera(owner=guests.business)
    manager = cast.stranger
    add_member(
        organisation=guests.business,
        person=manager,
        role=Role.OWNER,
        actor=guests.signatory,
        at=cast.at,
    )
    for person, status in ((manager, 403), (guests.technician, 403), (cast.owner, 404)):
        assert as_person(person).post(url(camera), YES).status_code == status, person
    assert (
        "/release/" not in as_person(manager).get(f"/consent/{camera.public_id}/").content.decode()
    )
    assert as_person(guests.signatory).post(url(camera), YES).status_code == 302
    assert Scope.RELEASE in now_of(camera)
    gone = as_person(manager).post(f"/consent/{camera.public_id}/withdraw/", {"scope": "release"})
    assert gone.status_code == 302  # taking back is everybody's
    assert now_of(camera) == PLAIN


def test_new_terms_ask_again_and_leave_what_holds_as_it_is(
    cast: Cast, as_person: Enter, monkeypatch: pytest.MonkeyPatch
) -> None:
    camera = cast.camera(scopes=frozenset())
    client = as_person(cast.owner)
    old = services.Said(camera=camera, person=cast.owner, yes=PLAIN)
    services.answer(
        old, terms=texts.load("v1", "vi"), means=Means.WEB, actor=cast.owner, at=clock.now()
    )
    page = client.get(f"/consent/{camera.public_id}/").content.decode()
    assert "Bản cam kết đã được thay bằng bản mới" in page
    assert now_of(camera) == PLAIN
    answers = {"terms": texts.current("vi").mark, "map": "yes", "ask": "yes", "detect": "no"}
    page = client.post(f"/consent/{camera.public_id}/", answers, follow=True).content.decode()
    assert "Bản cam kết đã được thay bằng bản mới" not in page
    assert now_of(camera) == {Scope.MAP, Scope.ASK}


def test_how_long_extracts_may_be_kept_is_chosen_with_being_asked(
    cast: Cast, as_person: Enter
) -> None:
    camera = cast.camera(scopes=frozenset())
    answers = {"terms": texts.current("vi").mark, "map": "no", "ask": "yes", "detect": "no"}
    client = as_person(cast.owner)
    wrong = client.post(f"/consent/{camera.public_id}/", {**answers, "keep_days": "9999"})
    assert wrong.status_code == 422
    page = client.post(
        f"/consent/{camera.public_id}/", {**answers, "keep_days": "30"}, follow=True
    ).content.decode()
    assert services.standing(camera, clock.now()).answer(Scope.ASK).keep_days == 30
    assert "nhiều nhất 30 ngày sau khi vụ việc đóng" in page
