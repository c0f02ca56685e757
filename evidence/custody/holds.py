"""Preserve first, open later: minutes are sealed before anybody decided, and nobody looks.

What an officer may learn of a hold is that they asked for it and until when it would last: neither
whether the recorder had anything, nor what the owner said. So asking is answered alike whatever
stands behind it, and everything else is told to the owner alone. Why: docs/decisions/0024.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from django.db import transaction

from cameras.consent.decision import Step
from cameras.registry.models import Link
from evidence.emergency.models import Opening, Watch
from evidence.emergency.queries import failed_for, is_refused
from evidence.emergency.states import OpeningState
from evidence.requests import timekeeper
from evidence.requests.models import Target
from evidence.requests.states import RequestState, TargetState
from evidence.requests.vocabulary import Basis
from portal.files import vault
from portal.files.models import StoredObject
from portal.ledger.kinds import Kind
from portal.ledger.write import Draft, append
from portal.lib.errors import Refused
from portal.lib.jobs import nudge
from portal.lib.words import clean, count_words
from portal.people.models import User
from portal.places.rules import rule

from . import hold_footage, hold_telling, services
from . import hold_words as words
from .basis import verdict_for_target
from .hold_states import (
    OPEN_HOLDS,
    Ending,
    Facts,
    HoldState,
    ending,
    may_be_released,
    move_hold,
)
from .models import Hold, Item
from .services import Footage
from .vocabulary import Ground

__all__ = [
    "Chance",
    "bytes_of",
    "chance_for",
    "end",
    "preserve",
    "preserve_opened",
    "release",
    "seal",
    "stop",
    "sweep",
    "words",
]

ACTOR = "system:extraction"
# The same is asked as before an approval: the case open, the camera there, and under consent that
# the owner lets police ask at all. A 'no' to that forbids the hold as it forbids the question.
PRESERVING = Step.APPROVE
DAY = timedelta(days=1)
FEWEST_WORDS = 3
LONGEST_REASON = 300
_MS = timedelta(milliseconds=1)
_SEEN = (TargetState.FULFILLED, TargetState.EXPIRED)  # what an officer knows has ended


@dataclass(frozen=True)
class Chance:
    """Whether an officer may have one target's minutes preserved, and why."""

    grounds: tuple[Ground, ...]
    hours: int
    per_day: int

    @property
    def is_open(self) -> bool:
        return bool(self.grounds)


def chance_for(target: Target, at: datetime) -> Chance:
    """By facts that an officer sees anyway: never by what the owner said."""
    asked = target.request
    unit = asked.case.unit
    grounds = []
    if _waits(target, at) and at < target.dies_at:
        if target.dies_at - at <= timedelta(hours=rule("hold.dying_hours", unit, at)):
            grounds.append(Ground.DYING)
        if asked.urgency == "urgent" or asked.basis == Basis.EMERGENCY:
            grounds.append(Ground.LIFE)
    return Chance(
        tuple(grounds),
        int(rule("hold.hours", unit, at)),
        int(rule("hold.per_day", unit, at)),
    )


def _waits(target: Target, at: datetime) -> bool:
    """For a decision, as far as an officer knows. Whatever an owner has said since they were asked
    reads alike until the deadline: the officer's page shows all of it as waiting.
    """
    asked = target.request
    if asked.state == RequestState.SUBMITTED:
        return asked.case.is_open
    return asked.basis == Basis.CONSENT and asked.is_open_at(at) and target.state not in _SEEN


@transaction.atomic
def preserve(*, target: Target, person: User, ground: str, reason: str, at: datetime) -> Hold:
    """Have a worker seal the target's minutes now. Pressed twice, the first hold is given back.

    Raises Refused by what the officer can see; where the owner's word forbids it, the answer is
    the same and nothing is fetched.
    """
    person = User.objects.select_for_update().get(pk=person.pk)  # two tabs are counted one by one
    row = _locked(target)
    if (first := Hold.objects.filter(target=row).first()) is not None:
        return first
    chance = chance_for(row, at)
    if ground not in chance.grounds:
        raise Refused("custody.hold_without_ground", field="ground")
    why = clean(reason)
    if count_words(why) < FEWEST_WORDS:
        raise Refused("custody.hold_reason_missing", field="reason")
    if len(why) > LONGEST_REASON:
        raise Refused("custody.hold_reason_too_long", field="reason", limit=LONGEST_REASON)
    if not Link.objects.filter(camera_id=row.camera_id).exists():
        raise Refused("custody.hold_without_link")
    if Hold.objects.filter(asked_by=person, asked_at__gt=at - DAY).count() >= chance.per_day:
        raise Refused("custody.hold_too_many", limit=chance.per_day)
    asked = Hold(
        target=row,
        ground=ground,
        reason=why,
        asked_by=person,
        asked_at=at,
        born_ms=timekeeper.look(at).passed_ms,
    )
    hold = _begun(asked, chance.hours, at)
    if (over := ending(_facts(hold, row, at))) is not None or row.state == TargetState.AGREED:
        end(hold, over or Ending.NOT_NEEDED, at=at, silently=True)
    else:
        hold_telling.asked(hold, row, at)
        transaction.on_commit(partial(nudge, "extraction.sweep"))
    return hold


def preserve_opened(at: datetime) -> int:
    """Have sealed what officers opened in an emergency and nobody has had preserved yet. Owners
    were told at the opening. How many were begun.
    """
    begun = 0
    rows = Opening.objects.filter(state=OpeningState.RUNNING).order_by("pk")
    for opening in rows.select_related("person", "request"):
        missing = opening.request.targets.filter(hold=None, camera__link__isnull=False)
        for target in missing.order_by("rank"):
            with transaction.atomic():
                begun += _preserve_opened(opening, target, at)
    return begun


def _preserve_opened(opening: Opening, target: Target, at: datetime) -> bool:
    """Where the owner said no there is a hold as well, ended at once: the officer's page reads the
    same, and nothing is fetched.
    """
    row = _locked(target)
    waits = row.request.state == RequestState.SUBMITTED and row.request.case.is_open
    if not waits or Hold.objects.filter(target=row).exists():
        return False
    asked = Hold(
        target=row,
        ground=Ground.OPENING,
        reason=opening.reason,
        asked_by=opening.person,
        asked_at=opening.opened_at,
        born_ms=opening.born_ms,
    )
    hold = _begun(asked, rule("hold.hours", row.request.case.unit, at), at)
    over = Ending.OWNER if is_refused(row) else ending(_facts(hold, row, at))
    if over is not None:
        end(hold, over, at=at, silently=True)
    return over is None


def _begun(hold: Hold, hours: int, at: datetime) -> Hold:
    """Kept with its time and its entry, in the caller's transaction."""
    lasts = timedelta(hours=hours)
    hold.until, hold.lasts_ms = hold.asked_at + lasts, lasts // _MS
    hold.save()
    facts = {"basis": hold.target.request.basis, "ground": hold.ground, "hours": hours}
    _record(Kind.HOLD_ASKED, hold, hold.asked_by.subject, facts, {"purpose": hold.reason}, at)
    return hold


@transaction.atomic
def seal(*, hold: Hold, stored: StoredObject, footage: Footage, at: datetime) -> Hold:
    """The worker has the minutes: they are shut away, and nothing is said of them.

    Inside the worker's transaction, which has just asked `may_be_fetched` under lock.
    """
    if stored.held_for != hold.subject:
        raise ValueError(f"got bytes held for {stored.held_for!r}, want {hold.subject}")
    row = Hold.objects.select_for_update().get(pk=hold.pk)
    row.state = move_hold(row.state, HoldState.SEALED)
    stored.save()
    row.stored, row.sealed_at, row.footage = stored, at, hold_footage.as_json(footage)
    row.save(update_fields=["state", "stored", "sealed_at", "footage"])
    facts = {"ground": row.ground, "sha256": stored.sha256}
    _record(Kind.HOLD_SEALED, row, ACTOR, facts, {}, at)
    return row


def may_be_fetched(target: Target, at: datetime, *, lock: bool = False) -> Hold | None:
    """The target's hold when a worker may go on filling it now; give a target just read."""
    rows = Hold.objects.filter(target=target, state=HoldState.ASKED)
    hold = (rows.select_for_update() if lock else rows).first()
    if hold is None or ending(_facts(hold, target, at, lock=lock)) is not None:
        return None
    return hold


def bytes_of(hold: Hold, target: Target, at: datetime) -> Iterator[bytes]:
    """For the worker alone, that cuts the part which the owner allows. Raises Refused earlier."""
    if hold.stored is None or not may_be_released(_facts(hold, target, at)):
        raise Refused("custody.hold_not_decided")
    return vault.read_held(hold.stored, hold.subject)


def held_for(target: Target) -> Hold | None:
    """What lies sealed for a target that waits for its release."""
    return (
        Hold.objects.select_related("stored").filter(target=target, state=HoldState.SEALED).first()
    )


def release(
    *,
    hold: Hold,
    target: Target,
    at: datetime,
    instead: StoredObject | None = None,
    footage: Footage | None = None,
) -> Item:
    """Approved and with a basis: what was held becomes an item of the case.

    `instead`, with its `footage`, is the part of it that the owner allows: then only that is kept
    and the rest is destroyed. In the worker's transaction, the target locked and its basis read.
    """
    row = Hold.objects.select_for_update(of=("self",)).select_related("stored").get(pk=hold.pk)
    if not may_be_released(_facts(row, target, at, lock=True)):
        raise Refused("custody.hold_not_decided")
    assert row.stored is not None, "the database holds that sealed means bytes"
    row.state = move_hold(row.state, HoldState.RELEASED)
    row.ended_at = at
    row.save(update_fields=["state", "ended_at"])
    _record(Kind.HOLD_RELEASED, row, ACTOR, {"sha256": row.stored.sha256}, {}, at)
    if instead is None:
        vault.release(row.stored)
    else:
        vault.destroy(row.stored, at=at)
    return services.seal(
        stored=instead or row.stored,
        footage=footage or hold_footage.from_json(row.footage),
        target=target,
        actor=ACTOR,
        at=at,
        public_id=row.public_id,
    )


@transaction.atomic
def stop(*, hold: Hold, person: User, at: datetime) -> None:
    """An adult of the owner does not want it held. A written demand is not theirs to stop."""
    row = _locked(hold.target)
    if row.request.basis != Basis.CONSENT:
        raise Refused("custody.hold_by_law")
    if Hold.objects.get(pk=hold.pk).state not in OPEN_HOLDS:
        raise Refused("custody.hold_over")
    end(hold, Ending.OWNER, at=at, actor=person.subject)


@transaction.atomic
def end(
    hold: Hold, why: Ending, *, at: datetime, actor: str = ACTOR, silently: bool = False
) -> None:
    """Destroyed: the key with this commit, the bytes right after. The owner is told."""
    row = (
        Hold.objects.select_for_update(of=("self",))
        .select_related("stored", "target")
        .get(pk=hold.pk)
    )
    if row.state not in OPEN_HOLDS:
        return
    row.state, row.ended_at, row.ending = move_hold(row.state, HoldState.DESTROYED), at, why
    row.save(update_fields=["state", "ended_at", "ending"])
    if row.stored is not None:
        vault.destroy(row.stored, at=at)
        Watch.objects.filter(target=row.target).update(head=b"")  # nothing of the clip stays
    sha256 = row.stored.sha256 if row.stored else ""
    facts = {"sha256": sha256} if sha256 else {}
    _record(Kind.HOLD_DESTROYED, row, actor, facts, {"reason": str(why)}, at)
    if not silently:
        hold_telling.ended(row, at)


def sweep(at: datetime) -> int:
    """End what must end at this instant, each in a transaction of its own. How many ended."""
    ended = 0
    timekeeper.look(at)
    for key in (
        Hold.objects.filter(state__in=OPEN_HOLDS).order_by("pk").values_list("pk", flat=True)
    ):
        with transaction.atomic():
            hold = Hold.objects.select_related("target").get(pk=key)
            row = _locked(hold.target)
            why = ending(_facts(hold, row, at, lock=True))
            if why is not None:
                end(hold, why, at=at)
                ended += 1
    return ended


def _facts(hold: Hold, target: Target, at: datetime, *, lock: bool = False) -> Facts:
    age = (timekeeper.look(at).passed_ms - hold.born_ms) * _MS
    verdict = verdict_for_target(target, PRESERVING, at=at, lock=lock)
    if verdict.reason == "consent.expired":  # by a clock that may have jumped
        verdict = verdict_for_target(target, PRESERVING, at=hold.asked_at + age, lock=lock)
    return Facts(
        request=RequestState(target.request.state),
        target=TargetState(target.state),
        case_open=target.request.case.is_open,
        may_be_held=verdict.flows,
        age=age,
        lasts=hold.lasts_ms * _MS,
        opening_failed=hold.ground == Ground.OPENING and failed_for(target.request),
    )


def _locked(target: Target) -> Target:
    rows = Target.objects.select_related("camera", "request__case__unit")
    return rows.select_for_update(of=("self",)).get(pk=target.pk)


def _record(
    kind: Kind,
    hold: Hold,
    actor: str,
    facts: Mapping[str, object],
    private: Mapping[str, str],
    at: datetime,
) -> None:
    target = hold.target
    # The first is as which it will be known if it is released.
    subjects = (f"item:{hold.public_id}", *target.subjects)
    told = {**facts, "unit": target.request.case.unit.code}
    append(Draft(kind, subjects, told, dict(private)), actor=actor, at=at)
