"""Pages that list: the same number of queries for one row as for many, and nothing written."""

from collections.abc import Callable
from datetime import timedelta

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cameras.funding import services as funding
from evidence.custody import services as custody
from portal.lib.clock import now
from portal.people.models import User
from tests.cameras.funding.test_contribution import recorded
from tests.cast import Cast
from tests.evidence.custody.scene import Scene, make_scene, put
from tests.evidence.requests.scenario import approved, submitted

Enter = Callable[..., Client]
WRITES = ("INSERT", "UPDATE", "DELETE")


def one_more(cast: Cast, scene: Scene) -> None:
    """A row more on every list."""
    approved(cast, now())
    submitted(cast, now())
    footage = custody.Footage(
        media_type="video/mp4",
        window_start=scene.request.window_start,
        window_stop=scene.request.window_stop,
    )
    item = custody.seal(
        stored=put(b"x"), footage=footage, target=scene.target, actor="system:test", at=now()
    )
    item.viewings.create(
        person=cast.officer,
        session_sha256="0" * 64,
        purpose="Tìm chiếc xe máy",
        opened_at=now(),
        until=now() + timedelta(minutes=1),
        ledger_seq=1,
    )
    gift = recorded(cast)
    funding.confirm(contribution=gift, person=cast.second_board, at=now())


def pages(cast: Cast, scene: Scene) -> list[tuple[User, str]]:
    return [
        (cast.owner, reverse("registry:index")),
        (cast.owner, reverse("requests:inbox")),
        (cast.owner, reverse("notices:index")),
        (cast.owner, reverse("disclosure:looks", args=[scene.camera.public_id])),
        (cast.owner, reverse("disclosure:all")),
        (cast.officer, reverse("cases:index")),
        (cast.officer, reverse("cases:show", args=[scene.case.public_id])),
        (cast.officer, reverse("custody:index", args=[scene.case.public_id])),
        (cast.commander, reverse("requests:approvals")),
        (cast.board, reverse("funding:index")),
        (cast.board, reverse("funding:board", args=[cast.ward.code])),
        (cast.auditor, reverse("ledger:index")),
    ]


def asked(client: Client, url: str) -> list[str]:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).status_code == 200, url
    return [query["sql"] for query in queries.captured_queries]


def test_lists_cost_the_same_for_one_row_and_for_many(cast: Cast, as_person: Enter) -> None:
    scene = make_scene(cast)
    one_more(cast, scene)
    clients = [(as_person(person), url) for person, url in pages(cast, scene)]
    for client, url in clients:
        client.get(url)
    few = {url: asked(client, url) for client, url in clients}
    for _ in range(4):
        one_more(cast, scene)
    many = {url: asked(client, url) for client, url in clients}
    assert {url: len(queries) for url, queries in many.items()} == {
        url: len(queries) for url, queries in few.items()
    }


def test_reading_writes_nothing(cast: Cast, as_person: Enter) -> None:
    """On SQLite a page that writes waits for every writer of the portal, and may give up."""
    scene = make_scene(cast)
    one_more(cast, scene)
    for person, url in pages(cast, scene):
        client = as_person(person)
        client.get(url)  # the first page of a session may write when it was last seen
        wrote = [sql for sql in asked(client, url) if sql.startswith(WRITES)]
        assert wrote == [], url
