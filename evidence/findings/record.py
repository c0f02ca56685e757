"""The findings file: what the machine proposes about one clip, as canonical JSON. Pure.

``{"v":1,"frame":[w,h],"tracks":[{"n","kind","start_ms","stop_ms","confidence_pm",
"boxes":[[t_ms,x,y,w,h]...]}...]}``: instants in ms from the clip's first frame, boxes in pixels of
a frame of that size, confidence per mille, not calibrated. Whole numbers only.
"""

import json
from dataclasses import dataclass
from typing import Any

from detection.engine.detect import KINDS
from detection.engine.look import Findings
from detection.engine.track import Track
from portal.lib import canonical

VERSION = 1
MOST_BOXES = 600  # a track; of a longer one evenly spread boxes are kept, and its two ends


@dataclass(frozen=True)
class Proposal:
    """One track as it stands in the file."""

    n: int
    kind: str
    start_ms: int
    stop_ms: int
    confidence_pm: int
    boxes: tuple[tuple[int, ...], ...]


@dataclass(frozen=True)
class Record:
    frame: tuple[int, int]
    tracks: tuple[Proposal, ...]


def encode(findings: Findings) -> bytes:
    return canonical.encode(
        {
            "v": VERSION,
            "frame": [findings.width, findings.height],
            "tracks": [_track(track) for track in findings.tracks],
        }
    )


def decode(data: bytes) -> Record:
    """The inverse. Raises ValueError for anything this file never wrote."""
    value = json.loads(data)
    if not isinstance(value, dict) or value.get("v") != VERSION:
        raise ValueError(f"got no findings of version {VERSION}")
    width, height = value["frame"]
    return Record((int(width), int(height)), tuple(_proposal(row) for row in value["tracks"]))


def _proposal(row: dict[str, Any]) -> Proposal:
    if row["kind"] not in KINDS:
        raise ValueError(f"got kind {row['kind']!r}, want one of {', '.join(KINDS)}")
    return Proposal(
        n=int(row["n"]),
        kind=row["kind"],
        start_ms=int(row["start_ms"]),
        stop_ms=int(row["stop_ms"]),
        confidence_pm=int(row["confidence_pm"]),
        boxes=tuple(tuple(int(number) for number in box) for box in row["boxes"]),
    )


def _track(track: Track) -> dict[str, object]:
    count = len(track.seen)
    kept = min(count, MOST_BOXES)
    places = [index * (count - 1) // max(kept - 1, 1) for index in range(kept)]
    boxes = [
        [seen.t_ms, *(round(side) for side in (seen.box.x, seen.box.y, seen.box.w, seen.box.h))]
        for seen in (track.seen[place] for place in places)
    ]
    return {
        "n": track.n,
        "kind": track.kind,
        "start_ms": track.start_ms,
        "stop_ms": track.stop_ms,
        "confidence_pm": round(track.confidence * 1000),
        "boxes": boxes,
    }
