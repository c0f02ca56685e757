"""Which complaints somebody sees, and who is told of one."""

from datetime import datetime

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When

from cameras.registry.models import Camera
from portal.lib.digest import sha256
from portal.people.models import User
from portal.people.roles import Role

from .models import Complaint
from .states import State

SPEAKING = (Role.OWNER, Role.CO_OWNER, Role.SIGNATORY)
DESK = (Role.COMMITTEE, Role.BOARD)


def visible_to(person: User, at: datetime) -> QuerySet[Complaint]:
    """About cameras of one's own, or in a unit whose desk one is at."""
    units = person.units_with(Role.COMMITTEE, at) | person.units_with(Role.BOARD, at)
    owned = person.organisations_with(SPEAKING, at)
    return Complaint.objects.filter(Q(camera__unit__in=units) | Q(camera__owner__in=owned))


def desk_queue(person: User, at: datetime) -> QuerySet[Complaint]:
    """Of the desk's units: what is open first, the one due soonest on top."""
    units = person.units_with(Role.COMMITTEE, at) | person.units_with(Role.BOARD, at)
    waits = Case(
        When(state=State.OPEN, then=Value(0)), default=Value(1), output_field=IntegerField()
    )
    rows = Complaint.objects.filter(camera__unit__in=units).annotate(rank=waits)
    return rows.select_related("camera__unit", "camera__neighbourhood").order_by(
        "rank", "due_at", "pk"
    )


def about(camera: Camera) -> QuerySet[Complaint]:
    return Complaint.objects.filter(camera=camera).order_by("-created_at")


def by_token(token: str) -> Complaint | None:
    rows = Complaint.objects.select_related("camera__unit")
    return rows.filter(token_sha256=sha256(token.encode()).hex()).first()


def people_of(camera: Camera, at: datetime) -> QuerySet[User]:
    """Who speaks for the camera."""
    return (
        User.objects.filter(
            Q(memberships__valid_to=None) | Q(memberships__valid_to__gt=at),
            is_active=True,
            memberships__organisation_id=camera.owner_id,
            memberships__role__in=SPEAKING,
            memberships__valid_from__lte=at,
        )
        .distinct()
        .order_by("pk")
    )


def desk_of(camera: Camera, at: datetime) -> QuerySet[User]:
    """The unit's committee, and the board of the camera's neighbourhood where that is known."""
    boards = Q(offices__role=Role.BOARD, offices__neighbourhood=camera.neighbourhood_id)
    named = Q(offices__role=Role.COMMITTEE)
    return (
        User.objects.filter(
            named | boards if camera.neighbourhood_id else named,
            Q(offices__valid_to=None) | Q(offices__valid_to__gt=at),
            is_active=True,
            offices__unit_id=camera.unit_id,
            offices__valid_from__lte=at,
        )
        .distinct()
        .order_by("pk")
    )
