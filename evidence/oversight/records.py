"""What the rules of oversight read: plain facts of one unit, frozen, in the order they happened.

`reader.py` makes them from the record and its rows; the benchmark's generator makes invented ones.
A person, case, request or camera is its public name (`camera:7f3k...`) and nothing else. Pure.
"""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Ask:
    """A request for footage was handed in. `purpose` is None once its text was erased."""

    seq: int
    at: datetime
    officer: str
    case: str
    request: str
    cameras: tuple[str, ...]
    purpose: str | None


@dataclass(frozen=True, slots=True)
class Decision:
    """A commander decided a request of another person."""

    seq: int
    at: datetime
    request: str
    officer: str  # who had asked
    by: str
    approved: bool


@dataclass(frozen=True, slots=True)
class Look:
    """Somebody opened footage, or how to reach an owner."""

    seq: int
    at: datetime
    officer: str
    case: str
    camera: str  # "" when the footage is of no registered camera
    purpose: str | None


@dataclass(frozen=True, slots=True)
class Result:
    """Somebody wrote down what a case came to."""

    seq: int
    at: datetime
    case: str


@dataclass(frozen=True, slots=True)
class Records:
    """Everything of one unit in one stretch of time."""

    asks: tuple[Ask, ...] = ()
    decisions: tuple[Decision, ...] = ()
    looks: tuple[Look, ...] = ()
    results: tuple[Result, ...] = ()
