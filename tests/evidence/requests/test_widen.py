"""Wider only after it was in vain: recorded once, nobody asked twice, each step a small one."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from evidence.custody import services as custody
from evidence.requests import services
from evidence.requests.choosing import choice_of
from evidence.requests.models import FootageRequest, NotFound
from evidence.requests.scope import Window
from evidence.requests.sweep import sweep
from portal.ledger.models import entries_about
from portal.lib.clock import now
from portal.lib.errors import Refused
from tests.cast import AT, PLACE, Cast
from tests.evidence.custody.scene import put

from .scenario import HOUR, a_case, a_draft, approved, choose, submitted

Enter = Callable[..., Client]
LATER = AT + timedelta(days=3)  # every owner's time to answer is over


def around(cast: Cast, count: int) -> list[Any]:
    """Cameras side by side that all look at the place, each household's own."""
    return [cast.camera(lng=PLACE[1] + n * 2e-5, retention_hours=400) for n in range(count)]


def in_vain(row: FootageRequest, cast: Cast) -> NotFound:
    sweep(LATER)
    return services.record_not_found(
        footage_request=row, person=cast.officer, note="Xe không qua đây", at=LATER
    )


def seal(row: FootageRequest) -> Any:
    target = row.targets.first()
    assert target is not None
    footage = custody.Footage(
        media_type="video/mp4", window_start=row.window_start, window_stop=row.window_stop
    )
    return custody.seal(
        stored=put(b"frames"), footage=footage, target=target, actor="system:test", at=AT
    )


def test_not_found_is_on_the_record_once(cast: Cast) -> None:
    row = approved(cast, AT)
    in_vain(row, cast)
    entry = entries_about(row.subject).get(kind="request:not-found")
    assert entry.private("note") == "Xe không qua đây"
    assert "note" not in entry.facts
    with pytest.raises(Refused, match="not_found_already"):
        in_vain(row, cast)


def test_footage_that_came_must_be_looked_at_before_it_is_called_in_vain(cast: Cast) -> None:
    row = approved(cast, AT)
    item = seal(row)
    with pytest.raises(Refused, match="not_looked_yet"):
        in_vain(row, cast)
    item.viewings.create(
        person=cast.officer,
        session_sha256="0" * 64,
        purpose="Tìm chiếc xe máy",
        opened_at=AT,
        until=AT + HOUR,
        ledger_seq=1,
    )
    in_vain(row, cast)


def test_only_what_was_approved_can_have_been_in_vain(cast: Cast) -> None:
    row = submitted(cast, AT)
    with pytest.raises(Refused, match="wrong_state"):
        services.record_not_found(footage_request=row, person=cast.officer, note="", at=AT)


def test_nothing_is_widened_before(cast: Cast) -> None:
    row = approved(cast, AT)
    with pytest.raises(Refused, match="not_found_first"):
        services.widen(footage_request=row, person=cast.officer, at=LATER)


def test_each_step_proposes_others_until_everyone_was_asked_and_never_one_twice(
    cast: Cast,
) -> None:
    cameras, case = around(cast, 7), a_case(cast, AT)
    draft = a_draft(cast, AT, case=case)
    asked: list[str] = []
    sizes = []
    for step in range(1, 4):
        choice = choice_of(draft, AT)
        assert choice.ask is not None
        assert choice.step == step
        assert not set(choice.ask.cameras) & set(asked)
        assert choice.chosen == list(choice.ask.cameras)
        asked += choice.ask.cameras
        sizes.append(len(choice.ask.cameras))
        services.choose_cameras(
            footage_request=draft, candidates=choice.found, chosen=choice.chosen, at=AT
        )
        row = services.submit(footage_request=draft, person=cast.officer, at=AT)
        row = services.approve(footage_request=row, person=cast.commander, reason="", at=AT)
        in_vain(row, cast)
        draft = services.widen(footage_request=row, person=cast.officer, at=LATER)
        if len(asked) == len(cameras):
            break
    assert max(sizes) <= 3
    assert sorted(asked) == sorted(camera.public_id for camera in cameras)
    assert choice_of(draft, AT).ask is None


def test_the_minutes_around_the_event_come_first_and_then_those_after_it(cast: Cast) -> None:
    camera, case = around(cast, 1)[0], a_case(cast, AT)
    window = Window(case.happened_at - timedelta(minutes=30), case.happened_at + HOUR)
    draft = a_draft(cast, AT, case=case, window=window)
    first = choice_of(draft, AT)
    assert first.is_cut
    assert first.part == "part"
    services.choose_cameras(
        footage_request=draft,
        candidates=first.found,
        chosen=[camera.public_id],
        windows=first.proposed,
        at=AT,
    )
    draft.refresh_from_db()
    assert (draft.windows, draft.sought) == (first.proposed, (window,))
    row = services.submit(footage_request=draft, person=cast.officer, at=AT)
    row = services.approve(footage_request=row, person=cast.commander, reason="", at=AT)
    in_vain(row, cast)
    second = choice_of(services.widen(footage_request=row, person=cast.officer, at=LATER), AT)
    assert second.ask is not None
    assert second.ask.windows == (Window(first.proposed[0].stop, window.stop),)


def test_widening_twice_leads_to_the_same_draft_and_after_it_was_sent_to_nothing(
    cast: Cast,
) -> None:
    cameras, case = around(cast, 2), a_case(cast, AT)
    row = approved(cast, AT, cameras[0], case=case)
    in_vain(row, cast)
    draft = services.widen(footage_request=row, person=cast.officer, at=LATER)
    assert services.widen(footage_request=row, person=cast.officer, at=LATER) == draft
    choose(draft, AT, cameras[1])
    services.submit(footage_request=draft, person=cast.officer, at=AT)
    with pytest.raises(Refused, match="widened_already"):
        services.widen(footage_request=row, person=cast.officer, at=LATER)


def test_the_officer_goes_from_in_vain_to_the_next_step_on_pages(
    cast: Cast, as_person: Enter
) -> None:
    cameras, case = around(cast, 2), a_case(cast, now())
    row = approved(cast, now(), cameras[0], case=case)
    officer = as_person(cast.officer)
    show = reverse("requests:show", args=[row.public_id])
    record = reverse("requests:not-found", args=[row.public_id])
    # While owners are asked nothing is offered, whatever they answered: it would tell who said no.
    assert record not in officer.get(show).content.decode()
    row.targets.update(state="declined")
    assert record not in officer.get(show).content.decode()
    FootageRequest.objects.filter(pk=row.pk).update(deadline=now())
    assert record in officer.get(show).content.decode()
    assert "Ghi là không thấy" in officer.get(record).content.decode()
    assert officer.post(record, {"note": "Xe không qua cổng"})["Location"] == show
    page = officer.get(show).content.decode()
    assert "Xe không qua cổng" in page
    again = officer.post(record, {"note": ""})
    assert again.status_code == 422
    page_of_step = officer.post(reverse("requests:widen", args=[row.public_id]))["Location"]
    page = officer.get(page_of_step).content.decode()
    assert "Bước 2" in page
    assert f'value="{cameras[1].public_id}"' in page
    assert "Đã hỏi trong vụ việc này" in page
    colleague = as_person(cast.outsider)
    assert colleague.post(record, {"note": ""}).status_code in {403, 404}


def test_the_commander_reads_what_would_have_been_enough(cast: Cast, as_person: Enter) -> None:
    cameras = around(cast, 6)
    row = submitted(cast, now(), *cameras)
    url = reverse("requests:show", args=[row.public_id])
    assert "yêu cầu này hỏi 6" in as_person(cast.commander).get(url).content.decode()
    assert "yêu cầu này hỏi 6" not in as_person(cast.colleague).get(url).content.decode()
