"""One question is asked once: the same place and minutes twice in a case are one request."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from cameras.coverage.search import Candidate
from portal.lib.errors import Refused

from .models import FootageRequest, Target
from .place import mostly_same as same_place
from .scope import Window, dies_at
from .states import RequestState
from .windows import Windows, mostly_same, named, shared

LIVE = (RequestState.SUBMITTED, RequestState.APPROVED)


def refuse_twin(row: FootageRequest, *, own_drafts: bool = False) -> None:
    """Raises Refused where another request of the case asks for mostly the same.

    Not where it was in vain: then this one may ask more. Lock the case's row before.
    """
    stands = Q(state__in=LIVE)
    if own_drafts:
        stands |= Q(state=RequestState.DRAFT, requested_by_id=row.requested_by_id)
    others = FootageRequest.objects.filter(
        stands, case_id=row.case_id, basis=row.basis, not_found=None
    ).prefetch_related("targets", "sought_windows")
    place, mine = row.place, row.windows
    for other in others.exclude(pk=row.pk).order_by("-pk"):
        theirs = other.windows
        if mostly_same(mine, theirs) and same_place(other.place, place):
            number = next(n for n, one in enumerate(mine, start=1) if shared([one], theirs))
            field = named("start", number)
            raise Refused("requests.duplicate", field=field, request=other.public_id)


def asked_before(row: FootageRequest) -> list[tuple[str, Window]]:
    """Cameras (by public id) and minutes that other requests of the case asked for, on this basis.

    Whether they brought anything is not told: nobody is asked twice for the same minutes.
    """
    rows = (
        Target.objects.filter(
            request__case_id=row.case_id, request__basis=row.basis, request__state__in=LIVE
        )
        .exclude(request_id=row.pk)
        .order_by("pk")
        .values_list("camera__public_id", "asked_start", "asked_stop")
    )
    return [(key, Window(start, stop)) for key, start, stop in rows]


@dataclass(frozen=True)
class Opening:
    """Of some windows those that one camera can be asked for."""

    alive: Windows  # its recorder still has the first minute
    left: Windows  # of these, those of which nothing was asked for before


def openings(
    found: Iterable[Candidate],
    windows: Windows,
    asked: Collection[tuple[str, Window]],
    at: datetime,
) -> dict[str, Opening]:
    """By the cameras' public ids. `asked`: as `asked_before` gives it."""
    opened = {}
    for one in found:
        key, keeps = one.camera.public_id, one.camera.retention_hours
        alive = tuple(window for window in windows if dies_at(window.start, keeps) > at)
        before = [span for camera, span in asked if camera == key]
        left = tuple(window for window in alive if not shared([window], before))
        opened[key] = Opening(alive, left)
    return opened
