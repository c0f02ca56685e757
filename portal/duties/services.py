"""Opening, extending, finishing duties, and the alarms. Each is on the record, once."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.ledger.kinds import Kind
from portal.ledger.write import Draft, append
from portal.lib.errors import Refused
from portal.lib.words import clean
from portal.notices.services import NewNotice, notify_many
from portal.people.models import User
from portal.people.roles import Role
from portal.places.models import Unit
from portal.places.rules import rule

from . import clocks, words
from .models import Duty
from .vocabulary import DutyKind

__all__ = ["extend", "finish", "finish_by_hand", "open_duty", "sweep", "words"]

FEWEST_WORDS, LONGEST_REASON = 3, 300
BATCH = 200


def open_duty(
    *,
    kind: DutyKind,
    about: str,
    unit: Unit,
    role: Role,
    actor: str,
    third_party: bool = False,
    at: datetime,
) -> Duty:
    """The open duty about this thing, begun now unless one runs already: its time goes on.

    Call inside the transaction of what causes it.
    """
    running = Duty.objects.select_for_update().filter(kind=kind, about=about, done_at=None).first()
    if running is not None:
        return running
    due_at = _due(kind, unit, at, third_party=third_party)
    row = Duty.objects.create(
        kind=kind,
        about=about,
        unit=unit,
        role=role,
        opened_at=at,
        due_at=due_at,
        warn_at=clocks.warned_from(at, due_at),
        third_party=third_party,
    )
    _record(Kind.DUTY_OPENED, row, {"kind": str(kind), "unit": unit.code}, actor=actor, at=at)
    return row


def _due(kind: DutyKind, unit: Unit, at: datetime, *, third_party: bool) -> datetime:
    if kind == DutyKind.EMERGENCY_REVIEW:
        return at + timedelta(hours=rule("emergency.review_hours", unit, at))
    if kind == DutyKind.DATA_REQUEST:
        return clocks.answered_by(at, rule("answer.working_days", unit, at))
    key = "withdrawal.third_party_days" if third_party else "withdrawal.days"
    return clocks.finished_by(at, rule(key, unit, at))


@transaction.atomic
def extend(*, duty: Duty, person: User, days: int, reason: str, at: datetime) -> Duty:
    """Once, before it is due, by so many days and for a written reason. Refused otherwise."""
    row = _open(duty)
    most = rule("withdrawal.extension_days", row.unit, at)
    reason = _checked_reason(reason)
    if row.kind == DutyKind.EMERGENCY_REVIEW:
        raise Refused("duties.not_extended")
    if not 1 <= days <= most:
        raise Refused("duties.days_wrong", field="days", most=most)
    if row.extended_at is not None:
        raise Refused("duties.extended_already")
    if at >= row.due_at:
        raise Refused("duties.too_late")
    row.due_at = clocks.finished_by(row.due_at, days)
    row.warn_at, row.warned_at = clocks.warned_from(at, row.due_at), None
    row.extended_at, row.extended_by, row.extension_reason = at, person, reason
    row.save()
    facts = {"days": days, "unit": row.unit.code}
    private = {"reason": reason}
    _record(Kind.DUTY_EXTENDED, row, facts, private, actor=person.subject, at=at)
    return row


@transaction.atomic
def for_third_party(*, duty: Duty) -> None:
    """Somebody outside must stop as well: the longer time, counted from the beginning."""
    row = _open(duty)
    if row.third_party:
        return
    row.third_party = True
    longer = _due(DutyKind(row.kind), row.unit, row.opened_at, third_party=True)
    row.due_at = max(row.due_at, longer)
    row.warn_at = clocks.warned_from(row.opened_at, row.due_at)
    row.save()


def finish(*, duty: Duty, actor: str, at: datetime) -> bool:
    """The thing itself is done. Again: nothing happens. Whether it was this call."""
    with transaction.atomic():
        changed = Duty.objects.filter(pk=duty.pk, done_at=None).update(done_at=at)
        if changed:
            facts = {"late": at >= duty.due_at, "unit": duty.unit.code}
            _record(Kind.DUTY_DONE, duty, facts, actor=actor, at=at)
    return bool(changed)


@transaction.atomic
def finish_by_hand(*, duty: Duty, person: User, at: datetime) -> None:
    """What no row can show: a third party has stopped, says whoever must act."""
    row = _open(duty)
    if not row.third_party:
        raise Refused("duties.not_by_hand")
    finish(duty=row, actor=person.subject, at=at)


def sweep(at: datetime) -> int:
    """Remind before it is due and tell when it is, each once. How many alarms went off."""
    late = Duty.objects.filter(done_at=None, due_at__lte=at, alarmed_at=None)
    soon = Duty.objects.filter(done_at=None, warn_at__lte=at, due_at__gt=at, warned_at=None)
    return _alarm(late, "alarmed_at", at) + _alarm(soon, "warned_at", at)


def _alarm(due: "QuerySet[Duty]", mark: str, at: datetime) -> int:
    """A counted update claims each, in one transaction with its notices: never told twice."""
    rung = 0
    for row in due.select_related("unit")[:BATCH]:
        with transaction.atomic():
            mine = Duty.objects.filter(pk=row.pk, done_at=None, **{mark: None})
            if mine.update(**{mark: at}):
                notify_many(_news(row, late=mark == "alarmed_at", at=at), at=at)
                rung += 1
    return rung


def _news(row: Duty, *, late: bool, at: datetime) -> list[NewNotice]:
    title = _("Đã quá hạn theo luật") if late else _("Sắp đến hạn theo luật")
    return [
        NewNotice(
            person=person,
            kind=Kind.DUTY_OPENED,
            title=title,
            body=DutyKind(row.kind).label,
            link=reverse("duties:index"),
            subject=row.subject,
            urgent=late,
        )
        for person in _who_must_act(row, at)
    ]


def _who_must_act(row: Duty, at: datetime) -> Sequence[User]:
    """Holders of the office in the unit; without any, those who appoint there."""
    for role in (row.role, Role.ADMINISTRATOR):
        holders = User.objects.filter(
            Q(offices__valid_to=None) | Q(offices__valid_to__gt=at),
            is_active=True,
            offices__role=role,
            offices__unit=row.unit,
            offices__valid_from__lte=at,
        )
        if found := list(holders.distinct().order_by("pk")):
            return found
    return []


def _open(duty: Duty) -> Duty:
    row = Duty.objects.select_for_update(of=("self",)).select_related("unit").get(pk=duty.pk)
    if row.done_at is not None:
        raise Refused("duties.done_already")
    return row


def _checked_reason(text: str) -> str:
    reason = clean(text)
    if len(reason.split()) < FEWEST_WORDS:
        raise Refused("duties.reason_missing", field="reason", words=FEWEST_WORDS)
    if len(reason) > LONGEST_REASON:
        raise Refused("duties.reason_too_long", field="reason", limit=LONGEST_REASON)
    return reason


def _record(
    kind: Kind,
    row: Duty,
    facts: dict[str, object],
    private: dict[str, str] | None = None,
    *,
    actor: str,
    at: datetime,
) -> None:
    subjects = (row.subject, row.about, row.unit.subject)
    append(Draft(kind, subjects, facts, private or {}), actor=actor, at=at)


def desk_of(person: User, at: datetime) -> "QuerySet[Duty]":
    """What this person's offices must do, the first due on top; then what is done, last first.

    A withdrawal is finished by itself. It comes to the desk when it is stuck and near its end, or
    somebody outside must stop: shown earlier it would tell police who has just taken consent back.
    """
    stuck = Q(warn_at__lte=at) & (Q(done_at=None) | Q(done_at__gt=F("warn_at")))
    mine = Q(pk__in=())
    for role in (Role.COMMANDER, Role.COMMITTEE):
        mine |= Q(role=role, unit_id__in=person.units_with(role, at))
    begun = Q(third_party=True) | Q(extended_at__isnull=False)
    shown = ~Q(kind=DutyKind.WITHDRAWAL) | begun | stuck
    rows = Duty.objects.filter(mine, shown).select_related("unit", "extended_by")
    return rows.order_by(F("done_at").desc(nulls_first=True), "due_at", "pk")
