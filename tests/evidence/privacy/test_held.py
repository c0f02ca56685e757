"""Everything held about a person, in one file, for that person alone."""

import ast
import json
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from evidence.custody import gate
from evidence.privacy import collect, words
from evidence.privacy.rules import TEXTS
from evidence.requests.answers import answer
from portal.ledger.kinds import Kind
from portal.ledger.models import Detail, Entry
from portal.lib import clock
from tests.cast import Cast, sign_in
from tests.evidence.custody.scene import PURPOSE, Scene
from tests.evidence.requests.scenario import approved
from tests.house.test_floors import modules

DOWNLOAD = reverse("privacy:download")


def download(person: Any) -> dict[str, Any]:
    client = Client()
    sign_in(client, person)
    reply = client.get(DOWNLOAD)
    assert reply.status_code == 200
    assert "no-store" in reply["Cache-Control"]
    found: dict[str, Any] = json.loads(b"".join(reply))
    return found


def test_a_resident_gets_account_cameras_consents_answers_and_record(cast: Cast) -> None:
    at = clock.now()
    camera = cast.camera(address="12 Đường Mẫu")
    wanted = approved(cast, at, camera)
    answer(target=wanted.targets.get(), person=cast.owner, verdict="decline", means="page", at=at)
    found = download(cast.owner)
    assert found["account"][0]["phone"] == "+84901000000"
    assert found["memberships"][0]["name"] == "Hộ mẫu"
    assert found["cameras"][0]["address"] == "12 Đường Mẫu"
    assert found["consents"][0]["verb"] == "grant"
    assert found["notices"][0]["subject"].startswith("target:")
    assert found["answers_to_requests"][0]["state"] == "declined"
    texts = [row["my_texts"] for row in found["ledger_entries"]]
    assert {"answer": "decline"} in texts
    assert any("position" in text for text in texts)


def test_every_part_has_words_on_the_page(cast: Cast) -> None:
    assert set(collect.sections(cast.owner, clock.now())) == set(words.SECTIONS)


def test_every_entry_that_names_me_is_there_and_no_other_persons_text(cast: Cast) -> None:
    at = clock.now()
    approved(cast, at, cast.camera())
    found = download(cast.co_owner)
    numbers = {row["number"] for row in found["ledger_entries"]}
    named = set(Entry.objects.filter(mentions__subject=cast.co_owner.subject).values_list("seq"))
    assert {(number,) for number in numbers} == named
    assert all(row["my_texts"] == {} for row in found["ledger_entries"])


def test_an_officer_gets_every_item_opened_with_its_purpose(scene: Scene) -> None:
    gate.open_item(item=scene.item, visitor=scene.visitor(), purpose=PURPOSE, at=clock.now())
    found = download(scene.cast.officer)
    assert found["items_opened"][0]["my_purpose"] == PURPOSE
    assert found["items_opened"][0]["case"] == scene.case.number
    assert found["cases_opened"][0]["number"] == scene.case.number
    client = scene.enter(scene.cast.officer)
    page = client.get(reverse("privacy:history")).content.decode()
    assert PURPOSE in page
    assert scene.case.number in page


def test_donors_names_stay_with_the_donors(cast: Cast) -> None:
    from cameras.funding.services import record

    record(
        person=cast.board,
        unit=cast.ward,
        neighbourhood=cast.neighbourhood,
        donor_name="Một người góp",
        name_is_public=False,
        kind="money",
        amount=6_000_000,
        camera_count=3,
        note="",
        at=clock.now(),
    )
    found = download(cast.board)
    assert found["contributions"][0]["amount_dong"] == 6_000_000
    assert "Một người góp" not in json.dumps(found, ensure_ascii=False)


def test_no_secret_of_a_second_factor_or_recorder_is_in_it(cast: Cast) -> None:
    from cameras.registry.links import NewLink, link_camera
    from portal.people.services import give_totp

    give_totp(person=cast.owner, secret="JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
    camera = cast.camera()
    link = NewLink(url="http://192.168.1.9", username="admin", password="bí mật")
    link_camera(camera, link, actor=cast.owner, at=clock.now())
    text = json.dumps(download(cast.owner), ensure_ascii=False)
    assert "192.168.1.9" in text
    for secret in ("bí mật", "JBSWY3DP", "password", cast.owner.password):
        assert secret not in text


def test_a_session_of_yesterday_signs_in_again_first(cast: Cast) -> None:
    client = Client()
    sign_in(client, cast.owner)
    session = client.session
    for record in session["account_authentication_methods"]:
        record["at"] -= 3600
    session.save()
    assert client.get(DOWNLOAD).status_code == 422
    assert "Đăng nhập lại" in client.get(reverse("privacy:data")).content.decode()
    reply = client.post(reverse("privacy:sign-in-again"), {"to": "erase"})
    assert reply.headers["Location"] == "/account/login/?next=/account/data/erase/"
    assert "_auth_user_id" not in client.session


def test_the_page_says_what_is_held_in_plain_words(cast: Cast) -> None:
    cast.camera()
    client = Client()
    sign_in(client, cast.owner)
    page = client.get(reverse("privacy:data")).content.decode()
    for text in ("Camera của hộ hoặc tổ chức bạn", "Sửa cho đúng", "Lịch sử truy cập của tôi"):
        assert text in page


def test_a_long_record_comes_in_a_fixed_number_of_questions_a_page(cast: Cast) -> None:
    """Each package asks a few questions for its part; none asks once for each camera."""

    def questions() -> int:
        with CaptureQueriesContext(connection) as asked:
            list(collect.document(cast.owner, clock.now()))
        return len(asked)

    cast.camera()
    few = questions()
    for _ in range(30):
        cast.camera()
    assert questions() <= few < 80  # the first call reads what is remembered afterwards


def _private_names() -> set[str]:
    """Names of private texts as the code writes them: the fourth argument of a Draft."""
    found = set()
    for _name, path in modules():
        for node in ast.walk(ast.parse(path.read_text())):
            if not isinstance(node, ast.Call):
                continue
            if getattr(node.func, "id", getattr(node.func, "attr", "")) != "Draft":
                continue
            given = [keyword.value for keyword in node.keywords if keyword.arg == "private"]
            for value in [*given, *node.args[3:4]]:
                for part in ast.walk(value):
                    if isinstance(part, ast.Dict):
                        found |= {str(k.value) for k in part.keys if isinstance(k, ast.Constant)}
    return found


def test_every_private_text_of_the_record_has_its_owner_in_the_table() -> None:
    known = {name for _kind, name in TEXTS}
    assert _private_names() <= known
    assert len(_private_names()) >= 6


@pytest.mark.django_db
def test_what_the_services_write_stands_in_the_table(scene: Scene) -> None:
    gate.open_item(item=scene.item, visitor=scene.visitor(), purpose=PURPOSE, at=clock.now())
    written = Detail.objects.values_list("entry__kind", "name")
    assert {(Kind(kind), name) for kind, name in written} <= set(TEXTS)
