"""What each side is shown of a target: the owner the truth, the officer nothing that betrays them.

A 'no', an empty recorder and silence read alike to the officer, and none of them shows before the
deadline has passed, so that the moment of an answer says nothing either.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from .models import FootageRequest, Target
from .states import RequestState, TargetState
from .vocabulary import ANSWER_LABELS, TARGET_LABELS, Basis

QUIET = (
    TargetState.DECLINED,
    TargetState.NOTHING,
    TargetState.EXPIRED,
    TargetState.WITHDRAWN,
)
MOVING = (TargetState.WAITING, TargetState.AGREED)


@dataclass(frozen=True)
class Row:
    """One target as the officer sees it."""

    target: Target
    state: str
    words: str
    tone: str
    step: str  # what the worker is doing, in words
    originals: list[Any]  # sealed items that may be opened


def officer_state(target: Target, asked: FootageRequest, at: datetime) -> TargetState:
    """The state an officer may know at this instant."""
    state = TargetState(target.state)
    asks = asked.basis == Basis.CONSENT and asked.deadline is not None
    if asks and (state in QUIET or state == TargetState.WAITING):
        late = asked.deadline is not None and at >= asked.deadline
        return TargetState.NOTHING if late else TargetState.WAITING
    return TargetState.NOTHING if state in QUIET else state


def rows_for_officer(asked: FootageRequest, at: datetime) -> list[Row]:
    """Targets with what the rooms above hung on them (job and items, read by the page's query)."""
    rows = []
    for target in asked.targets.all():
        state = officer_state(target, asked, at)
        job = getattr(target, "job", None)
        rows.append(
            Row(
                target=target,
                state=state,
                words=str(TARGET_LABELS[state]),
                tone="good" if state == TargetState.FULFILLED else "plain",
                step=str(job.step_label) if job and state == TargetState.AGREED else "",
                originals=[i for i in target.items.all() if i.kind == "original"],
            )
        )
    return rows


def under_way(asked: FootageRequest, rows: list[Row]) -> bool:
    """Will the page change by itself?"""
    if asked.state == RequestState.SUBMITTED:
        return True
    return asked.state == RequestState.APPROVED and any(row.state in MOVING for row in rows)


def answer_words(target: Target) -> str:
    """What the owner reads about their own answer."""
    return str(ANSWER_LABELS[TargetState(target.state)])


@dataclass(frozen=True)
class Reach:
    """How much of people's lives one request touches."""

    cameras: int
    homes: int
    length: timedelta
    camera_length: timedelta


def reach(asked: FootageRequest) -> Reach:
    targets = list(asked.targets.all())
    length = asked.window_stop - asked.window_start
    return Reach(
        cameras=len(targets),
        homes=sum(target.camera.ownership == "home" for target in targets),
        length=length,
        camera_length=length * len(targets),
    )
