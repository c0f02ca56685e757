"""The demo's police ask for footage, owners answer, clips are sealed: by the services of the pages.

Every title and purpose says that it is invented.
"""

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from math import cos, radians, sin
from pathlib import Path

from cameras.registry.models import Camera
from evidence.cases.services import open_case
from evidence.custody import gate
from evidence.custody.models import Item
from evidence.custody.services import Footage, seal
from evidence.requests import answers, services
from evidence.requests.drafting import search
from evidence.requests.models import FootageRequest, Target
from evidence.requests.place import spot
from evidence.requests.queries import adults_of
from evidence.requests.scope import Window
from evidence.requests.states import TargetState
from portal.files import vault
from portal.people.models import User
from portal.places.models import Unit

from .recorder import draw
from .scenery import CAMERAS
from .wards import METRES_PER_DEGREE

WORKER = "system:extraction"
CLIP_S = 4
AHEAD_M = 12
MINUTE = timedelta(minutes=1)
Point = tuple[float, float]  # degrees north, degrees east
NO_PAPER = services.Paper()


@dataclass(frozen=True, kw_only=True)
class Want:
    """What an officer asks for. Without `cameras` the best `most` that can have seen the place."""

    officer: User
    unit: Unit
    kind: str
    title: str
    purpose: str
    place: Point
    happened_at: datetime
    minutes: int = 15
    later: tuple[Window, ...] = ()
    radius_m: int = 60
    basis: str = "consent"
    paper: services.Paper = NO_PAPER
    urgency: str = "normal"
    cameras: tuple[Camera, ...] = ()
    most: int = 2

    @property
    def windows(self) -> tuple[Window, ...]:
        first = Window(self.happened_at, self.happened_at + self.minutes * MINUTE)
        return (first, *self.later)


def draft(want: Want, at: datetime) -> FootageRequest | None:
    """A case and a draft with its cameras; None where no camera can have seen the place."""
    place = spot(*want.place, want.radius_m)
    found = search(place, want.windows, want.unit.pk, basis=want.basis, at=at)
    chosen = [camera.public_id for camera in want.cameras] or [
        one.camera.public_id for one in found if one.dies_at > at
    ][: want.most]
    if not chosen:
        return None
    case = open_case(
        person=want.officer,
        unit=want.unit,
        kind=want.kind,
        title=f"{want.title} (mẫu)",
        summary="",
        happened_at=want.happened_at,
        lat=place.lat,
        lng=place.lng,
        is_demo=True,
        at=at,
    )
    row = services.draft_request(
        case=case,
        person=want.officer,
        basis=want.basis,
        paper=want.paper,
        purpose=want.purpose,
        urgency=want.urgency,
        place=place,
        windows=want.windows,
        at=at,
    )
    services.choose_cameras(footage_request=row, candidates=found, chosen=chosen, at=at)
    return row


def submit(want: Want, at: datetime, reason: str = "") -> FootageRequest | None:
    row = draft(want, at)
    if row is None:
        return None
    return services.submit(footage_request=row, person=want.officer, reason=reason, at=at)


def approve(row: FootageRequest, commander: User, at: datetime, reason: str = "") -> FootageRequest:
    return services.approve(footage_request=row, person=commander, reason=reason, at=at)


def targets_of(row: FootageRequest) -> list[Target]:
    return list(row.targets.select_related("camera", "request__case__unit").order_by("rank"))


def before(camera: Camera) -> Point:
    """A place that the camera sees well."""
    bearing = radians(camera.bearing_deg or 0)
    north, east = AHEAD_M * cos(bearing), AHEAD_M * sin(bearing)
    return (
        round(camera.lat + north / METRES_PER_DEGREE, 6),
        round(camera.lng + east / METRES_PER_DEGREE / cos(radians(camera.lat)), 6),
    )


def adult_of(target: Target, at: datetime) -> User:
    """Who answers for the camera first."""
    person = adults_of(target, at).first()
    assert person is not None, "every owner of the demo has somebody who answers"
    return person


def answer(target: Target, verdict: str, at: datetime, part: Window | None = None) -> None:
    """On the page."""
    person = adult_of(target, at)
    answers.answer(target=target, person=person, verdict=verdict, means="page", part=part, at=at)


def bring(row: FootageRequest, at: datetime) -> list[Item]:
    """As a worker would: a drawn clip is sealed for each camera that may give it."""
    agreed = [one for one in targets_of(row) if one.state == TargetState.AGREED]
    return [_seal(target, at) for target in agreed]


def _seal(target: Target, at: datetime) -> Item:
    with vault.create() as writer:
        writer.write(clip())
        stored = writer.seal()
    footage = Footage(
        media_type="video/mp4",
        window_start=target.start,
        window_stop=target.stop,
        first_frame_at=target.start,
        last_frame_at=target.start + timedelta(seconds=CLIP_S),
        notes={"demo": "a drawn clip of four seconds stands for the whole window"},
    )
    item = seal(stored=stored, footage=footage, target=target, actor=WORKER, at=at)
    answers.end_target(target=target, then=TargetState.FULFILLED, at=at)
    return item


def look(items: Sequence[Item], officer: User, purpose: str, at: datetime) -> None:
    """Through the one door, as from the officer's page. Not inside a transaction."""
    for item in items:
        visitor = gate.Visitor(officer, f"demo {at:%Y%m%d%H%M}")
        gate.open_item(item=item, visitor=visitor, purpose=purpose, at=at)


@lru_cache(maxsize=1)
def clip() -> bytes:
    """Four seconds of the alley, drawn once for all of the demo's past."""
    alley = next(camera for camera in CAMERAS if camera.kind == "alley")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "clip.mp4"
        draw(alley, path, 1_780_000_000, CLIP_S)
        return path.read_bytes()
