"""What would happen if this account were erased now: read for the check page and for doing it."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from cameras.registry.models import Camera
from evidence.custody.kept_back import kept_back
from evidence.custody.models import Item
from evidence.custody.personal import kept_footage
from portal.people.models import Membership, Organisation, User
from portal.people.personal import PRIVATE, others_who_speak


@dataclass(frozen=True)
class Leaving:
    """One organisation that is left, and who stays in it."""

    organisation: Organisation
    memberships: tuple[Membership, ...]
    stays: User | None  # the first of those who still speak for it
    cameras: tuple[Camera, ...]  # that go because nobody is left to consent or withdraw
    kept: tuple[Item, ...]  # footage from these cameras that cases hold

    @property
    def closes(self) -> bool:
        return self.stays is None and self.organisation.kind in PRIVATE

    @property
    def held_cameras(self) -> frozenset[int]:
        """Keys of cameras whose name and place stay beside their footage."""
        return frozenset(item.target.camera_id for item in self.kept if item.target)


@dataclass(frozen=True)
class Plan:
    leavings: tuple[Leaving, ...]
    was_official: bool
    untold: frozenset[int] = frozenset()  # keys of targets that a delay keeps from this person

    @property
    def cameras(self) -> list[Camera]:
        return [camera for leaving in self.leavings for camera in leaving.cameras]

    @property
    def cameras_in_use(self) -> list[Camera]:
        return [camera for camera in self.cameras if camera.is_active]

    @property
    def kept(self) -> list[Item]:
        return [item for leaving in self.leavings for item in leaving.kept]

    @property
    def kept_and_told(self) -> list[Item]:
        """As the person may know it today."""
        return [item for item in self.kept if item.target_id not in self.untold]


def in_office(person: User, at: datetime) -> bool:
    """Holds an office, or one that has been given from a later day on."""
    return person.offices.filter(Q(valid_to=None) | Q(valid_to__gt=at)).exists()


def plan_for(person: User, at: datetime) -> Plan:
    """Somebody with two roles in one organisation leaves it once."""
    holding = person.memberships.filter(Q(valid_to=None) | Q(valid_to__gt=at))
    by_organisation: dict[int, list[Membership]] = {}
    for membership in holding.select_related("organisation").order_by("pk"):
        by_organisation.setdefault(membership.organisation_id, []).append(membership)
    leavings = tuple(_leaving(tuple(ms), person, at) for ms in by_organisation.values())
    cameras = [camera for leaving in leavings for camera in leaving.cameras]
    return Plan(leavings, person.offices.exists(), kept_back(cameras, at).hidden)


def _leaving(memberships: tuple[Membership, ...], person: User, at: datetime) -> Leaving:
    organisation = memberships[0].organisation
    stays = others_who_speak(organisation, person, at).first()
    if stays is not None or organisation.kind not in PRIVATE:
        return Leaving(organisation, memberships, stays, (), ())
    cameras = tuple(Camera.objects.filter(owner=organisation).order_by("pk"))
    return Leaving(organisation, memberships, None, cameras, tuple(kept_footage(cameras)))
