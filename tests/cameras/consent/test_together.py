"""Many cameras are answered for in one flow, each on the record for itself."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from cameras.consent import services, texts, together
from cameras.consent.models import ConsentEvent
from cameras.consent.scopes import Scope
from cameras.consent.together import Waiting
from cameras.registry.models import Camera
from cameras.registry.services import remove_camera
from portal.ledger.kinds import Kind
from portal.ledger.models import entries_about
from portal.lib import clock
from portal.lib.errors import Refused
from tests.cast import AT, Cast, Guests, make_guests

TERMS = texts.current("vi")
ANSWERS = {"map": "yes", "ask": "yes", "detect": "no", "terms": TERMS.mark}


@pytest.fixture
def guests(cast: Cast) -> Guests:
    return make_guests(cast)


def cameras(cast: Cast, guests: Guests, count: int = 3) -> list[Camera]:
    return [
        cast.camera(
            owner=guests.business, ownership="business", name=f"Kho {n}", scopes=frozenset()
        )
        for n in range(count)
    ]


def waiting(rows: list[Camera], **changes: Any) -> Waiting:
    facts = {
        "cameras": tuple(row.public_id for row in rows),
        "since": clock.to_text(AT),
        "terms": TERMS.mark,
        "answers": {"map": True, "ask": True, "detect": False},
    }
    return Waiting(**{**facts, **changes})


def page(name: str, guests: Guests) -> str:
    return reverse(f"consent:{name}", args=[guests.business.public_id])


def test_every_camera_gets_its_own_events_and_entries(cast: Cast, guests: Guests) -> None:
    rows = cameras(cast, guests)
    together.answer(guests.business, person=guests.signatory, waiting=waiting(rows), at=AT)
    for row in rows:
        assert services.standing(row, AT).allowed == {Scope.MAP, Scope.ASK}
        kinds = {entry.kind for entry in entries_about(row.subject)}
        assert {Kind.CONSENT_GRANTED, Kind.CONSENT_REFUSED} <= kinds


def test_an_answer_that_is_sent_twice_is_said_once(cast: Cast, guests: Guests) -> None:
    rows = cameras(cast, guests)
    said = waiting(rows)
    first = together.answer(guests.business, person=guests.signatory, waiting=said, at=AT)
    later = AT + timedelta(seconds=3)
    again = together.answer(guests.business, person=guests.signatory, waiting=said, at=later)
    assert again == first
    assert ConsentEvent.objects.filter(camera__in=rows).count() == 2 * len(rows)


def test_it_is_all_of_them_or_none(cast: Cast, guests: Guests) -> None:
    rows = cameras(cast, guests)
    remove_camera(rows[1], actor=guests.signatory, at=AT)
    with pytest.raises(Refused, match="cameras_changed"):
        together.answer(guests.business, person=guests.signatory, waiting=waiting(rows), at=AT)
    assert not ConsentEvent.objects.filter(camera__in=rows).exists()


def test_cameras_of_others_are_never_answered_for(cast: Cast, guests: Guests) -> None:
    home = cast.camera(scopes=frozenset())
    said = waiting([*cameras(cast, guests), home])
    with pytest.raises(Refused, match="cameras_changed"):
        together.answer(guests.business, person=guests.signatory, waiting=said, at=AT)
    with pytest.raises(Refused, match="no_camera_chosen"):
        together.choose(guests.business, guests.signatory, "some", [home.public_id], AT)


def test_a_text_that_was_replaced_is_read_again(cast: Cast, guests: Guests) -> None:
    said = waiting(cameras(cast, guests), terms="v0.vi.00")
    with pytest.raises(Refused, match="terms_changed"):
        together.answer(guests.business, person=guests.signatory, waiting=said, at=AT)


def test_more_than_one_answer_may_hold_are_chosen_in_parts(
    cast: Cast, guests: Guests, monkeypatch: pytest.MonkeyPatch
) -> None:
    cameras(cast, guests, 4)
    monkeypatch.setattr(together, "MOST", 3)
    with pytest.raises(Refused, match="too_many_at_once"):
        together.choose(guests.business, guests.signatory, "all", [], AT)
    assert len(together.choose(guests.business, guests.signatory, "open", [], AT).cameras) == 3


def test_forty_cameras_are_answered_for_on_three_pages(
    cast: Cast, guests: Guests, as_person: Any, django_assert_max_num_queries: Any
) -> None:
    cameras(cast, guests, 40)
    client = as_person(guests.signatory)
    first = client.get(page("together", guests))
    assert "checked" not in first.text
    assert client.post(page("together", guests), {"which": "all"}).status_code == 302
    second = client.get(page("together-answer", guests))
    assert "checked" not in second.text
    assert client.post(page("together-answer", guests), {"map": "yes"}).status_code == 422
    assert client.post(page("together-answer", guests), ANSWERS).status_code == 302
    check = client.get(page("together-check", guests))
    assert "40 camera" in check.text
    assert not ConsentEvent.objects.filter(camera__owner=guests.business).exists()
    with django_assert_max_num_queries(40):
        sent = client.post(page("together-check", guests))
    assert ConsentEvent.objects.filter(camera__owner=guests.business).count() == 80
    receipt = client.get(sent.url).text
    assert receipt.count("Kho ") == 40
    assert client.post(page("together-check", guests)).url == sent.url
    assert "bạn chưa trả lời" not in client.get(page("together", guests)).text


def test_a_group_is_chosen_box_by_box(cast: Cast, guests: Guests, as_person: Any) -> None:
    rows = cameras(cast, guests)
    client = as_person(guests.signatory)
    nothing = client.post(page("together", guests), {"which": "some"})
    assert nothing.status_code == 422
    assert "Hãy chọn ít nhất một camera" in nothing.text
    some = {"which": "some", "cameras": [rows[0].public_id, rows[2].public_id]}
    client.post(page("together", guests), some)
    client.post(page("together-answer", guests), ANSWERS)
    client.post(page("together-check", guests))
    said = ConsentEvent.objects.filter(camera__in=rows).values_list("camera", flat=True)
    assert set(said) == {rows[0].pk, rows[2].pk}


def test_only_who_may_sign_answers(cast: Cast, guests: Guests, as_person: Any) -> None:
    cameras(cast, guests)
    assert as_person(guests.signatory).get("/cameras/").text.count(page("together", guests)) == 1
    for person in (guests.technician, cast.owner, cast.board, cast.officer):
        assert as_person(person).get(page("together", guests)).status_code in (403, 404)


def test_pages_out_of_order_lead_to_the_first(guests: Guests, as_person: Any) -> None:
    client = as_person(guests.signatory)
    for name in ("together-answer", "together-check"):
        assert client.get(page(name, guests)).url == page("together", guests)
