"""Footage that its owner agreed to hand over before anybody asked, within limits they drew."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from cameras.consent import services as consent
from cameras.consent import texts
from cameras.consent.decision import why_not_ahead
from cameras.consent.limits import Wanted, month_of
from cameras.consent.models import CurrentConsent
from cameras.consent.scopes import Means, Scope
from portal.people.models import User

from .models import Target
from .queries import targets_by_camera
from .states import TargetState, move_target
from .windows import total

AHEAD = "ahead"  # the means by which such a target was answered
TITLE = _("Đã giao một đoạn hình từ camera của bạn, như bạn đã cho phép trước")


def taken_ahead(target: Target) -> bool:
    return target.answered_means == AHEAD


def wanted_of(target: Target) -> Wanted:
    """What was taken without asking: the facts that the owner's limits are about."""
    at = target.answered_at
    assert at is not None, "a target taken ahead keeps when it was"
    same = Target.objects.filter(request_id=target.request_id, camera_id=target.camera_id)
    earlier = _of_month(target.camera_id, at).filter(pk__lt=target.pk).count()
    return _wanted(target, same, earlier)


def agreed_ahead(targets: Iterable[Target], allowed: Iterable[int], at: datetime) -> set[int]:
    """Keys of the cameras among `allowed` whose owners need not be asked for this: for none of its
    windows, or the owner is asked for all. The consents are locked already, so two requests cannot
    both be the last of a month.
    """
    offered = CurrentConsent.objects.filter(camera_id__in=list(allowed), release=True)
    keys = set(offered.values_list("camera_id", flat=True))
    found = set()
    for key, mine in targets_by_camera(one for one in targets if one.camera_id in keys).items():
        standing = consent.standing(mine[0].camera, at)
        earlier = _of_month(key, at).count()
        wanted = [_wanted(target, mine, earlier + n) for n, target in enumerate(mine)]
        if all(why_not_ahead(standing, one) is None for one in wanted):
            found.add(key)
    return found


@transaction.atomic
def stop(*, target: Target, person: User, means: str, at: datetime) -> None:
    """The owner's one tap: nothing is taken ahead from this camera any more, this neither, nor its
    other windows. What is sealed already stays in its case, and nobody may open it on this
    agreement.
    """
    row = Target.objects.select_for_update(of=("self",)).select_related("camera").get(pk=target.pk)
    consent.withdraw(
        row.camera,
        person=person,
        scopes=frozenset({Scope.RELEASE}),
        terms=texts.current(person.language),
        means=Means.LINK if means == "link" else Means.WEB,
        at=at,
    )
    same = Target.objects.select_for_update().filter(
        request_id=row.request_id,
        camera_id=row.camera_id,
        answered_means=AHEAD,
        state=TargetState.AGREED,
    )
    for one in same.order_by("pk"):
        one.state = move_target(one.state, TargetState.WITHDRAWN)
        one.save(update_fields=["state"])


def _wanted(target: Target, same: Iterable[Target], earlier: int) -> Wanted:
    """`same`: the targets of the same request at the same camera, this one among them."""
    beside = total(one.asked for one in same) - target.asked.length
    kind = target.request.case.kind
    return Wanted(kind, target.asked_start, target.asked_stop, earlier, beside)


def _of_month(camera_id: int, at: datetime) -> QuerySet[Target]:
    """What was taken ahead from this camera in the Vietnamese month of `at`."""
    first, after = month_of(at)
    return Target.objects.filter(
        camera_id=camera_id,
        answered_means=AHEAD,
        answered_at__gte=first,
        answered_at__lt=after,
    )
