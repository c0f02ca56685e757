"""Who moves through a scene, and when: a pure function of the scene's seed and true time.

Each lane cuts time into slots; in a slot at most one trip starts. Nothing is remembered between
two instants, so a test, a restart and a second process all see the same street.
"""

import itertools
import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from random import Random
from typing import Literal, NamedTuple

Kind = Literal["person", "motorbike", "car"]
KEPT_TRIPS = 20_000

_SPEEDS: dict[Kind, tuple[float, float]] = {  # metres a second
    "person": (1.0, 1.6),
    "motorbike": (4.5, 8.0),
    "car": (5.0, 8.5),
}


class Spot(NamedTuple):
    """A place on the ground, the direction of travel there, and the way behind."""

    x: float
    y: float
    dx: float
    dy: float
    way: float


@dataclass(frozen=True)
class Lane:
    """A way through the scene. In each slot of `slot_s` seconds a trip starts with `chance`."""

    points: tuple[tuple[float, float], ...]
    kinds: tuple[tuple[Kind, float], ...]
    slot_s: float
    chance: float
    pace: float = 1.0
    spread: float = 0.3  # metres to either side

    @cached_property
    def _legs(self) -> list[tuple[float, float, float, float, float]]:
        """Start, unit direction and length of each straight piece."""
        legs = []
        for (x0, y0), (x1, y1) in itertools.pairwise(self.points):
            length = math.hypot(x1 - x0, y1 - y0)
            legs.append((x0, y0, (x1 - x0) / length, (y1 - y0) / length, length))
        return legs

    @cached_property
    def length(self) -> float:
        return sum(leg[4] for leg in self._legs)

    @cached_property
    def longest_s(self) -> float:
        slowest = min(_SPEEDS[kind][0] for kind, _ in self.kinds)
        return self.length / (slowest * self.pace)

    def at(self, way: float, aside: float) -> Spot:
        """Where one is after `way` metres, `aside` metres to the right of the line."""
        left, number = way, 0
        while number < len(self._legs) - 1 and left > self._legs[number][4]:
            left -= self._legs[number][4]
            number += 1
        x, y, dx, dy, _ = self._legs[number]
        return Spot(x + dx * left + dy * aside, y + dy * left - dx * aside, dx, dy, way)


@dataclass(frozen=True)
class Trip:
    name: str
    kind: Kind
    start: float  # true time, seconds since 1970
    speed: float
    aside: float
    look: int  # seed of colours, hats, bags
    lane: Lane

    def where(self, instant: float) -> Spot | None:
        """Nothing before the start and after the end."""
        way = (instant - self.start) * self.speed
        return self.lane.at(way, self.aside) if 0.0 <= way < self.lane.length else None


@dataclass
class Traffic:
    seed: str
    lanes: tuple[Lane, ...]
    _trips: dict[tuple[int, int], Trip | None] = field(default_factory=dict)

    def at(self, instant: float) -> Iterator[tuple[Trip, Spot]]:
        """All trips under way."""
        for number, lane in enumerate(self.lanes):
            last = math.floor(instant / lane.slot_s)
            first = math.floor((instant - lane.longest_s) / lane.slot_s) - 1
            for slot in range(first, last + 1):
                trip = self._trip(number, slot)
                spot = trip.where(instant) if trip else None
                if trip and spot:
                    yield trip, spot

    def _trip(self, number: int, slot: int) -> Trip | None:
        key = (number, slot)
        if key not in self._trips:
            if len(self._trips) > KEPT_TRIPS:
                self._trips.clear()
            self._trips[key] = _drawn_trip(self.seed, self.lanes[number], number, slot)
        return self._trips[key]


def _drawn_trip(seed: str, lane: Lane, number: int, slot: int) -> Trip | None:
    chance = Random(f"{seed}/{number}/{slot}")
    if chance.random() >= lane.chance:
        return None
    kind = chance.choices([k for k, _ in lane.kinds], [share for _, share in lane.kinds])[0]
    return Trip(
        name=f"{number}-{slot}",
        kind=kind,
        start=(slot + chance.random()) * lane.slot_s,
        speed=chance.uniform(*_SPEEDS[kind]) * lane.pace,
        aside=chance.uniform(-lane.spread, lane.spread),
        look=chance.getrandbits(32),
        lane=lane,
    )
