"""Reading organisations: mine, who belongs to one, what waits for an answer."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from portal.people.models import Membership, Organisation, User
from portal.people.rights import allowed, require
from portal.people.roles import MEMBER_ROLES

from .holdings import cameras_in_use
from .models import Invitation
from .rights import Part
from .vocabulary import MOST_FOUNDED, SPEAKING, State


@dataclass(frozen=True)
class Mine:
    """One line of 'my organisations'."""

    organisation: Organisation
    roles: tuple[str, ...]  # in words
    since: datetime
    cameras: int


@dataclass(frozen=True)
class Present:
    """Somebody who belongs to it now; `may_end` is whether the reader may end that."""

    part: Part
    roles: tuple[str, ...]
    since: datetime
    may_end: bool


def visible_to(person: User, at: datetime) -> QuerySet[Organisation]:
    """Organisations whose page the person may open: those they belong to now."""
    mine = person.organisations_with(MEMBER_ROLES, at)
    return Organisation.objects.filter(pk__in=mine).select_related("unit").order_by("name", "pk")


def mine(person: User, at: datetime) -> list[Mine]:
    rows = list(visible_to(person, at))
    counts = cameras_in_use([row.pk for row in rows])
    by_key: dict[int, list[Membership]] = {row.pk: [] for row in rows}
    for membership in person.memberships_at(at):
        by_key[membership.organisation_id].append(membership)
    return [
        Mine(row, _role_words(terms), min(term.valid_from for term in terms), counts[row.pk])
        for row in rows
        for terms in [by_key[row.pk]]
    ]


def get_organisation(public_id: str, person: User, action: str, at: datetime) -> Organisation:
    """The organisation and the right to it; whoever does not belong to it gets 404."""
    row = get_object_or_404(Organisation.objects.select_related("unit"), public_id=public_id)
    require(person, action, row, at=at)
    return row


def get_part(public_id: str, person_id: str, person: User, action: str, at: datetime) -> Part:
    """Somebody's part in an organisation and the right to it; 404 when it has ended."""
    part = find_part(public_id, person_id, at)
    if part is None:
        raise Http404(f"{person_id} in {public_id}")
    require(person, action, part, at=at)
    return part


def find_part(public_id: str, person_id: str, at: datetime) -> Part | None:
    rows = _held(at).filter(organisation__public_id=public_id, person__public_id=person_id)
    memberships = tuple(rows.select_related("organisation__unit", "person").order_by("pk"))
    if not memberships:
        return None
    return Part(memberships[0].organisation, memberships[0].person, memberships)


def present(organisation: Organisation, reader: User, at: datetime) -> list[Present]:
    """Who belongs to it now, the longest first; somebody with two roles stands once."""
    rows = _held(at).filter(organisation=organisation).select_related("person")
    by_person: dict[int, list[Membership]] = {}
    for row in rows.order_by("valid_from", "pk"):
        by_person.setdefault(row.person_id, []).append(row)
    found = []
    for terms in by_person.values():
        part = Part(organisation, terms[0].person, tuple(terms))
        may = allowed(reader, "membership:end", part, at=at)
        found.append(Present(part, _role_words(terms), terms[0].valid_from, may))
    return found


def past(organisation: Organisation, at: datetime) -> QuerySet[Membership]:
    """Terms that are over, the latest first."""
    rows = Membership.objects.filter(organisation=organisation, valid_to__lte=at)
    return rows.select_related("person").order_by("-valid_to", "-pk")


def speakers(organisation: Organisation, at: datetime) -> QuerySet[User]:
    """Who may speak for it now."""
    held = _held(at).filter(organisation=organisation, role__in=SPEAKING)
    people = User.objects.filter(pk__in=held.values("person_id"), is_active=True)
    return people.order_by("pk")


def waiting_for(person: User, at: datetime) -> QuerySet[Invitation]:
    """What this person may still accept, by the number they have shown to be theirs."""
    if not person.phone_verified or not person.phone:
        return Invitation.objects.none()
    rows = Invitation.objects.filter(
        phone=person.phone, state=State.WAITING, expires_at__gt=at
    ).select_related("organisation__unit", "invited_by")
    return rows.order_by("-at", "-pk")


def waiting_in(organisation: Organisation, at: datetime) -> QuerySet[Invitation]:
    rows = organisation.invitations.filter(state=State.WAITING, expires_at__gt=at)
    return rows.select_related("invited_by").order_by("-at", "-pk")


def get_invitation(public_id: str, person: User, action: str, at: datetime) -> Invitation:
    """The invitation and the right to it; 404 for whom it is not for."""
    rows = Invitation.objects.select_related("organisation__unit", "invited_by")
    row = get_object_or_404(rows, public_id=public_id)
    require(person, action, row, at=at)
    return row


def founded_by(person: User) -> int:
    """How many organisations the person has made: their term there began with it."""
    rows = Membership.objects.filter(person=person, valid_from=F("organisation__created_at"))
    return rows.values("organisation").distinct()[: MOST_FOUNDED + 1].count()


def _held(at: datetime) -> QuerySet[Membership]:
    open_end = Q(valid_to=None) | Q(valid_to__gt=at)
    return Membership.objects.filter(open_end, valid_from__lte=at)


def _role_words(memberships: Iterable[Membership]) -> tuple[str, ...]:
    return tuple(membership.get_role_display() for membership in memberships)
