"""Covering parts of a camera's picture, and asking what is covered."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction

from portal.ledger import write
from portal.ledger.kinds import Kind
from portal.lib.errors import Refused
from portal.people.models import User

from . import masks
from .models import Camera, Mask

MOST_MASKS = 12


def draw(
    camera: Camera, *, points: Sequence[Sequence[int]], reason: str, actor: User, at: datetime
) -> Mask:
    """Cover this polygon from now on."""
    corners = masks.checked(points)
    with transaction.atomic():
        if not Camera.objects.select_for_update().get(pk=camera.pk).is_active:
            raise Refused("registry.camera_removed")
        if Mask.objects.filter(camera=camera, ended_at=None).count() >= MOST_MASKS:
            raise Refused("registry.masks_enough", most=MOST_MASKS)
        row = Mask.objects.create(
            camera=camera,
            points=[list(corner) for corner in corners],
            reason=reason,
            drawn_by=actor.subject,
            created_at=at,
        )
        draft = write.Draft(
            Kind.MASK_DRAWN, (camera.subject,), {"mask": row.public_id, "reason": str(reason)}
        )
        write.append(draft, actor=actor.subject, at=at)
    return row


def end(mask: Mask, *, actor: User, at: datetime) -> None:
    """Uncover it for what is recorded from now on."""
    with transaction.atomic():
        ended = Mask.objects.filter(pk=mask.pk, ended_at=None).update(ended_at=at)
        if not ended:
            raise Refused("registry.mask_ended")
        draft = write.Draft(Kind.MASK_ENDED, (mask.camera.subject,), {"mask": mask.public_id})
        write.append(draft, actor=actor.subject, at=at)


def covering(
    camera: Camera, *, first: datetime | None, last: datetime | None, at: datetime
) -> list[Mask]:
    """The masks over a recording of [first, last] wherever it is shown at `at`."""
    return [
        row
        for row in Mask.objects.filter(camera=camera).order_by("pk")
        if masks.to_cover(_zone(row), first, last, at)
    ]


def polygons_of(rows: Iterable[Mask]) -> list[masks.Polygon]:
    """Each polygon once."""
    return list(dict.fromkeys(_zone(row).points for row in rows))


def _zone(row: Mask) -> masks.Zone:
    return masks.Zone(tuple((x, y) for x, y in row.points), row.created_at, row.ended_at)
