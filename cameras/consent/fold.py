"""From everything that was said about a camera to what holds now. Pure: no Django.

Each adult of the owner speaks for themselves, and each scope stands alone. For one scope:

1. whoever refused or withdrew last stands in the way until that same person agrees again:
   one 'no' is enough;
2. otherwise one agreement that has not run out is enough;
3. otherwise nothing is allowed.

Where several agreed within limits, the limits of each of them bind: beyond theirs they said no.

Whoever leaves by themself takes their 'no' along, not their 'yes' (that ends by withdrawing).

The order of events is the order they were recorded in, never their clock: a clock that was set
back must not bring an old agreement to life.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from .limits import Ahead
from .scopes import Scope, Verb


class State(StrEnum):
    NEVER_ASKED = "never_asked"
    GRANTED = "granted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class Event:
    """What `person` (any key that tells people apart) said; only a grant has an `until`, limits
    to a release `ahead` of being asked, and days for which extracts may be kept (None: the rule).
    """

    person: str
    verb: Verb
    scopes: frozenset[Scope]
    at: datetime
    until: datetime | None = None
    ahead: Ahead | None = None
    keep_days: int | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What holds for one scope, since when, and for a grant until when (None: no end), within the
    limits of each who agreed (`ahead`) and for how long extracts may be kept (None: no limit).
    """

    state: State = State.NEVER_ASKED
    since: datetime | None = None
    until: datetime | None = None
    ahead: tuple[Ahead | None, ...] = ()
    keep_days: int | None = None


@dataclass(frozen=True)
class Standing:
    answers: Mapping[Scope, Answer] = field(default_factory=dict)

    def answer(self, scope: Scope) -> Answer:
        return self.answers.get(scope, Answer())

    def allows(self, scope: Scope) -> bool:
        return self.answer(scope).state is State.GRANTED

    @property
    def allowed(self) -> frozenset[Scope]:
        return frozenset(scope for scope in Scope if self.allows(scope))

    @property
    def until(self) -> datetime | None:
        """The earliest end among what is allowed; None when nothing allowed ends."""
        ends = [self.answer(scope).until for scope in self.allowed]
        return min((end for end in ends if end is not None), default=None)


_NO = {Verb.REFUSE: State.REFUSED, Verb.WITHDRAW: State.WITHDRAWN}


def fold(events: Iterable[Event], at: datetime) -> Standing:
    """What holds at `at`, given every event so far in the order of recording."""
    last_words: dict[Scope, dict[str, Event]] = {scope: {} for scope in Scope}
    for event in events:
        for scope in event.scopes:
            voices = last_words[scope]
            if event.verb is Verb.LEAVE:
                if event.person in voices and voices[event.person].verb is not Verb.GRANT:
                    del voices[event.person]
                continue
            voices.pop(event.person, None)  # so that the dict keeps the order of last words
            voices[event.person] = event
    return Standing(
        {scope: _answer(scope, list(last_words[scope].values()), at) for scope in Scope}
    )


def _answer(scope: Scope, last_words: list[Event], at: datetime) -> Answer:
    against = [event for event in last_words if event.verb is not Verb.GRANT]
    if against:
        return Answer(_NO[against[-1].verb], against[-1].at)
    holding = [event for event in last_words if event.until is None or at < event.until]
    if holding:
        return Answer(
            State.GRANTED,
            holding[0].at,
            _latest(holding),
            tuple(event.ahead for event in holding) if scope is Scope.RELEASE else (),
            _shortest(holding) if scope is Scope.ASK else None,
        )
    if last_words:
        return Answer(State.EXPIRED, last_words[-1].until)
    return Answer()


def _shortest(grants: list[Event]) -> int | None:
    return min((e.keep_days for e in grants if e.keep_days is not None), default=None)


def _latest(grants: list[Event]) -> datetime | None:
    ends = [event.until for event in grants]
    return None if None in ends else max(end for end in ends if end is not None)
