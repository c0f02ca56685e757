"""What a withdrawal still has to stop, and telling the owner once all of it has.

Nothing flows from the instant of the withdrawal on: every step asks the one decision. What is
finished here is the rest: targets nobody will pull any more are ended, whoever withdrew is told
what was stopped and what stays sealed, and then the law's clock stops.
"""

from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cameras.consent.decision import Step
from cameras.consent.models import ConsentEvent
from cameras.consent.scopes import Verb
from cameras.registry.models import Camera
from evidence.requests.answers import end_target
from evidence.requests.models import Target
from evidence.requests.states import TargetState
from evidence.requests.vocabulary import Basis
from portal.duties import services as duties
from portal.duties.models import Duty
from portal.duties.vocabulary import DutyKind
from portal.ledger.kinds import Kind
from portal.ledger.models import Entry
from portal.lib.ids import subject
from portal.notices.services import NewNotice, notify_many
from portal.people.models import User

from .basis import verdict_for, verdict_for_target
from .models import Item
from .vocabulary import ItemKind

ACTOR = "system:custody"
BATCH = 100
MOVING = (TargetState.WAITING, TargetState.AGREED)
WORKING = ("waiting", "running")  # a job of the room above: it ends its target by itself


def settle(at: datetime) -> int:
    """Finish every withdrawal of which nothing is left to stop. How many were finished."""
    running = Duty.objects.filter(kind=DutyKind.WITHDRAWAL, done_at=None)
    finished = 0
    for duty in running.select_related("unit")[:BATCH]:
        camera = Camera.objects.filter(public_id=duty.about.partition(":")[2]).first()
        if camera is not None:
            with transaction.atomic():
                finished += _settle(duty, camera, at)
    return finished


def _settle(duty: Duty, camera: Camera, at: datetime) -> bool:
    if not duty.third_party and _handed_on(camera):
        duties.for_third_party(duty=duty)
        return False
    if duty.third_party or not _all_stopped(camera, at):
        return False
    if not duties.finish(duty=duty, actor=ACTOR, at=at):
        return False
    _tell(duty, camera, at)
    return True


def _handed_on(camera: Camera) -> bool:
    """Did footage leave the house that only this consent let flow? Of what was taken on another
    basis no withdrawal speaks, and a delay may keep it from whoever withdraws.

    The entry will be written by whatever issues packages (`package:issue`); nothing does yet.
    """
    clips = Item.objects.filter(target__camera=camera, target__request__basis=Basis.CONSENT)
    names = [subject("item", public_id) for public_id in clips.values_list("public_id", flat=True)]
    exported = Entry.objects.filter(kind=Kind.ITEM_EXPORTED, mentions__subject__in=names)
    return exported.exists()


def _all_stopped(camera: Camera, at: datetime) -> bool:
    """Ends what no worker will end; False while one may still be at it."""
    moving = Target.objects.filter(
        camera=camera, state__in=MOVING, request__basis=Basis.CONSENT
    ).select_related("camera", "request__case", "job")
    stopped = True
    for target in moving:
        step = Step.PULL if target.state == TargetState.AGREED else Step.APPROVE
        if verdict_for_target(target, step, at=at).flows:
            continue  # allowed anew, or not what was taken back
        job = getattr(target, "job", None)
        if job is not None and job.state in WORKING:
            stopped = False
        else:
            end_target(target=target, then=TargetState.WITHDRAWN, at=at)
    return stopped


def sealed_and_shut(camera: Camera, at: datetime) -> int:
    """Clips of this camera that lie in cases and that nobody may open on consent any more."""
    items = Item.objects.filter(
        kind=ItemKind.ORIGINAL,
        target__camera=camera,
        target__request__basis=Basis.CONSENT,
        destroyed_at=None,
    )
    return sum(not verdict_for(item, Step.RELEASE, at=at).flows for item in items)


def _tell(duty: Duty, camera: Camera, at: datetime) -> None:
    """Whoever took it back hears what was stopped, and what stays under lock with its case."""
    said = ConsentEvent.objects.filter(
        camera=camera, verb=Verb.WITHDRAW, at__gte=duty.opened_at
    ).values("person")
    people = User.objects.filter(pk__in=said, is_active=True).order_by("pk")
    kept = sealed_and_shut(camera, at)
    notify_many([_news(person, camera, kept) for person in people], at=at)


def _news(person: User, camera: Camera, kept: int) -> NewNotice:
    with translation.override(person.language):
        return NewNotice(
            person=person,
            kind=Kind.CONSENT_WITHDRAWN,
            title=_("Đã hoàn tất việc rút lại sự đồng ý"),
            body=_words(kept),
            link=reverse("consent:camera", args=[camera.public_id]),
            subject=camera.subject,
        )


def _words(kept: int) -> str:
    if not kept:
        return _("Không còn việc lấy hình nào dựa trên sự đồng ý này, và không có đoạn nào bị giữ.")
    return ngettext(
        "Không còn việc lấy hình nào dựa trên sự đồng ý này. %(n)s đoạn đã niêm phong từ trước vẫn "
        "được giữ theo vụ việc, nhưng công an không mở được nữa nếu không có căn cứ khác.",
        "Không còn việc lấy hình nào dựa trên sự đồng ý này. %(n)s đoạn đã niêm phong từ trước vẫn "
        "được giữ theo vụ việc, nhưng công an không mở được nữa nếu không có căn cứ khác.",
        kept,
    ) % {"n": kept}
