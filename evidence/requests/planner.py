"""The smallest request that answers the question, and how it widens. Pure.

A plan is a list of asks, each a few cameras and some windows. No camera is asked a minute twice, so
what a plan asks can never come to more than asking everyone for everything, and each further ask
only adds. The first is the two or three cameras that together most likely saw the place, for the
minutes around the event; the later ones bring the next cameras, then the minutes after and before.

The chances are assumptions, kept here to be argued with: they order the asks and are shown nowhere.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np
from numpy.typing import NDArray

from .scope import SHORTEST, Window
from .windows import Windows, total

GROUP = 3  # cameras of one ask
ENOUGH = 0.9  # of the place, seen with this chance: no further camera belongs to the first ask
LEAST_PART = 0.2  # of what the best camera adds: one that adds less can wait for a later ask
ANSWERED = 0.7  # how often an owner who may be asked gives the minutes
BEFORE, AFTER = timedelta(minutes=5), timedelta(minutes=15)  # of the event: asked for first
WORTH_CUTTING = timedelta(minutes=30)  # a shorter window is asked for whole
LEFTOVER = timedelta(minutes=1)  # a shorter rest of the window is not left for later
# How likely what is sought lies in each part of the window, against the minutes around the event.
_WEIGHTS = {"core": 1.0, "after": 0.5, "before": 0.35}


@dataclass(frozen=True)
class Option:
    """One camera. `sees` are the spots of the place, by number, that lie in its view."""

    key: str
    sees: frozenset[int]
    chance: float  # 0..1 that what it saw can be made out, and that it recorded
    keeps: timedelta  # before its recorder overwrites


@dataclass(frozen=True)
class Ground:
    """The place as spots, each with the part of the whole that it counts for; they add up to 1."""

    weights: tuple[float, ...]

    def share(self, options: Iterable[Option]) -> float:
        """0..1: how much of the place lies in the view of at least one of them."""
        seen = frozenset[int]().union(*(option.sees for option in options))
        return min(1.0, sum(self.weights[spot] for spot in seen))


@dataclass(frozen=True)
class Ask:
    pairs: tuple[tuple[str, Window], ...]  # the most useful camera first, its windows in order

    @property
    def cameras(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(key for key, _window in self.pairs))

    @property
    def windows(self) -> Windows:
        return tuple(sorted({window for _key, window in self.pairs}))

    @property
    def length(self) -> timedelta:
        return total(self.windows)

    @property
    def footage(self) -> timedelta:
        """Minutes of people's footage, over all cameras."""
        return total(window for _key, window in self.pairs)


@dataclass(frozen=True)
class Plan:
    asks: tuple[Ask, ...]
    everyone: timedelta  # footage of every camera for all windows

    @property
    def first(self) -> Ask | None:
        return self.asks[0] if self.asks else None


def plan(
    options: Sequence[Option],
    ground: Ground,
    windows: Sequence[Window],
    *,
    happened_at: datetime | None,
    asks_owners: bool,
    at: datetime,
) -> Plan:
    """What to ask first, and what after it was in vain. `windows` are the most that would be asked.

    Same answer for the same cameras in any order.
    """
    answered = ANSWERED if asks_owners else 1.0
    asks: list[tuple[float, int, Ask]] = []
    for part, spans in _parts(windows, happened_at).items():
        worth = 1.0  # a later group is never worth more than an earlier one
        groups = _groups(_alive(options, spans, at), ground, answered)
        for number, (gain, group) in enumerate(groups):
            worth = min(worth, gain)
            pairs = tuple(
                (one.key, span) for one in group for span in spans if span.start + one.keeps > at
            )
            asks.append((-worth * _WEIGHTS[part], number, Ask(pairs)))
    asks.sort(key=lambda line: (line[0], line[1], line[2].windows))
    return Plan(tuple(ask for *_order, ask in asks), total(windows) * len(options))


def next_ask(made: Plan, asked: Iterable[tuple[str, Window]]) -> Ask | None:
    """The first ask in which something is left that was not asked for already; None: all was."""
    before = list(asked)
    for ask in made.asks:
        left = tuple(
            (key, window)
            for key, window in ask.pairs
            if not any(key == one and window.overlap(span) for one, span in before)
        )
        if left:
            return Ask(left)
    return None


def _parts(windows: Sequence[Window], happened_at: datetime | None) -> dict[str, list[Window]]:
    """The minutes around the event with every window it does not lie in, and what is left of its
    own after and before them. They never overlap.
    """
    parts: dict[str, list[Window]] = {}
    for window in windows:
        for name, part in _parts_of_one(window, happened_at).items():
            parts.setdefault(name, []).append(part)
    return parts


def _parts_of_one(window: Window, happened_at: datetime | None) -> dict[str, Window]:
    if (
        happened_at is None
        or window.length <= WORTH_CUTTING
        or not window.start <= happened_at <= window.stop
    ):
        return {"core": window}
    start = max(window.start, happened_at - BEFORE)
    stop = min(window.stop, happened_at + AFTER)
    if start - window.start < max(LEFTOVER, SHORTEST):
        start = window.start
    if window.stop - stop < max(LEFTOVER, SHORTEST):
        stop = window.stop
    parts = {"core": Window(start, stop)}
    if stop < window.stop:
        parts["after"] = Window(stop, window.stop)
    if window.start < start:
        parts["before"] = Window(window.start, start)
    return parts


def _alive(options: Sequence[Option], windows: Sequence[Window], at: datetime) -> list[Option]:
    """Those that see any of the place and whose recorder still has a window's first minute."""
    kept = [
        option
        for option in options
        if option.sees
        and option.chance > 0
        and any(window.start + option.keeps > at for window in windows)
    ]
    return sorted(kept, key=lambda option: option.key)


def _groups(
    options: Sequence[Option], ground: Ground, answered: float
) -> list[tuple[float, list[Option]]]:
    """All of them, at most GROUP together, each with what it adds to the chance of having seen it.

    Each time the camera that adds most is taken: for what is seen together this is never far from
    the best choice (at least 1 - 1/e of it, since what each one adds only shrinks).
    """
    if not options:
        return []
    seen = _seen(options, len(ground.weights))
    chances = np.array([option.chance * answered for option in options])
    unseen = np.array(ground.weights, dtype=float)
    left = set(range(len(options)))
    groups: list[tuple[float, list[Option]]] = []
    group: list[Option] = []
    total = best_gain = 0.0
    while left:
        gains = np.round((seen * chances[:, None]) @ unseen, 9)
        best = min(left, key=lambda n: (-gains[n], options[n].key))
        best_gain = best_gain or float(gains[best])
        enough = unseen.sum() <= 1 - ENOUGH or gains[best] < LEAST_PART * best_gain
        if len(group) >= GROUP or (group and enough and not groups):
            groups.append((total, group))
            group, total = [], 0.0
        group.append(options[best])
        total += float(gains[best])
        unseen = unseen * (1 - seen[best] * chances[best])
        left.remove(best)
    return [*groups, (total, group)]


def _seen(options: Sequence[Option], spots: int) -> NDArray[np.float64]:
    rows = np.zeros((len(options), spots))
    for row, option in enumerate(options):
        rows[row, list(option.sees)] = 1
    return rows
