"""Somebody without an account scans the sign, complains and is answered; nobody is named."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from cameras.complaints import messages, services
from cameras.complaints.models import Complaint, Sign
from cameras.complaints.services import hang_sign, token_of
from cameras.complaints.states import Side, State
from cameras.registry.models import Camera
from cameras.registry.services import remove_camera
from portal.ledger.kinds import Kind
from portal.ledger.models import Entry, entries_about
from portal.lib import ids
from portal.lib.errors import Refused
from portal.notices.models import Notice
from portal.people import sms
from portal.people.models import Organisation, User
from tests.cast import Cast

from .made import PHONE, TEXT, complain

Enter = Callable[[User], Client]
NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)  # a Friday
DAY = timedelta(days=1)
FORM = {"wrong": "home", "text": TEXT, "phone": "0901 234 567"}


def hung(camera: Camera, shown: str = "kind") -> Sign:
    return hang_sign(camera, purpose="safety", shown=shown, at=NOW)


def answered(row: Complaint, actor: User, then: State = State.ANSWERED) -> Complaint:
    said = "Chúng tôi đã xoay camera ra phía đường."
    return services.answer(row, side=Side.OWNER, then=then, text=said, actor=actor, at=NOW)


def test_from_the_sign_at_the_gate_to_the_answer(cast: Cast, as_person: Enter) -> None:
    sign = hung(cast.camera())
    passer_by = Client()
    assert passer_by.get(f"/signs/{sign.code}/").status_code == 200
    form = passer_by.get(f"/signs/{sign.code}/complain/").content.decode()
    once = form.split('name="once" value="')[1][:16]
    sent = passer_by.post(f"/signs/{sign.code}/complain/", {**FORM, "once": once})
    mine = sent.headers["Location"]
    row = Complaint.objects.get()
    assert row.receipt in passer_by.get(mine).content.decode()
    said = {"answer": "measured", "text": "Đã che phần cửa sổ trong hình."}
    owner = as_person(cast.owner)
    assert owner.post(f"/signs/complaint/{row.public_id}/", said).status_code == 302
    page = passer_by.get(mine).content.decode()
    assert said["text"] in page
    assert "Đã xử lý" in page
    passer_by.post(mine, {"answer": "closed", "text": ""})
    row.refresh_from_db()
    assert (row.state, row.closed_at is not None) == ("closed", True)
    kinds = [entry.kind for entry in entries_about(row.subject)]
    assert sorted(kinds) == sorted(
        [Kind.COMPLAINT_RECEIVED, Kind.COMPLAINT_ANSWERED, Kind.COMPLAINT_CLOSED]
    )


def test_a_form_sent_twice_is_one_complaint_and_one_page(cast: Cast) -> None:
    sign = hung(cast.camera())
    sent = {**FORM, "once": ids.new_id()}
    first, again = (Client().post(f"/signs/{sign.code}/complain/", sent) for _ in range(2))
    assert Complaint.objects.count() == 1
    assert first.headers["Location"] == again.headers["Location"]
    assert Entry.objects.filter(kind=Kind.COMPLAINT_RECEIVED).count() == 1


def test_the_number_of_one_form_opens_no_other_camera_s_complaint(cast: Cast) -> None:
    mine = complain(cast.camera(), at=NOW)
    with pytest.raises(Refused, match=r"look\.once_taken"):
        complain(cast.camera(name="Khác"), at=NOW, public_id=mine.public_id)


def test_nobody_is_named_to_anybody(cast: Cast, as_person: Enter) -> None:
    Organisation.objects.filter(pk=cast.household.pk).update(name="Hộ bà Tư Mắm")
    camera = cast.camera(address="12/3 hẻm mẫu", name="Cổng bà Tư")
    sign = hung(camera)
    row = complain(camera, at=NOW, phone=PHONE)
    hidden = ("Tư Mắm", "12/3 hẻm mẫu", "Cổng bà Tư", cast.owner.full_name, camera.public_id)
    visitor = [f"/signs/{sign.code}/", f"/signs/mine/{token_of(row.public_id)}/"]
    for address in visitor:
        page = Client().get(address).content.decode()
        assert not [word for word in hidden if word in page], address
    for who in (cast.owner, cast.committee, cast.board):
        page = as_person(who).get(f"/signs/complaint/{row.public_id}/").content.decode()
        assert "234567" not in page.replace(" ", "")
    desk = as_person(cast.committee).get(f"/signs/complaint/{row.public_id}/").content.decode()
    assert not [word for word in hidden if word in desk]
    assert PHONE.encode() not in bytes(row.phone_sealed)
    body = b"".join(bytes(entry.body) for entry in entries_about(row.subject))
    assert TEXT.encode() not in body


def test_the_sign_names_the_owner_only_when_they_chose_that(cast: Cast) -> None:
    camera = cast.camera()
    anonymous = Client().get(f"/signs/{hung(camera).code}/").content.decode()
    assert cast.household.name not in anonymous
    named = hung(camera, shown="name")
    assert cast.household.name in Client().get(f"/signs/{named.code}/").content.decode()
    assert Sign.objects.count() == 1


def test_owner_and_committee_are_told_and_it_is_due_in_two_working_days(cast: Cast) -> None:
    row = complain(cast.camera(), at=NOW)
    told = set(Notice.objects.values_list("person__full_name", flat=True))
    assert told == {cast.owner.full_name, cast.co_owner.full_name, cast.committee.full_name}
    assert row.due_at == NOW + 4 * DAY  # Tuesday


def test_public_holidays_are_not_counted(cast: Cast) -> None:
    """Thursday before Tết of 2027: due on the Friday of the week after the holidays."""
    before_tet = datetime(2027, 2, 4, 9, tzinfo=UTC)
    assert complain(cast.camera(), at=before_tet).due_at == datetime(2027, 2, 12, 9, tzinfo=UTC)


def test_the_board_of_its_neighbourhood_is_told_too(cast: Cast) -> None:
    complain(cast.camera(neighbourhood=cast.neighbourhood), at=NOW)
    told = set(Notice.objects.values_list("person_id", flat=True))
    assert {cast.board.pk, cast.second_board.pk, cast.committee.pk} <= told


def test_an_overdue_one_stands_on_top_of_the_desk_and_says_so(cast: Cast, as_person: Enter) -> None:
    camera = cast.camera()
    old = complain(camera, at=NOW - 300 * DAY)
    late = complain(camera, at=NOW - 20 * DAY)
    answered(old, cast.owner)
    page = as_person(cast.board).get("/signs/").content.decode()
    assert page.count("Quá hạn trả lời") == 1
    assert page.index(late.receipt) < page.index(old.receipt)
    elsewhere = as_person(cast.outsider).get("/signs/")
    assert elsewhere.status_code == 403


def test_limits_hold_for_a_network_and_for_a_camera(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    cameras = [cast.camera(), cast.camera(name="Hai")]
    for number in range(services.MOST_OF_NETWORK):
        complain(cameras[number % 2], at=NOW, network="203.0.113.7")
    with pytest.raises(Refused, match=r"complaints\.too_many"):
        complain(cameras[0], at=NOW, network="203.0.113.7")
    complain(cameras[0], at=NOW, network="203.0.113.8")
    complain(cameras[0], at=NOW + DAY, network="203.0.113.7")
    assert "203.0.113" not in str(Complaint.objects.values_list("network", flat=True))
    monkeypatch.setattr(services, "MOST_OF_CAMERA", 1)
    with pytest.raises(Refused, match=r"complaints\.camera_has_many"):
        complain(cameras[0], at=NOW)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"wrong": ""}, "Hãy chọn điều chưa ổn ở camera này"),
        ({"text": "ngắn"}, "ít nhất 10 chữ cái"),
        ({"text": "x" * 1001}, "Nhiều nhất 1.000 ký tự"),
        ({"phone": "123"}, "Số điện thoại chưa đúng"),
        ({"once": "../../etc"}, "Hãy mở lại trang"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_written_stays(
    cast: Cast, change: dict[str, str], words: str
) -> None:
    sign = hung(cast.camera())
    answer = Client().post(f"/signs/{sign.code}/complain/", {**FORM, **change})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert words in page
    assert {**FORM, **change}["text"] in page
    assert not Complaint.objects.exists()


def test_the_answer_goes_to_the_telephone_once_and_the_number_is_forgotten(
    cast: Cast, nudges: list[tuple[str, Any]]
) -> None:
    row = complain(cast.camera(), at=NOW, phone=PHONE)
    assert messages.sweep(NOW) == 0
    answered(row, cast.owner)
    assert messages.sweep(NOW) == 1
    assert messages.sweep(NOW + DAY) == 0
    (message,) = sms.folder().glob("*.txt")
    text = message.read_text()
    assert text.startswith(PHONE)
    assert row.receipt in text
    assert f"/signs/mine/{token_of(row.public_id)}/" in text
    services.reply(row, then=State.CLOSED, text="", at=NOW)
    messages.sweep(NOW + 31 * DAY)
    row.refresh_from_db()
    assert (row.phone, row.network) == ("", "")


def test_a_message_that_does_not_go_out_is_tried_again(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = complain(cast.camera(), at=NOW, phone=PHONE)
    answered(row, cast.owner)

    def down(*_: object, **__: object) -> None:
        raise OSError("no gateway")

    with monkeypatch.context() as patch:
        patch.setattr("portal.people.sms.send", down)
        assert messages.sweep(NOW) == 0
    assert messages.sweep(NOW) == 0  # its lease has not run out
    assert messages.sweep(NOW + messages.LEASE) == 1


def test_who_is_not_content_says_so_and_the_clock_runs_anew_but_not_for_ever(cast: Cast) -> None:
    row = complain(cast.camera(), at=NOW)
    for _ in range(services.MOST_REOPENED):
        answered(row, cast.owner)
        row = services.reply(row, then=State.OPEN, text="Vẫn nhìn vào nhà tôi.", at=NOW + DAY)
        assert row.state == State.OPEN
    assert row.due_at == NOW + 4 * DAY  # from Saturday: Tuesday
    answered(row, cast.owner)
    with pytest.raises(Refused, match=r"complaints\.reopened_enough"):
        services.reply(row, then=State.OPEN, text="Vẫn nhìn vào nhà tôi.", at=NOW + DAY)


def test_strangers_and_police_have_no_part_in_it(cast: Cast, as_person: Enter) -> None:
    row = complain(cast.camera(), at=NOW)
    address = f"/signs/complaint/{row.public_id}/"
    for who in (cast.stranger, cast.neighbour, cast.officer, cast.commander):
        assert as_person(who).get(address).status_code in {403, 404}
    assert Client().get("/signs/mine/" + "x" * 32 + "/").status_code == 404


def test_the_sign_of_a_camera_that_is_gone_leads_nowhere(cast: Cast) -> None:
    camera = cast.camera()
    sign = hung(camera)
    remove_camera(camera, actor=cast.owner, at=NOW)
    for page in ("", "complain/"):
        assert Client().get(f"/signs/{sign.code}/{page}").status_code == 404


def test_the_sheet_carries_the_code_and_no_id(cast: Cast, as_person: Enter) -> None:
    camera = cast.camera()
    owner = as_person(cast.owner)
    sheet = f"/signs/camera/{camera.public_id}/sheet/"
    assert owner.get(sheet).status_code == 302  # nothing was chosen yet
    owner.post(f"/signs/camera/{camera.public_id}/", {"purpose": "street", "shown": "kind"})
    page = owner.get(sheet).content.decode()
    assert "<svg" in page
    assert f"/signs/{Sign.objects.get().code}/" in page
    assert "Hộ gia đình tại nơi đặt camera" in page


def test_the_desk_costs_the_same_for_many(
    cast: Cast, as_person: Enter, django_assert_max_num_queries: Any
) -> None:
    camera = cast.camera()
    for number in range(8):
        complain(camera, at=NOW - number * DAY)
    desk = as_person(cast.committee)
    desk.get("/signs/")
    with django_assert_max_num_queries(14):
        desk.get("/signs/")
