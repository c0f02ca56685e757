"""What the portal wants of any recorder. Pure: no Django, so that an agent can run it elsewhere.

All instants are aware. An instant 'in the recorder's clock' is what the recorder would call it:
true time plus the clock's offset. Turning one into the other is the caller's business.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Protocol

Alive = Callable[[], object]


@dataclass(frozen=True)
class Address:
    adapter: str
    url: str  # the recorder's base address, with a path in front of its own paths if need be
    channel: int
    username: str
    password: str

    def __repr__(self) -> str:
        return f"Address({self.adapter!r}, {self.url!r}, channel {self.channel})"


@dataclass(frozen=True)
class Recording:
    """One piece of footage that the recorder says it has, in the recorder's clock."""

    ref: str
    start: datetime
    stop: datetime


@dataclass(frozen=True)
class ClockReading:
    """How far the recorder's clock is from true time (positive: ahead), and how sure that is."""

    offset: timedelta
    uncertainty: timedelta
    measured_at: datetime


@dataclass(frozen=True)
class Health:
    """Plain facts of one successful test."""

    name: str
    model: str
    firmware: str
    clock: ClockReading
    oldest: datetime | None  # start of the oldest recording, in the recorder's clock
    records_now: bool  # something was recorded in the last ten minutes


class Source(Protocol):
    """Every method raises SourceError and nothing else of its own."""

    def test(self) -> Health: ...

    def recordings(self, start: datetime, stop: datetime) -> list[Recording]:
        """Everything that overlaps the window, by start. Arguments are in the recorder's clock."""
        ...

    def fetch(
        self, recording: Recording, path: Path, *, limit: int, alive: Alive | None = None
    ) -> None:
        """Write the recording to a new file; nothing is left of one that did not come whole.

        `alive` is called with every piece that came; what it raises ends the download.
        """
        ...
