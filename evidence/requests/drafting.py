"""Writing a request before anybody hears of it: the draft, its cameras, the next wider step."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from cameras.coverage.search import Candidate, candidates
from cameras.registry.models import Camera
from evidence.cases.models import Case
from portal.lib.clock import VIETNAM
from portal.lib.errors import Refused
from portal.lib.ids import new_id
from portal.lib.words import clean, clean_lines
from portal.look.once import first_made, save_once
from portal.people.models import User

from . import scope
from .limits import bounds_for
from .models import FootageRequest, RequestWindow, Target
from .place import Mark, Marked, one_camera
from .states import RequestState
from .twins import asked_before, openings, refuse_twin
from .vocabulary import WITH_PAPER, Basis, Urgency
from .windows import Windows, check, hull, lie_within


@dataclass(frozen=True)
class Paper:
    """The document behind a request, where there is one."""

    number: str = ""
    dated: date | None = None
    signer: str = ""


@transaction.atomic
def draft_request(
    *,
    case: Case,
    person: User,
    basis: str,
    paper: Paper,
    purpose: str,
    urgency: str,
    place: Marked,
    windows: Sequence[scope.Window],
    at: datetime,
    public_id: str | None = None,
) -> FootageRequest:
    """Keep what the officer asks for, before cameras are chosen. Nobody is told yet.

    With a `public_id` this person has used before: that draft, with what is different now. Refuses
    a change to what was sent already, and what another request of the case asks for.
    """
    first = first_made(FootageRequest, public_id, requested_by=person)
    if first is not None:  # locked before the case, as where commanders decide
        first = FootageRequest.objects.select_for_update().get(pk=first.pk)
    if not Case.objects.select_for_update().get(pk=case.pk).is_open:
        raise Refused("requests.case_closed")
    scope.check_purpose(clean_lines(purpose))
    paper = _checked_paper(basis, urgency, paper, at)
    bounds = bounds_for(urgency)
    sought = check(windows, bounds, at)
    scope.check_ground(place, bounds)
    if place.mark is Mark.CAMERA:
        place, _found = find(place, sought, case, basis=basis, at=at)
    whole = hull(sought)
    new = FootageRequest(
        public_id=public_id or new_id(),
        case=case,
        basis=basis,
        document=paper.number,
        document_date=paper.dated,
        document_signer=paper.signer,
        purpose=clean_lines(purpose),
        urgency=urgency,
        lat=place.lat,
        lng=place.lng,
        radius_m=place.radius_m,
        shape=place.to_json(),
        window_start=whole.start,
        window_stop=whole.stop,
        requested_by=person,
        created_at=at,
    )
    row = save_once(new, requested_by=person) if first is None else first
    if row is new:
        keep_sought(row, sought)
    else:
        row = _changed(row, new, sought)
    refuse_twin(row, own_drafts=True)
    return row


ANSWERS = (
    *("basis", "document", "document_date", "document_signer", "purpose", "urgency"),
    *("lat", "lng", "radius_m", "shape"),
)
# What changes the list of cameras that may be asked, or the minutes of those that were chosen.
_WHO_AND_WHEN = frozenset((*ANSWERS, "windows")) - {
    *("document", "document_date", "document_signer", "purpose")
}


def keep_sought(row: FootageRequest, windows: Windows) -> None:
    """The windows that the request and its wider steps may ask for, instead of those before."""
    row.sought_windows.all().delete()
    RequestWindow.objects.bulk_create(
        RequestWindow(request=row, start=one.start, stop=one.stop) for one in windows
    )


def _changed(row: FootageRequest, new: FootageRequest, sought: Windows) -> FootageRequest:
    """The draft made before, with what the form that was sent again says differently."""
    differing = {name for name in ANSWERS if getattr(row, name) != getattr(new, name)}
    if row.sought != sought:
        differing.add("windows")
    if not differing and row.case_id == new.case_id:
        return row
    if row.state != RequestState.DRAFT or row.case_id != new.case_id:
        raise Refused("requests.already_sent", request=row.public_id)
    for name in differing - {"windows"}:
        setattr(row, name, getattr(new, name))
    if differing & _WHO_AND_WHEN:
        row.targets.all().delete()
        keep_sought(row, sought)
        row.window_start, row.window_stop = new.window_start, new.window_stop
    row.save()
    return row


def _checked_paper(basis: str, urgency: str, paper: Paper, at: datetime) -> Paper:
    number, signer = clean(paper.number), clean(paper.signer)
    if basis in WITH_PAPER:
        if not number:
            raise Refused("requests.document_missing", field="document")
        if paper.dated is None:
            raise Refused("requests.document_undated", field="document_date")
        if not signer:
            raise Refused("requests.document_unsigned", field="document_signer")
    if paper.dated is not None and paper.dated > at.astimezone(VIETNAM).date():
        raise Refused("requests.document_of_tomorrow", field="document_date")
    if basis == Basis.EMERGENCY and urgency != Urgency.URGENT:
        raise Refused("requests.emergency_is_urgent", field="urgency")
    return Paper(number, paper.dated, signer)


def find(
    place: Marked, windows: Windows, case: Case, *, basis: str, at: datetime
) -> tuple[Marked, list[Candidate]]:
    """The place, one camera's code with its position, and who can have seen it.

    Raises Refused for a camera that is not there, and in the same words for one that police may
    not know or ask: nobody learns what exists by trying.
    """
    if place.mark is Mark.CAMERA:
        row = Camera.objects.filter(public_id=place.camera, unit_id=case.unit_id).first()
        if row is not None:
            place = one_camera(place.camera, row.lat, row.lng)
    found = search(place, windows, case.unit_id, basis=basis, at=at)
    if place.mark is Mark.CAMERA and not found:
        raise Refused("requests.camera_unknown", field="camera")
    return place, found


def search(
    place: Marked, windows: Windows, unit_id: int, *, basis: str, at: datetime
) -> list[Candidate]:
    """Cameras that can have seen the place, best first; of one named camera that one alone."""
    first, *others = windows
    found = candidates(
        place.asked,
        start=first.start,
        stop=first.stop,
        also=[(one.start, one.stop) for one in others],
        unit_id=unit_id,
        needs_ask=basis == Basis.CONSENT,
        at=at,
    )
    if place.mark is Mark.CAMERA:
        return [one for one in found if one.camera.public_id == place.camera]
    return found


@transaction.atomic
def choose_cameras(
    *,
    footage_request: FootageRequest,
    candidates: Sequence[Candidate],
    chosen: Sequence[str],
    windows: Sequence[scope.Window] | None = None,
    at: datetime,
) -> list[Target]:
    """Replace the draft's targets by the `chosen` camera ids, all of which must be candidates: each
    for every window of which its recorder has the first minute and for which it was not asked yet.

    `windows`: the parts of the minutes sought that are asked for now; None: all of them.
    """
    draft = FootageRequest.objects.select_for_update().get(pk=footage_request.pk)
    if draft.state != RequestState.DRAFT:
        raise Refused("requests.wrong_state", state=draft.state)
    offered = {candidate.camera.public_id: candidate for candidate in candidates}
    if not set(chosen) <= offered.keys():
        raise Refused("requests.camera_not_offered", field="cameras")
    scope.check_cameras(len(set(chosen)), bounds_for(draft.urgency))
    sought = draft.sought
    asked = tuple(sorted(windows)) if windows else sought
    if not lie_within(asked, sought):
        raise Refused("requests.window_outside", field="cameras")
    picked = [offered[public_id] for public_id in offered if public_id in set(chosen)]
    open_to = openings(picked, asked, asked_before(draft), at)
    if all(not opening.alive for opening in open_to.values()):
        raise Refused("requests.window_overwritten", field="start")
    if any(opening.alive and not opening.left for opening in open_to.values()):
        raise Refused("requests.camera_asked_already", field="cameras")
    useful = [one for one in picked if open_to[one.camera.public_id].left]
    targets = [
        Target(
            request=draft,
            camera=candidate.camera,
            rank=rank,
            distance_m=candidate.distance_m,
            px_per_m=candidate.px_per_m,
            dies_at=scope.dies_at(window.start, candidate.camera.retention_hours),
            asked_start=window.start,
            asked_stop=window.stop,
        )
        for rank, candidate in enumerate(useful, start=1)
        for window in open_to[candidate.camera.public_id].left
    ]
    whole = hull([target.asked for target in targets])
    draft.window_start, draft.window_stop = whole.start, whole.stop
    draft.save(update_fields=["window_start", "window_stop"])
    draft.targets.all().delete()
    return Target.objects.bulk_create(targets)
