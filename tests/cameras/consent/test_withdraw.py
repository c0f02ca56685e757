"""Two taps from the camera's page, done at once, and nobody else's to do."""

from collections.abc import Callable

import pytest
from django.test import Client

from cameras.consent import services, texts
from cameras.consent.models import ConsentEvent
from cameras.consent.scopes import PLAIN, Scope
from portal.lib import clock
from portal.people.models import User
from tests.cast import Cast

Enter = Callable[[User], Client]
ANSWERS = {"terms": texts.current("vi").mark, "map": "yes", "ask": "no", "detect": "no"}


def test_two_taps_and_it_is_done(cast: Cast, as_person: Enter) -> None:
    camera = cast.camera()
    client = as_person(cast.owner)
    address = f"/consent/{camera.public_id}/withdraw/"
    assert address in client.get(f"/cameras/{camera.public_id}/").content.decode()
    assert "Rút lại tất cả" in client.get(address).content.decode()
    assert services.standing(camera, clock.now()).allowed == PLAIN
    done = client.post(address, {"scope": "all"}, follow=True).content.decode()
    assert not services.standing(camera, clock.now()).allowed
    assert "Đã rút lại" in done
    assert "không còn gì để rút lại" in client.get(address).content.decode()


def test_one_purpose_alone(cast: Cast, as_person: Enter) -> None:
    camera = cast.camera()
    as_person(cast.owner).post(f"/consent/{camera.public_id}/withdraw/", {"scope": "detect"})
    assert services.standing(camera, clock.now()).allowed == {Scope.MAP, Scope.ASK}


@pytest.mark.parametrize("scope", ["everything", "", "ask' OR 1=1"])
def test_a_made_up_purpose_changes_nothing(cast: Cast, as_person: Enter, scope: str) -> None:
    camera = cast.camera()
    answer = as_person(cast.owner).post(f"/consent/{camera.public_id}/withdraw/", {"scope": scope})
    assert answer.status_code == 422
    assert services.standing(camera, clock.now()).allowed == PLAIN


def test_answers_can_be_given_anew_and_every_answer_is_listed(cast: Cast, as_person: Enter) -> None:
    camera = cast.camera()
    client = as_person(cast.owner)
    page = client.post(f"/consent/{camera.public_id}/", ANSWERS, follow=True).content.decode()
    assert services.standing(camera, clock.now()).allowed == {Scope.MAP}
    assert page.count("Bản cam kết v2") >= ConsentEvent.objects.count() == 3
    assert "checked" not in page


def test_half_an_answer_is_refused_and_kept_on_the_page(cast: Cast, as_person: Enter) -> None:
    camera = cast.camera(scopes=frozenset())
    half = {name: text for name, text in ANSWERS.items() if name != "detect"}
    answer = as_person(cast.owner).post(f"/consent/{camera.public_id}/", half)
    assert answer.status_code == 422
    assert answer.content.decode().count("checked") == 2
    assert not ConsentEvent.objects.exists()


def test_only_who_speaks_for_the_owner_finds_these_pages(cast: Cast, as_person: Enter) -> None:
    camera = cast.camera()
    others = [cast.neighbour, cast.stranger, cast.officer, cast.commander, cast.committee]
    for person in [*others, cast.board, cast.auditor, cast.administrator]:
        client = as_person(person)
        for page in ("", "withdraw/", "receipt/"):
            address = f"/consent/{camera.public_id}/{page}"
            for answer in (client.get(address), client.post(address, {"scope": "all"})):
                assert answer.status_code in {403, 404, 405}, (person, address)
    assert services.standing(camera, clock.now()).allowed == PLAIN
    assert as_person(cast.co_owner).get(f"/consent/{camera.public_id}/").status_code == 200
    assert Client().post(f"/consent/{camera.public_id}/withdraw/").status_code == 302
