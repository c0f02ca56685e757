"""Asking about one's data, and the answer that is owed within the law's two working days."""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.duties import services as duties
from portal.duties.models import Duty
from portal.duties.vocabulary import DutyKind
from portal.ledger.kinds import Kind
from portal.ledger.write import Draft, append
from portal.lib.errors import Refused
from portal.lib.words import clean_lines
from portal.notices.services import notify
from portal.people.models import User
from portal.people.roles import Role
from portal.places.models import Unit

from . import words
from .models import DataRequest

__all__ = ["answer", "ask", "erase", "of_person", "units_for", "words"]

SHORTEST, MOST_OPEN = 10, 3


def units_for(person: User, at: datetime) -> QuerySet[Unit]:
    """Who can be asked: the units of one's households and businesses, or all with a committee."""
    own = [membership.organisation.unit_id for membership in person.memberships_at(at)]
    found = Unit.objects.filter(pk__in=own)
    if not found.exists():
        found = Unit.objects.filter(offices__role=Role.COMMITTEE)
    return found.order_by("name", "pk").distinct()


def of_person(person: User) -> QuerySet[DataRequest]:
    return DataRequest.objects.filter(person=person).select_related("unit")


@transaction.atomic
def ask(*, person: User, unit: Unit, kind: str, text: str, at: datetime) -> DataRequest:
    """Put it on the desk of the unit's committee; the clock begins with this."""
    text = clean_lines(text)
    if len(text) < SHORTEST:
        raise Refused("privacy.ask_too_short", field="text", least=SHORTEST)
    User.objects.select_for_update().get(pk=person.pk)  # one at a time, so that the limit holds
    if of_person(person).filter(answered_at=None).count() >= MOST_OPEN:
        raise Refused("privacy.ask_too_many", most=MOST_OPEN)
    row = DataRequest.objects.create(person=person, unit=unit, kind=kind, text=text, asked_at=at)
    _record(Kind.DATA_ASKED, row, person, at)
    duties.open_duty(
        kind=DutyKind.DATA_REQUEST,
        about=row.subject,
        unit=unit,
        role=Role.COMMITTEE,
        actor=person.subject,
        at=at,
    )
    return row


@transaction.atomic
def answer(*, row: DataRequest, person: User, text: str, at: datetime) -> DataRequest:
    """Once, in words; the person is told, and the clock stops."""
    row = DataRequest.objects.select_for_update(of=("self",)).select_related("unit").get(pk=row.pk)
    if row.answered_at is not None:
        raise Refused("privacy.answered_already")
    text = clean_lines(text)
    if len(text) < SHORTEST:
        raise Refused("privacy.ask_too_short", field="answer", least=SHORTEST)
    row.answer, row.answered_at, row.answered_by = text, at, person
    row.save(update_fields=["answer", "answered_at", "answered_by"])
    _record(Kind.DATA_ANSWERED, row, person, at)
    _stop_clock(row, person.subject, at)
    notify(
        person=row.person,
        kind=Kind.DATA_ANSWERED,
        title=_("Đã có câu trả lời về dữ liệu của bạn"),
        body=row.kind_words,
        link=reverse("privacy:ask"),
        subject=row.subject,
        at=at,
    )
    return row


def erase(person: User, at: datetime) -> None:
    """Questions and answers go with the account; nobody is left to answer."""
    for row in of_person(person):
        _stop_clock(row, person.subject, at)
        row.delete()


def _stop_clock(row: DataRequest, actor: str, at: datetime) -> None:
    running = Duty.objects.select_related("unit").filter(about=row.subject, done_at=None)
    for duty in running:
        duties.finish(duty=duty, actor=actor, at=at)


def _record(kind: Kind, row: DataRequest, person: User, at: datetime) -> None:
    subjects = (row.subject, row.person.subject, row.unit.subject)
    facts = {"kind": row.kind, "unit": row.unit.code}
    append(Draft(kind, subjects, facts), actor=person.subject, at=at)
