"""Look at a whole clip: key frames first, then the sampled rest around what moved."""

from collections.abc import Callable
from dataclasses import dataclass

from .detect import Detection, Detector
from .frames import Frame, Plan, Source, Want, checked
from .motion import Motion
from .track import Track, Tracker

ENGINE_VERSION = "1"
LINGER = 3  # sampled frames that are still looked at after motion has ended

# Called with the pass (0, 1...), and the media time reached in ms; raises to stop the work.
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Findings:
    """What the engine proposes. Boxes are in pixels of the frames it was given (`width`, `height`).

    `sampled` counts frames that arrived in the last pass, `inspected` those the detector saw.
    """

    width: int
    height: int
    tracks: tuple[Track, ...]
    sampled: int
    inspected: int
    last_ms: int


class _Look:
    def __init__(self, detector: Detector, progress: Progress) -> None:
        self._detector = detector
        self._progress = progress
        self._motion = Motion()
        self._skimmed: dict[int, tuple[Detection, ...]] = {}
        self._tracker = Tracker()
        self._lively = 0
        self.size = (0, 0)
        self.sampled = self.inspected = self.last_ms = 0

    def skim(self, frame: Frame) -> None:
        self._skimmed[frame.t_ms] = self._detector.detect(frame)
        self.inspected += 1

    def follow(self, frame: Frame) -> None:
        self.sampled += 1
        found = self._found(frame)
        if found is not None:
            self._tracker.step(frame.t_ms, found)

    def _found(self, frame: Frame) -> tuple[Detection, ...] | None:
        """What is there, or None where nothing moved and nobody looked."""
        if not self._detector.reads_stills:
            self.inspected += 1
            return self._detector.detect(frame)
        self._lively = LINGER if self._motion.blobs(frame.pixels) else self._lively - 1
        if frame.t_ms in self._skimmed:
            return self._skimmed[frame.t_ms]
        if self._lively < 0:
            return None
        self.inspected += 1
        return self._detector.detect(frame)

    def run(self, number: int, want: Want, source: Source) -> None:
        for frame in checked(source(want)):
            self.size = (frame.width, frame.height)
            self.last_ms = max(self.last_ms, frame.t_ms)
            if want.keys_only:
                self.skim(frame)
            else:
                self.follow(frame)
            self._progress(number, frame.t_ms)

    def findings(self) -> Findings:
        width, height = self.size
        tracks = self._tracker.finish()
        return Findings(width, height, tracks, self.sampled, self.inspected, self.last_ms)


def _unwatched(_number: int, _t_ms: int) -> None:
    pass


def plan_for(detector: Detector, every_ms: int = 200) -> Plan:
    """A detector that compares frames has nothing to gain from a pass over lone key frames."""
    return Plan(every_ms=every_ms, keys_first=detector.reads_stills)


def look(
    source: Source, detector: Detector, *, plan: Plan, progress: Progress = _unwatched
) -> Findings:
    """All passes of the plan over one clip. The same frames give the same findings."""
    work = _Look(detector, progress)
    for number, want in enumerate(plan.passes()):
        work.run(number, want, source)
    return work.findings()
