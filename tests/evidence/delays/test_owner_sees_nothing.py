"""While a delay runs, an owner's session is the same as if there were no case; afterwards all of it
is there, with true times.
"""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from django.test import Client

from evidence.cases.services import open_case, record_outcome
from evidence.custody import gate
from evidence.custody import services as custody
from evidence.delays.models import Delay
from evidence.delays.services import lift, start
from evidence.disclosure.queries import looks_at
from evidence.requests import services as requests
from evidence.requests.models import FootageRequest, Target
from evidence.requests.sweep import sweep
from portal.ledger import checkpoints
from portal.ledger.kinds import Kind
from portal.ledger.models import Entry
from portal.lib import clock
from portal.notices.models import Notice
from portal.people.services import end_membership
from tests.cast import PLACE
from tests.evidence.custody.scene import PURPOSE, Scene, make_scene, put
from tests.evidence.requests.scenario import submitted

from .conftest import REASON

DAY = timedelta(days=1)
_MOVING = re.compile(
    r'csrfmiddlewaretoken" value="[^"]*"|nonce="[^"]*"|"made_at": "[^"]*"|csrf[^ ]*'
)


def crawl(client: Client) -> dict[str, str]:
    """Every page, file and number that links from an owner's pages lead to, without what changes
    by itself. One step further than the menu, and what the menu does not name.
    """
    seen: dict[str, str] = {}
    wanted = [
        "/",
        "/looks/mine/",
        "/looks/mine/list.csv",
        "/reports/public/",
        "/account/data/",
        "/account/data/erase/",
    ]
    wanted += ["/account/data/download/", "/notices/", "/requests/inbox/", "/cameras/"]
    while wanted:
        address = wanted.pop()
        if address in seen:
            continue
        answer = client.get(address)
        pieces = getattr(answer, "streaming_content", None)
        body = b"".join(pieces) if pieces is not None else answer.content
        text = _MOVING.sub("", body.decode("utf-8", "replace"))
        seen[address] = f"{answer.status_code} {text}"
        wanted += list(_links(text))
    return seen


def _links(text: str) -> Iterator[str]:
    for link in re.findall(r'href="(/[^"#]*)"', text):
        if link.startswith("/account/2fa/"):
            continue  # new secrets each time
        if link.startswith(("/looks/", "/cameras/", "/requests/", "/account/", "/consent/")):
            yield link.replace("&amp;", "&")


def look_on(scene: Scene, at: datetime) -> None:
    gate.open_item(item=scene.item, visitor=scene.visitor(), purpose=PURPOSE, at=at)


def hidden_case(scene: Scene, *, days: int = 10) -> tuple[Delay, FootageRequest]:
    """A second case about the owner's camera, from the demand to the outcome, all kept back."""
    cast, at = scene.cast, clock.now() - timedelta(seconds=30)
    case = open_case(
        person=cast.officer,
        unit=cast.ward,
        kind="drugs",
        title="Vụ kín",
        summary="",
        happened_at=at - timedelta(hours=2),
        lat=PLACE[0],
        lng=PLACE[1],
        at=at,
    )
    delay = start(
        case=case, person=cast.commander, ground="checking", reason=REASON, days=days, at=at
    )
    wanted = submitted(cast, at, scene.camera, case=case, basis="demand", document="12/YC")
    requests.approve(footage_request=wanted, person=cast.commander, reason="", at=at)
    target = wanted.targets.get()
    footage = custody.Footage(
        media_type="video/mp4", window_start=wanted.window_start, window_stop=wanted.window_stop
    )
    item = custody.seal(
        stored=put(b"hidden"), footage=footage, target=target, actor="system:extraction", at=at
    )
    Target.objects.filter(pk=target.pk).update(state="fulfilled")
    gate.open_item(item=item, visitor=scene.visitor(), purpose="Xem người ra vào", at=at)
    requests.record_not_found(footage_request=wanted, person=cast.officer, note="", at=at)
    record_outcome(
        case=case,
        person=cast.officer,
        kind="solved",
        people_caught=1,
        fine_dong=0,
        document="",
        note="",
        at=at,
    )
    return delay, wanted


@pytest.fixture
def plain(scene: Scene) -> Scene:
    """The scene's own case: by consent, its owner asked and told. The owner lives alone, so that
    erasing the account lists what cases keep; all lines so far are signed.
    """
    part = scene.cast.co_owner.memberships.get()
    end_membership(membership=part, actor=scene.cast.co_owner, at=scene.at)
    scene.request.basis = "consent"
    scene.request.save()
    look_on(scene, clock.now())
    row = checkpoints.checkpoint(at=clock.now())
    assert row is not None
    checkpoints.publish(row)
    return scene


def test_all_that_an_owner_can_fetch_is_the_same_with_and_without_it(plain: Scene) -> None:
    client = plain.enter(plain.cast.owner)
    before = crawl(client)
    assert any("/proof/" in address for address in before)
    assert any("/entry/" in address for address in before)
    hidden_case(plain)
    sweep(clock.now())
    assert crawl(client) == before
    assert not Notice.objects.filter(person=plain.cast.owner).exists()


def test_without_a_delay_the_same_case_shows_everywhere(plain: Scene) -> None:
    client = plain.enter(plain.cast.owner)
    before = crawl(client)
    delay, _ = hidden_case(plain)
    Delay.objects.filter(pk=delay.pk).update(lifted_at=delay.started_at)
    sweep(clock.now())
    after = crawl(client)
    changed = {address for address in before if after[address] != before[address]}
    assert {
        "/looks/mine/",
        "/looks/mine/list.csv",
        "/requests/inbox/",
        "/account/data/erase/",
    } <= changed


def test_no_line_of_it_is_found_by_its_number(plain: Scene) -> None:
    client = plain.enter(plain.cast.owner)
    first = Entry.objects.order_by("-seq").values_list("seq", flat=True)[0]
    hidden_case(plain)
    last = Entry.objects.order_by("-seq").values_list("seq", flat=True)[0]
    for seq in range(first + 1, last + 1):
        address = f"/looks/camera/{plain.camera.public_id}/{seq}/entry/"
        assert client.get(address).status_code == 404, Entry.objects.get(seq=seq)


def test_afterwards_the_lines_stand_there_with_true_times_and_why_they_were_late(
    plain: Scene,
) -> None:
    delay, wanted = hidden_case(plain, days=10)
    over = delay.started_at + 10 * DAY
    nearly, _ = looks_at([plain.camera], None, over - timedelta(seconds=1))
    lines, _ = looks_at([plain.camera], None, over)
    assert "Xem người ra vào" in {look.purpose for look in lines}
    new = [look for look in lines if look.seq not in {look.seq for look in nearly}]
    assert len(new) == 5  # the delay itself, sealed, opened, not found, outcome
    sentence = "hiện chậm 10 ngày. Chỉ huy đơn vị cho phép, vì việc xác minh khi đó đang diễn ra."
    for look in new:
        assert look.late.endswith(sentence)
        assert look.at == delay.started_at
        assert REASON not in "".join(look.values)
    assert not any(look.late for look in lines if look not in new)
    assert wanted.targets.get().told_at is None


def test_its_page_says_so_as_soon_as_a_commander_lifts_it(plain: Scene) -> None:
    delay, _ = hidden_case(plain)
    lift(delay=delay, person=plain.cast.commander, at=clock.now())
    client = plain.enter(plain.cast.owner)
    text = client.get(f"/looks/camera/{plain.camera.public_id}/").content.decode()
    assert "Xem người ra vào" in text
    assert "Dòng này hiện chậm 1 ngày" in text
    assert REASON not in text


def test_when_it_is_over_the_owner_is_told_whatever_the_worker_did_before(plain: Scene) -> None:
    delay, wanted = hidden_case(plain, days=1)
    sweep(clock.now())
    assert not Notice.objects.filter(person=plain.cast.owner).exists()
    later = delay.started_at + DAY
    sweep(later)
    sweep(later)
    assert Notice.objects.filter(person=plain.cast.owner).count() == 1
    target = wanted.targets.get()
    assert target.told_at == later
    told = Entry.objects.filter(kind=Kind.TARGET_NOTIFIED, mentions__subject=target.subject)
    assert [entry.at for entry in told] == [later]


def test_what_the_owner_was_told_before_it_began_is_not_taken_back(scene: Scene) -> None:
    at = clock.now()
    Target.objects.update(told_at=scene.at)
    start(
        case=scene.case,
        person=scene.cast.commander,
        ground="people",
        reason=REASON,
        days=10,
        at=at,
    )
    look_on(scene, clock.now())
    text = scene.enter(scene.cast.owner).get("/looks/mine/").content.decode()
    assert PURPOSE in text
    assert "lấy và niêm phong" in text


def test_a_case_shared_with_a_request_the_owner_answered_shows_only_that(
    scene: Scene, delay: Delay
) -> None:
    asked = make_scene(scene.cast)
    asked.request.case = scene.case
    asked.request.save()
    asked.item.case = scene.case
    asked.item.save()
    look_on(scene, clock.now())
    gate.open_item(
        item=asked.item, visitor=asked.visitor(), purpose="Xem đoạn được đồng ý", at=clock.now()
    )
    text = scene.enter(scene.cast.owner).get("/looks/mine/").content.decode()
    assert "Xem đoạn được đồng ý" in text
    assert PURPOSE not in text
    assert delay.case == scene.case
