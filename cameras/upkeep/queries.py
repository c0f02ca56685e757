"""What waits on the ground, and who is asked about a camera."""

from collections.abc import Collection, Iterable
from datetime import datetime

from django.db.models import Case, F, IntegerField, Q, QuerySet, Value, When

from cameras.registry.models import Camera
from cameras.registry.vocabulary import Status, Verification
from portal.lib.digest import sha256
from portal.people.models import Membership, User
from portal.people.roles import MEMBER_ROLES, Role

from .duplicates import Spot, twins_of
from .models import Question
from .rights import SPEAKING


def waiting_for(person: User, at: datetime) -> QuerySet[Camera]:
    """Cameras that this board verifies: of its unit, not one's own; its own neighbourhood first,
    then what lies in none, then the neighbours', each the longest waiting first.
    """
    boards = [office for office in person.offices_at(at) if office.role == Role.BOARD]
    own = person.organisations_with(MEMBER_ROLES, at)
    parts = [office.neighbourhood_id for office in boards if office.neighbourhood_id]
    near = Case(
        When(neighbourhood__in=parts, then=Value(0)),
        When(neighbourhood=None, then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
    rows = Camera.objects.filter(
        unit__in=[office.unit_id for office in boards],
        status=Status.ACTIVE,
        verification=Verification.WAITING,
    ).exclude(owner__in=own)
    return (
        rows.annotate(nearness=near)
        .select_related("unit", "neighbourhood")
        .order_by("nearness", "created_at", "pk")
    )


def twins(cameras: Iterable[Camera]) -> dict[int, list[Camera]]:
    """For each, cameras in use that may be the same one; one query for all."""
    asked = list(cameras)
    owners = {camera.owner_id for camera in asked}
    known = list(Camera.objects.filter(owner__in=owners, status=Status.ACTIVE).order_by("pk"))
    by_key = {camera.pk: camera for camera in known}
    by_owner: dict[int, list[Spot]] = {}
    for camera in known:
        by_owner.setdefault(camera.owner_id, []).append(_spot(camera))
    return {
        camera.pk: [
            by_key[key] for key in twins_of(_spot(camera), by_owner.get(camera.owner_id, ()))
        ]
        for camera in asked
    }


def _spot(camera: Camera) -> Spot:
    return Spot(camera.pk, camera.owner_id, camera.lat, camera.lng, camera.bearing_deg)


def people_of(owner_id: int, at: datetime) -> QuerySet[User]:
    """Who speaks for the cameras of an organisation."""
    return (
        User.objects.filter(
            Q(memberships__valid_to=None) | Q(memberships__valid_to__gt=at),
            is_active=True,
            memberships__organisation_id=owner_id,
            memberships__role__in=SPEAKING,
            memberships__valid_from__lte=at,
        )
        .distinct()
        .order_by("pk")
    )


def people_of_many(owners: Collection[int], at: datetime) -> dict[int, list[User]]:
    """`people_of` for many organisations in one query."""
    found: dict[int, list[User]] = {owner: [] for owner in owners}
    speaking = Membership.objects.filter(
        Q(valid_to=None) | Q(valid_to__gt=at),
        person__is_active=True,
        organisation__in=owners,
        role__in=SPEAKING,
        valid_from__lte=at,
    )
    for one in speaking.select_related("person").order_by("person_id"):
        if one.person not in found[one.organisation_id]:
            found[one.organisation_id].append(one.person)
    return found


def question_for(token: str, at: datetime) -> Question | None:
    """The question of a personal link, as long as its person speaks for the camera."""
    rows = Question.objects.select_related("camera__owner", "camera__unit", "person")
    row = rows.filter(token_sha256=sha256(token.encode()).hex()).first()
    if row is None or not row.person.is_active:
        return None
    holds = row.camera.owner_id in row.person.organisations_with(SPEAKING, at)
    return row if holds else None


def due_before(limit: datetime) -> QuerySet[Camera]:
    """Cameras in use about which nobody said anything since then, and nobody was asked yet."""
    silent = Q(affirmed_at=None, created_at__lte=limit) | Q(affirmed_at__lte=limit)
    rows = Camera.objects.filter(silent, status=Status.ACTIVE, asked_again_at=None)
    return rows.order_by(F("affirmed_at").asc(nulls_first=True), "created_at", "pk")
