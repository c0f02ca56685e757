"""Erasing an account: within one request, in one transaction, with one entry on the record."""

from datetime import datetime
from functools import partial

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cameras.beacon import personal as beacon
from cameras.census import personal as census
from cameras.consent import services as consent
from cameras.consent import texts
from cameras.consent.scopes import Scope
from cameras.registry import personal as registry
from cameras.registry.models import Camera
from cameras.registry.services import remove_camera
from evidence.custody.personal import kept_footage
from evidence.requests import personal as requests
from evidence.requests.models import Target
from portal.access import personal as access
from portal.access import residue
from portal.ledger.kinds import Kind
from portal.ledger.personal import details_of
from portal.ledger.services import erase_private
from portal.ledger.write import Draft, append
from portal.lib.errors import Refused
from portal.lib.jobs import nudge
from portal.notices import personal as notices
from portal.notices.services import notify
from portal.organisations import personal as organisations
from portal.people import personal as people
from portal.people import sessions
from portal.people.models import User
from portal.people.services import end_membership

from . import asking, words
from .plan import Leaving, in_office, plan_for

__all__ = ["erase_account", "words"]


def erase_account(*, person: User, at: datetime) -> None:
    """Everything personal goes now, everywhere; commitments on the record and footage in cases
    stay. Raises Refused for whoever holds an office.
    """
    ways_in = [way for way in (str(person.phone or ""), person.email or "") if way]
    open_sessions = sessions.mentioning(person, ways_in)
    with transaction.atomic():
        row = User.objects.select_for_update().get(pk=person.pk)
        if not row.is_active:
            raise Refused("privacy.already_erased")
        if in_office(row, at):
            raise Refused("privacy.in_office")
        facts = _leave_all(row, at)
        facts["texts"] += _erase_answers(row)
        _erase_rows(row, open_sessions, at)
        append(Draft(Kind.PERSON_ERASED, (row.subject,), facts), actor=row.subject, at=at)
        # Last, so that a failure above has cost nothing. Messages cannot come back with a rollback;
        # they were sent long ago.
        notices.erase_outbox(phone=str(person.phone or ""), email=person.email or "")
        transaction.on_commit(residue.settle)
        transaction.on_commit(partial(nudge, "access.sweep"))
    access.forget_attempts(ways_in)
    person.refresh_from_db()


def _leave_all(person: User, at: datetime) -> dict[str, int]:
    """End each membership; a household nobody speaks for any more closes with its cameras."""
    plan = plan_for(person, at)
    counted = {"cameras": 0, "kept_items": len(plan.kept), "texts": 0}
    for leaving in plan.leavings:
        for camera in leaving.cameras:
            counted["cameras"] += camera.is_active
            _give_up(camera, person, at)
            beacon.forget_views(camera, at=at)
            counted["texts"] += registry.forget_recorder(camera)
            registry.forget_photos(camera, at)
            census.forget_written(camera)
            if camera.pk not in leaving.held_cameras:
                counted["texts"] += registry.forget_place(camera)
        notices.erase_about(requests.subjects_about(leaving.cameras))
        for membership in leaving.memberships:
            end_membership(membership=membership, actor=person, at=at)
        _say_goodbye(leaving, person, at)
    return counted


def _give_up(camera: Camera, person: User, at: datetime) -> None:
    """Off the list, with every consent taken back; workers that hold footage are woken."""
    if not camera.is_active:
        return
    consent.withdraw(
        camera,
        person=person,
        scopes=frozenset(Scope),
        terms=texts.current(person.language),
        at=at,
    )
    remove_camera(camera, actor=person, at=at)


def _say_goodbye(leaving: Leaving, person: User, at: datetime) -> None:
    if leaving.closes or leaving.stays is not None:
        people.rename_household(leaving.organisation, gone=person, stays=leaving.stays)
    if leaving.stays is None:
        return
    for other in people.others_who_speak(leaving.organisation, person, at):
        notify(
            person=other,
            kind=Kind.MEMBER_ENDED,
            title=_("Một người trong hộ hoặc tổ chức của bạn đã rời đi"),
            body=_("Hãy xem lại những gì đang đồng ý chia sẻ cho các camera chung."),
            link=reverse("registry:index"),
            subject=leaving.organisation.subject,
            at=at,
        )


def _erase_answers(person: User) -> int:
    """What one answered, unless footage came of it: the agreement stays provable with it."""
    name = frozenset({"answer"})
    numbers = set(details_of(kind=Kind.TARGET_ANSWERED, names=name, by=person.subject))
    for target in Target.objects.filter(answered_by=person).select_related("camera"):
        if kept_footage([target.camera]).filter(target=target).exists():
            about = details_of(
                kind=Kind.TARGET_ANSWERED, names=name, about=target.subject, by=person.subject
            )
            numbers -= set(about)
    return erase_private(numbers, names=name)


def _erase_rows(person: User, open_sessions: list[str], at: datetime) -> None:
    asking.erase(person, at)
    requests.erase(person)
    organisations.erase(person, at=at)
    census.erase_lists(person, at)
    registry.erase_drafts(person)
    notices.erase(person)
    access.erase(person)
    sessions.end_all(person=person, keys=open_sessions)
    people.erase(person)
