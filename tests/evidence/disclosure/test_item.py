"""The officer's page of one opened clip."""

from datetime import timedelta

import pytest
from django.test import Client

from evidence.custody.models import Viewing
from portal.lib import clock
from tests.evidence.custody.scene import PURPOSE, Scene


@pytest.fixture
def client(scene: Scene) -> Client:
    return scene.enter(scene.cast.officer)


def page(scene: Scene, client: Client) -> str:
    return f"/looks/footage/{scene.open(client).public_id}/"


def test_it_shows_the_clip_its_facts_and_that_the_look_is_on_record(
    scene: Scene, client: Client
) -> None:
    response = client.get(page(scene, client))
    viewing = Viewing.objects.get()
    text = response.content.decode()
    assert response.status_code == 200
    assert f"/evidence/viewing/{viewing.public_id}/video/" in text
    assert f"/image/{scene.thumbnail.public_id}/" in text
    assert scene.item.stored.sha256 in text
    assert PURPOSE in text
    assert "Nhanh 95,0 giây" in text
    assert scene.cast.officer.full_name in text
    assert f"/cases/{scene.case.public_id}/outcome/" in text
    assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize(
    ("asked", "address"),
    [
        ("?t=12500", "/video/#t=12.500"),
        ("", '/video/"'),
        ("?t=soon", '/video/"'),
        ("?t=²", '/video/"'),
        ("?t=-1", '/video/"'),
    ],
)
def test_links_of_the_timeline_start_the_clip_there_without_scripts(
    scene: Scene, client: Client, asked: str, address: str
) -> None:
    text = client.get(page(scene, client) + asked).content.decode()
    assert address in text
    assert 'id="player"' in text


def test_it_is_there_for_its_viewer_alone(scene: Scene, client: Client) -> None:
    address = page(scene, client)
    for who in ("colleague", "commander", "outsider", "owner", "auditor", "stranger"):
        other = scene.enter(getattr(scene.cast, who))
        assert other.get(address).status_code in (403, 404), who


def test_after_its_hour_it_leads_to_the_purpose_page(scene: Scene, client: Client) -> None:
    address = page(scene, client)
    past = clock.now() - timedelta(hours=2)
    Viewing.objects.update(opened_at=past, until=past + timedelta(hours=1))
    response = client.get(address)
    assert response.status_code == 302
    assert response["Location"] == f"/evidence/{scene.item.public_id}/open/"


def test_withdrawal_shuts_the_page_with_its_reason(scene: Scene, client: Client) -> None:
    address = page(scene, client)
    scene.withdraw()
    assert client.get(address).status_code == 422
