"""The same answers for many cameras of one owner, given in one flow by somebody who may sign.

Each camera still gets events of its own: later answers and withdrawals go camera by camera. What
was chosen waits in the person's session until it is sent, so nothing is said before the last page.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Count, Exists, F, OuterRef, QuerySet

from cameras.registry.models import Camera
from cameras.registry.vocabulary import Status
from portal.lib import clock
from portal.lib.errors import Refused
from portal.people.models import Organisation, User

from . import services, texts
from .models import ConsentEvent
from .scopes import PLAIN, Means, Scope

MOST = 1_000  # cameras of one answer: some seconds of the one lock that writers share
ALL, OPEN, SOME, PART = "all", "open", "some", "part:"


@dataclass(frozen=True)
class Group:
    """The owner's cameras as the policy is asked about them."""

    organisation: Organisation
    unit_id: None = None

    @property
    def organisation_id(self) -> int:
        return self.organisation.pk


@dataclass(frozen=True)
class Waiting:
    """What is going to be said, as it lies in the session."""

    cameras: tuple[str, ...]
    since: str
    terms: str = ""
    answers: Mapping[str, bool] = field(default_factory=dict)
    keep_days: int | None = None

    def plain(self) -> dict[str, Any]:
        return {**self.__dict__, "cameras": list(self.cameras), "answers": dict(self.answers)}

    @classmethod
    def of(cls, saved: Mapping[str, Any] | None) -> "Waiting | None":
        return cls(**{**saved, "cameras": tuple(saved["cameras"])}) if saved else None

    @property
    def yes(self) -> frozenset[Scope]:
        return frozenset(scope for scope in PLAIN if self.answers.get(scope))


def cameras_of(owner: Organisation) -> QuerySet[Camera]:
    """In use, by name."""
    rows = Camera.objects.filter(owner=owner, status=Status.ACTIVE)
    return rows.select_related("unit", "neighbourhood").order_by("name", "pk")


def unanswered(owner: Organisation, person: User) -> QuerySet[Camera]:
    """Those about which this person has said nothing yet."""
    said = ConsentEvent.objects.filter(camera=OuterRef("pk"), person=person)
    return cameras_of(owner).filter(~Exists(said))


def parts_of(owner: Organisation) -> list[tuple[str, str, int]]:
    """Neighbourhoods with cameras of this owner: public id, name, how many."""
    rows = cameras_of(owner).exclude(neighbourhood=None).order_by()
    counted = rows.values_list("neighbourhood__public_id", "neighbourhood__name")
    found = counted.annotate(number=Count("pk")).order_by(F("neighbourhood__folded"))
    return [(part, name, number) for part, name, number in found]


def choose(
    owner: Organisation, person: User, which: str, picked: Sequence[str], at: datetime
) -> Waiting:
    """The cameras meant. Refused for none of them, and for more than one answer may hold."""
    rows = cameras_of(owner)
    if which == OPEN:
        rows = unanswered(owner, person)[:MOST]
    elif which.startswith(PART):
        rows = rows.filter(neighbourhood__public_id=which.removeprefix(PART))
    elif which == SOME:
        rows = rows.filter(public_id__in=picked)
    keys = tuple(rows.values_list("public_id", flat=True)[: MOST + 1])
    if not keys:
        raise Refused("consent.no_camera_chosen", field="cameras" if which == SOME else "which")
    if len(keys) > MOST:
        raise Refused("consent.too_many_at_once", field="which", most=MOST)
    return Waiting(keys, clock.to_text(at))


def answer(owner: Organisation, *, person: User, waiting: Waiting, at: datetime) -> ConsentEvent:
    """Say it, for all of the cameras or none; one of the events stands for the whole.

    Sent a second time, also at once, it is not said again.
    """
    terms = texts.marked(waiting.terms)
    if terms is None:
        raise Refused("consent.terms_changed")
    with transaction.atomic():
        rows = list(cameras_of(owner).filter(public_id__in=waiting.cameras).order_by("pk"))
        if len(rows) != len(waiting.cameras):
            raise Refused("consent.cameras_changed")
        services.lock(rows, at)
        if (before := _said_already(rows, person, waiting)) is not None:
            return before
        said = [
            services.Said(
                camera=row,
                person=person,
                yes=waiting.yes,
                no=PLAIN - waiting.yes,
                keep_days=waiting.keep_days,
            )
            for row in rows
        ]
        services.answer_many(said, terms=terms, means=Means.WEB, actor=person, at=at)
        return _events(rows, person).latest("pk")


def _events(rows: Sequence[Camera], person: User) -> QuerySet[ConsentEvent]:
    return ConsentEvent.objects.filter(camera__in=rows, person=person)


def _said_already(rows: Sequence[Camera], person: User, waiting: Waiting) -> ConsentEvent | None:
    events = _events(rows, person).filter(at__gte=clock.from_text(waiting.since))
    if events.values("camera").distinct().count() < len(rows):
        return None
    return events.latest("pk")


def told_with(event: ConsentEvent) -> QuerySet[ConsentEvent]:
    """Every event of the same answer: one person, one owner, one instant."""
    rows = ConsentEvent.objects.filter(
        person=event.person, at=event.at, camera__owner=event.camera.owner_id
    )
    return rows.select_related("camera").order_by("camera__name", "pk")
