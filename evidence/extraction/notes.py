"""What custody keeps beside a clip: how it was acquired, by which clock, what is missing.

Whole numbers and texts only, since parts of it stand in canonical records.
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from portal.lib.clock import to_text
from portal.media.cut import Cut

from .clock import Dial, Measurement

VERSION = 1
MILLISECOND = timedelta(milliseconds=1)


def milliseconds(length: timedelta) -> int:
    return round(length / MILLISECOND)


def notes_of_clock(applied: Measurement, uncertainty: timedelta) -> dict[str, object]:
    """By which measurement true time was found, when it was taken and how sure it is."""
    return {
        "offset_ms": milliseconds(applied.offset),
        "measured_at": to_text(applied.measured_at),
        "method": str(applied.method),
        "uncertainty_ms": milliseconds(uncertainty),
        "read_in_footage": applied.in_footage,
    }


def notes_of_cut(
    cut: Cut, dial: Dial, *, adapter: str, recordings: int, ffmpeg: str
) -> Mapping[str, object]:
    """Notes of a clip that a worker pulled from a recorder. Instants are true time."""
    applied = dial.applied
    return {
        "v": VERSION,
        "acquisition": "recorder-download",
        "processing": "stream copy on key frames, nothing encoded again, sound left out",
        "samples_byte_exact": cut.byte_exact,
        "tool": ffmpeg,
        "source": {"adapter": adapter, "recordings": recordings},
        "picture": {"codec": cut.codec, "width": cut.width, "height": cut.height},
        "clock": {
            **notes_of_clock(applied, dial.uncertainty),
            "recorder_first_frame_at": to_text(cut.first_frame_at),
            "recorder_last_frame_at": to_text(cut.last_frame_at),
        },
        "edges": {
            "before_ms": milliseconds(cut.extra_before),
            "after_ms": milliseconds(cut.extra_after),
        },
        "gaps": [
            [to_text(dial.to_true(gap.start)), to_text(dial.to_true(gap.stop))] for gap in cut.gaps
        ],
        "spans": [[span.media_ms, to_text(dial.to_true(span.at))] for span in cut.spans],
    }


def notes_of_part(whole: Mapping[str, Any], cut: Cut) -> Mapping[str, object]:
    """Notes of the part that an owner allows of a clip that was held; the cut is in true time."""
    return {
        **whole,
        "processing": f"{whole['processing']}; cut again to the minutes the owner allows",
        "samples_byte_exact": whole["samples_byte_exact"] and cut.byte_exact,
        "edges": {
            "before_ms": milliseconds(cut.extra_before),
            "after_ms": milliseconds(cut.extra_after),
        },
        "gaps": [[to_text(gap.start), to_text(gap.stop)] for gap in cut.gaps],
        "spans": [[span.media_ms, to_text(span.at)] for span in cut.spans],
    }
