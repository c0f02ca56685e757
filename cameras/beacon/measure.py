"""From codes read in footage to the offset of the recorder's clock, or to advice. Pure.

A reading says: the frame that the recorder dates `shown_ms` shows the code that came up at
`true_ms` and stayed for `CODE_MS`. So shown minus true lies in [offset, offset + CODE_MS), wherever
in the code's time the frame was taken; the middle of all such values, less half a code, is the
offset, and what is missing of a whole code between the least and the greatest is how far it may be
wrong. Values that stand apart are left out; two groups of them are a clock that jumped.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations
from statistics import median

from .payload import CODE_MS

DISPLAY_MS = 100  # a telephone's screen lags behind its script, and a code is not exposed at once
LEAST_CODES = 3  # different ones
LEAST_READINGS = 4
LEAST_SPAN_MS = 1_000
MOST_ERROR_MS = 1_000  # what is promised; what cannot be kept is not measured
ONE_GROUP_MS = 2_000  # values closer than this are one clock
MOST_APART = 0.2  # share of readings that may stand apart
PACE = 0.15  # how far from 1 footage may run, as told over PACE_SPAN_MS and more
PACE_SPAN_MS = 4_000
MOST_PACED = 40  # readings compared in pairs
SMALL_MODULE_PX = 2.8
BLURRED = 0.6  # sharpness, see read.py
SHARE_OF_GLARE = 0.01  # of the picture, more than in its darkest moment
DRIFT_LEAST_MS = 12 * 3_600_000  # a second's error on each side is 46 ppm then
MOST_DRIFT_PPM = 2_000  # a worse one is a clock that was set between
MILLION = 1_000_000


class Advice(StrEnum):
    """Why nothing was measured; words.py says what to do."""

    NO_CODE = "no_code"
    CLOSER = "closer"
    STILL = "still"
    GLARE = "glare"
    FEW = "few"
    OTHER_CODE = "other_code"
    OTHER_TIME = "other_time"
    JUMP = "jump"
    PACE = "pace"


@dataclass(frozen=True)
class Reading:
    """`shown_ms`: the frame's time by the recorder. `true_ms`: when its code came up."""

    shown_ms: float
    true_ms: int


@dataclass(frozen=True)
class Sight:
    """What was seen of codes besides those that could be read and belong to the session."""

    frames: int = 0
    symbols: int = 0  # frames in which something had a code's form
    module_px: float = 0.0  # the median of its module in pixels
    sharpness: float = 1.0  # the median, 0 to 1
    glare: float = 0.0  # the greatest share of burnt-out picture above the least
    other_codes: int = 0  # of another session, another camera or another portal
    other_times: int = 0  # of this session, but not of the time it was open


@dataclass(frozen=True)
class Fit:
    """`offset_ms` is what the recorder's clock shows minus true time."""

    offset_ms: int
    error_ms: int
    readings: int
    codes: int
    spread_ms: int  # greatest minus least value counted; CODE_MS when all is well


def measure(readings: Sequence[Reading], sight: Sight, *, more_error_ms: float = 0) -> Fit | Advice:
    """The offset to within `error_ms`, `more_error_ms` of how times are told added; or advice."""
    if not _enough(readings):
        return _why_few(readings, sight)
    values = [reading.shown_ms - reading.true_ms for reading in readings]
    kept = _one_group(values)
    if len(kept) < (1 - MOST_APART) * len(values):
        return Advice.JUMP if _are_two_clocks(values, kept) else Advice.PACE
    middle = median(kept)
    inside = [r for r in readings if abs(r.shown_ms - r.true_ms - middle) <= ONE_GROUP_MS / 2]
    if abs(_pace(inside) - 1) > PACE:
        return Advice.PACE
    if not _enough(inside):
        return Advice.FEW
    return _fit(inside, more_error_ms) or Advice.FEW


def drift_ppm(earlier: tuple[int, int], later: tuple[int, int]) -> float | None:
    """Of two (true time in ms, offset in ms): millionths that the clock gains. None when they lie
    too close to tell, or when the clock was set between them.
    """
    length = later[0] - earlier[0]
    if length < DRIFT_LEAST_MS:
        return None
    drift = (later[1] - earlier[1]) * MILLION / length
    return drift if abs(drift) <= MOST_DRIFT_PPM else None


def _enough(readings: Sequence[Reading]) -> bool:
    times = {reading.true_ms for reading in readings}
    spans = bool(times) and max(times) - min(times) >= LEAST_SPAN_MS
    return spans and len(times) >= LEAST_CODES and len(readings) >= LEAST_READINGS


def _why_few(readings: Sequence[Reading], sight: Sight) -> Advice:
    """The likeliest reason that somebody can do something about."""
    if sight.other_times > len(readings):
        return Advice.OTHER_TIME
    if sight.other_codes > len(readings):
        return Advice.OTHER_CODE
    if not sight.symbols and not readings:
        return Advice.GLARE if sight.glare > SHARE_OF_GLARE else Advice.NO_CODE
    if sight.module_px and sight.module_px < SMALL_MODULE_PX:
        return Advice.CLOSER
    if sight.sharpness < BLURRED:
        return Advice.STILL
    return Advice.GLARE if sight.glare > SHARE_OF_GLARE else Advice.FEW


def _one_group(values: Sequence[float]) -> list[float]:
    """The largest group of values that lie within `ONE_GROUP_MS`."""
    ordered, best, start = sorted(values), (0, 0), 0
    for stop, value in enumerate(ordered, 1):
        while value - ordered[start] > ONE_GROUP_MS:
            start += 1
        best = max(best, (start, stop), key=lambda span: span[1] - span[0])
    return ordered[best[0] : best[1]]


def _are_two_clocks(values: Sequence[float], kept: Sequence[float]) -> bool:
    """Whether those left out stand together somewhere else, rather than along the way."""
    rest = [value for value in values if not kept[0] <= value <= kept[-1]]
    nearest = min(min(abs(value - kept[0]), abs(value - kept[-1])) for value in rest)
    return nearest > ONE_GROUP_MS


def _pace(readings: Sequence[Reading]) -> float:
    """Recorder's time per true time: the median slope of pairs far enough apart (Theil-Sen)."""
    some = readings[:: max(1, len(readings) // MOST_PACED)]
    slopes = [
        (b.shown_ms - a.shown_ms) / (b.true_ms - a.true_ms)
        for a, b in combinations(some, 2)
        if abs(b.true_ms - a.true_ms) >= PACE_SPAN_MS
    ]
    return median(slopes) if slopes else 1.0


def _fit(readings: Sequence[Reading], more_error_ms: float) -> Fit | None:
    """Least and greatest without the outermost tenth where they are many: a late frame is late."""
    values = sorted(reading.shown_ms - reading.true_ms for reading in readings)
    cut = len(values) // 20
    low, high = values[cut], values[-1 - cut]
    spread = high - low
    error = abs(CODE_MS - spread) / 2 + DISPLAY_MS + more_error_ms
    if error > MOST_ERROR_MS:
        return None
    return Fit(
        offset_ms=round((low + high - CODE_MS) / 2),
        error_ms=round(error),
        readings=len(readings),
        codes=len({reading.true_ms for reading in readings}),
        spread_ms=round(spread),
    )
