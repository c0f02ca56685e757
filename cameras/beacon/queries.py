"""Which beacons a person sees, and what was measured of a camera's clock."""

from datetime import datetime, timedelta

from django.db.models import QuerySet

from cameras.registry.models import Camera
from portal.people.models import User
from portal.people.rights import allowed
from portal.people.roles import Role

from .models import Beacon
from .vocabulary import State, Told

MEASURERS = (Role.OWNER, Role.CO_OWNER, Role.TECHNICIAN)
A_DAY = timedelta(days=1)


def visible_to(person: User, at: datetime) -> QuerySet[Beacon]:
    organisations = person.organisations_with(MEASURERS, at)
    return Beacon.objects.filter(camera__owner_id__in=organisations)


def can_view(person: User, beacon: Beacon, at: datetime) -> bool:
    return allowed(person, "beacon:measure", beacon, at=at)


def measured_of(camera: Camera) -> QuerySet[Beacon]:
    """What was measured of the recorder that the camera is linked to now, the latest first."""
    link = getattr(camera, "link", None)
    rows = Beacon.objects.filter(camera=camera, state=State.MEASURED)
    url, channel = (link.url, link.channel) if link else ("", 0)
    return rows.filter(recorder_url=url, recorder_channel=channel).order_by("-measured_at")


def begun_lately(person: User, at: datetime) -> int:
    return Beacon.objects.filter(person=person, started_at__gt=at - A_DAY).count()


def earlier_for_drift(beacon: Beacon, told: str) -> QuerySet[Beacon]:
    """Earlier measurements of the same clock, told the same way, the latest first."""
    same = Beacon.objects.filter(
        camera=beacon.camera,
        state=State.MEASURED,
        recorder_url=beacon.recorder_url,
        recorder_channel=beacon.recorder_channel,
        told=told,
    )
    return same.exclude(pk=beacon.pk).exclude(told=Told.DECLARED).order_by("-measured_at")
