"""Passkeys and recovery codes in a real Chromium, with an authenticator it believes in."""

import re
from datetime import UTC, datetime

import pytest
from django.core.cache import cache
from playwright.sync_api import Browser, BrowserContext, Page, expect

from portal.access.models import Means, SignIn
from portal.people.models import User
from portal.people.services import give_totp
from portal.people.totp import current_code
from tests.cast import Cast
from tests.portal.people.test_sign_up import newest_code

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
WITHIN_MS = 20_000


@pytest.fixture(autouse=True)
def fresh_limits() -> None:
    cache.clear()


@pytest.fixture
def context(chromium: Browser, live_server: object) -> BrowserContext:
    """Passkeys belong to a name, never to an address in numbers: hence localhost."""
    address = str(live_server).replace("127.0.0.1", "localhost")
    made = chromium.new_context(
        base_url=address, locale="vi-VN", viewport={"width": 360, "height": 800}
    )
    made.set_default_timeout(WITHIN_MS)
    return made


def telephone(page: Page) -> None:
    """Give the browser a built-in authenticator whose owner always touches the sensor."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def by_message(page: Page, person: User) -> None:
    page.goto("/account/login/")
    page.get_by_label("Số điện thoại").fill(str(person.phone))
    page.get_by_role("button", name="Gửi mã cho tôi").click()
    page.wait_for_url("**/login/code/confirm/**")
    page.locator("input[name=code]").fill(newest_code())
    page.get_by_role("button", name="Tiếp tục").click()
    page.wait_for_url(lambda url: "/code/" not in url)


def sign_out(page: Page) -> None:
    page.goto("/account/logout/")
    page.locator("main form button").first.click()
    page.wait_for_url(lambda url: "logout" not in url)


def test_a_passkey_is_added_and_signs_in_without_a_message(
    cast: Cast, context: BrowserContext
) -> None:
    page = context.new_page()
    problems: list[str] = []
    page.on("console", lambda m: problems.append(m.text) if m.type == "error" else None)
    telephone(page)
    by_message(page, cast.owner)
    page.goto("/account/2fa/webauthn/add/")
    page.locator("input[name=name]").fill("Điện thoại của tôi")
    page.locator("input[name=passwordless]").check()
    page.get_by_role("button", name="Thêm khóa").click()
    page.wait_for_url(lambda url: "/webauthn/add" not in url)
    sign_out(page)
    page.goto("/account/login/")
    page.locator("#passkey_login").click()
    page.wait_for_url(lambda url: "/account/login" not in url)
    page.goto("/account/")
    expect(page.locator("h1")).to_contain_text("Tài khoản của tôi")
    assert SignIn.objects.filter(person=cast.owner).first().means == Means.PASSKEY  # type: ignore[union-attr]
    assert problems == []
    page.goto("/account/history/")
    expect(page.locator("main")).to_contain_text("Khóa truy cập")


def test_a_passkey_of_another_browser_does_not_exist_here(
    cast: Cast, context: BrowserContext
) -> None:
    page = context.new_page()
    telephone(page)
    page.goto("/account/login/")
    page.locator("#passkey_login").click()
    page.wait_for_load_state("networkidle")  # the challenge has come, and no answer was found
    page.goto("/account/")
    assert "/account/login" in page.url


def test_a_recovery_code_replaces_a_lost_app_once(cast: Cast, context: BrowserContext) -> None:
    give_totp(person=cast.officer, secret=SECRET)
    page = context.new_page()
    by_message(page, cast.officer)
    page.locator("input[name=code]").fill(current_code(SECRET, datetime.now(UTC)))
    page.locator("form:has(input[name=code]) button").first.click()
    page.wait_for_url(lambda url: "authenticate" not in url)
    cache.clear()  # an app's code works once in its half minute; the next question needs it again
    page.goto("/account/2fa/recovery-codes/generate/")
    if page.locator("input[name=code]").count():
        page.locator("input[name=code]").fill(current_code(SECRET, datetime.now(UTC)))
        page.locator("form:has(input[name=code]) button").first.click()
        page.wait_for_url("**/recovery-codes/generate/**")
    page.locator("main form button").first.click()
    page.wait_for_url(re.compile(r"recovery-codes/$"))
    codes = re.findall(r"\b[0-9a-f]{8}\b|\b[0-9]{8}\b", page.locator("main").inner_text())
    assert len(codes) >= 5
    for attempt, enters in ((codes[0], True), (codes[0], False), (codes[1], True)):
        context.clear_cookies()
        cache.clear()
        by_message(page, cast.officer)
        page.locator("input[name=code]").fill(attempt)
        page.locator("form:has(input[name=code]) button").first.click()
        page.wait_for_load_state()
        page.goto("/account/")
        assert page.url.endswith("/account/") is enters
    means = SignIn.objects.filter(person=cast.officer).values_list("means", flat=True)
    assert list(means).count(Means.RECOVERY) == 2
