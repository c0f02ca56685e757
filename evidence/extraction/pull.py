"""One pull, from the consent read anew to the sealed clip. Each step may be killed and done again.

1. The basis is read anew; without it nothing is asked of the recorder.
2. The recorder's clock is measured, and the window is told in the recorder's clock.
3. Recordings are fetched whole into the job's folder; what came whole before a crash stays. The
   basis is asked again before each, and every second while bytes come in or are cut: once it is
   gone the pull stops there and its folder is destroyed.
4. The window is cut into the vault as it streams: hashed and encrypted, never in plain again.
5. In one transaction, the basis read again under lock: original, index, ledger, target, job.
6. Thumbnails. A crash here leaves a sealed clip and a job that goes on with this step.
"""

import hashlib
import logging
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

from django.db import transaction
from django.utils.functional import cached_property

from cameras.consent.decision import Step as ConsentStep
from cameras.consent.decision import Verdict
from cameras.registry import health
from cameras.registry.models import Link
from cameras.registry.vocabulary import OffsetMethod
from cameras.sources.errors import NoRecording, SourceError
from cameras.sources.protocol import Recording, Source
from evidence.custody.basis import verdict_for_target
from evidence.custody.services import Footage, derive_many, seal
from evidence.delays.queries import keeps_back
from evidence.requests.answers import end_target
from evidence.requests.models import Target
from evidence.requests.states import TargetState
from portal.files import vault
from portal.files.models import StoredObject
from portal.lib import clock
from portal.lib.jobs import nudge
from portal.media import cut as media_cut
from portal.media import runner

from . import derivatives, measurements, queue, workplace
from .clock import Dial, Measurement, choose
from .models import Job
from .notes import milliseconds, notes_of_cut
from .words import Step

MAX_BYTES = 16 << 30  # of recordings for one window
MAX_RECORDINGS = 5000
ASK_AGAIN_S = 1.0  # how long after a withdrawal a download or a cut goes on at most
WHOLE_SECOND = timedelta(seconds=1)

logger = logging.getLogger(__name__)


class NotAllowed(Exception):  # noqa: N818 -- the answer of the decision
    """No basis any more. `withdrawn` says whether the owner's word is the reason."""

    def __init__(self, reason: str, *, withdrawn: bool) -> None:
        super().__init__(reason)
        self.reason = reason
        self.withdrawn = withdrawn


class Narrowed(Exception):  # noqa: N818 -- what the owner did meanwhile
    """The owner allowed fewer minutes while more were fetched: cut again."""


@dataclass(frozen=True)
class Fetched:
    """A recording that lies whole in the work folder."""

    recording: Recording
    path: Path


class Pull:
    """The steps for one claimed job."""

    held_for = ""  # the decision that what is cut waits for; none: there is a basis already

    def __init__(self, job: Job) -> None:
        self.job = job
        self.link: Link = job.target.camera.link
        self._pulse = queue.Pulse(job)
        self._asked_at = time.monotonic()

    def run(self) -> None:
        """Raises NotAllowed, SourceError, MediaError or Lost; what they mean is the caller's."""
        if self.job.item_id is None:
            queue.keep(self.job, clock.now(), Step.CONSENT)
            self._ask()
            queue.keep(self.job, clock.now(), Step.SEARCH)
            dial = self._measure()
            recordings = self._search(dial)
            queue.keep(self.job, clock.now(), Step.FETCH)
            fetched = [self._fetch(recording) for recording in recordings]
            queue.keep(self.job, clock.now(), Step.CUT)
            made, stored = self._cut(fetched, dial)
            queue.keep(self.job, clock.now(), Step.SEAL)
            self._seal(made, stored, dial, len(fetched))
            workplace.clear(self.job.public_id)

    def _ask(self) -> None:
        """Raises NotAllowed unless these minutes may be fetched now."""
        require_basis(self.job.target_id, at=clock.now())

    def _beat(self) -> None:
        """Between two pieces: the lease goes on, and whether the pull may is asked anew."""
        self._pulse()
        if time.monotonic() - self._asked_at > ASK_AGAIN_S:
            self._ask()
            self._asked_at = time.monotonic()

    # --- Source ---------------------------------------------------------------------------------

    @cached_property
    def source(self) -> Source:
        return health.source_of(self.link)

    def _measure(self) -> Dial:
        """Ask the recorder for the time, and weigh it with what was measured before."""
        heard = self.source.test()
        if not keeps_back(self.job.target.request, at := clock.now()):
            health.note_oldest(self.link, heard, at=at)
        reading = heard.clock
        fresh = Measurement(
            reading.offset, reading.measured_at, OffsetMethod.RECORDER_CLOCK, reading.uncertainty
        )
        wanted = self.job.target
        middle = wanted.start + (wanted.stop - wanted.start) / 2
        return choose([fresh, *measurements.of_link(self.link)], middle)

    def _search(self, dial: Dial) -> list[Recording]:
        window = self._window(dial)
        # Recorders are asked in whole seconds: ask a little wider, take what really overlaps.
        wide = self.source.recordings(window.start - WHOLE_SECOND, window.stop + WHOLE_SECOND)
        found = [one for one in wide if one.start < window.stop and one.stop > window.start]
        if not found:
            raise NoRecording("the recorder has nothing of this window")
        if len(found) > MAX_RECORDINGS:
            raise SourceError(f"got {len(found)} recordings, want at most {MAX_RECORDINGS}")
        return found

    def _fetch(self, recording: Recording) -> Fetched:
        """The recording, whole: downloaded beside its name, then renamed."""
        folder = workplace.folder_of(self.job.public_id)
        path = folder / f"{hashlib.sha256(recording.ref.encode()).hexdigest()[:24]}.rec"
        if not path.exists():
            self._pulse()
            self._ask()
            part = path.with_suffix(f".{self.job.token}.part")
            part.unlink(missing_ok=True)
            taken = sum(file.stat().st_size for file in folder.glob("*.rec"))
            self.source.fetch(recording, part, limit=MAX_BYTES - taken, alive=self._beat)
            part.rename(path)
        return Fetched(recording, path)

    # --- Clip -----------------------------------------------------------------------------------

    def _window(self, dial: Dial) -> media_cut.Window:
        wanted = self.job.target
        return media_cut.Window(dial.to_recorder(wanted.start), dial.to_recorder(wanted.stop))

    def _cut(self, fetched: Sequence[Fetched], dial: Dial) -> tuple[media_cut.Cut, StoredObject]:
        segments = [media_cut.Segment(one.path, one.recording.start) for one in fetched]
        folder = workplace.folder_of(self.job.public_id) / self.job.token
        folder.mkdir(mode=0o700, exist_ok=True)
        with vault.create(self.held_for) as writer:

            def take(piece: memoryview) -> None:
                writer.write(piece)
                self._beat()

            made = media_cut.cut(segments, self._window(dial), take, folder=folder)
            return made, writer.seal()

    def _seal(self, made: media_cut.Cut, stored: StoredObject, dial: Dial, recordings: int) -> None:
        notes = notes_of_cut(
            made,
            dial,
            adapter=self.link.adapter,
            recordings=recordings,
            ffmpeg=runner.ffmpeg_version(),
        )
        footage = Footage(
            media_type="video/mp4",
            window_start=self.job.target.start,
            window_stop=self.job.target.stop,
            first_frame_at=dial.to_true(made.first_frame_at),
            last_frame_at=dial.to_true(made.last_frame_at),
            frames=made.frames,
            clock_offset_ms=milliseconds(dial.applied.offset),
            partial=made.partial,
            notes=notes,
        )
        self._keep(stored, footage, made)

    def _keep(self, stored: StoredObject, footage: Footage, made: media_cut.Cut) -> None:
        """In one transaction with the basis read again. Raises NotAllowed or Lost."""
        head = derivatives.index_of_track(made.track)
        at = clock.now()
        with transaction.atomic():
            target = require_basis(self.job.target_id, at=at, lock=True)
            if (target.start, target.stop) != (footage.window_start, footage.window_stop):
                raise Narrowed
            item = seal(stored=stored, footage=footage, target=target, actor=queue.ACTOR, at=at)
            derive_many(parent=item, made=[head], actor=queue.ACTOR, at=at)
            end_target(target=target, then=TargetState.FULFILLED, at=at)
            queue.keep_item(self.job, item, at)
            if not keeps_back(target.request, at):  # the owner reads these on the camera's page
                Link.objects.filter(pk=self.link.pk).update(last_pull_at=at, last_seen_at=at)
            transaction.on_commit(partial(nudge, "findings.sweep"))


def require_basis(target_id: int, *, at: datetime, lock: bool = False) -> Target:
    """The target, just read, when its bytes may be pulled now. Raises NotAllowed.

    With `lock`, inside a transaction: no answer and no withdrawal comes between this and its
    commit. The target's row is locked before the consent's, as where owners answer.
    """
    rows = Target.objects.select_related("camera", "request__case__unit", "request__requested_by")
    target = (rows.select_for_update(of=("self",)) if lock else rows).get(pk=target_id)
    verdict = verdict_for_target(target, ConsentStep.PULL, at=at, lock=lock)
    if not verdict.flows:
        raise _not_allowed(target, verdict)
    if target.state != TargetState.AGREED:
        raise NotAllowed("not_allowed", withdrawn=False)
    return target


def _not_allowed(target: Target, verdict: Verdict) -> NotAllowed:
    owners_word = {
        "consent.withdrawn",
        "consent.refused",
        "consent.expired",
        "consent.not_agreed",
        "consent.beyond_limits",
    }
    withdrawn = verdict.reason in owners_word or target.state == TargetState.DECLINED
    return NotAllowed("withdrawn" if withdrawn else "not_allowed", withdrawn=withdrawn)
