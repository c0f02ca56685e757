"""One's own history: what this account opened, why, and found from every page."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from evidence.custody import gate
from evidence.requests.details import open_details
from portal.lib.clock import now
from portal.people.models import User
from tests.cast import Cast
from tests.evidence.custody.scene import PURPOSE, Scene, make_scene
from tests.evidence.requests.scenario import approved

Enter = Callable[[User], Client]
WHY = "Hẹn giờ đến chép hình tại nhà"
HISTORY = reverse("privacy:history")


@pytest.fixture
def scene(cast: Cast) -> Scene:
    return make_scene(cast)


def text_of(answer: Any) -> str:
    return str(answer.content.decode())


def a_look_of_each_kind(cast: Cast, scene: Scene, times: int = 1) -> None:
    target = approved(cast, now(), cast.camera()).targets.get()
    for number in range(times):
        visitor = scene.visitor(session=str(number))
        gate.open_item(item=scene.item, visitor=visitor, purpose=PURPOSE, at=now())
        open_details(target=target, person=cast.officer, purpose=WHY, at=now())


def test_it_lists_clips_owners_and_cases_with_the_purpose(
    cast: Cast, scene: Scene, as_person: Enter
) -> None:
    a_look_of_each_kind(cast, scene)
    page = text_of(as_person(cast.officer).get(HISTORY))
    for words in (PURPOSE, WHY, scene.case.number, scene.case.title):
        assert words in page, words
    others = text_of(as_person(cast.colleague).get(HISTORY))
    assert PURPOSE not in others
    assert WHY not in others


def test_it_never_names_the_owner_again(cast: Cast, scene: Scene, as_person: Enter) -> None:
    a_look_of_each_kind(cast, scene)
    page = text_of(as_person(cast.officer).get(HISTORY))
    assert cast.household.name not in page
    assert cast.owner.full_name not in page


def test_many_looks_cost_no_more_queries(cast: Cast, scene: Scene, as_person: Enter) -> None:
    client = as_person(cast.officer)
    a_look_of_each_kind(cast, scene)
    client.get(HISTORY)
    with CaptureQueriesContext(connection) as few:
        client.get(HISTORY)
    a_look_of_each_kind(cast, scene, 9)
    with CaptureQueriesContext(connection) as many:
        client.get(HISTORY)
    assert len(many) == len(few)


@pytest.mark.parametrize("who", ["officer", "owner", "auditor", "stranger"])
def test_account_data_and_history_are_found_from_every_page(
    cast: Cast, as_person: Enter, who: str
) -> None:
    client = as_person(getattr(cast, who))
    front = text_of(client.get(reverse("notices:index")))
    for name in ("people:profile", "privacy:data", "privacy:history"):
        assert f'href="{reverse(name)}"' in front, name
    profile = text_of(client.get(reverse("people:profile")))
    for name in ("privacy:data", "privacy:history"):
        assert f'href="{reverse(name)}"' in profile, name
