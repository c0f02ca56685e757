"""Giving and ending offices: the person is told, and gets the way to a second factor by hand."""

from dataclasses import dataclass
from datetime import datetime

from django.core.cache import cache
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from portal.lib.errors import Refused
from portal.look.once import first_made
from portal.notices.services import notify
from portal.people import services as people
from portal.people.enrolment import issue_code
from portal.people.models import Office, User
from portal.people.roles import Role
from portal.places.models import Neighbourhood, Unit

from . import words

__all__ = ["Given", "Proposal", "check", "end", "give", "look_up", "renew_code", "words"]

LOOKS_AN_HOUR = 60
_HOUR_SECONDS = 3600


@dataclass(frozen=True)
class Proposal:
    """An appointment as it will hold, before anything is written."""

    person: User
    role: Role
    unit: Unit
    neighbourhood: Neighbourhood | None
    valid_from: datetime
    valid_to: datetime | None
    document: str


@dataclass(frozen=True)
class Given:
    """`code` is there once, for the page that hands it over; empty when none was drawn."""

    office: Office
    code: str


def look_up(*, phone: str, asked_by: User, at: datetime) -> User:
    """Whose verified number this is. Administrators may learn that, not number by number."""
    key = f"appointments:looks:{asked_by.pk}:{int(at.timestamp()) // _HOUR_SECONDS}"
    cache.add(key, 0, 2 * _HOUR_SECONDS)
    if cache.incr(key) > LOOKS_AN_HOUR:
        raise Refused("appointments.too_many_looks", field="phone", most=LOOKS_AN_HOUR)
    person = User.objects.filter(phone=phone, phone_verified=True, is_active=True).first()
    if person is None:
        raise Refused("appointments.no_account", field="phone")
    return person


def check(proposal: Proposal, *, appointed_by: User) -> None:
    """Raise the refusal with which `give` would answer now."""
    if proposal.role == Role.BOARD and proposal.neighbourhood is None:
        raise Refused("appointments.neighbourhood_missing", field="neighbourhood")
    if proposal.role != Role.BOARD and proposal.neighbourhood is not None:
        raise Refused("appointments.neighbourhood_only_for_board", field="neighbourhood")
    people.check_appointment(
        person=proposal.person,
        role=proposal.role,
        unit=proposal.unit,
        neighbourhood=proposal.neighbourhood,
        valid_from=proposal.valid_from,
        valid_to=proposal.valid_to,
        appointed_by=appointed_by,
    )


@transaction.atomic
def give(*, proposal: Proposal, public_id: str, appointed_by: User, at: datetime) -> Given:
    """Appoint, tell the person, and draw the code they need for a first second factor."""
    again = first_made(Office, public_id, appointed_by=appointed_by)
    if again is not None and again.person_id != proposal.person.pk:
        raise Refused("appointments.form_used")
    if again is not None:
        return Given(again, "")
    check(proposal, appointed_by=appointed_by)
    office = people.appoint(
        person=proposal.person,
        role=proposal.role,
        unit=proposal.unit,
        neighbourhood=proposal.neighbourhood,
        appointed_by=appointed_by,
        valid_from=proposal.valid_from,
        valid_to=proposal.valid_to,
        document=proposal.document,
        public_id=public_id,
        at=at,
    )
    person, code = office.person, ""
    if not person.confirmed_factors():
        code = issue_code(person=person, unit=office.unit, issued_by=appointed_by, at=at)
    with translation.override(person.language):
        title = _("Bạn được giao chức vụ: %(role)s, %(unit)s")
        body = _("Người giao: %(who)s. Nếu bạn không biết việc này, hãy báo ngay cho đơn vị.")
        if code:
            body += " " + _("Hãy gặp người giao để nhận mã kích hoạt, đưa tận tay.")
        _tell(office, "office-given", title, body, appointed_by, at)
    return Given(office, code)


@transaction.atomic
def end(*, office: Office, reason: str, ended_by: User, at: datetime) -> None:
    """At once in force: rights are read at each request."""
    people.end_office(office=office, ended_by=ended_by, reason=reason, at=at)
    with translation.override(office.person.language):
        title = _("Chức vụ của bạn đã kết thúc: %(role)s, %(unit)s")
        body = _("Người kết thúc: %(who)s. Từ lúc này, bạn không còn mở được trang của chức vụ.")
        _tell(office, "office-ended", title, body, ended_by, at)


@transaction.atomic
def renew_code(*, office: Office, lost: bool, issued_by: User, at: datetime) -> str:
    """A new code in place of any older one; with `lost`, the old factors and sessions go."""
    person = office.person
    code = issue_code(person=person, unit=office.unit, issued_by=issued_by, lost=lost, at=at)
    with translation.override(person.language):
        title = _("Có mã kích hoạt mới cho chức vụ: %(role)s, %(unit)s")
        body = _("Người cấp: %(who)s. Nếu bạn không xin mã này, hãy báo ngay cho đơn vị.")
        _tell(office, "factor-code", title, body, issued_by, at)
    return code


def _tell(office: Office, kind: str, title: str, body: str, who: User, at: datetime) -> None:
    names = {"role": office.get_role_display(), "unit": office.unit.name, "who": who.full_name}
    notify(
        person=office.person,
        kind=kind,
        title=title % names,
        body=body % names,
        link=reverse("people:profile"),
        subject=office.subject,
        at=at,
    )
