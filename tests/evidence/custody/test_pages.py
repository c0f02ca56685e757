"""Opening for a purpose, the list of a case, and the record of an item."""

import pytest
from django.test import Client

from evidence.cases.services import close_case
from evidence.custody.models import Viewing
from portal.lib import clock

from .scene import PURPOSE, Scene


@pytest.fixture
def client(scene: Scene) -> Client:
    return scene.enter(scene.cast.officer)


def pages(scene: Scene) -> dict[str, str]:
    return {
        "open": f"/evidence/{scene.item.public_id}/open/",
        "record": f"/evidence/{scene.item.public_id}/record/",
        "index": f"/evidence/case/{scene.case.public_id}/",
    }


def test_asking_shows_what_will_be_opened_and_opens_nothing(scene: Scene, client: Client) -> None:
    response = client.get(pages(scene)["open"])
    assert response.status_code == 200
    assert scene.camera.name in response.content.decode()
    assert not Viewing.objects.exists()


def test_without_a_purpose_the_form_comes_back_with_its_words(scene: Scene, client: Client) -> None:
    response = client.post(pages(scene)["open"], {"purpose": "xem thử"})
    assert response.status_code == 422
    assert "ít nhất ba từ" in response.content.decode()
    assert "xem thử" in response.content.decode()
    assert not Viewing.objects.exists()


def test_an_open_viewing_can_be_taken_up_again(scene: Scene, client: Client) -> None:
    viewing = scene.open(client)
    text = client.get(pages(scene)["open"]).content.decode()
    assert f"/looks/footage/{viewing.public_id}/" in text
    assert (
        viewing.public_id
        not in scene.enter(scene.cast.officer).get(pages(scene)["open"]).content.decode()
    )


def test_the_record_tells_the_chain_of_custody(scene: Scene, client: Client) -> None:
    scene.open(client)
    text = client.get(pages(scene)["record"]).content.decode()
    for words in (
        scene.item.stored.sha256,
        scene.thumbnail.stored.sha256,
        scene.cast.officer.full_name,
        PURPOSE,
        "7.500",
        "Nhanh 95,0 giây",
        "2 giây trước",
    ):
        assert words in text


def test_the_record_can_be_read_after_the_case_was_closed(scene: Scene, client: Client) -> None:
    close_case(case=scene.case, person=scene.cast.officer, at=clock.now())
    assert client.get(pages(scene)["record"]).status_code == 200
    assert client.get(pages(scene)["index"]).status_code == 200


def test_footage_of_a_closed_case_of_ones_own_unit_is_shut_in_words(scene: Scene) -> None:
    """Whoever may read the case is told; to another unit nothing is there, open or closed."""
    officer = scene.enter(scene.cast.officer)
    viewing = scene.open(officer)
    addresses = {
        **pages(scene),
        "player": f"/looks/footage/{viewing.public_id}/",
        "findings": f"/findings/{scene.item.public_id}/",
    }
    close_case(case=scene.case, person=scene.cast.officer, at=clock.now())
    outsider = scene.enter(scene.cast.outsider)
    for name in ("open", "player", "findings"):
        page = officer.get(addresses[name])
        assert page.status_code == 403, name
        assert f"Vụ việc {scene.case.number} đã đóng" in page.content.decode()
        assert outsider.get(addresses[name]).status_code == 404, name
    refused = officer.post(addresses["open"], {"purpose": PURPOSE})
    assert refused.status_code == 403
    assert Viewing.objects.count() == 1
    # Another one's viewing stays unknown, also to colleagues.
    colleague = scene.enter(scene.cast.colleague)
    assert colleague.get(addresses["player"]).status_code == 404


@pytest.mark.parametrize("purpose", ["", "   ", "\n\t ", "x", "? ! .", "\u200b\u200b a"])
def test_a_purpose_without_words_is_refused_in_words(
    scene: Scene, client: Client, purpose: str
) -> None:
    response = client.post(pages(scene)["open"], {"purpose": purpose, "sent": "1"})
    assert response.status_code == 422
    assert "Hãy ghi mục đích xem, ít nhất ba từ" in response.content.decode()
    assert not Viewing.objects.exists()


def test_others_get_no_page(scene: Scene) -> None:
    everybody = "stranger outsider owner committee board auditor administrator"
    for who in everybody.split():
        client = scene.enter(getattr(scene.cast, who))
        for name, address in pages(scene).items():
            assert client.get(address).status_code in (403, 404), (who, name)


def test_a_visitor_is_asked_to_sign_in(scene: Scene) -> None:
    for address in pages(scene).values():
        assert Client().get(address).status_code == 302


def test_without_a_second_factor_nothing_is_shown(scene: Scene) -> None:
    client = Client()
    client.force_login(scene.cast.officer)
    for address in pages(scene).values():
        assert client.get(address).status_code == 302
