"""True time and the recorder's clock, one into the other. Pure.

An offset is what the recorder shows minus true time, measured at an instant. Clocks drift, so of
several measurements the one nearest to the footage is applied, and how far they disagree is part
of what is not known.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True)
class Measurement:
    """How far ahead the recorder's clock was, when, how it was found, and how sure that is."""

    offset: timedelta
    measured_at: datetime
    method: str
    uncertainty: timedelta = timedelta()


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
        measurements, key=lambda m: (abs(m.measured_at - footage_at), -m.measured_at.timestamp())
    )
    applied = ordered[0]
    apart = max((abs(other.offset - applied.offset) for other in ordered[1:]), default=timedelta())
    return Dial(applied, max(applied.uncertainty, apart))
