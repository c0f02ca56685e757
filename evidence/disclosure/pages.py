"""Showing evidence: the officer's page of one opened item."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from cameras.registry.masking import polygons_of
from evidence.custody import covers, gate
from evidence.custody.queries import get_viewing
from evidence.findings.queries import analysis_of, findings_for
from evidence.findings.timeline import timeline_of
from portal.lib import clock
from portal.lib.errors import Refused
from portal.people.rights import PersonRequest, policed

from .stills import stills_of

MOST_DIGITS = 9  # of milliseconds: more than eleven days


@never_cache
@require_http_methods(["GET", "HEAD"])
@policed("viewing:watch")
def item(request: PersonRequest, public_id: str) -> HttpResponse:
    """The opened item: player, thumbnails, what the machine found, the facts."""
    at = clock.now()
    viewing = get_viewing(public_id, request.user, at)
    visitor = gate.Visitor(request.user, request.session.session_key or "")
    try:
        gate.check(viewing, visitor, at)
    except Refused as refused:
        if refused.code != "custody.viewing_over":
            raise
        messages.info(request, _("Lượt xem đã hết hạn. Hãy ghi mục đích để mở lại."))
        return redirect("custody:open", viewing.item.public_id)
    shown = viewing.item
    found = findings_for(shown, at)
    masks = covers.masks_of(shown, at)
    stills = stills_of(shown, masks)
    words = {
        "viewing": viewing,
        "item": shown,
        "case": shown.case,
        "start": shown.first_frame_at or shown.window_start,
        "video": reverse("custody:video", args=[public_id]) + _from_here(request.GET.get("t", "")),
        "stills": stills,
        "masks": polygons_of(masks),
        "size": stills[0].size if stills else None,
        "findings": found.for_player() if found else None,
        "timeline": timeline_of(found) if found else None,
        "analysis": None if found else analysis_of(shown),
        "back": request.path,
        "now": at,
    }
    return render(request, "disclosure/item.html", words)


def _from_here(text: str) -> str:
    """`?t=` milliseconds as a media fragment, so that links on the timeline need no script."""
    known = text.isascii() and text.isdecimal() and len(text) <= MOST_DIGITS
    return f"#t={int(text) / 1000:.3f}" if known else ""
