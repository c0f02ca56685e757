"""Asking owners: a personal link for each adult, and the notice that carries it."""

import secrets
from collections.abc import Sequence
from datetime import datetime
from functools import partial

from django.db import transaction
from django.urls import reverse
from django.utils.functional import Promise as StrPromise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from cameras.consent.models import CurrentConsent
from cameras.consent.queries import allowing
from cameras.consent.scopes import Scope
from cameras.registry.vocabulary import Status
from evidence.delays.queries import keeps_back
from portal.ledger.kinds import Kind
from portal.ledger.write import Draft, append_many
from portal.lib.digest import sha256
from portal.lib.jobs import nudge
from portal.notices.services import notify
from portal.people.models import User

from . import genuine
from .ahead import AHEAD, TITLE, agreed_ahead, taken_ahead
from .deadline import answer_by, first_to_die, lives_until
from .limits import answer_within
from .models import FootageRequest, Invitation, Target
from .queries import adults_of, targets_by_camera
from .states import TargetState, move_target
from .vocabulary import Basis


def invite_owners(
    row: FootageRequest, targets: Sequence[Target], actor: User, at: datetime
) -> datetime:
    """Ask (basis: consent) or tell (any other basis) every owner; returns the answer deadline.
    Who agreed ahead to exactly this is told, too, and their footage is taken at once.

    Consent is read again under a lock: whoever withdrew since the officer chose is not asked, and
    is told so like everybody else. To police this reads as an owner who does not answer.
    """
    allowed = _still_asking([target.camera_id for target in targets], at)
    within = answer_within(row.case.unit, row.urgency, at)
    deadline = answer_by(at, within, first_to_die([lives_until(one) for one in targets], at))
    asks = row.basis == Basis.CONSENT
    ahead = agreed_ahead(targets, allowed, at) if asks else set()
    for target in targets:
        if asks and target.camera_id not in allowed:
            then = TargetState.WITHDRAWN
            target.answered_at = at
        else:
            waits = asks and target.camera_id not in ahead
            then = TargetState.WAITING if waits else TargetState.AGREED
            if target.camera_id in ahead:
                target.answered_at, target.answered_means = at, AHEAD
        target.state = move_target(target.state, then)
    Target.objects.bulk_update(targets, ["state", "answered_at", "answered_means"])
    if not keeps_back(row, at):
        tell_owners(row, targets, actor.subject, at)
    if ahead or not asks:
        transaction.on_commit(partial(nudge, "extraction.sweep"))
    return deadline


def tell_owners(row: FootageRequest, reached: Sequence[Target], actor: str, at: datetime) -> None:
    """Each window on the record, then once for each camera to each adult. Where a delay kept it
    back, it is told when that ends.
    """
    for target in reached:
        target.told_at = at
    Target.objects.bulk_update(reached, ["told_at"])
    append_many(
        [
            Draft(
                Kind.TARGET_NOTIFIED,
                (target.subject, target.camera.subject, *row.subjects),
                {
                    "basis": row.basis,
                    "case_kind": row.case.kind,
                    "unit": row.case.unit.code,
                },
                {"purpose": row.purpose, **_how(target)},
            )
            for target in reached
        ],
        actor=actor,
        at=at,
    )
    for asked in targets_by_camera(reached).values():
        _tell(asked, row, row.basis == Basis.CONSENT, at)


def _how(target: Target) -> dict[str, str]:
    """Private: whoever approved has the entry in their own download, and would read a yes or no."""
    if taken_ahead(target):
        return {"how": AHEAD}
    return {"how": "withdrawn"} if _took_it_back(target) else {}


def _still_asking(camera_ids: Sequence[int], at: datetime) -> set[int]:
    rows = CurrentConsent.objects.select_for_update(of=("self",)).filter(
        allowing(Scope.ASK, at, prefix="camera__"),
        camera_id__in=camera_ids,
        camera__status=Status.ACTIVE,
    )
    return set(rows.values_list("camera_id", flat=True))


def _took_it_back(target: Target) -> bool:
    return target.state == TargetState.WITHDRAWN


def _title(targets: Sequence[Target], *, asks: bool) -> StrPromise:
    if taken_ahead(targets[0]):
        return TITLE
    if _took_it_back(targets[0]):
        return _("Bạn đã rút lại sự đồng ý nên không ai lấy hình từ camera của bạn")
    if asks and len(targets) == 1:
        return _("Công an xin một đoạn hình từ camera của bạn")
    if asks:
        return format_lazy(_("Công an xin {n} đoạn hình từ camera của bạn"), n=len(targets))
    if targets[0].request.basis == Basis.EMERGENCY:
        return _("Công an lấy hình từ camera của bạn vì tính mạng bị đe dọa")
    return _("Công an lấy hình từ camera của bạn theo văn bản yêu cầu")


def _tell(targets: Sequence[Target], row: FootageRequest, asks: bool, at: datetime) -> None:
    """One notice for all windows of one camera; its link hangs on the first of them."""
    target = targets[0]
    code = genuine.spelled(genuine.code_of(row))
    words = _("{camera}. Kiểm tra yêu cầu có thật không bằng mã {code}.")
    if _took_it_back(target):
        words = _("{camera}. Công an đã định xin một đoạn hình. Bạn không phải làm gì. Mã {code}.")
    body = format_lazy(words, camera=target.camera.name, code=code)
    for person in adults_of(target, at):
        token = secrets.token_urlsafe(24)
        Invitation.objects.create(
            target=target, person=person, token_sha256=sha256(token.encode()).hex()
        )
        notify(
            person=person,
            kind=Kind.TARGET_NOTIFIED,
            title=_title(targets, asks=asks),
            body=body,
            link=reverse("requests:answer", args=[token]),
            subject=target.subject,
            urgent=row.urgency == "urgent" and not _took_it_back(target),
            at=at,
        )
