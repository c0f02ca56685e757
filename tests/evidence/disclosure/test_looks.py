"""The owner reads who asked for and who watched their camera, and nobody else reads it."""

import csv
import io
import json

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from evidence.cases.services import record_outcome
from evidence.custody import gate, services
from evidence.disclosure import words
from portal.ledger import checkpoints
from portal.ledger.kinds import Kind
from portal.ledger.write import Draft, append
from portal.lib import clock
from tests.evidence.custody.scene import PURPOSE, WORKER, Scene, put


def watch(scene: Scene, times: int = 1) -> None:
    for number in range(times):
        gate.open_item(
            item=scene.item,
            visitor=scene.visitor(session=str(number)),
            purpose=f"{PURPOSE} lần {number}",
            at=clock.now(),
        )


def url(scene: Scene) -> str:
    return f"/looks/camera/{scene.camera.public_id}/"


def test_the_owner_reads_who_looked_when_and_why(scene: Scene) -> None:
    watch(scene)
    page = scene.enter(scene.cast.owner).get(url(scene))
    text = page.content.decode()
    assert page.status_code == 200
    assert f"{PURPOSE} lần 0" in text
    assert scene.cast.ward.name in text
    assert "Trộm cắp tài sản" in text
    assert "Chủ camera đồng ý" in text


def test_it_names_no_officer_and_no_case(scene: Scene) -> None:
    watch(scene)
    text = scene.enter(scene.cast.owner).get(url(scene)).content.decode()
    for secret in (scene.cast.officer.full_name, scene.case.title, scene.case.number):
        assert secret not in text


def test_newest_first_with_the_outcome_once_it_is_known(scene: Scene) -> None:
    watch(scene)
    record_outcome(
        case=scene.case,
        person=scene.cast.officer,
        kind="solved",
        people_caught=2,
        fine_dong=0,
        document="",
        note="Chi tiết nội bộ của đơn vị",
        at=clock.now(),
    )
    text = scene.enter(scene.cast.co_owner).get(url(scene)).content.decode()
    outcome, opened, sealed = (
        text.index(words)
        for words in ("Đã làm rõ vụ việc", "Cán bộ công an đã xem hình", "lấy và niêm phong")
    )
    assert outcome < opened < sealed
    assert "Chi tiết nội bộ" not in text


def test_nobody_else_reads_it(scene: Scene) -> None:
    watch(scene)
    for who in ("stranger", "neighbour", "officer", "commander", "committee", "board", "auditor"):
        client = scene.enter(getattr(scene.cast, who))
        for address in (url(scene), f"{url(scene)}1/proof/", f"{url(scene)}1/entry/"):
            assert client.get(address).status_code in (403, 404), (who, address)


def test_a_visitor_is_asked_to_sign_in(scene: Scene) -> None:
    assert Client().get(url(scene)).status_code == 302


def test_another_camera_of_the_same_owner_has_its_own_list(scene: Scene) -> None:
    watch(scene)
    other = scene.cast.camera(name="Sân sau")
    text = scene.enter(scene.cast.owner).get(f"/looks/camera/{other.public_id}/").content.decode()
    assert PURPOSE not in text


def test_a_longer_list_costs_no_more_queries(scene: Scene) -> None:
    client = scene.enter(scene.cast.owner)
    watch(scene)
    client.get(url(scene))
    with CaptureQueriesContext(connection) as few:
        client.get(url(scene))
    watch(scene, 15)
    with CaptureQueriesContext(connection) as many:
        client.get(url(scene))
    assert len(many) == len(few)


def test_a_long_list_has_pages(scene: Scene) -> None:
    watch(scene, 25)
    client = scene.enter(scene.cast.owner)
    first = client.get(url(scene)).content.decode()
    second = client.get(url(scene), {"page": 2}).content.decode()
    assert "lần 24" in first
    assert "lần 0<" not in first
    assert "lần 0<" in second


def test_the_proof_and_the_entry_go_to_the_owner(scene: Scene) -> None:
    watch(scene)
    seq = scene.item.viewings.get().ledger_seq
    row = checkpoints.checkpoint(at=clock.now())
    assert row is not None
    checkpoints.publish(row)
    client = scene.enter(scene.cast.owner)
    entry = client.get(f"{url(scene)}{seq}/entry/")
    assert json.loads(entry.content)["seq"] == seq
    assert "no-store" in entry["Cache-Control"]
    assert b"tlog-proof" in client.get(f"{url(scene)}{seq}/proof/").content


def test_entries_about_something_else_are_not_there(scene: Scene) -> None:
    client = scene.enter(scene.cast.owner)
    assert client.get(f"{url(scene)}1/entry/").status_code == 404


def write(scene: Scene, kind: Kind, *about: str, **facts: object) -> None:
    """An entry as the rooms below write it, whatever brings it about there."""
    item = f"item:{scene.item.public_id}"
    own = (item, scene.target.subject, scene.camera.subject, scene.request.subject)
    subjects = (*(about or own), scene.case.subject, scene.cast.ward.subject)
    with transaction.atomic():
        append(Draft(kind, subjects, facts), actor="system:test", at=clock.now())


@pytest.mark.parametrize("kind", words.OWN_KINDS)
def test_each_kind_of_entry_is_a_line_with_unit_case_minutes_and_basis(
    scene: Scene, kind: Kind
) -> None:
    write(scene, kind)
    text = scene.enter(scene.cast.owner).get(url(scene)).content.decode()
    line = text[text.index('class="timeline"') :].partition("</li>")[0]
    for words_read in (scene.cast.ward.name, "Trộm cắp tài sản", "Chủ camera đồng ý", "Từ "):
        assert words_read in line, kind
    assert scene.case.number not in text


def test_whoever_is_bound_by_law_is_not_told_that_they_were_asked(scene: Scene) -> None:
    write(scene, Kind.TARGET_NOTIFIED, basis="demand")
    text = scene.enter(scene.cast.owner).get(url(scene)).content.decode()
    assert "theo luật, không cần bạn đồng ý" in text
    assert "Công an xin hình" not in text


def test_a_search_in_vain_is_told_without_its_note(scene: Scene) -> None:
    subjects = (scene.request.subject, scene.case.subject, scene.cast.ward.subject)
    note = {"note": "Nghi phạm đi lối khác"}
    with transaction.atomic():
        draft = Draft(Kind.REQUEST_NOT_FOUND, subjects, {"clips": 1}, note)
        append(draft, actor="system:test", at=clock.now())
    text = scene.enter(scene.cast.owner).get(url(scene)).content.decode()
    assert "không thấy điều cần tìm" in text
    assert "Nghi phạm" not in text


def test_a_look_says_what_came_of_it_by_its_kind_only(scene: Scene) -> None:
    watch(scene)
    client = scene.enter(scene.cast.owner)
    assert "Chưa có kết quả" in client.get(url(scene)).content.decode()
    record_outcome(
        case=scene.case,
        person=scene.cast.officer,
        kind="fined",
        people_caught=7,
        fine_dong=2_500_000,
        document="QĐ-123",
        note="",
        at=clock.now(),
    )
    text = client.get(url(scene)).content.decode()
    assert "Chưa có kết quả" not in text
    assert text.count("Đã xử phạt hành chính") == 3  # the outcome's line, the look, the sealing
    for detail in ("2.500.000", "QĐ-123", "Số người"):
        assert detail not in text


def second_camera(scene: Scene) -> None:
    """Another camera of the household with a clip of its own."""
    camera = scene.cast.camera(name="Sân sau")
    target = scene.request.targets.create(
        camera=camera,
        state="fulfilled",
        rank=2,
        distance_m=30,
        px_per_m=90,
        asked_start=scene.target.asked_start,
        asked_stop=scene.target.asked_stop,
        dies_at=scene.target.dies_at,
    )
    footage = services.Footage(
        media_type="video/mp4",
        window_start=scene.request.window_start,
        window_stop=scene.request.window_stop,
    )
    services.seal(
        stored=put(b"another"), footage=footage, target=target, actor=WORKER, at=clock.now()
    )


def test_one_list_over_all_cameras_that_can_be_narrowed_to_one(scene: Scene) -> None:
    watch(scene)
    second_camera(scene)
    client = scene.enter(scene.cast.owner)
    both = client.get("/looks/mine/").content.decode()
    assert both.count("lấy và niêm phong") == 2
    assert both.count("Sân sau") == 2  # in the choice and in its line
    one = client.get("/looks/mine/", {"camera": scene.camera.public_id}).content.decode()
    assert one.count("lấy và niêm phong") == 1
    assert f"{PURPOSE} lần 0" in one
    neighbours = scene.enter(scene.cast.neighbour)
    assert PURPOSE not in neighbours.get("/looks/mine/").content.decode()
    answer = neighbours.get("/looks/mine/", {"camera": scene.camera.public_id})
    assert answer.status_code == 404


def test_all_of_it_goes_into_a_spreadsheet_and_runs_nothing_there(scene: Scene) -> None:
    scene.request.purpose = "=HYPERLINK(1)"
    scene.request.save()
    watch(scene, 25)
    client = scene.enter(scene.cast.owner)
    answer = client.get("/looks/mine/list.csv")
    text = b"".join(answer.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    rows = list(csv.DictReader(io.StringIO(text)))
    assert len(rows) == 26
    assert rows[0]["Mục đích"] == f"{PURPOSE} lần 24"
    assert rows[-1]["Mục đích"] == "'=HYPERLINK(1)"
    assert rows[0]["Camera"] == scene.camera.name
    assert scene.case.number not in text
