"""Preserved before a decision, released after it: two ways of a job besides the plain pull.

Preserving runs the steps of a pull into an object that nobody can open, and rests. Once the request
is approved and the owner agreed, the same job goes on: it releases what is held, or of it the part
that the owner allows.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from django.db import transaction

from evidence.custody import hold_footage, holds
from evidence.custody.models import Hold
from evidence.custody.services import Footage
from evidence.requests.answers import end_target
from evidence.requests.models import Target
from evidence.requests.states import TargetState
from portal.files import vault
from portal.files.models import StoredObject
from portal.lib import clock
from portal.lib.jobs import nudge
from portal.media import cut as media_cut

from . import queue, workplace
from .models import Job
from .notes import notes_of_part
from .pull import NotAllowed, Pull, require_basis
from .words import Step

_ZERO = datetime(2000, 1, 1, tzinfo=UTC)  # stands for the first frame where only lengths count
_MS = timedelta(milliseconds=1)


class Preservation(Pull):
    """A pull into an object that stays shut, without index and pictures."""

    def __init__(self, job: Job) -> None:
        super().__init__(job)
        self.held_for = self._hold().subject

    def _ask(self) -> None:
        self._hold()

    def _hold(self) -> Hold:
        hold = holds.may_be_fetched(_fresh(self.job), clock.now())
        if hold is None:
            raise NotAllowed("not_allowed", withdrawn=False)
        return hold

    def _keep(self, stored: StoredObject, footage: Footage, made: media_cut.Cut) -> None:
        del made
        at = clock.now()
        with transaction.atomic():
            hold = holds.may_be_fetched(_fresh(self.job, lock=True), at, lock=True)
            if hold is None:
                raise NotAllowed("not_allowed", withdrawn=False)
            holds.seal(hold=hold, stored=stored, footage=footage, at=at)
            queue.keep_hold(self.job)


def release(job: Job, hold: Hold) -> None:
    """What is held becomes the item. Raises as `Pull.run` does."""
    queue.keep(job, clock.now(), Step.CONSENT)
    target = require_basis(job.target_id, at=clock.now())
    footage = hold_footage.from_json(hold.footage)
    part = None
    if (target.start, target.stop) != (footage.window_start, footage.window_stop):
        queue.keep(job, clock.now(), Step.CUT)
        part = _part(job, hold, target, footage)
    queue.keep(job, clock.now(), Step.SEAL)
    at = clock.now()
    with transaction.atomic():
        fresh = require_basis(job.target_id, at=at, lock=True)
        stored, told = part or (None, None)
        item = holds.release(hold=hold, target=fresh, at=at, instead=stored, footage=told)
        end_target(target=fresh, then=TargetState.FULFILLED, at=at)
        queue.keep_item(job, item, at)
        transaction.on_commit(partial(nudge, "findings.sweep"))
    workplace.clear(job.public_id)


def _part(job: Job, hold: Hold, target: Target, whole: Footage) -> tuple[StoredObject, Footage]:
    """Only the minutes that the owner allows, cut out of the held clip on its key frames."""
    folder = workplace.folder_of(job.public_id) / job.token
    folder.mkdir(mode=0o700, exist_ok=True)
    path = folder / "held.mp4"
    with path.open("wb") as file:
        file.writelines(holds.bytes_of(hold, target, clock.now()))
    beat = queue.Pulse(job)
    with vault.create() as writer:

        def take(piece: memoryview) -> None:
            writer.write(piece)
            beat()

        segments = list(_segments(path, whole.notes["spans"], folder))
        window = media_cut.Window(target.start, target.stop)
        made = media_cut.cut(segments, window, take, folder=folder)
        footage = replace(
            whole,
            window_start=target.start,
            window_stop=target.stop,
            first_frame_at=made.first_frame_at,
            last_frame_at=made.last_frame_at,
            frames=made.frames,
            partial=whole.partial or made.partial,
            notes=notes_of_part(whole.notes, made),
        )
        return writer.seal(), footage


def _segments(path: Path, spans: Any, folder: Path) -> Iterator[media_cut.Segment]:
    """The held clip as recordings by true time: one where it has no gap, else one a span."""
    if len(spans) == 1:
        yield media_cut.Segment(path, clock.from_text(spans[0][1]))
        return
    edges = [begin for begin, _ in spans] + [None]
    for number, (begin, at) in enumerate(spans):
        end = edges[number + 1]
        stop = _ZERO + end * _MS - _MS if end is not None else _ZERO + timedelta(days=30)
        # A millisecond inside: the times of spans are rounded, and before them lies another span.
        window = media_cut.Window(_ZERO + begin * _MS + _MS, stop)
        piece = folder / f"span-{number}.mp4"
        with piece.open("wb") as file:
            media_cut.cut([media_cut.Segment(path, _ZERO)], window, file.write, folder=folder)
        yield media_cut.Segment(piece, clock.from_text(at))


def _fresh(job: Job, *, lock: bool = False) -> Target:
    rows = Target.objects.select_related("camera", "request__case__unit")
    return (rows.select_for_update(of=("self",)) if lock else rows).get(pk=job.target_id)
