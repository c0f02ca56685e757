"""A request brought as far as a test needs it, through the services."""

from datetime import datetime, timedelta
from typing import Any

from cameras.coverage.search import Candidate
from cameras.registry.models import Camera
from evidence.cases.models import Case
from evidence.cases.services import open_case
from evidence.requests import services
from evidence.requests.drafting import search
from evidence.requests.models import FootageRequest, Target
from evidence.requests.place import spot
from evidence.requests.scope import Window
from tests.cast import PLACE, Cast

HOUR = timedelta(hours=1)


def a_case(cast: Cast, at: datetime) -> Case:
    return open_case(
        person=cast.officer,
        unit=cast.ward,
        kind="theft",
        title="Mất xe trước cổng chợ",
        summary="",
        happened_at=at - HOUR,
        lat=PLACE[0],
        lng=PLACE[1],
        at=at,
    )


def a_draft(cast: Cast, at: datetime, **changes: object) -> FootageRequest:
    """With `lat`, `lng`, `radius_m` or a whole `place`; with `document` or a whole `paper`; with a
    `window` or several `windows`.
    """
    facts: dict[str, Any] = {
        "person": cast.officer,
        "basis": "consent",
        "purpose": "Tìm người lấy xe lúc bảy giờ sáng",
        "urgency": "normal",
        "at": at,
        **changes,
    }
    usual = Window(at - HOUR, at - HOUR + timedelta(minutes=5))
    facts.setdefault("windows", (facts.pop("window", usual),))
    if "case" not in facts:
        facts["case"] = a_case(cast, at)
    number = facts.pop("document", "")
    paper = services.Paper(number, at.date(), "Trưởng Công an phường") if number else None
    facts.setdefault("paper", paper or services.Paper())
    lat, lng = facts.pop("lat", PLACE[0]), facts.pop("lng", PLACE[1])
    facts.setdefault("place", spot(lat, lng, facts.pop("radius_m", 60)))
    return services.draft_request(**facts)


def candidates_of(draft: FootageRequest, at: datetime) -> list[Candidate]:
    return search(draft.place, draft.sought, draft.case.unit_id, basis=draft.basis, at=at)


def choose(draft: FootageRequest, at: datetime, *cameras: Camera) -> list[Target]:
    return services.choose_cameras(
        footage_request=draft,
        candidates=candidates_of(draft, at),
        chosen=[camera.public_id for camera in cameras],
        at=at,
    )


def submitted(cast: Cast, at: datetime, *cameras: Camera, **changes: object) -> FootageRequest:
    draft = a_draft(cast, at, **changes)
    choose(draft, at, *(cameras or (cast.camera(),)))
    return services.submit(footage_request=draft, person=cast.officer, at=at)


def approved(cast: Cast, at: datetime, *cameras: Camera, **changes: object) -> FootageRequest:
    row = submitted(cast, at, *cameras, **changes)
    return services.approve(footage_request=row, person=cast.commander, reason="", at=at)
