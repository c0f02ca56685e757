import json
from typing import Any

import pytest
from django.test import Client

from detection.engine.look import Findings, look
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

_SEEN: list[Findings] = []


@pytest.fixture
def looked_at(clip: Item, monkeypatch: pytest.MonkeyPatch) -> Item:
    """The engine looks at this clip once; the tests after the first stand on what it saw then."""

    def remembered(*facts: Any, **options: Any) -> Findings:
        if not _SEEN:
            _SEEN.append(look(*facts, **options))
        return _SEEN[0]

    monkeypatch.setattr(services, "look", remembered)
    assert look_at(clip).tracks == 1
    return clip


def opened_by(person: User, item: Item, scene: Scene) -> Client:
    """Somebody who opened the clip through the page, as one does."""
    client = scene.enter(person)
    page = client.post(f"/evidence/{item.public_id}/open/", {"purpose": PURPOSE})
    assert page.status_code == 302
    return client


def visitor_of(client: Client, person: User) -> gate.Visitor:
    return gate.Visitor(person, client.session.session_key or "")


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
    client = opened_by(officer, looked_at, scene)
    assert post(client, looked_at, track=1, verdict=verdict) == 302
    found = findings_for(looked_at, now())
    assert found is not None
    assert found.tracks[0].verdict == verdict
    [entry] = Entry.objects.filter(kind=kind)
    said = json.loads(bytes(entry.body))
    assert said["actor"] == officer.subject
    assert said["subjects"][:2] == [looked_at.subject, scene.camera.subject]
    assert said["facts"]["track"] == 1


def test_the_latest_word_counts_and_the_first_stays(looked_at: Item, scene: Scene) -> None:
    officer = scene.cast.officer
    visitor = visitor_of(opened_by(officer, looked_at, scene), officer)
    for verdict in ("confirmed", "rejected"):
        services.review(item=looked_at, track=1, verdict=verdict, visitor=visitor, at=now())
    found = findings_for(looked_at, now())
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
    client = opened_by(scene.cast.officer, looked_at, scene)
    visitor = visitor_of(client, scene.cast.officer)
    facts: dict[str, object] = {"track": 1, "verdict": "confirmed", **change}
    with pytest.raises(Refused, match=code):
        services.review(item=looked_at, visitor=visitor, at=now(), **facts)  # type: ignore[arg-type]
    assert post(client, looked_at, **facts) == 422
    assert not Review.objects.exists()


def test_who_has_not_opened_the_clip_has_no_word(looked_at: Item, scene: Scene) -> None:
    with pytest.raises(Refused, match=r"findings\.not_opened"):
        services.review(
            item=looked_at, track=1, verdict="confirmed", visitor=scene.visitor(), at=now()
        )


def test_an_opening_counts_in_its_own_session_only(looked_at: Item, scene: Scene) -> None:
    opened_by(scene.cast.officer, looked_at, scene)
    other = scene.enter(scene.cast.officer)
    assert post(other, looked_at, track=1, verdict="confirmed") == 422
    page = other.get(f"/findings/{looked_at.public_id}/")
    assert page["Location"] == f"/evidence/{looked_at.public_id}/open/"
    assert not Review.objects.exists()


def test_nothing_of_what_was_found_is_shown_before_the_clip_is_opened(
    looked_at: Item, scene: Scene
) -> None:
    page = scene.enter(scene.cast.officer).get(f"/findings/{looked_at.public_id}/")
    assert page.status_code == 302
    assert not Entry.objects.filter(kind=Kind.ITEM_OPENED).exists()


def test_a_withdrawal_takes_the_findings_away_too(looked_at: Item, scene: Scene) -> None:
    client = opened_by(scene.cast.officer, looked_at, scene)
    scene.withdraw()
    page = client.get(f"/findings/{looked_at.public_id}/")
    assert page.status_code == 422
    assert "data-player-seek" not in page.content.decode()
    assert post(client, looked_at, track=1, verdict="confirmed") == 422
    assert not Review.objects.exists()


def test_a_clip_nobody_looked_at_yet_cannot_be_reviewed(clip: Item, scene: Scene) -> None:
    with pytest.raises(Refused, match=r"findings\.not_ready"):
        services.review(item=clip, track=1, verdict="confirmed", visitor=scene.visitor(), at=now())


def test_others_do_not_learn_that_it_exists(looked_at: Item, scene: Scene) -> None:
    cast = scene.cast
    for person in (cast.outsider, cast.owner, cast.stranger, cast.committee, cast.auditor):
        client = scene.enter(person)
        assert post(client, looked_at, track=1, verdict="confirmed") in (403, 404)
        assert client.get(f"/findings/{looked_at.public_id}/").status_code in (403, 404)
    assert not Review.objects.exists()


def test_the_way_back_stays_on_this_site(looked_at: Item, scene: Scene) -> None:
    client = opened_by(scene.cast.officer, looked_at, scene)
    facts = {"track": 1, "verdict": "confirmed"}
    url = f"/findings/{looked_at.public_id}/review/"
    assert client.post(url, {**facts, "back": "//evil.example/"})["Location"].startswith(
        "/findings/"
    )
    assert (
        client.post(url, {**facts, "back": "/looks/x/#track-1"})["Location"] == "/looks/x/#track-1"
    )


def test_the_page_says_machine_proposes_and_shows_times(looked_at: Item, scene: Scene) -> None:
    client = opened_by(scene.cast.officer, looked_at, scene)
    page = client.get(f"/findings/{looked_at.public_id}/")
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
    found = findings_for(looked_at, now())
    assert found is not None
    drawing = timeline_of(found)
    [row] = drawing.rows
    for span in row.spans:
        assert 0 <= span.x < span.x + span.width <= 1000
        assert span.y + 14 <= row.height
