"""A person's own data in this package: what is held, and what goes with a camera."""

from datetime import datetime

from django.db import transaction

from cameras.registry.models import Camera
from portal.files import vault
from portal.lib.clock import to_text
from portal.people.models import User

from .models import Beacon
from .vocabulary import State

Rows = list[dict[str, object]]


def held(person: User) -> dict[str, Rows]:
    rows = Beacon.objects.filter(person=person).select_related("camera").order_by("-started_at")
    return {
        "clock_measurements": [
            {
                "camera": row.camera.public_id,
                "started_at": to_text(row.started_at),
                "state": row.state,
                "means": row.means,
                "offset_ms": row.offset_ms,
                "error_ms": row.error_ms,
                "picture_kept": row.picture_id is not None,
            }
            for row in rows
        ]
    }


def forget_views(camera: Camera, *, at: datetime) -> int:
    """The pictures of what the camera sees, the recordings not read yet, and where its recorder is.
    The figures stay: footage in cases is dated by them. Returns how many pictures went.
    """
    assert transaction.get_connection().in_atomic_block
    gone = 0
    for row in Beacon.objects.filter(camera=camera).select_related("picture", "upload"):
        for stored in (row.picture, row.upload):
            if stored is not None and stored.destroyed_at is None:
                vault.destroy(stored, at=at)
                gone += stored == row.picture
    alive = Beacon.objects.filter(camera=camera).exclude(state__in=(State.MEASURED, State.FAILED))
    alive.update(state=State.FAILED, reason="changed", token="", lease_until=None, finished_at=at)
    Beacon.objects.filter(camera=camera).update(recorder_url="", recorder_channel=0)
    return gone
