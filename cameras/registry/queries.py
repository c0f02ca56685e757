"""Who sees which camera: `visible_to` as a list, `can_view` for one, always the same answer."""

from datetime import datetime

from django.db.models import QuerySet

from portal.people.models import User
from portal.people.rights import allowed
from portal.people.roles import MEMBER_ROLES

from .models import Camera, Draft
from .vocabulary import Status


def cameras_of(person: User, at: datetime) -> QuerySet[Camera]:
    """The cameras in use of every organisation the person belongs to now."""
    return visible_to(person, at).filter(status=Status.ACTIVE)


def visible_to(person: User, at: datetime) -> QuerySet[Camera]:
    """Cameras whose page the person may open. Officials find cameras through coverage instead,
    which shows only what their owners agreed to.
    """
    organisations = person.organisations_with(MEMBER_ROLES, at)
    return Camera.objects.filter(owner_id__in=organisations).order_by("-created_at", "pk")


def can_view(person: User, camera: Camera, at: datetime) -> bool:
    return allowed(person, "camera:view", camera, at=at)


def drafts_of(person: User) -> QuerySet[Draft]:
    """Registrations that wait to be finished, the latest first."""
    return Draft.objects.filter(person=person, camera=None).order_by("-changed_at")
