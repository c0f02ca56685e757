"""Join what single frames show into tracks: one number for one thing for as long as it is seen."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from .detect import MOVING_OBJECT, Box, Detection, overlap

REACH = 0.5  # boxes are grown by this share before they are compared: things move between looks
LEAST_OVERLAP = 0.12  # of the grown boxes
LEAST_OVERLAP_OTHER_KIND = 0.3
MOST_MISSES = 6  # looks without the thing before its track ends
LONGEST_GAP_MS = 4000
LEAST_BOXES = 4
LEAST_MS = 500
STAYED = 0.55  # a moving object whose boxes all overlap its first one more than this never moved
SPEED_MEMORY = 0.5  # weight of the newest step in the estimate of speed
VAGUE_WEIGHT = 0.2  # what 'something moves' counts for against a kind that was recognised


@dataclass(frozen=True)
class Seen:
    """Where a track was at one instant."""

    t_ms: int
    box: Box


@dataclass(frozen=True)
class Track:
    """One thing over time. `n` counts from 1 in order of first sight; boxes in order of time."""

    n: int
    kind: str
    confidence: float
    seen: tuple[Seen, ...]

    @property
    def start_ms(self) -> int:
        return self.seen[0].t_ms

    @property
    def stop_ms(self) -> int:
        return self.seen[-1].t_ms


@dataclass
class _Open:
    """A track that is still being followed. Speed in px per ms."""

    serial: int
    seen: list[Seen]
    votes: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    kind: str = ""
    speed: tuple[float, float] = (0.0, 0.0)
    misses: int = 0

    def expected(self, t_ms: int) -> Box:
        last = self.seen[-1]
        ahead = min(t_ms - last.t_ms, 1000)
        return last.box.moved(self.speed[0] * ahead, self.speed[1] * ahead)

    def take(self, t_ms: int, found: Detection) -> None:
        if self.seen:
            last = self.seen[-1]
            elapsed = t_ms - last.t_ms
            (x0, y0), (x1, y1) = last.box.centre, found.box.centre
            step = ((x1 - x0) / elapsed, (y1 - y0) / elapsed)
            memory = SPEED_MEMORY if len(self.seen) > 1 else 1.0
            self.speed = (
                self.speed[0] + (step[0] - self.speed[0]) * memory,
                self.speed[1] + (step[1] - self.speed[1]) * memory,
            )
        self.seen.append(Seen(t_ms, found.box))
        self.votes[found.kind].append(found.confidence)
        self.kind = found.kind
        self.misses = 0


class Tracker:
    """Feed it the detections of one look after another; `finish` gives the tracks.

    Greedy on overlap of grown boxes with the expected place, same kind first. What is seen twice in
    a blink, or moves without ever leaving its place (leaves, a flag, a lamp), is no track.
    """

    def __init__(self) -> None:
        self._open: list[_Open] = []
        self._closed: list[_Open] = []
        self._count = 0
        self._last_ms = -1

    def step(self, t_ms: int, detections: Iterable[Detection]) -> None:
        """One look at instant `t_ms`, later than the one before. Raises ValueError otherwise."""
        if t_ms <= self._last_ms:
            raise ValueError(f"got a look at {t_ms} ms after one at {self._last_ms} ms")
        self._last_ms = t_ms
        self._close_late(t_ms)
        left = sorted(detections, key=lambda d: (-d.confidence, d.kind, d.box.x, d.box.y))
        left = self._match(t_ms, left, same_kind=True)
        left = self._match(t_ms, left, same_kind=False)
        for track in self._open:
            if track.seen[-1].t_ms != t_ms:
                track.misses += 1
        for found in left:
            self._count += 1
            track = _Open(self._count, [])
            track.take(t_ms, found)
            self._open.append(track)

    def finish(self) -> tuple[Track, ...]:
        self._closed.extend(self._open)
        self._open = []
        kept = [track for track in self._closed if _is_worth_keeping(track)]
        kept.sort(key=lambda track: (track.seen[0].t_ms, track.serial))
        return tuple(_closed(n, track) for n, track in enumerate(kept, start=1))

    def _close_late(self, t_ms: int) -> None:
        late = [
            track
            for track in self._open
            if track.misses > MOST_MISSES or t_ms - track.seen[-1].t_ms > LONGEST_GAP_MS
        ]
        self._closed.extend(late)
        self._open = [track for track in self._open if track not in late]

    def _match(self, t_ms: int, left: list[Detection], *, same_kind: bool) -> list[Detection]:
        """Give detections to open tracks, best overlap first; return those nobody took."""
        floor = LEAST_OVERLAP if same_kind else LEAST_OVERLAP_OTHER_KIND
        pairs: list[tuple[float, int, int]] = []
        free = {t.serial: t for t in self._open if t.seen[-1].t_ms != t_ms}
        for serial, track in free.items():
            place = track.expected(t_ms).grown(REACH)
            for index, found in enumerate(left):
                if (found.kind == track.kind) == same_kind:
                    score = overlap(place, found.box.grown(REACH))
                    if score >= floor:
                        pairs.append((-score, serial, index))
        taken: set[int] = set()
        for _score, serial, index in sorted(pairs):
            if serial in free and index not in taken:
                free.pop(serial).take(t_ms, left[index])
                taken.add(index)
        return [found for index, found in enumerate(left) if index not in taken]


def _is_worth_keeping(track: _Open) -> bool:
    first, last = track.seen[0], track.seen[-1]
    if len(track.seen) < LEAST_BOXES or last.t_ms - first.t_ms < LEAST_MS:
        return False
    if set(track.votes) != {MOVING_OBJECT}:
        return True
    return min(overlap(first.box, later.box) for later in track.seen) < STAYED


def _closed(n: int, track: _Open) -> Track:
    def weight(kind: str) -> tuple[float, str]:
        total = sum(track.votes[kind])
        return (total * VAGUE_WEIGHT if kind == MOVING_OBJECT else total, kind)

    kind = max(track.votes, key=weight)
    surest = sorted(track.votes[kind], reverse=True)[: (len(track.votes[kind]) + 1) // 2]
    return Track(n, kind, sum(surest) / len(surest), tuple(track.seen))
