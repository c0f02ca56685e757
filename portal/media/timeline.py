"""Which frames of which recordings lie in a window, and what true time each of them has.

Pure. A window is cut on key frames: the last key frame at or before its start, and everything
before the first key frame from which nothing belongs to the window any more. Recorders tell the
start of a recording in whole seconds, so recordings that touch to within `SLACK` are one span;
a wider difference is a gap, and a new span begins at the time the recorder tells.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from .samples import Movie

SLACK = timedelta(seconds=1)


@dataclass(frozen=True)
class Segment:
    """One recording as the recorder gave it; `start` is its first frame by the recorder's clock."""

    path: Path
    start: datetime


@dataclass(frozen=True)
class Window:
    """What was allowed, by the same clock."""

    start: datetime
    stop: datetime


@dataclass(frozen=True)
class Span:
    """From `media_ms` of the clip on, true time runs on from `at`, until the next span."""

    media_ms: int
    at: datetime


@dataclass(frozen=True)
class Gap:
    """A part of the window of which there are no frames."""

    start: datetime
    stop: datetime


@dataclass(frozen=True)
class Piece:
    """The samples [first, stop) of one recording, in decode order."""

    path: Path
    movie: Movie
    start: datetime  # of the recording's first frame, corrected to the span it is in
    first: int
    stop: int
    joins: bool = False  # goes on where the piece before it ended

    @property
    def whole(self) -> bool:
        return self.first == 0 and self.stop == len(self.movie.samples)

    def instant(self, ticks: int) -> datetime:
        return self.start + timedelta(seconds=ticks / self.movie.samples.timescale)

    def length(self) -> timedelta:
        """How long the samples play."""
        ticks = sum(self.movie.samples.durations[self.first : self.stop])
        return timedelta(seconds=ticks / self.movie.samples.timescale)


def choose(recordings: Sequence[tuple[Segment, Movie]], window: Window) -> list[Piece]:
    """The pieces that make the clip, in order of time. Empty when nothing lies in the window."""
    pieces: list[Piece] = []
    reached: datetime | None = None
    for segment, movie in sorted(recordings, key=lambda pair: pair[0].start):
        joins = reached is not None and abs(segment.start - reached) <= SLACK
        start = reached if joins and reached is not None else segment.start
        whole = Piece(segment.path, movie, start, 0, len(movie.samples), joins)
        end = start + whole.length()
        if reached is not None and end <= reached:
            continue  # the recorder gave the same minutes twice
        reached = end
        piece = _inside(whole, window)
        if piece.first < piece.stop:
            follows = bool(pieces) and pieces[-1].stop == len(pieces[-1].movie.samples)
            pieces.append(replace(piece, joins=joins and follows and piece.first == 0))
    return pieces


def _inside(piece: Piece, window: Window) -> Piece:
    """The part of a whole recording that the window asks for, on its key frames."""
    samples = piece.movie.samples
    if piece.start >= window.stop or piece.start + piece.length() <= window.start:
        return replace(piece, stop=0)
    if piece.start >= window.start and piece.start + piece.length() <= window.stop and piece.joins:
        return piece
    times = [piece.instant(ticks) for ticks in samples.present_times()]
    keys = list(samples.keys)
    if not keys:
        return replace(piece, stop=0)
    place = bisect_right([times[key] for key in keys], window.start) - 1
    first = keys[max(place, 0)]
    if place < 0 and piece.joins:
        first = 0  # its first frames hang on the recording before it
    latest = len(times)
    # From the end: frames after the window, up to the first key frame that starts only those.
    tail = latest
    while tail > first and times[tail - 1] >= window.stop:
        tail -= 1
    stop = next((key for key in keys if key >= tail and key > first), latest)
    return replace(piece, first=first, stop=stop)


def spans(pieces: Sequence[Piece]) -> tuple[Span, ...]:
    """Media time to true time, one span for each run of recordings that touch."""
    result: list[Span] = []
    media = timedelta()
    for piece in pieces:
        if not piece.joins:
            times = piece.movie.samples.present_times()[piece.first : piece.stop]
            result.append(Span(round(media / timedelta(milliseconds=1)), piece.instant(min(times))))
        media += piece.length()
    return tuple(result)


def gaps(pieces: Sequence[Piece], window: Window) -> tuple[Gap, ...]:
    """Where the window has no frames for longer than recorders' clocks explain."""
    result: list[Gap] = []
    covered = window.start
    for piece in pieces:
        begin, end = bounds(piece)
        if begin - covered > SLACK:
            result.append(Gap(covered, begin))
        covered = max(covered, end)
    if window.stop - covered > SLACK:
        result.append(Gap(covered, window.stop))
    return tuple(result)


def bounds(piece: Piece) -> tuple[datetime, datetime]:
    """When its earliest frame begins and its latest one ends."""
    if piece.whole:
        return piece.start, piece.start + piece.length()
    times = piece.movie.samples.present_times()[piece.first : piece.stop]
    last = piece.movie.samples.durations[piece.stop - 1]
    return piece.instant(min(times)), piece.instant(max(times) + last)


def last_frame(piece: Piece) -> datetime:
    """The instant at which its latest frame begins."""
    return piece.instant(max(piece.movie.samples.present_times()[piece.first : piece.stop]))


def declared_edges(key_interval: timedelta) -> timedelta:
    """How much before and after the window may be in the clip, each: the rest of one key-frame
    group. Shown to the owner before they answer.
    """
    return key_interval
