"""Cameras that are registered already, as far as whoever brings a list may know of them."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from cameras.registry.models import Camera
from cameras.registry.vocabulary import Status
from portal.people.models import Membership, Organisation, OrganisationKind
from portal.people.roles import Role

from .models import Brought, Whose
from .twins import Spot, Twins

SPEAKING = (Role.OWNER, Role.CO_OWNER)
COMMON = "common"  # who owns a neighbourhood's own cameras, in a board's list


def for_list(whose: Whose) -> Twins[str]:
    """What the preview may name, with each camera's name. A board learns of homes only what its
    own lists brought: whether somebody has registered alone is not the board's to know.
    """
    twins: Twins[str] = Twins()
    owner = whose.organisation or board_of(whose)
    if owner is not None:
        key = owner.pk if whose.organisation else COMMON
        for camera in _in_use([owner.pk]):
            twins.add(_spot(camera, key), camera.name)
    if whose.is_board:
        for spot in _brought(whose):
            twins.add(spot, spot.name)
    return twins


def of_owners(owners: Iterable[int]) -> Twins[Camera]:
    """All cameras in use of these organisations: for the moment of importing."""
    twins: Twins[Camera] = Twins()
    for camera in _in_use(list(owners)):
        twins.add(_spot(camera, camera.owner_id), camera)
    return twins


def board_of(whose: Whose) -> Organisation | None:
    """The organisation that owns the neighbourhood's common cameras, if there is one yet."""
    boards = Organisation.objects.filter(kind=OrganisationKind.BOARD, unit=whose.unit)
    part = whose.neighbourhood
    rows = boards.filter(cameras__neighbourhood=part) if part else boards
    named = boards.filter(name__icontains=part.name) if part else boards
    return rows.order_by("pk").first() or named.order_by("pk").first()


def _in_use(owners: list[int]) -> Iterator[Camera]:
    rows = Camera.objects.filter(owner_id__in=owners, status=Status.ACTIVE)
    return rows.only("owner_id", "lat", "lng", "bearing_deg", "name", "public_id").iterator()


def _spot(camera: Camera, owner: int | str) -> Spot:
    return Spot(owner, camera.lat, camera.lng, camera.bearing_deg, camera.name)


def _brought(whose: Whose) -> Iterator[Spot]:
    """As the board wrote it, under each telephone number of the owners."""
    rows = Brought.objects.filter(
        source__organisation=None,
        source__unit=whose.unit,
        source__neighbourhood=whose.neighbourhood,
        camera__status=Status.ACTIVE,
    ).exclude(written={})
    phones: dict[int, list[str]] = defaultdict(list)
    members = Membership.objects.filter(
        organisation__cameras__brought__in=rows, valid_to=None, role__in=SPEAKING
    )
    pairs = members.exclude(person__phone=None).values_list("organisation_id", "person__phone")
    for organisation, phone in pairs.distinct():
        phones[organisation].append(str(phone))
    for owner, written in rows.values_list("camera__owner_id", "written").iterator():
        for phone in phones.get(owner, ()):
            spot = (written["lat"], written["lng"], written["bearing"], written["name"])
            yield Spot(phone, *spot)
