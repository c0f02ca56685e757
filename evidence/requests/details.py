"""How to reach an owner: on the record before it is shown, and slowed down in bulk.

A single look serves an investigation; many in a row are how a list of owners leaves the house.
Beyond `details.owners` owners within `details.minutes` (places/rules.py) every further look needs a
written reason, and the auditors of the unit are told once for each burst.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlencode

from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from portal.ledger.kinds import Kind
from portal.ledger.write import Draft, append
from portal.lib.errors import Refused
from portal.lib.words import clean, count_words
from portal.notices.services import notify
from portal.people.models import Organisation, User
from portal.people.rights import require
from portal.people.roles import Role
from portal.places.rules import rule

from .models import OwnerLookup, Target
from .queries import adults_of, in_office

FEWEST_WORDS = 3
LONGEST_PURPOSE = 300
SHORTEST_REASON = 30  # characters: a sentence, not a word
LONGEST_REASON = 500


@dataclass(frozen=True)
class Details:
    """Who owns the camera, and the adults who may answer for it."""

    owner: Organisation
    adults: tuple[User, ...]
    ledger_seq: int


@dataclass(frozen=True)
class Pace:
    """How many owners one account has looked up, the next one counted in."""

    owners: int
    limit: int
    minutes: int
    told: bool  # the auditors know of this burst

    @property
    def is_beyond(self) -> bool:
        return self.owners > self.limit


def pace_of(person: User, target: Target, at: datetime) -> Pace:
    """Counted over all units in which the person serves: distinct owners, whichever the camera."""
    unit = target.request.case.unit
    minutes = int(rule("details.minutes", unit, at))
    recent = OwnerLookup.objects.filter(person=person, at__gt=at - timedelta(minutes=minutes))
    seen = set(recent.order_by().values_list("owner_id", "beyond").distinct())
    owners = {owner for owner, _beyond in seen} | {target.camera.owner_id}
    limit = int(rule("details.owners", unit, at))
    return Pace(len(owners), limit, minutes, told=any(beyond for _owner, beyond in seen))


def open_details(
    *, target: Target, person: User, purpose: str, reason: str = "", at: datetime
) -> Details:
    """Show how to reach the owner. The ledger entry is committed when this returns.

    Raises Http404 or PermissionDenied by the policy, and Refused for the rest: then nothing was
    read and nothing written.
    """
    purpose, reason = _checked(purpose, LONGEST_PURPOSE), _checked(reason, LONGEST_REASON)
    if count_words(purpose) < FEWEST_WORDS:
        raise Refused("requests.details_purpose_missing", field="purpose")
    try:
        with transaction.atomic(durable=True):
            # Two tabs of one account come one after the other: the second counts the first.
            User.objects.select_for_update().get(pk=person.pk)
            fresh = _fresh(target)
            require(person, "details:open", fresh, at=at)
            pace = pace_of(person, fresh, at)
            if pace.is_beyond and len(reason) < SHORTEST_REASON:
                raise _reason_missing(pace)
            seq = _record(fresh, person, purpose, reason if pace.is_beyond else "", at)
            OwnerLookup.objects.create(
                target=fresh,
                owner=fresh.camera.owner,
                person=person,
                purpose=purpose,
                beyond=pace.is_beyond,
                at=at,
                ledger_seq=seq,
            )
            if pace.is_beyond and not pace.told:
                _tell_auditors(fresh, person, pace, at)
            return Details(fresh.camera.owner, tuple(adults_of(fresh, at)), seq)
    except (DatabaseError, OSError) as error:
        raise Refused("requests.record_unavailable") from error


def _fresh(target: Target) -> Target:
    return Target.objects.select_related("camera__owner", "request__case__unit").get(pk=target.pk)


def _checked(text: str, longest: int) -> str:
    kept = clean(text)
    if len(kept) > longest:
        raise Refused("requests.details_too_long", limit=longest)
    return kept


def _reason_missing(pace: Pace) -> Refused:
    return Refused(
        "requests.details_reason_missing",
        field="reason",
        limit=pace.limit,
        minutes=pace.minutes,
        least=SHORTEST_REASON,
    )


def _record(target: Target, person: User, purpose: str, reason: str, at: datetime) -> int:
    asked = target.request
    entry = Draft(
        Kind.DETAILS_OPENED,
        (
            target.camera.subject,
            asked.subject,
            asked.case.subject,
            target.camera.owner.subject,
            asked.case.unit.subject,
        ),
        {
            "basis": asked.basis,
            "beyond": bool(reason),
            "case_kind": asked.case.kind,
            "unit": asked.case.unit.code,
        },
        {"purpose": purpose} | ({"reason": reason} if reason else {}),
    )
    return append(entry, actor=person.subject, at=at)


def _tell_auditors(target: Target, person: User, pace: Pace, at: datetime) -> None:
    """No name goes out by SMS: the link leads to the account's entries."""
    unit = target.request.case.unit
    wanted = urlencode({"kind": Kind.DETAILS_OPENED.value, "subject": person.subject})
    for auditor in in_office(Role.AUDITOR, unit.pk, at):
        notify(
            person=auditor,
            kind=Kind.DETAILS_OPENED,
            title=_("Một tài khoản mở thông tin của nhiều chủ camera"),
            body=format_lazy(
                _(
                    "{unit}: hơn {limit} chủ camera trong {minutes} phút. "
                    "Mỗi lần mở và lý do đều có trong sổ."
                ),
                unit=unit.name,
                limit=pace.limit,
                minutes=pace.minutes,
            ),
            link=f"{reverse('ledger:index')}?{wanted}",
            subject=person.subject,
            urgent=True,
            at=at,
        )
