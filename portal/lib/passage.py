"""How much time has truly passed, whatever somebody set the clock to. Pure, save for `read`.

A clock that jumps by years must neither end what was promised to last for hours nor let it last for
ever. The machine's uptime runs on through every change of its clock, so between two readings since
one start it alone counts. Across a restart only the clock is left, and it is trusted for `ACROSS`:
a machine that was off for longer makes things last longer, never shorter.
"""

import os
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

ACROSS = timedelta(minutes=10)  # counted at most for a restart
SLACK = timedelta(minutes=5)  # a clock that is set right by less is no surprise
SLEW = 6  # a wrong clock that stays is believed after six times what it jumped

_MS = timedelta(milliseconds=1)


@dataclass(frozen=True)
class Reading:
    """Milliseconds of one look at the machine: since it started, and by its clock."""

    boot: str
    uptime_ms: int
    wall_ms: int


@dataclass(frozen=True)
class Kept:
    """What is remembered between two looks; `passed_ms` only ever grows."""

    reading: Reading
    passed_ms: int
    anchor_ms: int  # what the clock showed when nothing had passed

    @property
    def strays(self) -> timedelta:
        """How far the clock is from where the time that passed would have it."""
        return (self.reading.wall_ms - self.passed_ms - self.anchor_ms) * _MS

    @property
    def is_steady(self) -> bool:
        """Whether deadlines may be judged by the clock just now."""
        return abs(self.strays) <= SLACK

    def judged(self, at: datetime) -> datetime:
        """The instant by which deadlines are judged: `at`, less what the clock has jumped."""
        return at if self.is_steady else at - self.strays


def first(reading: Reading) -> Kept:
    return Kept(reading, 0, reading.wall_ms)


def advance(last: Kept, now: Reading) -> Kept:
    """One look later."""
    before = last.reading
    if now.boot != before.boot:
        by_clock = max(now.wall_ms - before.wall_ms, 0)
        passed = last.passed_ms + min(by_clock, ACROSS // _MS)
        return Kept(now, passed, now.wall_ms - passed)
    went = max(now.uptime_ms - before.uptime_ms, 0)
    ahead = Kept(now, last.passed_ms + went, last.anchor_ms)
    strays = ahead.strays // _MS
    pull = strays if ahead.is_steady else max(min(strays, went // SLEW), -(went // SLEW))
    return Kept(now, ahead.passed_ms, last.anchor_ms + pull)


def read(at: datetime) -> Reading:
    """This machine now. Where a system tells no uptime, the process's own clock stands in."""
    wall = (at - datetime.fromtimestamp(0, UTC)) // _MS
    try:
        boot = Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
        uptime = float(Path("/proc/uptime").read_text(encoding="ascii").split()[0])
    except (OSError, ValueError, IndexError):
        boot, uptime = f"process {os.getpid()}", time.monotonic()
    return Reading(boot, round(uptime * 1000), wall)
