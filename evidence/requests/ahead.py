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

from .models import FootageRequest, Target
from .states import TargetState, move_target

AHEAD = "ahead"  # the means by which such a target was answered
TITLE = _("Đã giao một đoạn hình từ camera của bạn, như bạn đã cho phép trước")


def taken_ahead(target: Target) -> bool:
    return target.answered_means == AHEAD


def wanted_of(target: Target) -> Wanted:
    """What was taken without asking: the facts that the owner's limits are about."""
    at = target.answered_at
    assert at is not None, "a target taken ahead keeps when it was"
    return _wanted(target.request, _of_month(target.camera_id, at).filter(pk__lt=target.pk).count())


def agreed_ahead(
    row: FootageRequest, targets: Iterable[Target], allowed: Iterable[int], at: datetime
) -> set[int]:
    """Keys of the cameras among `allowed` whose owners need not be asked for this. The consents
    are locked already, so two requests cannot both be the last of a month.
    """
    offered = CurrentConsent.objects.filter(camera_id__in=list(allowed), release=True)
    keys = set(offered.values_list("camera_id", flat=True))
    found = set()
    for target in targets:
        if target.camera_id in keys:
            wanted = _wanted(row, _of_month(target.camera_id, at).count())
            if why_not_ahead(consent.standing(target.camera, at), wanted) is None:
                found.add(target.camera_id)
    return found


@transaction.atomic
def stop(*, target: Target, person: User, means: str, at: datetime) -> Target:
    """The owner's one tap: nothing is taken ahead from this camera any more, this neither. What is
    sealed already stays in its case, and nobody may open it on this agreement.
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
    if taken_ahead(row) and row.state == TargetState.AGREED:
        row.state = move_target(row.state, TargetState.WITHDRAWN)
        row.save(update_fields=["state"])
    return row


def _wanted(row: FootageRequest, earlier: int) -> Wanted:
    return Wanted(row.case.kind, row.window_start, row.window_stop, earlier)


def _of_month(camera_id: int, at: datetime) -> QuerySet[Target]:
    """What was taken ahead from this camera in the Vietnamese month of `at`."""
    first, after = month_of(at)
    return Target.objects.filter(
        camera_id=camera_id,
        answered_means=AHEAD,
        answered_at__gte=first,
        answered_at__lt=after,
    )
