"""A resident on a phone registers a camera: six pages, stopped anywhere, sent once."""

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client

from cameras.consent import texts
from cameras.consent.models import ConsentEvent, CurrentConsent
from cameras.consent.registration import finish
from cameras.registry import drafts
from cameras.registry.links import password_of
from cameras.registry.models import Camera, Draft, Link
from portal.ledger.models import Entry
from portal.lib import clock
from portal.people.models import Organisation, User
from portal.places.models import Succession, Unit
from tests.cast import PLACE, Cast

Enter = Callable[[User], Client]

WHERE = {"lat": str(PLACE[0]), "lng": str(PLACE[1]), "bearing": "137", "address": "12/3 hẻm mẫu"}
SEES = {"place_kind": "alley", "night_vision": "yes", "recording": "motion", "days": "15"}
MACHINE = {
    "preset": "outdoor-2mp-28",
    "indoor": "unknown",
    "resolution": "4mp",
    "lens": "unknown",
    "connection": "card",
}
NOTHING_KNOWN = dict.fromkeys(MACHINE, "unknown")
OWNER = {"name": "Cổng trước", "owner": "new-household"}
LINK = {
    "url": "http://127.0.0.1:18080",
    "adapter": "hikvision",
    "channel": "2",
    "username": "viewer",
    "password": "bí mật 9",
}


def consent(**answers: str) -> dict[str, str]:
    told = {"map": "yes", "ask": "yes", "detect": "no", **answers}
    return {"terms": texts.current("vi").mark, **told}


def begin(client: Client) -> Draft:
    client.post("/cameras/new/")
    return Draft.objects.latest("pk")


def url(draft: Draft, page: str) -> str:
    return f"/cameras/new/{draft.public_id}/{page}/"


def fill(client: Client, draft: Draft, **owner: str) -> None:
    """Every page but the last, each leading to the next."""
    pages = [
        (url(draft, "where"), WHERE, url(draft, "sees")),
        (url(draft, "sees"), SEES, url(draft, "owner")),
        (url(draft, "owner"), {**OWNER, **owner}, f"/consent/new/{draft.public_id}/"),
    ]
    for address, answers, following in pages:
        assert client.post(address, answers).headers["Location"] == following
    sent = client.post(f"/consent/new/{draft.public_id}/", consent())
    assert client.get(sent.headers["Location"]).headers["Location"] == check_url(draft)


def check_url(draft: Draft) -> str:
    return f"/consent/new/{draft.public_id}/check/"


def test_from_the_first_page_to_the_receipt(cast: Cast, as_person: Enter) -> None:
    client = as_person(cast.stranger)
    draft = begin(client)
    fill(client, draft)
    sent = client.post(check_url(draft))
    camera = Camera.objects.get()
    assert sent.headers["Location"] == f"/consent/{camera.public_id}/receipt/"
    assert (camera.name, camera.ownership, camera.bearing_deg) == ("Cổng trước", "home", 137)
    assert (camera.unit, camera.retention_hours) == (cast.ward, 15 * 24)
    assert (camera.retention_source, camera.recording_source) == ("stated", "stated")
    assert camera.night_vision is True
    assert camera.owner.kind == "household"
    row = CurrentConsent.objects.get(camera=camera)
    assert (row.map, row.ask, row.detect) == (True, True, False)
    assert {event.verb for event in ConsentEvent.objects.all()} == {"grant", "refuse"}
    receipt = client.get(sent.headers["Location"]).content.decode()
    assert camera.public_id in receipt
    assert "<svg" in receipt
    assert client.get(f"/cameras/{camera.public_id}/").status_code == 200


def test_it_is_five_pages_and_the_machines_details_are_for_who_knows_them(
    cast: Cast, as_person: Enter
) -> None:
    client = as_person(cast.stranger)
    draft = begin(client)
    fill(client, draft)
    draft.refresh_from_db()
    assert len(drafts.STEPS) + 1 == 5  # and the last one, to check
    assert "machine" not in draft.answers
    assert url(draft, "machine") in client.get(check_url(draft)).content.decode()
    client.post(url(draft, "sees"), {**SEES, "preset": "outdoor-4mp-4"})
    client.post(url(draft, "sees"), SEES)  # a page without the question takes nothing back
    client.post(url(draft, "machine"), {**NOTHING_KNOWN, "preset": "outdoor-4mp-4", "lens": "6"})
    client.post(url(draft, "sees"), {**SEES, "preset": "outdoor-4mp-4"})
    client.post(check_url(draft))
    camera = Camera.objects.get()
    assert (camera.preset, camera.resolution_source, camera.fov_source) == (
        "outdoor-4mp-4",
        "class",
        "stated",
    )


def test_every_page_opens_and_ticks_nothing_about_consent(cast: Cast, as_person: Enter) -> None:
    client = as_person(cast.stranger)
    assert client.get("/cameras/new/").status_code == 200
    draft = begin(client)
    for page in ("where", "sees", "machine", "owner"):
        assert client.get(url(draft, page)).status_code == 200
    page = client.get(f"/consent/new/{draft.public_id}/").content.decode()
    assert "checked" not in page
    for part in texts.current("vi").sections.values():
        assert part in page


def test_stopping_after_any_page_loses_nothing(cast: Cast, as_person: Enter) -> None:
    draft = begin(as_person(cast.stranger))
    steps = [
        (url(draft, "where"), WHERE, "where"),
        (url(draft, "sees"), SEES, "sees"),
        (url(draft, "machine"), MACHINE, "machine"),
        (url(draft, "owner"), {**OWNER, **LINK}, "owner"),
        (f"/consent/new/{draft.public_id}/", consent(), "consent"),
    ]
    for address, answers, step in steps:
        as_person(cast.stranger).post(address, answers)
        again = as_person(cast.stranger)
        draft.refresh_from_db()
        assert step in draft.answers
        listed = again.get("/cameras/").content.decode()
        assert f"/cameras/new/{draft.public_id}/" in listed
        onward = again.get(f"/cameras/new/{draft.public_id}/", follow=True)
        assert onward.status_code == 200
        assert onward.redirect_chain[-1][0] != address
        shown = again.get(address).content.decode()
        assert all(text in shown for text in answers.values() if text != LINK["password"])
    assert drafts.next_step(draft) is None


def test_going_back_to_change_an_answer_leads_back_to_the_check(
    cast: Cast, as_person: Enter
) -> None:
    client = as_person(cast.stranger)
    draft = begin(client)
    fill(client, draft)
    page = client.get(check_url(draft)).content.decode()
    assert url(draft, "sees") in page
    changed = client.post(url(draft, "sees"), {**SEES, "days": ""})
    assert changed.headers["Location"] == check_url(draft)
    client.post(check_url(draft))
    assert Camera.objects.get().retention_source == "assumed"


def test_sending_twice_is_one_camera(cast: Cast, as_person: Enter) -> None:
    client = as_person(cast.stranger)
    draft = begin(client)
    fill(client, draft)
    first, second = client.post(check_url(draft)), client.post(check_url(draft))
    assert first.headers["Location"] == second.headers["Location"]
    assert Camera.objects.count() == Organisation.objects.filter(name="Hộ Stranger").count() == 1
    assert (
        client.get(f"/cameras/new/{draft.public_id}/").headers["Location"]
        == (first.headers["Location"])
    )


def test_two_hands_sending_the_same_draft_get_the_same_camera(cast: Cast, as_person: Enter) -> None:
    client = as_person(cast.stranger)
    draft = begin(client)
    fill(client, draft)
    stale = Draft.objects.get(pk=draft.pk)
    cameras = {finish(d, person=cast.stranger, at=clock.now()) for d in (draft, stale)}
    assert cameras == set(Camera.objects.all())
    assert len(cameras) == 1


def test_two_cameras_of_one_home_have_one_household(cast: Cast, as_person: Enter) -> None:
    client = as_person(cast.stranger)
    open_drafts = []
    for _ in range(2):
        draft = begin(client)
        fill(client, draft)
        open_drafts.append(draft)
    for draft in open_drafts:
        as_person(cast.stranger).post(check_url(draft))
    assert Camera.objects.count() == 2
    assert Camera.objects.values("owner").distinct().count() == 1


def test_sending_an_unfinished_draft_goes_on_where_it_stopped(cast: Cast, as_person: Enter) -> None:
    client = as_person(cast.stranger)
    draft = begin(client)
    client.post(url(draft, "where"), WHERE)
    sent = client.post(check_url(draft), follow=True)
    assert sent.redirect_chain[-1][0] == url(draft, "sees")
    assert not Camera.objects.exists()


def test_the_recorder_can_be_linked_at_once_and_its_password_is_never_readable(
    cast: Cast, as_person: Enter
) -> None:
    client = as_person(cast.stranger)
    draft = begin(client)
    fill(client, draft, **LINK)
    draft.refresh_from_db()
    assert LINK["password"] not in str(draft.answers)
    for page in (url(draft, "owner"), check_url(draft)):
        assert LINK["password"] not in client.get(page).content.decode()
    client.post(check_url(draft))
    link = Link.objects.get()
    assert (link.url, link.channel, link.username) == (LINK["url"], 2, "viewer")
    assert password_of(link) == LINK["password"]
    shown = client.get(f"/cameras/{link.camera.public_id}/link/").content.decode()
    assert LINK["password"] not in shown
    assert LINK["url"] in shown


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"lat": "", "lng": ""}, "Hãy ghim vị trí camera"),
        ({"lat": "mười", "lng": "một"}, "Hãy ghim vị trí camera"),
        ({"lat": "48.85", "lng": "2.35"}, "nằm ngoài lãnh thổ Việt Nam"),
        ({"unit_text": "Phường Không Có"}, "Chưa tìm thấy phường, xã"),
        ({"bearing": "400"}, "Hướng nhìn là một số từ 0 đến 359"),
    ],
)
def test_a_wrong_place_is_explained_and_what_was_typed_stays(
    cast: Cast, as_person: Enter, change: dict[str, str], words: str
) -> None:
    client = as_person(cast.stranger)
    draft = begin(client)
    answer = client.post(url(draft, "where"), {**WHERE, **change})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert words in page
    assert WHERE["address"] in page
    draft.refresh_from_db()
    assert draft.answers == {}


def test_vietnamese_decimals_are_read(cast: Cast, as_person: Enter) -> None:
    client = as_person(cast.stranger)
    draft = begin(client)
    comma = {name: WHERE[name].replace(".", ",") for name in ("lat", "lng")}
    assert client.post(url(draft, "where"), {**WHERE, **comma}).status_code == 302


@pytest.mark.parametrize(
    "words", [{"unit_text": "phuong mau mot"}, {"address": "12/3 hẻm mẫu, Phường Mẫu Một"}]
)
def test_without_a_pin_the_unit_that_was_written_is_pinned_and_asked_about(
    cast: Cast, as_person: Enter, words: dict[str, str]
) -> None:
    client = as_person(cast.stranger)
    draft = begin(client)
    asked = client.post(url(draft, "where"), words)
    assert asked.status_code == 422
    assert "ghim tạm vào giữa Phường Mẫu Một" in asked.content.decode()
    assert f'value="{cast.ward.lat:.6f}"' in asked.content.decode()
    draft.refresh_from_db()
    assert "where" not in draft.answers
    nowhere = client.post(url(draft, "where"), {"address": "12/3 hẻm mẫu"})
    assert "Hãy ghim vị trí camera trên bản đồ" in nowhere.content.decode()


def test_swapped_numbers_are_noticed_and_turned_on_request(cast: Cast, as_person: Enter) -> None:
    client = as_person(cast.stranger)
    draft = begin(client)
    swapped = {**WHERE, "lat": WHERE["lng"], "lng": WHERE["lat"]}
    asked = client.post(url(draft, "where"), swapped)
    assert "bị đổi chỗ" in asked.content.decode()
    client.post(url(draft, "where"), {**swapped, "swap": "yes"})
    draft.refresh_from_db()
    assert (draft.answers["where"]["lat"], draft.answers["where"]["lng"]) == PLACE


def test_a_pin_far_from_the_named_unit_is_asked_again_and_both_answers_count(
    cast: Cast, as_person: Enter
) -> None:
    client = as_person(cast.stranger)
    draft = begin(client)
    far = {**WHERE, "unit_text": cast.other_ward.name}
    page = client.post(url(draft, "where"), far).content.decode()
    assert f"Ghim nằm ở {cast.ward.full_name}" in page
    for unit in (cast.ward, cast.other_ward):
        assert unit.public_id in page
        client.post(url(draft, "where"), {**far, "unit": unit.public_id})
        draft.refresh_from_db()
        assert draft.answers["where"]["unit"] == unit.public_id
    assert draft.answers["where"]["far_m"] > 1000


def test_without_a_name_the_pin_decides(cast: Cast, as_person: Enter) -> None:
    client = as_person(cast.stranger)
    draft = begin(client)
    client.post(url(draft, "where"), WHERE)
    draft.refresh_from_db()
    assert draft.answers["where"]["unit"] == cast.ward.public_id


def test_an_old_name_leads_to_the_unit_of_today_and_says_so(cast: Cast, as_person: Enter) -> None:
    old = Unit.objects.create(
        code="old-1",
        name="Phường Cũ",
        kind="ward",
        province=cast.ward.province,
        valid_from=date(2000, 1, 1),
        valid_to=date(2025, 6, 30),
    )
    Succession.objects.create(old=old, new=cast.ward)
    client = as_person(cast.stranger)
    draft = begin(client)
    answer = client.post(url(draft, "where"), {**WHERE, "unit_text": "phuong cu"}, follow=True)
    assert f"Phường Cũ nay là {cast.ward.full_name}" in answer.content.decode()
    draft.refresh_from_db()
    assert draft.answers["where"]["unit"] == cast.ward.public_id


def test_consent_is_asked_and_never_assumed(cast: Cast, as_person: Enter) -> None:
    client = as_person(cast.stranger)
    draft = begin(client)
    page = f"/consent/new/{draft.public_id}/"
    unanswered = {name: text for name, text in consent().items() if name != "ask"}
    answer = client.post(page, unanswered)
    assert answer.status_code == 422
    assert "Hãy trả lời: Công an được gửi yêu cầu" in answer.content.decode()
    assert client.post(page, consent(map="perhaps")).status_code == 422


def test_an_answer_to_a_text_that_is_no_longer_in_force_is_asked_again(
    cast: Cast, as_person: Enter
) -> None:
    client = as_person(cast.stranger)
    draft = begin(client)
    stale = {**consent(), "terms": "v0.vi." + "0" * 64}
    answer = client.post(f"/consent/new/{draft.public_id}/", stale)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "vừa được thay bằng bản mới" in page
    assert texts.current("vi").mark in page


def registered(client: Client, **machine: str) -> Camera:
    draft = begin(client)
    fill(client, draft)
    client.post(url(draft, "machine"), {**MACHINE, **machine})
    client.post(check_url(draft))
    return Camera.objects.latest("pk")


def test_what_the_box_says_goes_before_its_class_and_both_are_shown_as_such(
    cast: Cast, as_person: Enter
) -> None:
    client = as_person(cast.stranger)
    camera = registered(client)
    assert (camera.width_px, camera.resolution_source) == (2560, "stated")
    assert (camera.fov_deg, camera.fov_source) == (90, "class")
    assert (camera.indoor, camera.indoor_source) == (False, "class")
    assert (camera.night_vision, camera.infrared_m) == (True, 20)
    assert (camera.connection, camera.preset) == ("card", "outdoor-2mp-28")
    page = client.get(f"/cameras/{camera.public_id}/").content.decode()
    assert "90° (theo loại máy chủ camera chọn)" in page
    assert "2560 × 1440 (chủ camera cho biết)" in page


def test_knowing_nothing_of_the_machine_is_an_answer_and_is_shown_as_one(
    cast: Cast, as_person: Enter
) -> None:
    client = as_person(cast.stranger)
    camera = registered(client, **NOTHING_KNOWN)
    sources = (camera.resolution_source, camera.fov_source, camera.indoor_source)
    assert sources == ("assumed",) * 3
    assert (camera.fov_deg, camera.width_px, camera.connection) == (90, 1920, "")
    page = client.get(f"/cameras/{camera.public_id}/").content.decode()
    assert "1920 × 1080 (tạm tính, chưa ai xác nhận)" in page


def test_a_camera_at_home_may_be_paid_for_by_the_community(cast: Cast, as_person: Enter) -> None:
    client = as_person(cast.stranger)
    draft = begin(client)
    fill(client, draft, ownership="community")
    assert "Cộng đồng khu phố, thôn" in client.get(check_url(draft)).content.decode()
    client.post(check_url(draft))
    camera = Camera.objects.get()
    assert (camera.ownership, camera.owner.kind) == ("community", "household")


def test_a_pin_near_the_shore_is_at_sea_where_no_former_ward_lay(
    cast: Cast, as_person: Enter
) -> None:
    ward = Unit(
        code="old-1", name="Phường 1", kind="ward", province=cast.ward.province,
        lat=10.35, lng=107.07, valid_from=date(1975, 4, 30), valid_to=date(2025, 6, 30),
        south=10.33, west=107.06, north=10.37, east=107.08,
    )  # fmt: skip
    ward.save()
    client = as_person(cast.stranger)
    draft = begin(client)
    out = client.post(url(draft, "where"), {**WHERE, "lat": "10.29", "lng": "107.07"})
    assert out.status_code == 422
    assert "giữa biển" in out.content.decode()
    pier = client.post(url(draft, "where"), {**WHERE, "lat": "10.34", "lng": "107.05"})
    assert pier.headers["Location"] == url(draft, "sees")


@pytest.mark.parametrize(
    "pin", [{"lat": "10.0", "lng": "108.6"}, {"lat": "9.0", "lng": "107.6"}], ids=str
)
def test_a_pin_in_the_sea_is_refused_with_a_way_out(
    cast: Cast, as_person: Enter, pin: dict[str, str]
) -> None:
    client = as_person(cast.stranger)
    draft = begin(client)
    answer = client.post(url(draft, "where"), {**WHERE, **pin})
    assert answer.status_code == 422
    assert "giữa biển" in answer.content.decode()
    on_an_island = client.post(
        url(draft, "where"), {**WHERE, **pin, "unit_text": cast.ward.name}
    )  # asked, since an island may lie far out
    assert on_an_island.status_code == 422
    assert "Nếu camera không ở ngoài đảo" in on_an_island.content.decode()
    kept = {**WHERE, **pin, "unit": cast.ward.public_id}
    assert client.post(url(draft, "where"), kept).headers["Location"] == url(draft, "sees")


def test_everything_refused_still_registers_the_camera(cast: Cast, as_person: Enter) -> None:
    client = as_person(cast.stranger)
    draft = begin(client)
    fill(client, draft)
    client.post(f"/consent/new/{draft.public_id}/", consent(map="no", ask="no"))
    client.post(check_url(draft))
    assert ConsentEvent.objects.get().verb == "refuse"
    assert Camera.objects.exists()


def test_a_camera_cannot_be_put_on_an_organisation_of_others(cast: Cast, as_person: Enter) -> None:
    client = as_person(cast.neighbour)
    draft = begin(client)
    fill(client, draft)
    theirs = {**OWNER, "owner": cast.household.public_id}
    assert client.post(url(draft, "owner"), theirs).status_code == 422
    drafts.save_step(
        draft, "owner", {**theirs, "organisation_name": "", "link": None}, at=clock.now()
    )
    size = Entry.objects.count()
    refused = client.post(check_url(draft))
    assert refused.status_code == 422
    assert not Camera.objects.exists()
    assert Entry.objects.count() == size


def test_a_stranger_finds_no_page_of_somebody_elses_draft(cast: Cast, as_person: Enter) -> None:
    mine = as_person(cast.owner)
    draft = begin(mine)
    fill(mine, draft, owner=cast.household.public_id)
    stranger = as_person(cast.stranger)
    addresses = [
        f"/cameras/new/{draft.public_id}/",
        *(url(draft, page) for page in ("where", "sees", "machine", "owner", "discard")),
        f"/consent/new/{draft.public_id}/",
        check_url(draft),
    ]
    for address in addresses:
        for answer in (stranger.get(address), stranger.post(address, consent())):
            assert answer.status_code in {404, 405}, address
    assert Draft.objects.filter(pk=draft.pk).exists()
    assert Client().get(addresses[0]).status_code == 302


def test_a_draft_can_be_thrown_away_and_a_sent_one_cannot(cast: Cast, as_person: Enter) -> None:
    client = as_person(cast.stranger)
    draft = begin(client)
    client.post(url(draft, "discard"))
    assert not Draft.objects.exists()
    draft = begin(client)
    fill(client, draft)
    client.post(check_url(draft))
    assert client.post(url(draft, "discard")).status_code == 404
    assert client.post(url(draft, "where"), WHERE).status_code == 404


def test_a_flood_of_registrations_is_stopped_with_a_reason(
    cast: Cast, as_person: Enter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drafts, "MOST_A_DAY", 1)
    client = as_person(cast.stranger)
    for expected in (302, 422):
        draft = begin(client)
        fill(client, draft)
        answer = client.post(check_url(draft))
        assert answer.status_code == expected
    assert "Bạn đã đăng ký 1 camera" in answer.content.decode()
    draft.refresh_from_db()
    assert drafts.next_step(draft) is None
