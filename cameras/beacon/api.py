"""What the page's script asks: the true time, and the codes of the next seconds."""

from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from portal.lib.clock import now
from portal.lib.errors import Refused
from portal.lib.words import sentence
from portal.people.rights import PersonRequest, policed, require

from . import draw, payload, services
from .models import Beacon


def _get(public_id: str, request: PersonRequest) -> Beacon:
    row = get_object_or_404(Beacon.objects.select_related("camera"), public_id=public_id)
    require(request.user, "beacon:measure", row, at=now())
    return row


@never_cache
@require_GET
@policed("beacon:measure")
def clock(request: PersonRequest, public_id: str) -> HttpResponse:
    """Read last, so that what took time before does not count."""
    _get(public_id, request)
    return JsonResponse({"now_ms": _milliseconds()})


@never_cache
@require_GET
@policed("beacon:measure")
def codes(request: PersonRequest, public_id: str) -> HttpResponse:
    """Each code: when it comes up, and its modules row by row as one number in hexadecimal."""
    row = _get(public_id, request)
    try:
        found = services.codes_of(beacon=row, at=now())
    except Refused as refused:
        return JsonResponse({"error": sentence(refused)}, status=409)
    answer = {
        "size": draw.MODULES,
        "every_ms": payload.CODE_MS,
        "until_ms": round(row.expires_at.timestamp() * 1000),
        "codes": [[at_ms, _packed(text)] for at_ms, text in found],
    }
    return JsonResponse(answer)


def _packed(text: str) -> str:
    bits = "".join(draw.rows(text))
    return f"{int(bits, 2):0{-(-len(bits) // 4)}x}"


def _milliseconds() -> int:
    return round(now().timestamp() * 1000)
