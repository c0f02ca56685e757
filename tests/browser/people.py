"""People at their browsers: sign in with what the telephone and the authenticator show."""

import re
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from evidence.demo.accounts import ACCOUNTS, Account
from evidence.demo.stack import Stack
from portal.people.totp import current_code

T = TypeVar("T")
CODE = re.compile(r"\b(\d{6})\b")
WITHIN_S = 180.0  # generous: every wait is for a condition, and a busy machine is slow
POLL_MS = 200
# Rules of WCAG 2.2 AA, as axe names them.
AXE_OPTIONS = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
}


class Person:
    """One person with one browser; `page` is what they look at."""

    def __init__(self, browser: Browser, stack: Stack, key: str, *, width: int) -> None:
        self.account: Account = next(a for a in ACCOUNTS if a.key == key)
        self.stack = stack
        self.page: Page = browser.new_context(
            viewport={"width": width, "height": 800}, locale="vi-VN", base_url=stack.address
        ).new_page()
        self.page.set_default_timeout(WITHIN_S * 1000)

    def messages(self) -> list[str]:
        """What this person's telephone has received, newest last."""
        folder: Path = self.stack.var / "outbox" / "sms"
        texts = [path.read_text() for path in sorted(folder.glob("*.txt"))]
        return [text for text in texts if text.startswith(self.account.phone)]

    def sign_in(self) -> "Person":
        before = len(self.messages())
        self.page.goto("/account/login/")
        self.page.get_by_label("Số điện thoại").fill("0" + self.account.phone.removeprefix("+84"))
        self.page.get_by_role("button", name="Gửi mã cho tôi").click()
        text = self.wait_for(lambda: self.messages()[before:], "a code by SMS")[-1]
        found = CODE.search(text.partition("\n")[2])
        assert found
        self.page.locator("input[name=code]").fill(found[1])
        self.page.get_by_role("button", name="Tiếp tục").click()
        if self.account.secret:
            self.page.locator("input[name=code]").fill(
                current_code(self.account.secret, datetime.now(UTC))
            )
            self.page.locator("form:has(input[name=code]) button").first.click()
        self.page.wait_for_url(lambda url: "/account/" not in url)
        return self

    def wait_for(self, read: Callable[[], T], what: str) -> T:
        """Read again and again until there is something; fail with its name."""
        deadline = time.monotonic() + WITHIN_S
        while time.monotonic() < deadline:
            if value := read():
                return value
            self.page.wait_for_timeout(POLL_MS)
        raise AssertionError(f"{what} did not come within {WITHIN_S:.0f} s")

    def press(self, name: str) -> None:
        self.page.get_by_role("button", name=name, exact=True).click()

    def follow(self, name: str) -> None:
        self.page.get_by_role("link", name=name, exact=True).first.click()

    def accessible(self) -> None:
        """No violation of WCAG 2.2 AA that a machine can see, and no sideways scrolling."""
        found = Axe().run(self.page, options=AXE_OPTIONS)
        assert found.violations_count == 0, found.generate_report()
        wider = self.page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        assert wider <= 0, f"{self.page.url} is {wider} px wider than the screen"
