"""What owners say, written down. Every verb ends in `record`: one transaction, events, the folded
row and the ledger together, so that none of the three is ever ahead of the others.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import prefetch_related_objects

from cameras.registry import counts
from cameras.registry.models import Camera
from portal.duties.services import open_duty
from portal.duties.vocabulary import DutyKind
from portal.ledger import write
from portal.ledger.kinds import Kind
from portal.lib import clock
from portal.lib.errors import Refused
from portal.lib.jobs import nudge
from portal.people.models import User
from portal.people.roles import Role

from . import texts
from .fold import Event, Standing, fold
from .limits import Ahead, checked_days
from .models import ConsentEvent, CurrentConsent
from .scopes import Means, Scope, Verb, with_what_rests_on_it
from .texts import Terms

KINDS = {
    Verb.GRANT: Kind.CONSENT_GRANTED,
    Verb.REFUSE: Kind.CONSENT_REFUSED,
    Verb.WITHDRAW: Kind.CONSENT_WITHDRAWN,
    Verb.LEAVE: Kind.CONSENT_LEFT,
}
BATCH = 500  # cameras whose events are read and folded together


@dataclass(frozen=True, kw_only=True)
class Said:
    """One person's answer about one camera: `yes` and `no` are the scopes they answered, `ahead`
    the limits of a yes to a release, `keep_days` how long extracts may be kept (None: the rule).
    """

    camera: Camera
    person: User
    yes: frozenset[Scope]
    no: frozenset[Scope] = frozenset()
    ahead: Ahead | None = None
    keep_days: int | None = None


def answer(said: Said, *, terms: Terms, means: Means, actor: User, at: datetime) -> None:
    """Record a person's answers. `actor` is who pressed the button when somebody helped."""
    answer_many([said], terms=terms, means=means, actor=actor, at=at)


def answer_many(
    answers: Sequence[Said], *, terms: Terms, means: Means, actor: User, at: datetime
) -> None:
    """All of them or none; a refusal is recorded like an agreement."""
    events = []
    for said in answers:
        no = _checked_no(said)
        for verb, scopes in ((Verb.GRANT, said.yes), (Verb.REFUSE, no)):
            if scopes:
                events.append(_event(said, verb, scopes, terms, means, actor, at))
    record(events, actor=actor.subject, at=at)


def _checked_no(said: Said) -> frozenset[Scope]:
    no = with_what_rests_on_it(said.no)
    if Scope.RELEASE in said.yes and Scope.ASK in no:
        raise Refused("consent.ask_first")
    if said.yes & no or not said.yes | no:
        raise Refused("consent.answer_missing")
    if Scope.RELEASE in said.yes:
        if said.ahead is None:
            raise Refused("consent.limits_missing")
        said.ahead.checked()
    checked_days(said.keep_days)
    return no


def grant_many(
    cameras: Iterable[tuple[Camera, User]],
    scopes: frozenset[Scope],
    *,
    terms: Terms,
    means: Means,
    actor: User,
    at: datetime,
) -> None:
    """The same agreement for many cameras, each given by its own person."""
    answers = [Said(camera=camera, person=person, yes=scopes) for camera, person in cameras]
    answer_many(answers, terms=terms, means=means, actor=actor, at=at)


def withdraw(
    camera: Camera,
    *,
    person: User,
    scopes: frozenset[Scope],
    terms: Terms,
    means: Means = Means.WEB,
    at: datetime,
) -> Standing:
    """Take back, from this very commit on. What this person has no say against is left alone, so
    a second tap changes nothing. Workers that hold footage are woken; they ask again anyway. From
    here on the clock of the law runs until everything that rested on it has ended.
    """
    if not scopes:
        raise Refused("consent.nothing_chosen")
    with transaction.atomic():
        lock([camera], at)
        taken = with_what_rests_on_it(scopes) - _against(camera, person)
        if taken:
            said = Said(camera=camera, person=person, yes=frozenset(), no=taken)
            event = _event(said, Verb.WITHDRAW, taken, terms, means, person, at)
            record([event], actor=person.subject, at=at)
            open_duty(
                kind=DutyKind.WITHDRAWAL,
                about=camera.subject,
                unit=camera.unit,
                role=Role.COMMANDER,
                actor=person.subject,
                at=at,
            )
        for task in ("requests.sweep", "extraction.sweep", "custody.withdrawals"):
            transaction.on_commit(partial(nudge, task))
    return standing(camera, at)


def standing(camera: Camera, at: datetime) -> Standing:
    """What holds now, folded from everything that was said."""
    return fold(_events([camera])[camera.pk], at)


def standing_of(camera: Camera, *, said_by: datetime) -> Standing:
    """What held at an earlier instant, by what had been said until then."""
    said = [event for event in _events([camera])[camera.pk] if event.at <= said_by]
    return fold(said, said_by)


def refresh_expired(at: datetime) -> int:
    """Fold anew every row whose earliest end has passed; how many there were."""
    due = CurrentConsent.objects.filter(until__lte=at).select_related("camera").order_by("pk")
    count = 0
    while rows := list(due[:BATCH]):
        cameras = [row.camera for row in rows]
        with transaction.atomic():
            lock(cameras, at)  # or a withdrawal that commits meanwhile would be folded away
            _fold(cameras, at)
        count += len(rows)
    return count


def record(events: Sequence[ConsentEvent], *, actor: str, at: datetime) -> None:
    """Events, the folded rows and the ledger's entries together."""
    cameras = list({event.camera_id: event.camera for event in events}.values())
    with transaction.atomic():
        lock(cameras, at)
        ConsentEvent.objects.bulk_create(events)
        for start in range(0, len(cameras), BATCH):
            _fold(cameras[start : start + BATCH], at)
        prefetch_related_objects([event.camera for event in events], "unit")
        write.append_many([_entry(event) for event in events], actor=actor, at=at)


def lock(cameras: Sequence[Camera], at: datetime) -> None:
    """Hold the folded rows, made if they are missing, against every other writer and reader that
    decides under a lock; in one order, so that two bulk writers cannot wait for each other.
    """
    rows = [CurrentConsent(camera=camera, since=at) for camera in cameras]
    CurrentConsent.objects.bulk_create(rows, ignore_conflicts=True)
    for start in range(0, len(cameras), BATCH):
        keys = [camera.pk for camera in cameras[start : start + BATCH]]
        locked = CurrentConsent.objects.select_for_update().filter(camera_id__in=keys)
        list(locked.order_by("camera_id").values_list("pk"))


def _fold(cameras: Sequence[Camera], at: datetime) -> None:
    events = _events(cameras)
    rows = []
    for camera in cameras:
        folded = fold(events[camera.pk], at)
        flags = {str(scope): folded.allows(scope) for scope in Scope}
        rows.append(CurrentConsent(camera=camera, since=at, until=folded.until, **flags))
    CurrentConsent.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["camera"],
        update_fields=[*(str(scope) for scope in Scope), "since", "until"],
    )
    counts.set_on_map({row.camera_id: row.map for row in rows})


def _events(cameras: Sequence[Camera]) -> dict[int, list[Event]]:
    by_camera: dict[int, list[Event]] = defaultdict(list)
    rows = ConsentEvent.objects.filter(camera_id__in=[camera.pk for camera in cameras])
    for row in rows.order_by("pk"):
        by_camera[row.camera_id].append(_plain(row))
    return by_camera


def _plain(row: ConsentEvent) -> Event:
    until, ahead = row.limits.get("until"), row.limits.get("release")
    return Event(
        person=str(row.person_id),
        verb=Verb(row.verb),
        scopes=frozenset(Scope(scope) for scope in row.scopes),
        at=row.at,
        until=clock.from_text(until) if until else None,
        ahead=Ahead.of(ahead) if ahead else None,
        keep_days=row.limits.get("keep_days"),
    )


def _against(camera: Camera, person: User) -> frozenset[Scope]:
    """The scopes to which this person's last word already is no."""
    last: dict[Scope, Verb] = {}
    for event in _events([camera])[camera.pk]:
        if event.person == str(person.pk):
            last |= dict.fromkeys(event.scopes, event.verb)
    return frozenset(scope for scope, verb in last.items() if verb in (Verb.REFUSE, Verb.WITHDRAW))


def _event(
    said: Said,
    verb: Verb,
    scopes: frozenset[Scope],
    terms: Terms,
    means: Means,
    actor: User,
    at: datetime,
) -> ConsentEvent:
    limits = _limits(said, at) if verb is Verb.GRANT else {}
    return ConsentEvent(
        camera=said.camera,
        person=said.person,
        recorded_by=actor,
        verb=verb,
        scopes=sorted(scopes),
        limits=limits,
        terms_version=terms.version,
        terms_language=terms.language,
        terms_sha256=terms.sha256,
        means=means,
        at=at,
    )


def _limits(said: Said, at: datetime) -> dict[str, Any]:
    """How far a grant reaches, as its event and the record hold it."""
    limits: dict[str, Any] = {"until": clock.to_text(texts.ends(at))}
    if Scope.RELEASE in said.yes and said.ahead is not None:
        limits["release"] = said.ahead.plain()
    if Scope.ASK in said.yes and said.keep_days is not None:
        limits["keep_days"] = said.keep_days
    return limits


def _entry(event: ConsentEvent) -> write.Draft:
    facts = {
        "scopes": event.scopes,
        "limits": event.limits,
        "means": str(event.means),
        "terms": event.terms_version,
        "language": event.terms_language,
        "terms_sha256": event.terms_sha256,
    }
    subjects = (event.camera.subject, event.person.subject, event.camera.unit.subject)
    return write.Draft(KINDS[Verb(event.verb)], subjects, facts=facts)
