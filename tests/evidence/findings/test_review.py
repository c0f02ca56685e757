import json

import pytest
from django.test import Client

from evidence.custody import gate
from evidence.custody.models import Item
from evidence.findings import services
from evidence.findings.models import Review
from evidence.findings.queries import findings_for
from evidence.findings.timeline import timeline_of
from portal.ledger.kinds import Kind
from portal.ledger.models import Entry
from portal.lib.clock import now
from portal.lib.errors import Refused
from portal.people.models import User
from tests.evidence.custody.scene import PURPOSE, Scene

from .test_run import look_at


@pytest.fixture
def looked_at(clip: Item) -> Item:
    assert look_at(clip).tracks == 1
    return clip


def opened_by(person: User, item: Item, scene: Scene) -> None:
    """A viewing, without the gate's own transaction, which a test's cannot hold."""
    item.viewings.create(
        person=person,
        session_sha256="0" * 64,
        purpose=PURPOSE,
        opened_at=now(),
        until=now() + gate.VIEWING_TIME,
        ledger_seq=1,
    )


def post(client: Client, item: Item, **data: object) -> int:
    return client.post(f"/findings/{item.public_id}/review/", data).status_code


@pytest.mark.parametrize(
    ("verdict", "kind"),
    [("confirmed", Kind.FINDING_CONFIRMED), ("rejected", Kind.FINDING_REJECTED)],
)
def test_an_officers_word_stands_beside_the_proposal_and_in_the_record(
    looked_at: Item, scene: Scene, verdict: str, kind: Kind
) -> None:
    officer = scene.cast.officer
    opened_by(officer, looked_at, scene)
    assert post(scene.enter(officer), looked_at, track=1, verdict=verdict) == 302
    found = findings_for(looked_at)
    assert found is not None
    assert found.tracks[0].verdict == verdict
    [entry] = Entry.objects.filter(kind=kind)
    said = json.loads(bytes(entry.body))
    assert said["actor"] == officer.subject
    assert said["subjects"][:2] == [looked_at.subject, scene.camera.subject]
    assert said["facts"]["track"] == 1


def test_the_latest_word_counts_and_the_first_stays(looked_at: Item, scene: Scene) -> None:
    officer = scene.cast.officer
    opened_by(officer, looked_at, scene)
    for verdict in ("confirmed", "rejected"):
        services.review(item=looked_at, track=1, verdict=verdict, person=officer, at=now())
    found = findings_for(looked_at)
    assert found is not None
    assert found.tracks[0].verdict == "rejected"
    assert found.for_player()["tracks"] == []
    assert Review.objects.count() == 2


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"track": 99}, "findings.no_such_track"),
        ({"track": 0}, "findings.no_such_track"),
        ({"verdict": "maybe"}, "findings.unknown_verdict"),
    ],
)
def test_what_makes_no_sense_is_refused(
    looked_at: Item, scene: Scene, change: dict[str, object], code: str
) -> None:
    opened_by(scene.cast.officer, looked_at, scene)
    facts: dict[str, object] = {"track": 1, "verdict": "confirmed", **change}
    with pytest.raises(Refused, match=code):
        services.review(item=looked_at, person=scene.cast.officer, at=now(), **facts)  # type: ignore[arg-type]
    assert post(scene.enter(scene.cast.officer), looked_at, **facts) == 422
    assert not Review.objects.exists()


def test_who_has_not_opened_the_clip_has_no_word(looked_at: Item, scene: Scene) -> None:
    with pytest.raises(Refused, match=r"findings\.not_opened"):
        services.review(
            item=looked_at, track=1, verdict="confirmed", person=scene.cast.officer, at=now()
        )


def test_a_clip_nobody_looked_at_yet_cannot_be_reviewed(clip: Item, scene: Scene) -> None:
    with pytest.raises(Refused, match=r"findings\.not_ready"):
        services.review(
            item=clip, track=1, verdict="confirmed", person=scene.cast.officer, at=now()
        )


def test_others_do_not_learn_that_it_exists(looked_at: Item, scene: Scene) -> None:
    cast = scene.cast
    for person in (cast.outsider, cast.owner, cast.stranger, cast.committee, cast.auditor):
        client = scene.enter(person)
        assert post(client, looked_at, track=1, verdict="confirmed") in (403, 404)
        assert client.get(f"/findings/{looked_at.public_id}/").status_code in (403, 404)
    assert not Review.objects.exists()


def test_the_way_back_stays_on_this_site(looked_at: Item, scene: Scene) -> None:
    opened_by(scene.cast.officer, looked_at, scene)
    client = scene.enter(scene.cast.officer)
    facts = {"track": 1, "verdict": "confirmed"}
    url = f"/findings/{looked_at.public_id}/review/"
    assert client.post(url, {**facts, "back": "//evil.example/"})["Location"].startswith(
        "/findings/"
    )
    assert (
        client.post(url, {**facts, "back": "/looks/x/#track-1"})["Location"] == "/looks/x/#track-1"
    )


def test_the_page_says_machine_proposes_and_shows_times(looked_at: Item, scene: Scene) -> None:
    page = scene.enter(scene.cast.officer).get(f"/findings/{looked_at.public_id}/")
    text = page.content.decode()
    assert page.status_code == 200
    assert "Máy gợi ý, người xác nhận" in text
    assert "motion-hog" in text
    assert "Vật chuyển động 1" in text
    assert 'data-player-seek="' in text
    assert (
        "style="
        not in text.partition('<section class="card findings"')[2].partition("</section>")[0]
    )


def test_a_clip_that_failed_says_so(clip: Item, scene: Scene) -> None:
    client = scene.enter(scene.cast.officer)
    url = f"/findings/{clip.public_id}/"
    assert "chủ camera không cho phép" in client.get(url).content.decode()
    services.sweep(at=now())
    assert "Đang chờ máy xem" in client.get(url).content.decode()
    type(clip.analysis).objects.update(state="failed", reason="decoder_failed")
    assert "dừng giữa chừng" in client.get(url).content.decode()


def test_spans_lie_inside_the_drawing(looked_at: Item) -> None:
    found = findings_for(looked_at)
    assert found is not None
    drawing = timeline_of(found)
    [row] = drawing.rows
    for span in row.spans:
        assert 0 <= span.x < span.x + span.width <= 1000
        assert span.y + 14 <= row.height
