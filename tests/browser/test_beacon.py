"""The animated code on a telephone's screen: it is there, it tells the true time, it moves on."""

import time
from collections.abc import Iterator

import cv2
import numpy as np
import pytest
from playwright.sync_api import Browser

from cameras.beacon import payload
from cameras.beacon.read import Reader
from evidence.demo.stack import Stack

from .people import Person

pytestmark = [pytest.mark.browser, pytest.mark.slow]

LATE_S = 1.5  # of a picture of the screen, on a busy machine


def codes_on_screen(person: Person, count: int) -> Iterator[tuple[float, float]]:
    """When the screen was looked at, and the time its code tells, in seconds."""
    for _ in range(count):
        before = time.time()
        shot = np.frombuffer(person.page.screenshot(), np.uint8)
        picture = np.asarray(cv2.imdecode(shot, cv2.IMREAD_GRAYSCALE), np.uint8)
        (text,) = Reader(payload.looks_like_code).look(picture).texts
        letters = text[-payload.CHECK_CHARS - payload.TIME_CHARS : -payload.CHECK_CHARS]
        yield before, payload._number(letters) * payload.TICK_MS / 1000
        person.page.wait_for_timeout(700)


def test_the_screen_shows_the_true_time_as_codes(stack: Stack, chromium: Browser) -> None:
    owner = Person(chromium, stack, "resident", width=360).sign_in()
    owner.page.goto("/cameras/")
    owner.follow("Ngõ trước nhà")
    owner.follow("Đo đồng hồ bằng mã")
    owner.accessible()
    owner.press("Bắt đầu đo")
    owner.press("Hiện mã")
    owner.page.locator("dialog[open] canvas").wait_for()
    owner.page.wait_for_timeout(500)
    seen = list(codes_on_screen(owner, 4))
    assert all(-0.3 <= looked - told <= LATE_S for looked, told in seen), seen
    assert len({told for _, told in seen}) >= 3
    owner.page.get_by_text("Đủ rồi. Bấm Xong.").wait_for()
    owner.press("Xong")
    owner.accessible()
    assert int(owner.page.locator("input[data-delay]").first.input_value()) >= 1
