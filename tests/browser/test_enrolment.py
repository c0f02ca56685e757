"""From the appointment to the first working day: two people, two browsers, one code by hand."""

import re
from datetime import UTC, datetime

import pytest
from django.core.cache import cache
from playwright.sync_api import Browser, BrowserContext, Page, expect

from portal.people.models import ConfirmedFactor, User
from portal.people.services import give_totp
from portal.people.totp import current_code
from tests.browser.test_passkeys import SECRET, WITHIN_MS, by_message, telephone
from tests.cast import Cast

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

CODE = re.compile(r"\b[2-9A-Z]{5}-[2-9A-Z]{5}\b")


@pytest.fixture(autouse=True)
def fresh_limits() -> None:
    cache.clear()


def browse(chromium: Browser, live_server: object) -> BrowserContext:
    address = str(live_server).replace("127.0.0.1", "localhost")  # passkeys belong to a name
    made = chromium.new_context(
        base_url=address, locale="vi-VN", viewport={"width": 360, "height": 800}
    )
    made.set_default_timeout(WITHIN_MS)
    return made


def with_app(page: Page, person: User) -> None:
    by_message(page, person)
    page.locator("input[name=code]").fill(current_code(SECRET, datetime.now(UTC)))
    page.locator("form:has(input[name=code]) button").first.click()
    page.wait_for_url(lambda url: "authenticate" not in url)


def appoint_on_pages(page: Page, person: User) -> str:
    """The administrator's three pages; returns the code to hand over."""
    page.goto("/appointments/")
    page.get_by_role("link", name="Giao một chức vụ").click()
    page.get_by_label("Số điện thoại của người được giao").fill(str(person.phone))
    page.get_by_label("Cán bộ công an").check()
    page.get_by_label("Số quyết định").fill("15/qđ-ubnd")
    page.get_by_role("button", name="Tiếp: kiểm tra lại").click()
    expect(page.locator("main")).to_contain_text("15/QĐ-UBND")
    page.get_by_role("button", name="Giao chức vụ", exact=True).click()
    expect(page.locator("h1")).to_contain_text("Đưa mã này tận tay")
    found = CODE.search(page.locator("main").inner_text())
    assert found
    return found[0]


def test_an_official_starts_with_the_code_that_was_handed_over(
    cast: Cast, chromium: Browser, live_server: object
) -> None:
    give_totp(person=cast.administrator, secret=SECRET)
    desk = browse(chromium, live_server).new_page()
    with_app(desk, cast.administrator)
    code = appoint_on_pages(desk, cast.stranger)
    cache.clear()

    page = browse(chromium, live_server).new_page()
    by_message(page, cast.stranger)
    page.goto("/cases/")
    page.wait_for_url("**/account/enrol/**")
    page.get_by_label("Mã kích hoạt").fill("22222-22222")
    page.get_by_role("button", name="Kích hoạt").click()
    expect(page.locator("main")).to_contain_text("còn 4 lần thử")
    page.get_by_label("Mã kích hoạt").fill(code.lower())
    page.get_by_role("button", name="Kích hoạt").click()
    page.wait_for_url("**/totp/activate/**")
    secret = page.locator("main code").inner_text()
    page.locator("input[name=code]").fill(current_code(secret, datetime.now(UTC)))
    page.get_by_role("button", name="Bật").click()
    page.wait_for_url("**/recovery-codes/**")
    page.goto("/cases/")
    assert page.url.endswith("/cases/")


def test_an_official_starts_with_a_passkey_too(
    cast: Cast, chromium: Browser, live_server: object
) -> None:
    give_totp(person=cast.administrator, secret=SECRET)
    desk = browse(chromium, live_server).new_page()
    with_app(desk, cast.administrator)
    code = appoint_on_pages(desk, cast.stranger)
    cache.clear()

    page = browse(chromium, live_server).new_page()
    telephone(page)
    by_message(page, cast.stranger)
    page.goto("/account/2fa/webauthn/add/")
    page.wait_for_url("**/account/enrol/**")
    page.get_by_label("Mã kích hoạt").fill(code)
    page.get_by_role("button", name="Kích hoạt").click()
    page.wait_for_url("**/totp/activate/**")
    page.goto("/account/2fa/webauthn/add/")
    page.locator("input[name=name]").fill("Máy cơ quan")
    page.get_by_role("button", name="Thêm khóa").click()
    page.wait_for_url(lambda url: "/webauthn/add" not in url)
    page.goto("/cases/")
    assert page.url.endswith("/cases/")
    kinds = ConfirmedFactor.objects.filter(person=cast.stranger)
    assert set(kinds.values_list("authenticator__type", flat=True)) == {
        "webauthn",
        "recovery_codes",
    }
