"""The officer's page covers what the camera's owner covers."""

from datetime import timedelta

import pytest
from django.test import Client

from cameras.registry import masking
from cameras.registry.models import Mask
from portal.lib import clock
from tests.evidence.custody.scene import Scene

CORNERS = ((100, 100), (300, 100), (300, 300))
NOTE = "vùng chủ camera che để giữ riêng tư"


@pytest.fixture
def client(scene: Scene) -> Client:
    return scene.enter(scene.cast.officer)


def draw(scene: Scene, *, ago: timedelta = timedelta()) -> Mask:
    at = clock.now() - ago
    return masking.draw(
        scene.camera, points=CORNERS, reason="window", actor=scene.cast.owner, at=at
    )


def page(scene: Scene, client: Client) -> str:
    return client.get(f"/looks/footage/{scene.open(client).public_id}/").content.decode()


def test_masks_are_drawn_by_the_server_and_said_in_a_sentence(scene: Scene, client: Client) -> None:
    mask = draw(scene, ago=timedelta(days=1))
    masking.end(mask, actor=scene.cast.owner, at=clock.now())
    text = page(scene, client)
    assert '<polygon points="100,100 300,100 300,300"></polygon>' in text
    assert NOTE in text
    assert 'controlslist="nodownload nofullscreen noremoteplayback"' in text
    assert "disablepictureinpicture" in text


def test_a_clip_without_masks_has_neither(scene: Scene, client: Client) -> None:
    text = page(scene, client)
    assert "player-masks" not in text
    assert NOTE not in text
    assert "controlslist" not in text


def test_pictures_older_than_a_mask_are_not_shown(scene: Scene, client: Client) -> None:
    image = f"/image/{scene.thumbnail.public_id}/"
    viewing = scene.open(client)
    address = f"/evidence/viewing/{viewing.public_id}{image}"
    assert client.get(address).status_code == 200
    draw(scene)
    assert image not in client.get(f"/looks/footage/{viewing.public_id}/").content.decode()
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("where", ["document", "iframe", "embed"])
def test_a_covered_clip_plays_on_its_page_alone(scene: Scene, client: Client, where: str) -> None:
    address = f"/evidence/viewing/{scene.open(client).public_id}/video/"
    assert client.get(address, headers={"Sec-Fetch-Dest": where}).status_code == 200
    draw(scene)
    refused = client.get(address, headers={"Sec-Fetch-Dest": where})
    assert refused.status_code == 403
    assert "trang xem hình" in refused.content.decode()
    assert client.get(address, headers={"Sec-Fetch-Dest": "video"}).status_code == 200
