"""The owner reads who asked for and who watched their camera, and nobody else reads it."""

import json

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from evidence.cases.services import record_outcome
from evidence.custody import gate
from portal.ledger import checkpoints
from portal.lib import clock
from tests.evidence.custody.scene import PURPOSE, Scene


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
