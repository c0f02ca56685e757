"""The drawing of findings on one time axis: rows by kind, a span for each track. Pure layout."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from detection.engine.detect import KINDS

from .queries import Found, Seen

WIDTH = 1000  # units of the drawing across
LANE = 18  # units of height a lane of spans takes
BAR = 14
NARROWEST = 8  # units: a short sight must still be hit by a finger
MOST_LANES = 6  # a row: what overlaps more lies in the last one
MOST_LISTED = 200  # of the list below the drawing


@dataclass(frozen=True)
class Span:
    """One track as a bar. `t_ms` is the place in the clip that its link leads to."""

    seen: Seen
    x: int
    y: int
    width: int

    @property
    def t_ms(self) -> int:
        return self.seen.proposal.start_ms


@dataclass(frozen=True)
class Row:
    """All tracks of one kind."""

    kind: str
    spans: tuple[Span, ...]
    height: int
    order: int  # its colour


@dataclass(frozen=True)
class Timeline:
    """What the template draws."""

    found: Found
    rows: tuple[Row, ...]
    listed: tuple[Seen, ...]
    more: int
    length_ms: int


def timeline_of(found: Found) -> Timeline:
    """Rows in the vocabulary's order, so the same kind has the same place on every page."""
    length = max(_clip_ms(found), *(one.proposal.stop_ms for one in found.tracks), 1)
    ranked = sorted(found.tracks, key=lambda one: (KINDS.index(one.kind), one.proposal.start_ms))
    rows = tuple(
        _row(kind, tuple(tracks), length, KINDS.index(kind) % 4)
        for kind, tracks in groupby(ranked, key=lambda one: one.kind)
    )
    by_time = sorted(found.tracks, key=lambda one: (one.proposal.start_ms, one.n))
    listed = tuple(by_time[:MOST_LISTED])
    return Timeline(found, rows, listed, len(by_time) - len(listed), length)


def _clip_ms(found: Found) -> int:
    item = found.analysis.item
    if not item.first_frame_at or not item.last_frame_at:
        return 0
    return round((item.last_frame_at - item.first_frame_at).total_seconds() * 1000)


def _row(kind: str, tracks: Sequence[Seen], length: int, order: int) -> Row:
    """Each track in the first lane that is free at its start."""
    free_from: list[int] = []
    spans = []
    for one in tracks:
        x = one.proposal.start_ms * WIDTH // length
        stop = -(-one.proposal.stop_ms * WIDTH // length)
        width = max(stop - x, NARROWEST)
        x = max(min(x, WIDTH - width), 0)
        lane = next((n for n, free in enumerate(free_from) if free <= x), len(free_from))
        lane = min(lane, MOST_LANES - 1)
        if lane == len(free_from):
            free_from.append(0)
        free_from[lane] = max(free_from[lane], x + width)
        spans.append(Span(one, x, lane * LANE + (LANE - BAR) // 2, width))
    return Row(kind, tuple(spans), len(free_from) * LANE, order)
