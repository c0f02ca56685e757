"""How a camera is: seen, pulled, its clock's age, and whether it keeps what was declared."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from cameras.registry import health
from cameras.registry.keeping import TOLERANCE, kept_less
from cameras.registry.links import NewLink, link_camera
from cameras.registry.models import Link
from portal.people.models import User
from tests.cameras.registry.test_link import well
from tests.cast import Cast

Enter = Callable[[User], Client]
NOW = datetime(2026, 11, 21, 1, tzinfo=UTC)
DAY = timedelta(days=1)
spans = st.timedeltas(timedelta(0), 60 * DAY)


@given(declared=st.timedeltas(DAY, 60 * DAY), held=spans, running=spans)
def test_only_a_recorder_that_ran_long_enough_proves_anything(
    declared: timedelta, held: timedelta, running: timedelta
) -> None:
    found = kept_less(declared, NOW - held, NOW, NOW - running)
    if running < declared or held >= declared - TOLERANCE:
        assert found is None
    else:
        assert found == held


def test_without_a_word_of_the_recorder_nothing_is_proved() -> None:
    assert kept_less(15 * DAY, None, NOW, NOW - 60 * DAY) is None
    assert kept_less(15 * DAY, NOW - DAY, None, NOW - 60 * DAY) is None


def linked(cast: Cast, **changes: object) -> Link:
    camera = cast.camera()
    link = link_camera(camera, NewLink("http://127.0.0.1:9"), actor=cast.owner, at=cast.at)
    Link.objects.filter(pk=link.pk).update(**changes)
    return link


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"last_problem": "sources.unreachable"}, "Không gọi được đầu ghi"),
        ({"last_seen_at": NOW - 400 * DAY}, "Lâu chưa thấy đầu ghi"),
        (
            {
                "offset_measured_at": NOW - 400 * DAY,
                "clock_offset_ms": 0,
                "offset_method": "recorder_clock",
            },
            "Đồng hồ cần đo lại",
        ),
        (
            {
                "created_at": NOW - 60 * DAY,
                "oldest_at": NOW - 3 * DAY,
                "oldest_seen_at": NOW,
            },
            "Đầu ghi giữ ít hơn khai báo",
        ),
    ],
)
def test_the_list_and_the_page_say_what_is_wrong(
    cast: Cast, as_person: Enter, changes: dict[str, object], words: str
) -> None:
    link = linked(cast, **changes)
    owner = as_person(cast.owner)
    assert words in owner.get("/cameras/").content.decode()
    page = owner.get(f"/cameras/{link.camera.public_id}/").content.decode()
    assert words in page
    if "oldest_at" in changes:
        assert "Đầu ghi chỉ còn hình của 3 ngày, ít hơn 15 ngày đã khai" in page


def test_a_worker_that_came_for_footage_notes_what_is_left(cast: Cast) -> None:
    link = linked(cast)
    link.refresh_from_db()
    heard = well(timedelta(0))
    health.note_oldest(link, heard, at=NOW)
    link.refresh_from_db()
    assert link.oldest_seen_at == NOW
    assert heard.oldest is not None
    assert link.oldest_at == heard.oldest - heard.clock.offset
