"""Reading requests: what is on whose desk."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db.models import (
    BooleanField,
    Count,
    Exists,
    ExpressionWrapper,
    Min,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
)
from django.shortcuts import get_object_or_404

from evidence.cases.queries import visible_to
from portal.lib.digest import sha256
from portal.people.models import User
from portal.people.rights import require
from portal.people.roles import Role

from .models import Approval, FootageRequest, Invitation, Target
from .states import RequestState, TargetState
from .vocabulary import Basis

ANSWERING = (Role.OWNER, Role.CO_OWNER, Role.SIGNATORY)
MEMBERS = (*ANSWERING, Role.TECHNICIAN)
OPEN_TARGETS = (TargetState.WAITING, TargetState.AGREED)


def get_request(public_id: str, person: User, action: str, at: datetime) -> FootageRequest:
    """The request with its targets, and the right to it; a stranger gets 404."""
    row = get_object_or_404(with_targets(FootageRequest.objects.all()), public_id=public_id)
    require(person, action, row, at=at)
    return row


def approvers(footage_request: FootageRequest, at: datetime) -> QuerySet[User]:
    """Commanders of the case's unit, except the person who asks."""
    commanders = in_office(Role.COMMANDER, footage_request.case.unit_id, at)
    return commanders.exclude(pk=footage_request.requested_by_id)


def in_office(role: Role, unit_id: int, at: datetime) -> QuerySet[User]:
    """Who holds this office in the unit at that instant."""
    return User.objects.filter(
        Q(offices__valid_to=None) | Q(offices__valid_to__gt=at),
        offices__role=role,
        offices__unit_id=unit_id,
        offices__valid_from__lte=at,
    ).distinct()


def adults_of(target: Target, at: datetime) -> QuerySet[User]:
    """Who may answer for the camera: owners, co-owners, a business's signatory."""
    return members_of(target, at, ANSWERING)


def members_of(target: Target, at: datetime, roles: Sequence[Role] = MEMBERS) -> QuerySet[User]:
    """Who belongs to the owner's household or business in one of these roles at that instant."""
    return (
        User.objects.filter(
            Q(memberships__valid_to=None) | Q(memberships__valid_to__gt=at),
            is_active=True,
            memberships__organisation_id=target.camera.owner_id,
            memberships__role__in=roles,
            memberships__valid_from__lte=at,
        )
        .distinct()
        .order_by("pk")
    )


def speaks_for(target: Target, person: User, at: datetime) -> bool:
    """Whether this person may answer; who may only deliver does not."""
    return adults_of(target, at).filter(pk=person.pk).exists()


def waiting_for_approval(person: User, at: datetime) -> QuerySet[FootageRequest]:
    """What a commander has to decide and has not, the footage that dies first on top."""
    return (
        FootageRequest.objects.filter(
            state=RequestState.SUBMITTED,
            case__unit_id__in=person.units_with(Role.COMMANDER, at),
        )
        .exclude(requested_by=person)
        .exclude(approvals__person=person)
        .select_related("case__unit", "requested_by")
        .prefetch_related(_said())
        .annotate(
            cameras=Count("targets__camera", distinct=True),
            spans=Count("targets__asked_start", distinct=True),
            dies_first=Min("targets__dies_at"),
        )
        .order_by("dies_first")
    )


def dying(person: User, at: datetime) -> QuerySet[FootageRequest]:
    """What police of the person's units still wait for and recorders will overwrite, over all open
    cases, what dies first on top; `left` cameras of each. By what police may know: where owners
    are asked a camera leaves when its footage is here or the deadline has passed, and never before.
    """
    asked = Q(basis=Basis.CONSENT, deadline__gt=at) & ~Q(targets__state=TargetState.FULFILLED)
    taken = ~Q(basis=Basis.CONSENT) & Q(targets__state=TargetState.AGREED)
    open_now = (
        Q(state=RequestState.DRAFT, requested_by=person)
        | Q(state=RequestState.SUBMITTED)
        | Q(state=RequestState.APPROVED) & (asked | taken)
    )
    alive = open_now & Q(targets__dies_at__gt=at)
    return (
        FootageRequest.objects.filter(case__in=visible_to(person, at), case__closed_at=None)
        .annotate(
            dies_first=Min("targets__dies_at", filter=alive),
            left=Count("targets__camera", filter=alive, distinct=True),
            spans=Count("targets__asked_start", filter=alive, distinct=True),
        )
        .filter(left__gt=0)
        .select_related("case__unit")
        .order_by("dies_first", "pk")
    )


def targets_for_owner(person: User, at: datetime) -> QuerySet[Target]:
    """Every time the owner of one of the person's cameras was asked or told: first what waits."""
    owned = person.organisations_with(ANSWERING, at)
    return (
        Target.objects.filter(camera__owner_id__in=owned)
        .exclude(told_at=None)  # not approved yet, or withdrawn before anybody was asked
        .select_related(
            "camera__owner",
            "request__case__unit",
            "request__requested_by",
        )
        .alias(waits=ExpressionWrapper(Q(state=TargetState.WAITING), BooleanField()))
        .order_by("-waits", "-told_at", "-pk")
    )


def questions_for_owner(person: User, at: datetime) -> QuerySet[Target]:
    """The same, but one line for all windows of a camera in one request: the first of them."""
    same = Target.objects.filter(
        request=OuterRef("request"), camera=OuterRef("camera"), told_at__isnull=False
    )
    waits = Exists(same.filter(state=TargetState.WAITING))
    first = Subquery(same.order_by("asked_start", "pk").values("pk")[:1])
    rows = targets_for_owner(person, at).filter(pk=first).alias(waits=waits)
    return rows.order_by("-waits", "-told_at", "-pk")


def targets_by_camera(targets: Iterable[Target]) -> dict[int, list[Target]]:
    """The windows of each camera together, by its key, in the order given."""
    found: dict[int, list[Target]] = {}
    for target in targets:
        found.setdefault(target.camera_id, []).append(target)
    return found


def windows_of(targets: Iterable[Target]) -> dict[tuple[int, int], list[Target]]:
    """By request and camera, all windows of these that the owner was told of, in order."""
    wanted = {(target.request_id, target.camera_id) for target in targets}
    rows = (
        Target.objects.filter(
            request_id__in={request for request, _camera in wanted},
            camera_id__in={camera for _request, camera in wanted},
            told_at__isnull=False,
        )
        .select_related(
            "camera__owner", "camera__link", "request__case__unit", "request__requested_by", "job"
        )
        .order_by("asked_start", "pk")
    )
    found: dict[tuple[int, int], list[Target]] = {key: [] for key in wanted}
    for row in rows:
        if (key := (row.request_id, row.camera_id)) in found:
            found[key].append(row)
    return found


def part_of(lead: Target, public_id: str) -> Target:
    """Of the windows that a link leads to the one that is named; the link's own where none is."""
    windows = windows_of([lead])[lead.request_id, lead.camera_id]
    return next((one for one in windows if one.public_id == public_id), lead)


def with_targets(rows: QuerySet[FootageRequest]) -> QuerySet[FootageRequest]:
    """Requests with their targets and cameras in a fixed number of queries."""
    # What the rooms above hang on a target (its job, its items) is named by string only.
    targets = (
        Target.objects.select_related("camera__link", "job", "hold")
        .prefetch_related("items")
        .order_by("rank", "asked_start")
    )
    return rows.select_related(
        "case__unit", "requested_by", "decided_by", "not_found__person", "widens__not_found"
    ).prefetch_related(Prefetch("targets", queryset=targets), "sought_windows", _said())


def _said() -> "Prefetch[str]":
    return Prefetch("approvals", queryset=Approval.objects.select_related("person"))


def invitation_for(token: str, at: datetime) -> Invitation | None:
    """The invitation behind an answer link, or None: also when its holder no longer speaks for the
    camera. Only the token's hash is stored.
    """
    found = (
        Invitation.objects.filter(token_sha256=sha256(token.encode()).hex())
        .select_related(
            "person",
            "target__camera__owner",
            "target__request__case__unit",
            "target__request__requested_by",
        )
        .first()
    )
    if found is None:
        return None
    roles = ANSWERING if found.handed_on_by_id is None else MEMBERS
    if not members_of(found.target, at, roles).filter(pk=found.person_id).exists():
        return None
    return found


def overdue(at: datetime) -> QuerySet[Target]:
    return Target.objects.filter(state=TargetState.WAITING, request__deadline__lte=at)
