"""Exactly one window out of a recorder's recordings, without encoding anything again.

ffmpeg's concat demuxer joins the recordings and copies their packets into a fragmented MP4, one
fragment per key-frame group, which streams through a pipe to whoever hashes and encrypts it. The
first and last recording are limited by `inpoint` and `outpoint` on key frames, edit lists are
ignored on the way in and none is written on the way out, and what comes out is counted against
the tables of the recordings, so a frame that is not allowed can be neither hidden nor sealed.

Recordings of one camera share one decoder configuration: their samples then pass byte for byte
(`auto_convert 0`). Sound is left out: nobody asked for it, and nobody allowed it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction
from pathlib import Path

import ffmpeg

from . import runner
from .errors import MediaError
from .index import Track, Tracker
from .runner import Limits, guarded_ffmpeg
from .samples import Movie, read
from .timeline import (
    Gap,
    Piece,
    Segment,
    Span,
    Window,
    bounds,
    choose,
    declared_edges,
    gaps,
    last_frame,
    spans,
)

__all__ = ["Cut", "Gap", "Segment", "Span", "Window", "cut", "declared_edges"]

MICRO = 1_000_000
MOVFLAGS = "frag_keyframe+empty_moov+default_base_moof+negative_cts_offsets+skip_trailer"
REMUX_FILE = 8 << 30


@dataclass(frozen=True)
class Cut:
    """What is in the clip, by the recorder's clock."""

    frames: int
    size: int
    first_frame_at: datetime
    last_frame_at: datetime
    extra_before: timedelta  # of the key-frame group that holds the window's start
    extra_after: timedelta
    gaps: tuple[Gap, ...]
    spans: tuple[Span, ...]
    partial: bool  # fewer frames than the recordings' own tables promise
    byte_exact: bool  # every sample is byte for byte the recorder's
    codec: str
    width: int
    height: int
    track: Track
    cpu_s: float


def cut(
    segments: Sequence[Segment],
    window: Window,
    sink: Callable[[memoryview], object],
    *,
    folder: Path,
    limits: Limits | None = None,
) -> Cut:
    """Stream the window's clip into `sink`; `folder` takes working files.

    Raises MediaError: no_footage when no frame lies in the window, frames_outside when more came
    out than belongs there (the caller then seals nothing).
    """
    limits = limits or Limits()
    movies = [(segment, *_readable(segment, folder, limits)) for segment in segments]
    damaged = any(movie is None for _, _, movie in movies)
    recordings = [
        (Segment(path, segment.start), movie)
        for segment, path, movie in movies
        if movie is not None
    ]
    pieces = [_seekable(piece, folder, limits) for piece in choose(recordings, window)]
    if not pieces:
        raise MediaError("damaged" if damaged else "no_footage", "no frame in the window")
    tracker = Tracker()

    def pass_on(piece: memoryview) -> None:
        tracker.feed(piece)
        sink(piece)

    exact = len({piece.movie.description.config for piece in pieces}) == 1
    usage = runner.stream(_command(pieces, folder, convert=not exact), limits, pass_on)
    track = tracker.finish()
    short = _compare(pieces, track, exact=exact)
    first, last = bounds(pieces[0])[0], last_frame(pieces[-1])
    described = pieces[0].movie.description
    return Cut(
        frames=len(track.samples),
        size=track.size,
        first_frame_at=first,
        last_frame_at=last,
        extra_before=max(window.start - first, timedelta()),
        extra_after=max(bounds(pieces[-1])[1] - window.stop, timedelta()),
        gaps=gaps(pieces, window),
        spans=spans(pieces),
        partial=short or damaged,
        byte_exact=exact,
        codec=described.codec,
        width=described.width,
        height=described.height,
        track=track,
        cpu_s=usage.cpu_s,
    )


def _readable(segment: Segment, folder: Path, limits: Limits) -> tuple[Path, Movie | None]:
    """The recording as an MP4: itself, or its packets copied into one. None: it is damaged."""
    try:
        movie = read(segment.path)
        if movie is not None:
            return segment.path, movie
        path = remux(segment.path, folder / f"{segment.path.name}.mp4", limits)
        return path, read(path)
    except MediaError as error:
        if error.kind not in {"damaged", "not_video", "crashed"}:
            raise
        return segment.path, None


def _seekable(piece: Piece, folder: Path, limits: Limits) -> Piece:
    """Key frames are found through one index; a fragmented recording at an edge gets one."""
    if piece.whole or piece.movie.ordinary:
        return piece
    path = remux(piece.path, folder / f"{piece.path.name}.whole.mp4", limits)
    return Piece(path, piece.movie, piece.start, piece.first, piece.stop, piece.joins)


def remux(source: Path, target: Path, limits: Limits) -> Path:
    """The first video track of `source`, packets unchanged, in an ordinary MP4."""
    stream = ffmpeg.input(str(source)).output(
        str(target), map="0:v:0", c="copy", f="mp4", map_metadata="-1"
    )
    bounded = Limits(limits.wall_s, limits.cpu_s, limits.memory, limits.output, REMUX_FILE)
    runner.run(guarded_ffmpeg(["-y", *arguments_of(stream)]), bounded)
    return target


def _command(pieces: Sequence[Piece], folder: Path, *, convert: bool) -> list[str]:
    """The concat script, written to `folder`, and the command that runs it."""
    script = folder / "clip.ffconcat"
    script.write_text("ffconcat version 1.0\n" + "".join(map(_entry, pieces)), encoding="utf-8")
    stream = ffmpeg.input(str(script), f="concat", safe=0, auto_convert=int(convert)).output(
        "pipe:1",
        f="mp4",
        c="copy",
        map="0:v:0",
        map_metadata="-1",
        bitexact=None,  # no encoder's name and no date: the same recordings give the same bytes
        movflags=MOVFLAGS,
        write_btrt=0,
        blocksize=runner.PIECE,
        **{"frames:v": sum(piece.stop - piece.first for piece in pieces) + 1},
    )
    return guarded_ffmpeg(arguments_of(stream), runner.DEMUXERS_OF_SCRIPTS)


def _entry(piece: Piece) -> str:
    """One recording of the script. Times count from the file's first frame in its own clock."""
    samples = piece.movie.samples
    scale = samples.timescale
    decode = samples.decode_times()
    lines = [f"file '{_quoted(piece.path)}'", "option ignore_editlist 1"]
    lines.append(f"duration {_seconds(decode[piece.stop] - decode[piece.first], scale, up=False)}")
    if piece.first > 0:
        # The demuxer shows presentation times moved so that none lies before its decode time.
        shift = max(0, -min(samples.shifts))
        key = decode[piece.first] + samples.shifts[piece.first] + shift
        lines.append(f"inpoint {_seconds(key, scale, up=True)}")
    if piece.stop < len(samples):
        lines.append(f"outpoint {_seconds(decode[piece.stop], scale, up=False)}")
    return "\n".join(lines) + "\n"


def _seconds(ticks: int, scale: int, *, up: bool) -> str:
    """Seconds with six digits, rounded towards the side on which no wrong packet lies."""
    micro = Fraction(ticks * MICRO, scale)
    whole = -(-micro.numerator // micro.denominator) if up else micro.numerator // micro.denominator
    return f"{whole // MICRO}.{whole % MICRO:06d}"


def _quoted(path: Path) -> str:
    return str(path.resolve()).replace("'", "'\\''")


def arguments_of(stream: object) -> list[str]:
    """What ffmpeg-python makes of a stream, without the program's name."""
    return [str(word) for word in ffmpeg.compile(stream, cmd="ffmpeg")[1:]]


def _compare(pieces: Sequence[Piece], track: Track, *, exact: bool) -> bool:
    """Whether frames are missing. Raises frames_outside when there are too many."""
    wanted = sum(piece.stop - piece.first for piece in pieces)
    size = sum(sum(piece.movie.samples.sizes[piece.first : piece.stop]) for piece in pieces)
    came, came_size = len(track.samples), sum(track.samples.sizes)
    if came > wanted or (exact and came_size > size):
        raise MediaError("frames_outside", f"got {came} frames, want at most {wanted}")
    return came < wanted or (exact and came_size < size)
