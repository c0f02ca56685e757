"""True time and the recorder's clock, one into the other. Pure.

An offset is what the recorder shows minus true time, measured at an instant. Clocks drift, so of
several measurements the one nearest to the footage is applied, and how far those before and after
the footage disagree with it is part of what is not known. One that was read in footage itself, from
a beacon, goes before what the recorder says of itself, as long as the two agree: then nobody has
set the clock between them.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

SLACK = timedelta(seconds=1)  # between two honest measurements of one clock


@dataclass(frozen=True)
class Measurement:
    """How far ahead the recorder's clock was, when, how it was found, and how sure that is."""

    offset: timedelta
    measured_at: datetime
    method: str
    uncertainty: timedelta = timedelta()
    in_footage: bool = False
    drift_ppm: float = 0.0  # millionths by which the clock gains, where that is known

    def carried_to(self, instant: datetime) -> "Measurement":
        """What the offset was at a true instant, by the drift."""
        gained = (instant - self.measured_at) * (self.drift_ppm / 1_000_000)
        return replace(self, offset=self.offset + gained)


@dataclass(frozen=True)
class Dial:
    """The measurement that is applied, with the disagreement of the others in its uncertainty."""

    applied: Measurement
    uncertainty: timedelta

    def to_recorder(self, instant: datetime) -> datetime:
        """What the recorder's clock showed at a true instant."""
        return instant + self.applied.offset

    def to_true(self, shown: datetime) -> datetime:
        """When it truly was as the recorder's clock showed this."""
        return shown - self.applied.offset


def choose(measurements: Sequence[Measurement], footage_at: datetime) -> Dial:
    """The dial for footage of a true instant; of two equally near the later measurement counts.

    Raises ValueError without any measurement.
    """
    if not measurements:
        raise ValueError("got no measurement of the clock, want at least one")
    ordered = sorted(
        (one.carried_to(footage_at) for one in measurements),
        key=lambda m: (abs(m.measured_at - footage_at), -m.measured_at.timestamp()),
    )
    applied = next((m for m in ordered if m.in_footage and _agree(m, ordered[0])), ordered[0])
    around = [
        next((m for m in ordered if m.measured_at <= footage_at), applied),
        next((m for m in ordered if m.measured_at > footage_at), applied),
        ordered[0],
    ]
    apart = max(abs(other.offset - applied.offset) for other in around)
    return Dial(applied, max(applied.uncertainty, apart))


def _agree(one: Measurement, other: Measurement) -> bool:
    return abs(one.offset - other.offset) <= one.uncertainty + other.uncertainty + SLACK
