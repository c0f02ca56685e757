"""A request for a life at risk that waits for a commander, and the minutes of its one camera."""

import os
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cameras.registry.links import NewLink, link_camera
from cameras.registry.models import Camera
from evidence.custody import holds, opened
from evidence.custody.gate import Visitor
from evidence.custody.models import Hold
from evidence.custody.services import Footage
from evidence.emergency import services
from evidence.emergency.models import Opening, Watch
from evidence.requests.models import FootageRequest, Target
from portal.files import vault
from portal.people.models import User
from tests.cast import Cast
from tests.evidence.requests.scenario import submitted

CLIP = os.urandom(2 * 1024 * 1024 + 77)  # three chunks
REASON = "Cháu bé đi lạc từ sáng sớm"


@dataclass
class Scene:
    cast: Cast
    camera: Camera
    row: FootageRequest

    @property
    def target(self) -> Target:
        return Target.objects.select_related("camera", "request__case__unit").get(
            request=self.row, camera=self.camera
        )

    @property
    def hold(self) -> Hold:
        return Hold.objects.select_related("stored").get(target=self.target)

    def open(self, at: datetime, person: User | None = None, reason: str = REASON) -> Opening:
        return services.open_now(
            footage_request=self.row, person=person or self.cast.officer, reason=reason, at=at
        )

    def fetch(self, at: datetime, data: bytes = CLIP) -> Hold:
        """As the sweep and a worker do it."""
        holds.preserve_opened(at)
        hold = self.hold
        with vault.create(hold.subject) as writer:
            writer.write(data)
            stored = writer.seal()
        footage = Footage(
            media_type="video/mp4",
            window_start=self.row.window_start,
            window_stop=self.row.window_stop,
        )
        return holds.seal(hold=hold, stored=stored, footage=footage, at=at)

    def opened(self, at: datetime) -> Opening:
        """Opened, and its footage is there."""
        made = self.open(at)
        self.fetch(at)
        return made

    def visitor(self, person: User | None = None, session: str = "one") -> Visitor:
        return Visitor(person or self.cast.officer, session)

    def watch(self, opening: Opening, at: datetime, **changes: Any) -> Watch:
        target = changes.pop("target", self.target)
        visitor = self.visitor(**changes)
        return opened.watch_now(opening=opening, target=target, visitor=visitor, at=at)

    def read(self, watch: Watch, at: datetime, **changes: Any) -> bytes:
        stretches = [(0, len(watch.head)), (0, self.hold.stored.size if self.hold.stored else 0)]
        visitor = self.visitor(**changes)
        return b"".join(opened.bytes_for(watch, stretches, visitor=visitor, at=at))


def make_scene(cast: Cast, at: datetime, **changes: Any) -> Scene:
    camera = cast.camera()
    link_camera(camera, NewLink(url="http://127.0.0.1:9", username="u"), actor=cast.owner, at=at)
    facts = {"basis": "emergency", "urgency": "urgent", **changes}
    return Scene(cast, camera, submitted(cast, at, camera, **facts))
