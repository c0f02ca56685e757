"""Count the map anew from the rows that decide: cameras, and what their owners allow."""

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from cameras.consent.models import CurrentConsent
from cameras.registry import counts
from cameras.registry.models import Camera, TileCount


@transaction.atomic
def rebuild() -> tuple[int, int]:
    """(cameras whose mark was wrong, rows of counts). With no fault anywhere the first is 0."""
    allowed = Exists(CurrentConsent.objects.filter(camera=OuterRef("pk"), map=True))
    wrong = Camera.objects.filter(Q(on_map=True) & ~allowed).update(on_map=False)
    wrong += Camera.objects.filter(Q(on_map=False) & allowed).update(on_map=True)
    return wrong, counts.rebuild()


def differences() -> int:
    """How many rows of counts are not what a recount says; rows of nothing do not matter."""
    kept = {_of(row) for row in TileCount.objects.exclude(total=0, on_map=0).iterator()}
    return len(kept ^ {_of(row) for row in counts.recounted()})


def _of(row: TileCount) -> tuple[object, ...]:
    return (row.unit_id, row.level, row.key, row.ownership, row.total, row.on_map)
