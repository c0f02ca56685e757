"""What an owner covers is covered on the officer's screen: at every size, with scripts and without.

The clip is real and comes through the portal's own gate; screenshots are looked at pixel by pixel.
"""

from collections.abc import Iterator
from datetime import timedelta

import cv2
import numpy as np
import pytest
from django.conf import settings
from django.test import Client
from numpy.typing import NDArray
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from cameras.registry import masking
from evidence.custody import services as custody
from evidence.custody.models import Item
from evidence.custody.vocabulary import ItemRole
from evidence.extraction.derivatives import index_of_track, track_of
from portal.lib import clock
from tests.cast import Cast, sign_in
from tests.evidence.custody.scene import PURPOSE, WORKER, make_scene, put
from tests.evidence.findings.clips import crossing

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

GREY = 63
LEFT, TOP, RIGHT, BOTTOM = 250, 350, 750, 600  # thousandths; the watermark lies above
CORNERS = ((LEFT, TOP), (RIGHT, TOP), (RIGHT, BOTTOM), (LEFT, BOTTOM))
WITHIN_PX = 3
SOMETHING_SHOWN = 20  # brighter than a video that has not loaded


@pytest.fixture
def address(cast: Cast, client: Client, live_server: LiveServer) -> str:
    """The page of a clip that an officer has opened; its owner covers the middle since then."""
    scene = make_scene(cast)
    start = scene.request.window_start
    footage = custody.Footage(
        media_type="video/mp4",
        window_start=start,
        window_stop=scene.request.window_stop,
        first_frame_at=start,
        last_frame_at=start + timedelta(seconds=10),
        clock_offset_ms=0,
    )
    item = custody.seal(
        stored=put(crossing()), footage=footage, target=scene.target, actor=WORKER, at=scene.at
    )
    custody.derive(parent=item, made=index_of_track(track_of(item)), actor=WORKER, at=scene.at)
    Item.objects.filter(pk=scene.item.pk).update(role=ItemRole.UPLOAD)
    masking.draw(scene.camera, points=CORNERS, reason="window", actor=cast.owner, at=clock.now())
    sign_in(client, cast.officer)
    answer = client.post(f"/evidence/{item.public_id}/open/", {"purpose": PURPOSE})
    return live_server.url + answer["Location"]


@pytest.fixture(params=[True, False], ids=["scripts", "no scripts"])
def page(
    request: pytest.FixtureRequest,
    chromium: Browser,
    client: Client,
    address: str,
    live_server: LiveServer,
) -> Iterator[Page]:
    assert address
    context: BrowserContext = chromium.new_context(java_script_enabled=request.param)
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}]
    )
    yield context.new_page()
    context.close()


def shot(page: Page) -> NDArray[np.int_]:
    """The player's picture as it stands on the screen."""
    decoded = cv2.imdecode(
        np.frombuffer(page.locator(".player-picture").screenshot(), np.uint8), cv2.IMREAD_COLOR
    )
    assert decoded is not None
    return decoded.astype(int)


def covered_part(picture: NDArray[np.int_]) -> NDArray[np.int_]:
    height, width = picture.shape[:2]
    return picture[
        height * TOP // 1000 + WITHIN_PX : height * BOTTOM // 1000 - WITHIN_PX,
        width * LEFT // 1000 + WITHIN_PX : width * RIGHT // 1000 - WITHIN_PX,
    ]


@pytest.mark.parametrize("size", [(360, 740), (1280, 800), (1280, 420), (844, 390)])
def test_a_screenshot_of_the_player_is_covered_there(
    page: Page, address: str, size: tuple[int, int]
) -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.goto(address + "?t=5000", wait_until="networkidle")
    expect(page.get_by_text("vùng chủ camera che để giữ riêng tư")).to_be_visible()
    picture = shot(page)
    height, width = picture.shape[:2]
    assert abs(width / height - 480 / 270) < 0.03  # a box of the clip's own shape
    assert (covered_part(picture) == GREY).all()
    beside = picture[height * TOP // 1000 : height * BOTTOM // 1000, width // 20 : width // 5]
    assert beside.mean() > SOMETHING_SHOWN
    assert not (beside == GREY).all(axis=2).any()


def test_full_screen_of_the_video_alone_shows_nothing(
    chromium: Browser, client: Client, address: str, live_server: LiveServer
) -> None:
    context = chromium.new_context()
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}]
    )
    page = context.new_page()
    page.goto(address, wait_until="networkidle")
    assert page.locator("video").get_attribute("controlslist") is not None
    assert page.evaluate("document.querySelector('video').disablePictureInPicture")
    page.evaluate("document.querySelector('video').requestFullscreen().catch(() => null)")
    page.wait_for_function("document.fullscreenElement === null")
    prevented = page.evaluate(
        "!document.querySelector('video').dispatchEvent("
        "new MouseEvent('contextmenu', {bubbles: true, cancelable: true}))"
    )
    assert prevented
    video = page.locator("video").evaluate("video => video.currentSrc")
    alone = context.new_page()
    answer = alone.goto(video)
    assert answer is not None
    assert answer.status == 403
    context.close()
