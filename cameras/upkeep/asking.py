"""Once a year: is it still there? One message a person, however many cameras they have."""

import secrets
from collections import defaultdict
from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cameras.registry.models import Camera
from cameras.registry.yearly import YEAR
from portal.ledger.kinds import Kind
from portal.lib.digest import sha256
from portal.notices.services import NewNotice, notify_many
from portal.people.models import User

from .models import Question
from .queries import due_before, people_of

BATCH = 500  # cameras asked about in one round
TITLE = _("Camera của bạn còn đó không?")
SEVERAL = _("Đã một năm. Hãy mở danh sách camera và trả lời từng cái bằng một lần bấm.")


def sweep(at: datetime) -> int:
    """Ask about what is due, owner by owner. Returns how many cameras were asked about."""
    by_owner: dict[int, list[int]] = defaultdict(list)
    for pk, owner in due_before(at - YEAR).values_list("pk", "owner_id")[:BATCH]:
        by_owner[owner].append(pk)
    return sum(_ask(owner, keys, at) for owner, keys in by_owner.items())


@transaction.atomic
def _ask(owner_id: int, keys: list[int], at: datetime) -> int:
    """The counted update decides: of two rounds at once one asks."""
    rows = list(
        Camera.objects.select_for_update(of=("self",))
        .filter(pk__in=keys, asked_again_at=None)
        .order_by("pk")
    )
    Camera.objects.filter(pk__in=[row.pk for row in rows]).update(asked_again_at=at)
    if rows:
        notify_many([_notice(person, rows, at) for person in people_of(owner_id, at)], at=at)
    return len(rows)


def _notice(person: User, cameras: list[Camera], at: datetime) -> NewNotice:
    several = len(cameras) > 1
    link = reverse("registry:index") if several else _link(person, cameras[0], at)
    return NewNotice(
        person=person,
        kind=Kind.CAMERA_AFFIRMED,
        title=TITLE,
        body=SEVERAL if several else cameras[0].name,
        link=link,
        subject="" if several else cameras[0].subject,
    )


def _link(person: User, camera: Camera, at: datetime) -> str:
    token = secrets.token_urlsafe(24)
    hashed = sha256(token.encode()).hex()
    Question.objects.create(camera=camera, person=person, token_sha256=hashed, asked_at=at)
    return reverse("upkeep:still-there", args=[token])
