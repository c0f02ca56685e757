"""What each side is shown of a target: the owner the truth, the officer nothing that betrays them.

Where owners are asked, only footage shows, when it is there. A 'no', an empty recorder, silence,
consent taken back and a yes that brought nothing read alike to the officer: as waiting until the
deadline, afterwards as nothing, so that the moment of an answer says nothing either.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from portal.places.rules import rule

from .models import Approval, FootageRequest, Target
from .states import RequestState, TargetState
from .vocabulary import (
    ANSWER_LABELS,
    BY_HAND,
    BY_HAND_WHY,
    NOT_PULLED,
    NOT_PULLED_WHY,
    TARGET_LABELS,
    Basis,
    Verdict,
)
from .windows import Windows, total

QUIET = (
    TargetState.DECLINED,
    TargetState.NOTHING,
    TargetState.EXPIRED,
    TargetState.WITHDRAWN,
)
MOVING = (TargetState.WAITING, TargetState.AGREED)
ENDED_JOBS = ("failed", "stopped")


@dataclass(frozen=True)
class Row:
    """One target as the officer sees it."""

    target: Target
    state: str
    words: str
    tone: str
    step: str  # what the worker is doing, in words
    stuck: bool  # nothing will happen by itself; `retry` when trying again may help
    retry: bool
    originals: list[Any]  # sealed items that may be opened
    held_until: datetime | None = None  # preserved before a decision, whatever came of it
    may_hold: bool = False


def officer_state(target: Target, asked: FootageRequest, at: datetime) -> TargetState:
    """The state an officer may know at this instant."""
    state = TargetState(target.state)
    if asked.basis != Basis.CONSENT or asked.deadline is None:
        return TargetState.NOTHING if state in QUIET else state
    if state == TargetState.FULFILLED:
        return state
    return TargetState.WAITING if at < asked.deadline else TargetState.NOTHING


def rows_for_officer(asked: FootageRequest, at: datetime) -> list[Row]:
    """Targets with what the rooms above hung on them (job and items, read by the page's query)."""
    rows, soon = [], _soon(asked, at)
    for target in asked.targets.all():
        state = officer_state(target, asked, at)
        words, tone = str(TARGET_LABELS[state]), "plain"
        step, stuck, retry = "", False, False
        if state == TargetState.FULFILLED:
            tone = "good"
        elif state == TargetState.AGREED:
            words, step, stuck, retry = _pull(target)
            tone = "warn" if stuck else "plain"
        originals = [item for item in target.items.all() if item.kind == "original"]
        held, may_hold = _hold(target, asked, state, at, soon) if soon else (None, False)
        rows.append(Row(target, state, words, tone, step, stuck, retry, originals, held, may_hold))
    return rows


def asked_of(asked: FootageRequest) -> list[tuple[Target, Windows]]:
    """Each camera once, by its first window, with those windows where it is not asked for all."""
    found: dict[int, list[Target]] = {}
    for target in asked.targets.all():
        found.setdefault(target.camera_id, []).append(target)
    every = asked.windows
    spans = [(mine[0], tuple(one.asked for one in mine)) for mine in found.values()]
    return [(target, () if windows == every else windows) for target, windows in spans]


@dataclass(frozen=True)
class CameraRows:
    """One camera with a line for each of its windows."""

    target: Target  # of the first window
    lines: tuple[Row, ...]


def by_camera(rows: Sequence[Row]) -> list[CameraRows]:
    """The lines of each camera together, in the order in which the cameras were ranked."""
    found: dict[int, list[Row]] = {}
    for row in rows:
        found.setdefault(row.target.camera_id, []).append(row)
    return [CameraRows(lines[0].target, tuple(lines)) for lines in found.values()]


def _hold(
    target: Target, asked: FootageRequest, state: TargetState, at: datetime, soon: timedelta
) -> tuple[datetime | None, bool]:
    """Until when a hold would last at most, and whether one may be asked for; from facts that an
    officer has: what was pressed, and when the recorder overwrites.
    """
    if state not in (TargetState.PROPOSED, TargetState.WAITING):
        return None, False
    hold = getattr(target, "hold", None)
    if hold is not None:
        return hold.until, False
    pressing = target.dies_at - at <= soon or asked.urgency == "urgent"
    return None, at < target.dies_at and pressing


def _soon(asked: FootageRequest, at: datetime) -> timedelta:
    """How near the overwriting a hold may be asked for; zero where nothing waits for a decision."""
    waits = asked.state == RequestState.SUBMITTED or asked.basis == Basis.CONSENT
    if not (waits and asked.state in (RequestState.SUBMITTED, RequestState.APPROVED)):
        return timedelta()
    if not asked.case.is_open:
        return timedelta()
    return timedelta(hours=rule("hold.dying_hours", asked.case.unit, at))


def _pull(target: Target) -> tuple[str, str, bool, bool]:
    """How far the worker is with an agreed target: words, step, whether it is stuck, retry."""
    job = getattr(target, "job", None)
    if job is not None and job.state in ENDED_JOBS:
        return str(NOT_PULLED), str(NOT_PULLED_WHY), True, True
    if job is None and getattr(target.camera, "link", None) is None:
        return str(BY_HAND), str(BY_HAND_WHY), True, False
    return str(TARGET_LABELS[TargetState.AGREED]), str(job.step_label) if job else "", False, False


def under_way(asked: FootageRequest, rows: list[Row]) -> bool:
    """Will the page change by itself?"""
    if asked.state == RequestState.SUBMITTED:
        return True
    return asked.state == RequestState.APPROVED and any(
        row.state in MOVING and not row.stuck for row in rows
    )


def in_vain(asked: FootageRequest, rows: list[Row]) -> str:
    """How far the search is after this request: "record" that nothing was found, "widen" it, or
    nothing yet. While owners are being asked it waits, whatever they said.
    """
    if asked.state != RequestState.APPROVED or not asked.case.is_open:
        return ""
    if hasattr(asked, "not_found"):
        return "widen"
    here = any(row.state == TargetState.FULFILLED for row in rows)
    moving = any(row.state in MOVING and not row.stuck for row in rows)
    return "record" if here or not moving else ""


def approvals_of(asked: FootageRequest) -> list[Approval]:
    """Who has approved so far, the first one first."""
    return [said for said in asked.approvals.all() if said.verdict == Verdict.APPROVE]


def approval_words(asked: FootageRequest) -> str:
    """How far a request has come that needs several commanders; empty before the first yes."""
    given = approvals_of(asked)
    if not given or asked.state != RequestState.SUBMITTED:
        return ""
    return _("Đã có %(given)s trong %(needed)s người duyệt: %(names)s.") % {
        "given": len(given),
        "needed": asked.approvals_needed,
        "names": ", ".join(said.person.full_name for said in given),
    }


def answer_words(target: Target) -> str:
    """What the owner reads about their own answer."""
    return str(ANSWER_LABELS[TargetState(target.state)])


def basis_words(asked: FootageRequest) -> str:
    """The legal basis with its document's number, date and signer, where it has one."""
    parts = [str(asked.get_basis_display())]
    if asked.document:
        parts.append(_("số %(number)s") % {"number": asked.document})
    if asked.document_date:
        parts.append(_("ngày %(day)s") % {"day": f"{asked.document_date:%d/%m/%Y}"})
    if asked.document_signer:
        parts.append(_("người ký: %(signer)s") % {"signer": asked.document_signer})
    return ", ".join(parts)


@dataclass(frozen=True)
class Reach:
    """How much of people's lives one request touches."""

    cameras: int
    homes: int
    length: timedelta  # of its windows together
    camera_length: timedelta


def reach(asked: FootageRequest) -> Reach:
    targets = list(asked.targets.all())
    cameras = {target.camera_id: target.camera for target in targets}
    return Reach(
        cameras=len(cameras),
        homes=sum(camera.ownership == "home" for camera in cameras.values()),
        length=total(asked.windows),
        camera_length=total(target.asked for target in targets),
    )
