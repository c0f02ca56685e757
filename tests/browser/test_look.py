"""The parts in a real browser: no accessibility violation, no error, usable by keyboard alone."""

import re
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, Page, Route, expect
from pytest_django.live_server_helper import LiveServer

from tests.cast import Cast, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def page(chromium: Browser, live_server: LiveServer) -> Iterator[Page]:
    opened = chromium.new_page(base_url=live_server.url, locale="vi-VN")
    problems: list[str] = []
    opened.on("pageerror", lambda error: problems.append(str(error)))
    opened.on("console", lambda said: problems.append(said.text) if said.type == "error" else None)
    opened.route("**/*.mp4", _with_ranges)
    yield opened
    opened.close()
    assert problems == []


def _with_ranges(route: Route) -> None:
    """The test server knows no byte ranges, without which no browser seeks; the portal does."""
    video = (settings.ROOT / "static" / "img" / "sample-street.mp4").read_bytes()
    asked = re.match(r"bytes=(\d+)-(\d*)", route.request.headers.get("range", "bytes=0-"))
    assert asked
    start, stop = int(asked[1]), int(asked[2] or len(video) - 1)
    route.fulfill(
        status=206,
        body=video[start : stop + 1],
        headers={
            "Accept-Ranges": "bytes",
            "Content-Range": f"bytes {start}-{stop}/{len(video)}",
            "Content-Type": "video/mp4",
        },
    )


@pytest.mark.parametrize("address", ["/", "/design/"])
@pytest.mark.parametrize("width", [360, 1280])
def test_pages_are_accessible_and_fit(page: Page, address: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(address, wait_until="networkidle")
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("who", ["owner", "officer"])
@pytest.mark.parametrize("width", [360, 1280])
def test_the_desk_of_whoever_is_signed_in_is_accessible(
    page: Page, client: Client, cast: Cast, who: str, width: int
) -> None:
    sign_in(client, getattr(cast, who))
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.set_viewport_size({"width": width, "height": 800})
    page.goto("/")
    page.context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": page.url}]
    )
    page.goto("/", wait_until="networkidle")
    assert page.locator(".card-desk").count() > 1
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_pin_is_moved_and_a_camera_turned_by_keyboard(page: Page) -> None:
    page.goto("/design/", wait_until="networkidle")
    before = page.input_value("#place_lat")
    page.locator("#map_point .map-pin").focus()
    page.keyboard.press("ArrowUp")
    assert float(page.input_value("#place_lat")) > float(before)
    page.locator("#map_point [data-map-turn] input").focus()
    page.keyboard.press("ArrowRight")
    assert page.input_value("#place_bearing") == "121"


def test_an_area_asks_for_its_cameras_again(page: Page) -> None:
    page.goto("/design/", wait_until="networkidle")
    slider = page.locator("#map_draw [data-map-sets=radius]")
    with page.expect_response(lambda answer: "radius=160" in answer.url):
        slider.focus()
        page.keyboard.press("ArrowRight")
    expect(page.locator("#map_draw [data-map-status]")).to_have_text("5 camera trong vùng này")


def test_the_player_obeys_keys_and_tells_true_time(page: Page) -> None:
    page.goto("/design/", wait_until="networkidle")
    clock = page.locator("[data-clock]")
    expect(clock).to_have_text("07:30:00.00")
    page.keyboard.press("n")
    expect(clock).to_have_text("07:30:01.00")
    page.keyboard.press("l")
    expect(clock).to_have_text("07:30:10.00")
    page.keyboard.press("j")
    page.keyboard.press(".")
    expect(clock).to_have_text("07:30:00.06")
    expect(page.locator("[data-day]")).to_have_text("21/11/2026")


def test_forms_and_maps_stand_without_scripts(chromium: Browser, live_server: LiveServer) -> None:
    page = chromium.new_page(java_script_enabled=False, locale="vi-VN")
    page.goto(f"{live_server.url}/design/")
    assert page.is_visible("#place_lat")
    assert not page.is_visible("#map_point .map")
    page.fill("#id_name", "Cổng trước")
    page.click("#form form .buttons button")
    assert page.is_visible("[role=alert]")
    assert page.input_value("#id_name") == "Cổng trước"
    page.close()
