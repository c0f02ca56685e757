"""A clip in custody: a household's camera, a case, an approved request, sealed bytes."""

import os
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.test import Client

from cameras.consent import services as consent
from cameras.consent import texts
from cameras.consent.scopes import Scope
from cameras.registry.models import Camera
from evidence.cases.models import Case
from evidence.cases.services import open_case
from evidence.custody import gate, services
from evidence.custody.models import Item, Viewing
from evidence.custody.vocabulary import ItemRole
from evidence.requests.models import FootageRequest, Target
from portal.files import vault
from portal.files.models import StoredObject
from portal.people.models import User
from tests.cast import PLACE, Cast, sign_in

WORKER = "system:extraction"
MEGABYTE = 1024 * 1024
CLIP = os.urandom(2 * MEGABYTE + 77)
HEAD = os.urandom(5000)
PICTURE = os.urandom(900)
PURPOSE = "Tìm chiếc xe máy rời hiện trường"


@dataclass
class Scene:
    cast: Cast
    at: datetime
    camera: Camera
    case: Case
    request: FootageRequest
    target: Target
    item: Item
    index: Item
    thumbnail: Item

    def visitor(self, person: User | None = None, session: str = "one") -> gate.Visitor:
        return gate.Visitor(person or self.cast.officer, session)

    def enter(self, person: User) -> Client:
        client = Client()
        sign_in(client, person)
        return client

    def open(self, client: Client) -> Viewing:
        """Through the page, as a person does it."""
        answer = client.post(f"/evidence/{self.item.public_id}/open/", {"purpose": PURPOSE})
        assert answer.status_code == 302, answer.content.decode()
        assert "/looks/footage/" in answer["Location"]
        return Viewing.objects.get(public_id=answer["Location"].rstrip("/").rpartition("/")[2])

    def withdraw(self) -> None:
        consent.withdraw(
            self.camera,
            person=self.cast.co_owner,
            scopes=frozenset({Scope.ASK}),
            terms=texts.current("vi"),
            at=self.at,
        )


def put(data: bytes) -> StoredObject:
    with vault.create() as writer:
        writer.write(data)
        return writer.seal()


def make_scene(cast: Cast) -> Scene:
    """Everything has stood for a minute."""
    at = datetime.now(UTC) - timedelta(minutes=1)
    camera = cast.camera()
    case = open_case(
        person=cast.officer,
        unit=cast.ward,
        kind="theft",
        title="Mất xe máy",
        summary="",
        happened_at=at - timedelta(hours=2),
        lat=PLACE[0],
        lng=PLACE[1],
        at=at,
    )
    request, target = _request(cast, case, camera, at)
    item = services.seal(
        stored=put(CLIP), footage=_footage(request), target=target, actor=WORKER, at=at
    )
    index, thumbnail = services.derive_many(
        parent=item,
        made=[
            services.Derived(
                role=ItemRole.INDEX,
                media_type="video/mp4",
                recipe={"tool": "portal.media.index", "v": 1},
                stored=put(HEAD),
            ),
            services.Derived(
                role=ItemRole.THUMBNAIL,
                media_type="image/jpeg",
                recipe={"at_ms": 2000},
                stored=put(PICTURE),
            ),
        ],
        actor=WORKER,
        at=at,
    )
    return Scene(cast, at, camera, case, request, target, item, index, thumbnail)


def _request(cast: Cast, case: Case, camera: Camera, at: datetime) -> tuple[FootageRequest, Target]:
    request = FootageRequest.objects.create(
        case=case,
        state="approved",
        basis="consent",
        purpose="Xem lúc xe bị lấy đi",
        urgency="normal",
        lat=PLACE[0],
        lng=PLACE[1],
        radius_m=100,
        window_start=at - timedelta(hours=2),
        window_stop=at - timedelta(hours=2) + timedelta(minutes=5),
        requested_by=cast.officer,
        created_at=at,
        submitted_at=at,
        decided_by=cast.commander,
        decided_at=at,
    )
    request.sought_windows.create(start=request.window_start, stop=request.window_stop)
    target = Target.objects.create(
        request=request,
        asked_start=request.window_start,
        asked_stop=request.window_stop,
        camera=camera,
        state="fulfilled",
        rank=1,
        distance_m=20,
        px_per_m=100,
        dies_at=at + timedelta(days=5),
    )
    return request, target


def _footage(request: FootageRequest) -> services.Footage:
    return services.Footage(
        media_type="video/mp4",
        window_start=request.window_start,
        window_stop=request.window_stop,
        first_frame_at=request.window_start - timedelta(seconds=2),
        last_frame_at=request.window_stop,
        frames=7500,
        clock_offset_ms=95_000,
    )
