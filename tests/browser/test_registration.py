"""A camera is registered on a phone, with a finger: five pages, and the browser may be closed."""

import os
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from cameras.registry.models import Camera
from tests.cast import PLACE, Cast, sign_in

from .people import AXE_OPTIONS

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

FINGER_PX = 44
LOOK = os.environ.get("PORTAL_LOOK_AT", "")  # a folder for pictures of every page


def phone(chromium: Browser, live_server: LiveServer, client: Client) -> BrowserContext:
    """360 px wide, touched with a finger, standing at the camera."""
    context = chromium.new_context(
        base_url=live_server.url,
        locale="vi-VN",
        viewport={"width": 360, "height": 740},
        has_touch=True,
        is_mobile=True,
        geolocation={"latitude": PLACE[0], "longitude": PLACE[1], "accuracy": 8},
        permissions=["geolocation"],
    )
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}]
    )
    return context


def tap(page: Page, name: str) -> None:
    with page.expect_navigation(wait_until="load"):
        page.get_by_role("button", name=name, exact=True).tap()


def fine(page: Page, name: str) -> None:
    """Accessible, no wider than the screen, and drawn for whoever wants to look."""
    found = Axe().run(page, options=AXE_OPTIONS)
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    if LOOK:
        page.screenshot(path=Path(LOOK) / f"{name}.png", full_page=True)


def drag(context: BrowserContext, page: Page, start: tuple[float, float], to: list[float]) -> None:
    """With one finger, as the screen reports it."""
    finger = context.new_cdp_session(page)

    def touch(kind: str, *points: dict[str, float]) -> None:
        finger.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": list(points)})

    touch("touchStart", {"x": start[0], "y": start[1]})
    for part in (0.2, 0.5, 0.8, 1.0):
        x, y = (a + (b - a) * part for a, b in zip(start, to, strict=True))
        touch("touchMove", {"x": x, "y": y})
    touch("touchEnd")


def middle(page: Page, selector: str) -> tuple[float, float, float]:
    box = page.locator(selector).bounding_box()
    assert box
    return (
        box["x"] + box["width"] / 2,
        box["y"] + box["height"] / 2,
        min(box["width"], box["height"]),
    )


def turn_the_view(context: BrowserContext, page: Page) -> None:
    page.locator(".map").scroll_into_view_if_needed()
    pin_x, pin_y, _ = middle(page, ".map-pin")
    x, y, size = middle(page, ".map-handle")
    assert size >= FINGER_PX
    drag(context, page, (x, y), [pin_x + 70, pin_y + 25])
    east = int(page.input_value("[name=bearing]"))
    assert 60 <= east <= 120
    page.locator("[data-map-turn] input").focus()
    page.keyboard.press("ArrowRight")
    assert page.input_value("[name=bearing]") == str(east + 1)


def test_a_phone_registers_a_camera_on_five_pages(
    chromium: Browser, live_server: LiveServer, client: Client, cast: Cast
) -> None:
    sign_in(client, cast.stranger)
    context = phone(chromium, live_server, client)
    page = context.new_page()
    page.goto("/cameras/new/")
    fine(page, "0-start")
    tap(page, "Bắt đầu")

    page.locator(".map-locate").tap()
    expect(page.locator("[name=lat]")).to_have_value(f"{PLACE[0]:.6f}")
    turn_the_view(context, page)
    fine(page, "1-where")
    tap(page, "Tiếp")

    page.get_by_text("Ngõ, hẻm").tap()
    fine(page, "2-sees")
    page.close()  # the battery is empty
    page = context.new_page()
    page.goto("/cameras/")
    page.get_by_role("link", name="Làm tiếp").tap()
    page.get_by_text("Ngõ, hẻm").tap()
    tap(page, "Tiếp")

    page.get_by_label("Đặt tên cho camera").fill("Cổng trước")
    page.get_by_text("Hộ gia đình của tôi").tap()
    fine(page, "3-owner")
    tap(page, "Tiếp")

    assert page.locator("input:checked").count() == 0
    for scope in ("map", "ask", "detect"):
        page.locator(f"[name={scope}][value=yes]").tap()
    fine(page, "4-consent")
    tap(page, "Tiếp")

    fine(page, "5-check")
    tap(page, "Gửi đăng ký")
    expect(page.get_by_role("heading", name="Đã đăng ký camera")).to_be_visible()
    fine(page, "6-receipt")
    camera = Camera.objects.get()
    assert (camera.name, camera.unit, camera.place_kind) == ("Cổng trước", cast.ward, "alley")
    assert camera.bearing_deg is not None
    context.close()
