"""One question is asked once: the same place and minutes twice in a case are one request."""

from collections.abc import Collection

from django.db.models import Q

from portal.lib.errors import Refused

from .models import FootageRequest, Target
from .place import mostly_same
from .scope import Window
from .states import RequestState

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
    )
    place, window = row.place, row.window
    for other in others.exclude(pk=row.pk).order_by("-pk"):
        if other.window.mostly_same(window) and mostly_same(other.place, place):
            raise Refused("requests.duplicate", field="start", request=other.public_id)


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
        .values_list("camera__public_id", "request__window_start", "request__window_stop")
    )
    return [(key, Window(start, stop)) for key, start, stop in rows]


def refuse_asked(row: FootageRequest, window: Window, cameras: Collection[str]) -> None:
    """Raises Refused where one of the cameras was asked for some of these minutes already."""
    if any(key in cameras and window.overlap(span) for key, span in asked_before(row)):
        raise Refused("requests.camera_asked_already", field="cameras")
