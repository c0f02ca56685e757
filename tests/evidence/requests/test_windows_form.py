"""The form for several windows: one more, one fewer, and each problem at its own field."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from evidence.requests.models import FootageRequest
from evidence.requests.windows import MOST
from portal.lib.clock import VIETNAM, now
from tests.cast import Cast

from .scenario import HOUR, a_case, a_draft, choose
from .test_pages import answers
from .test_several import three

Enter = Callable[..., Client]
LONG_AGO = {
    "start2_day": "01/01/2020",
    "start2_time": "07:00",
    "stop2_day": "01/01/2020",
    "stop2_time": "07:05",
}


def said(number: int, start: datetime, minutes: int = 5) -> dict[str, object]:
    """The fields of one window, as the form sends them."""
    suffix = "" if number == 1 else str(number)
    found: dict[str, object] = {}
    for name, instant in (("start", start), ("stop", start + timedelta(minutes=minutes))):
        local = instant.astimezone(VIETNAM)
        found[f"{name}{suffix}_day"] = local.strftime("%d/%m/%Y")
        found[f"{name}{suffix}_time"] = local.strftime("%H:%M:%S")
    return found


def several(*starts: datetime, **changes: object) -> dict[str, object]:
    facts: dict[str, object] = {"spans": len(starts)}
    for number, start in enumerate(starts, start=1):
        facts |= said(number, start)
    return answers(**facts) | changes


@pytest.fixture
def form(cast: Cast, as_person: Enter) -> tuple[Client, str]:
    case = a_case(cast, now())
    return as_person(cast.officer), reverse("requests:new", args=[case.public_id])


def test_it_starts_with_one_window_and_offers_another(form: tuple[Client, str]) -> None:
    officer, url = form
    page = officer.get(url).content.decode()
    assert "Thêm một khoảng thời gian nữa" in page
    assert 'name="start2_day"' not in page
    assert 'name="drop"' not in page


def test_adding_one_keeps_what_was_typed_and_judges_nothing_yet(form: tuple[Client, str]) -> None:
    officer, url = form
    typed = answers(purpose="x", start_day="99/99/2026", more="1", once="0123456789abcdef")
    page = officer.post(url, typed)
    assert page.status_code == 200
    text = page.content.decode()
    for kept in ("99/99/2026", ">\nx</textarea>", 'value="0123456789abcdef"', 'name="start2_day"'):
        assert kept in text, kept
    assert 'class="error"' not in text
    assert "Bỏ khoảng 1" in text
    assert "Bỏ khoảng 2" in text
    assert not FootageRequest.objects.exists()


def test_a_window_is_dropped_and_those_after_it_move_up(form: tuple[Client, str]) -> None:
    officer, url = form
    first, second, third = (now() - n * HOUR for n in (5, 3, 1))
    page = officer.post(url, several(first, second, third, drop="2")).content.decode()
    for number, start, there in ((1, first, True), (2, third, True), (3, third, False)):
        box = f'name="start{number if number > 1 else ""}_day"'
        assert (box in page) == there
        assert f"{start.astimezone(VIETNAM):%H:%M:%S}" in page
    assert f"{second.astimezone(VIETNAM):%H:%M:%S}" not in page


@pytest.mark.parametrize("drop", ["1", "0", "7", "x", ""])
def test_the_last_window_stays_whatever_is_dropped(form: tuple[Client, str], drop: str) -> None:
    officer, url = form
    page = officer.post(url, several(now() - HOUR, drop=drop)).content.decode()
    assert 'name="start_day"' in page
    assert 'name="start2_day"' not in page


def test_five_are_the_most(form: tuple[Client, str]) -> None:
    officer, url = form
    starts = [now() - n * HOUR for n in range(7, 1, -1)]
    page = officer.post(url, several(*starts[:MOST], more="1")).content.decode()
    assert "Đã đủ năm khoảng" in page
    assert 'name="start6_day"' not in page
    assert "Thêm một khoảng thời gian nữa" not in page
    sixth = officer.post(url, several(*starts))
    assert sixth.status_code == 422
    assert "từ một đến 5 khoảng" in sixth.content.decode()
    assert officer.post(url, several(*starts[:MOST])).status_code == 302
    assert len(FootageRequest.objects.get().sought) == MOST


@pytest.mark.parametrize("spans", ["-1", "0", "abc", "999999999999", "", "²"])
def test_a_number_of_windows_that_is_none_breaks_nothing(
    form: tuple[Client, str], spans: str
) -> None:
    officer, url = form
    assert officer.post(url, answers(spans=spans)).status_code in {302, 422}


def test_every_window_s_problem_stands_at_its_field_at_once(form: tuple[Client, str]) -> None:
    officer, url = form
    first, second = now() - 5 * HOUR, now() - 3 * HOUR
    page = officer.post(
        url,
        several(first, second, second + timedelta(minutes=2), now() + HOUR)
        | said(1, first, minutes=-5),
    )
    assert page.status_code == 422
    errors = page.context["form"].errors
    assert "phải sau giờ bắt đầu" in errors["stop"][0]
    assert "Khoảng 3 trùng với khoảng 2" in errors["start3"][0]
    assert "chưa diễn ra xong" in errors["stop4"][0]
    assert set(errors) == {"stop", "start3", "stop4"}
    assert not FootageRequest.objects.exists()
    text = page.content.decode()
    assert 'href="#id_start3_0"' in text


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"start2_day": "", "start2_time": ""}, "start2", "Hãy ghi cả ngày và giờ"),
        ({"start2_time": "25:99"}, "start2", "Giờ phải có dạng"),
        (LONG_AGO, "start2", "đã bị ghi đè"),
    ],
)
def test_a_further_window_is_read_as_strictly_as_the_first(
    form: tuple[Client, str], changes: dict[str, object], field: str, words: str
) -> None:
    officer, url = form
    facts = several(now() - 5 * HOUR, now() - 3 * HOUR) | changes
    assert words in officer.post(url, facts).context["form"].errors[field][0]


def test_windows_out_of_order_get_a_sentence(form: tuple[Client, str]) -> None:
    officer, url = form
    page = officer.post(url, several(now() - 3 * HOUR, now() - 5 * HOUR))
    assert "Khoảng 2 bắt đầu trước khoảng 1" in page.context["form"].errors["start2"][0]


def test_a_draft_s_windows_come_back_and_a_change_of_one_chooses_the_cameras_anew(
    cast: Cast, as_person: Enter
) -> None:
    draft = a_draft(cast, now(), windows=three(now().replace(microsecond=0)))
    choose(draft, now(), cast.camera())
    officer = as_person(cast.officer)
    url = reverse("requests:change", args=[draft.public_id])
    page = officer.get(url).content.decode()
    assert 'name="start3_day"' in page
    assert "Bỏ khoảng 3" in page
    starts = [window.start for window in draft.sought]
    officer.post(url, several(*starts))
    assert draft.targets.count() == 3  # the same windows: what was chosen stays
    officer.post(url, several(*starts[:2]))
    assert draft.targets.count() == 0
    assert [one.start for one in FootageRequest.objects.get().sought] == starts[:2]


def test_how_much_is_touched_counts_the_minutes_of_all_windows(
    cast: Cast, as_person: Enter
) -> None:
    cast.camera()
    case = a_case(cast, now())
    url = reverse("requests:touch", args=[case.public_id])
    starts = [now() - n * HOUR for n in (5, 3, 1)]
    page = as_person(cast.officer).post(url, several(*starts)).content.decode()
    assert "trong 15 phút" in page
    wrong = as_person(cast.officer).post(url, several(*reversed(starts))).content.decode()
    assert "Hãy ghi theo thứ tự thời gian" in wrong


def test_the_check_page_lists_every_window_with_their_sum(cast: Cast, as_person: Enter) -> None:
    draft = a_draft(cast, now(), windows=three(now()))
    choose(draft, now(), cast.camera())
    page = as_person(cast.officer).get(reverse("requests:check", args=[draft.public_id]))
    text = page.content.decode()
    for number, window in enumerate(draft.sought, start=1):
        assert f"{number}. Từ {window.start.astimezone(VIETNAM):%H:%M}" in text
    assert "Cộng lại 15 phút" in text
