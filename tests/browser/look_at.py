"""Look at a running page: ``python -m tests.browser.look_at URL out.png --width 360``.

For whoever works on pages; it starts the same Chromium as the browser tests and tells what the
page weighs, whether it is wider than the screen, and what went wrong in its console.
"""

import argparse
import sys
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, Page, Response, sync_playwright

CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def main() -> int:
    given = _arguments()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        try:
            return _look(browser, given)
        finally:
            browser.close()


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("url")
    parser.add_argument("out", type=Path)
    parser.add_argument("--width", type=int, default=1280)
    parser.add_argument("--height", type=int, default=800)
    parser.add_argument("--language", choices=["vi", "en"], default="vi")
    parser.add_argument("--cookie", action="append", default=[], help="name=value")
    parser.add_argument("--element", default="", help="only the element this CSS selector finds")
    parser.add_argument("--click", action="append", default=[], help="CSS selectors, first")
    parser.add_argument("--screen", action="store_true", help="not the whole page")
    parser.add_argument("--no-script", action="store_true")
    parser.add_argument("--axe", action="store_true", help="also list accessibility violations")
    return parser.parse_args()


def _look(browser: Browser, given: argparse.Namespace) -> int:
    context = browser.new_context(
        viewport={"width": given.width, "height": given.height},
        locale="vi-VN" if given.language == "vi" else "en-GB",
        java_script_enabled=not given.no_script,
    )
    _add_cookies(context, given)
    page = context.new_page()
    weights: dict[str, int] = {}
    page.on("response", lambda response: _weigh(response, weights))
    page.on("console", lambda message: print(f"console {message.type}: {message.text}"))  # noqa: T201
    page.on("pageerror", lambda error: print(f"page error: {error}"))  # noqa: T201
    page.goto(given.url, wait_until="networkidle")
    for selector in given.click:
        page.click(selector)
    target = page.locator(given.element).first if given.element else None
    if target is not None:
        target.screenshot(path=given.out)
    else:
        page.screenshot(path=given.out, full_page=not given.screen)
    _tell(page, weights, given)
    return 1 if given.axe and _violations(page) else 0


def _add_cookies(context: BrowserContext, given: argparse.Namespace) -> None:
    host = urlsplit(given.url).hostname or ""
    pairs = [cookie.partition("=")[::2] for cookie in given.cookie]
    pairs.append(("django_language", given.language))
    for name, value in pairs:
        context.add_cookies([{"name": name, "value": value, "domain": host, "path": "/"}])


def _weigh(response: Response, weights: dict[str, int]) -> None:
    try:
        weights[response.url] = len(response.body())
    except Exception:  # noqa: BLE001 -- a redirect or a cut-off video has no body to weigh
        weights[response.url] = 0


def _tell(page: Page, weights: dict[str, int], given: argparse.Namespace) -> None:
    total = sum(size for url, size in weights.items() if not url.endswith(".mp4"))
    lines = [f"{total / 1000:.0f} kB uncompressed in {len(weights)} answers"]
    if not given.no_script:
        overflow = page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        lines.append(
            f"wider than the screen by {overflow} px" if overflow > 0 else "fits the width"
        )
    print("\n".join(lines))  # noqa: T201


def _violations(page: Page) -> bool:
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page)
    print(found.generate_report())  # noqa: T201
    return bool(found.violations_count)


if __name__ == "__main__":
    sys.exit(main())
