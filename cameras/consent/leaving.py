"""Whoever left a household by themself no longer stands in its way.

Leaving is known on a lower floor, as a membership that its own holder ended; here it becomes an
event like any other, in the order of recording. Until it is written, the 'no' binds. It binds for
good when anybody else ended a part of this person there, or nobody wrote down who did: an owner
must not get round a 'no' by removing whoever said it.
"""

from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from cameras.registry.models import Camera
from portal.people.models import Membership, User

from .models import ConsentEvent
from .scopes import Means, Scope, Verb
from .services import BATCH, lock, record

ACTOR = "system:consent"


def let_go(at: datetime) -> int:
    """Write an event for each camera and each person who left it with a 'no'; how many."""
    written = 0
    while keys := set(_standing_nos(at).values_list("camera_id", flat=True)[:BATCH]):
        cameras = list(Camera.objects.filter(pk__in=keys).order_by("pk"))
        with transaction.atomic():
            lock(cameras, at)
            pairs = set(
                _standing_nos(at).filter(camera__in=cameras).values_list("camera_id", "person_id")
            )
            people = User.objects.in_bulk({person for _, person in pairs})
            by_key = {camera.pk: camera for camera in cameras}
            events = [_left(by_key[camera], people[person], at) for camera, person in sorted(pairs)]
            record(events, actor=ACTOR, at=at)
        written += len(events)
    return written


def _standing_nos(at: datetime) -> QuerySet[ConsentEvent]:
    """What was refused or withdrawn by people who have left by themselves since."""
    terms = Membership.objects.filter(
        organisation=OuterRef("camera__owner"), person=OuterRef("person")
    )
    holding = terms.filter(Q(valid_to=None) | Q(valid_to__gt=at))
    by_another = terms.exclude(ended_by=OuterRef("person"))
    written = ConsentEvent.objects.filter(
        camera=OuterRef("camera"),
        person=OuterRef("person"),
        verb=Verb.LEAVE,
        pk__gt=OuterRef("pk"),
    )
    return ConsentEvent.objects.filter(
        Exists(terms),
        ~Exists(holding),
        ~Exists(by_another),
        ~Exists(written),
        verb__in=(Verb.REFUSE, Verb.WITHDRAW),
    )


def _left(camera: Camera, person: User, at: datetime) -> ConsentEvent:
    """No text was shown for this one: leaving is what was done."""
    return ConsentEvent(
        camera=camera,
        person=person,
        recorded_by=person,
        verb=Verb.LEAVE,
        scopes=sorted(Scope),
        terms_version="",
        terms_language="",
        terms_sha256="",
        means=Means.WEB,
        at=at,
    )
