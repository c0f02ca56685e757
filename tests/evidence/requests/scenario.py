"""A request brought as far as a test needs it, through the services."""

from datetime import datetime, timedelta

from cameras.coverage.search import Candidate, Place, candidates
from cameras.registry.models import Camera
from evidence.cases.models import Case
from evidence.cases.services import open_case
from evidence.requests import services
from evidence.requests.models import FootageRequest, Target
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
    facts: dict[str, object] = {
        "case": a_case(cast, at),
        "person": cast.officer,
        "basis": "consent",
        "document": "",
        "purpose": "Tìm người lấy xe lúc bảy giờ sáng",
        "urgency": "normal",
        "lat": PLACE[0],
        "lng": PLACE[1],
        "radius_m": 60,
        "window": Window(at - HOUR, at - HOUR + timedelta(minutes=5)),
        "at": at,
    }
    return services.draft_request(**{**facts, **changes})  # type: ignore[arg-type]


def candidates_of(draft: FootageRequest, at: datetime) -> list[Candidate]:
    return candidates(
        Place(draft.lat, draft.lng, draft.radius_m),
        start=draft.window_start,
        stop=draft.window_stop,
        unit_id=draft.case.unit_id,
        needs_ask=draft.basis == "consent",
        at=at,
    )


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
